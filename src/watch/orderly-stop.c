/* SPDX-License-Identifier: GPL-3.0-or-later */
/* orderly-stop.c: things that end at the same time, and one that ends after them. */

#include "watch/orderly-stop.h"

typedef struct {
  GTask          *task;      /* (owned) */
  BellMeterStore *meter;     /* (owned) */
  guint           n_pending; /* the sessions and then the meter, what was seen, and who starts it */
} Stop;

static void
stop_step_done (Stop *stop)
{
  if (--stop->n_pending > 0)
    return;
  g_task_return_boolean (stop->task, TRUE);
  g_object_unref (stop->task);
  g_object_unref (stop->meter);
  g_free (stop);
}

static void
on_meter_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  bell_meter_store_flush_finish (BELL_METER_STORE (source), result);
  stop_step_done (user_data);
}

static void
on_sessions_stopped (gpointer user_data)
{
  Stop *stop = user_data;

  bell_meter_store_flush_async (stop->meter, on_meter_flushed, stop);
}

static void
on_seen_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  bell_seen_store_flush_finish (BELL_SEEN_STORE (source), result);
  stop_step_done (user_data);
}

void
bell_orderly_stop (GTask          *task,
                   BellSessionSet *sessions,
                   BellSeenStore  *seen,
                   BellMeterStore *meter)
{
  Stop *stop = g_new0 (Stop, 1);

  stop->task = task;
  stop->meter = g_object_ref (meter);
  stop->n_pending = 3;
  if (sessions != NULL)
    bell_session_set_stop (sessions, on_sessions_stopped, stop);
  else
    on_sessions_stopped (stop);
  bell_seen_store_flush_async (seen, on_seen_flushed, stop);
  stop_step_done (stop);
}
