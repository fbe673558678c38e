/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounded-wait.c: two sources, neither of which lasts longer than the wait. */

#include "account/bounded-wait.h"

struct _BellBoundedWait {
  GSource *limit;     /* (owned) */
  GSource *cancelled; /* (owned) (nullable) */
  void (*on_late) (gpointer user_data);
  void (*on_cancelled) (gpointer user_data);
  gpointer user_data;
};

static gboolean
on_limit (gpointer user_data)
{
  BellBoundedWait *self = user_data;

  self->on_late (self->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (G_GNUC_UNUSED GCancellable *cancellable, gpointer user_data)
{
  BellBoundedWait *self = user_data;

  self->on_cancelled (self->user_data);
  return G_SOURCE_REMOVE;
}

BellBoundedWait *
bell_bounded_wait_new (GTask      *task,
                       const char *name,
                       guint       limit_ms,
                       void (*late) (gpointer user_data),
                       void (*cancelled) (gpointer user_data),
                       gpointer user_data)
{
  GCancellable    *caller = g_task_get_cancellable (task);
  BellBoundedWait *self = g_new0 (BellBoundedWait, 1);

  self->on_late = late;
  self->on_cancelled = cancelled;
  self->user_data = user_data;
  self->limit = g_timeout_source_new (limit_ms);
  g_source_set_static_name (self->limit, name);
  g_source_set_callback (self->limit, on_limit, self, NULL);
  g_source_attach (self->limit, g_task_get_context (task));
  if (caller != NULL) {
    self->cancelled = g_cancellable_source_new (caller);
    g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
    g_source_attach (self->cancelled, g_task_get_context (task));
  }
  return self;
}

static void
drop_source (GSource *source)
{
  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}

void
bell_bounded_wait_free (BellBoundedWait *self)
{
  drop_source (self->limit);
  drop_source (self->cancelled);
  g_free (self);
}
