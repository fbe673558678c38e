/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-ask.c: first the applet is waited for, then its answer; then, if need be, the file is read. */

#include "preferences/history-ask.h"

#include "account/history.h"
#include "policy/meter-form.h"

#include <string.h>

typedef struct {
  BellLiveAccount *account;   /* (owned) */
  gulong           changed;   /* 0: the applet has come, or is not waited for */
  GCancellable    *calling;   /* (owned) */
  GSource         *patience;  /* (owned) (nullable) */
  GSource         *cancelled; /* (owned) (nullable) */
} Ask;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_waiting (Ask *self)
{
  g_clear_signal_handler (&self->changed, self->account);
  clear_source (&self->patience);
  clear_source (&self->cancelled);
}

static void
ask_free (gpointer data)
{
  Ask *self = data;

  stop_waiting (self);
  g_object_unref (self->calling);
  g_object_unref (self->account);
  g_free (self);
}

static void
return_meter (GTask *task, BellMeter *meter)
{
  g_task_return_pointer (task, meter, (GDestroyNotify) bell_meter_free);
}

/* The file. */

static void
on_file_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BellMeter *meter = bell_history_load_finish (result, &error);

  if (meter != NULL)
    return_meter (task, meter);
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return_meter (task, bell_meter_new ());
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
do_without_applet (GTask *task)
{
  G_GNUC_UNUSED g_autoptr (GTask) keep = g_object_ref (task);
  Ask          *self = g_task_get_task_data (task);

  stop_waiting (self);
  if (!g_task_return_error_if_cancelled (task))
    bell_history_load_async (NULL, bell_live_account_get_id (self->account),
                             g_task_get_cancellable (task), on_file_ready, g_object_ref (task));
}

/* The applet. */

/* An answer that is empty, or of another version, is none. */
static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  BellMeter       *meter = NULL;

  if (bell_bus_account_call_get_history_finish (BELL_BUS_ACCOUNT (source), &text, result, &error))
    meter = bell_meter_from_text (text, strlen (text));
  if (meter == NULL) {
    do_without_applet (task);
    return;
  }
  stop_waiting (g_task_get_task_data (task));
  return_meter (task, meter);
}

static void
on_changed (GTask *task)
{
  Ask            *self = g_task_get_task_data (task);
  BellBusAccount *bus = bell_live_account_get_bus (self->account);

  if (bus != NULL) {
    g_clear_signal_handler (&self->changed, self->account);
    bell_bus_account_call_get_history (bus, self->calling, on_answer, g_object_ref (task));
  } else if (bell_live_account_is_gone (self->account))
    do_without_applet (task);
}

/* It has been waited for long enough, or in vain. */
static gboolean
give_up (gpointer user_data)
{
  GTask *task = user_data;
  Ask   *self = g_task_get_task_data (task);

  if (self->changed != 0)
    do_without_applet (task);
  else
    g_cancellable_cancel (self->calling);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (G_GNUC_UNUSED GCancellable *cancellable, gpointer user_data)
{
  return give_up (user_data);
}

/* What is waited for keeps TASK. (transfer full) */
static GSource *
wait_for (GSource *source, GSourceFunc callback, GTask *task)
{
  g_task_attach_source (task, source, callback);
  return source;
}

void
bell_history_ask_async (BellLiveAccount    *account,
                        guint               patience_ms,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Ask *self = g_new0 (Ask, 1);

  self->account = g_object_ref (account);
  self->calling = g_cancellable_new ();
  g_task_set_task_data (task, self, ask_free);
  self->patience = wait_for (g_timeout_source_new (patience_ms), give_up, task);
  if (cancellable != NULL)
    self->cancelled =
      wait_for (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled), task);
  self->changed = g_signal_connect_swapped (account, "changed", G_CALLBACK (on_changed), task);
  on_changed (task);
}

BellMeter *
bell_history_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
