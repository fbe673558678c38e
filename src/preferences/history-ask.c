/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-ask.c: what was counted for an account. */

#include "preferences/history-ask.h"

#include "account/history.h"
#include "policy/meter-form.h"

#include <string.h>

static void
return_meter (GTask *task, BellMeter *meter)
{
  g_task_return_pointer (task, meter, (GDestroyNotify) bell_meter_free);
}

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
read_file (GTask *task)
{
  bell_history_load_async (NULL, g_task_get_task_data (task), g_task_get_cancellable (task),
                           on_file_ready, g_object_ref (task));
}

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
  if (meter != NULL)
    return_meter (task, meter);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    read_file (task);
}

void
bell_history_ask_async (const char         *account_id,
                        BellBusAccount     *bus,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (account_id), g_free);
  if (bus != NULL)
    bell_bus_account_call_get_history (bus, cancellable, on_answer, g_object_ref (task));
  else
    read_file (task);
}

BellMeter *
bell_history_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
