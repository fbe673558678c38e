/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cancellable of our own that follows the caller's, and an alarm where there is a limit. */

#include "io/operation.h"

#include "io/clock.h"

struct _BellOperation {
  GCancellable *own;    /* (owned) */
  GCancellable *caller; /* (owned) (nullable) */
  gulong        handler;
  BellAlarm    *limit; /* (owned) (nullable) */
  gboolean      late;
};

static void
on_caller_cancelled (G_GNUC_UNUSED GCancellable *caller, gpointer own)
{
  g_cancellable_cancel (own);
}

static void
on_limit (gpointer user_data)
{
  BellOperation *self = user_data;

  self->late = TRUE;
  g_cancellable_cancel (self->own);
}

BellOperation *
bell_operation_new (GCancellable *caller, gint64 limit_us)
{
  BellOperation *self = g_new0 (BellOperation, 1);

  self->own = g_cancellable_new ();
  if (caller != NULL) {
    self->caller = g_object_ref (caller);
    self->handler = g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled),
                                           g_object_ref (self->own), g_object_unref);
  }
  if (limit_us != BELL_NEVER) {
    self->limit = bell_alarm_new (on_limit, self);
    bell_alarm_set (self->limit, bell_clock_now () + limit_us);
  }
  return self;
}

void
bell_operation_free (BellOperation *self)
{
  if (self->caller != NULL)
    g_cancellable_disconnect (self->caller, self->handler);
  g_clear_object (&self->caller);
  g_clear_pointer (&self->limit, bell_alarm_free);
  g_object_unref (self->own);
  g_free (self);
}

GCancellable *
bell_operation_get_cancellable (BellOperation *self)
{
  return self->own;
}

void
bell_operation_cancel (BellOperation *self)
{
  g_cancellable_cancel (self->own);
}

gboolean
bell_operation_is_late (const BellOperation *self)
{
  return self->late;
}
