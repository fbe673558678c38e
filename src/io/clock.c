/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An alarm is one GSource whose ready time is the deadline: without one it costs no wake-up. */

#include "io/clock.h"

struct _BellAlarm {
  GSource *source; /* (owned) */
  void (*callback) (gpointer user_data);
  gpointer user_data;
};

static gboolean
alarm_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static GSourceFuncs alarm_funcs = { .dispatch = alarm_dispatch };

static gboolean
on_alarm (gpointer user_data)
{
  BellAlarm *self = user_data;

  /* The last use of SELF: the callback may free it. */
  self->callback (self->user_data);
  return G_SOURCE_CONTINUE;
}

gint64
bell_clock_now (void)
{
  return g_get_monotonic_time ();
}

BellAlarm *
bell_alarm_new (void (*callback) (gpointer user_data), gpointer user_data)
{
  BellAlarm *self = g_new0 (BellAlarm, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->source = g_source_new (&alarm_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "mailbell alarm");
  g_source_set_callback (self->source, on_alarm, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
bell_alarm_free (BellAlarm *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

void
bell_alarm_set (BellAlarm *self, gint64 deadline_us)
{
  g_source_set_ready_time (self->source, deadline_us == BELL_NEVER ? -1 : MAX (deadline_us, 0));
}
