/* SPDX-License-Identifier: GPL-3.0-or-later */
/* orderly-stop.c: two things that end at the same time. */

#include "watch/orderly-stop.h"

typedef struct {
  GTask *task;      /* (owned) */
  guint  n_pending; /* the sessions, the store, and the function that starts both */
} Stop;

static void
stop_step_done (Stop *stop)
{
  if (--stop->n_pending > 0)
    return;
  g_task_return_boolean (stop->task, TRUE);
  g_object_unref (stop->task);
  g_free (stop);
}

static void
on_sessions_stopped (gpointer user_data)
{
  stop_step_done (user_data);
}

static void
on_seen_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  bell_seen_store_flush_finish (BELL_SEEN_STORE (source), result);
  stop_step_done (user_data);
}

void
bell_orderly_stop (GTask *task, BellSessionSet *sessions, BellSeenStore *seen)
{
  Stop *stop = g_new0 (Stop, 1);

  stop->task = task;
  stop->n_pending = 2;
  if (sessions != NULL) {
    stop->n_pending++;
    bell_session_set_stop (sessions, on_sessions_stopped, stop);
  }
  bell_seen_store_flush_async (seen, on_seen_flushed, stop);
  stop_step_done (stop);
}
