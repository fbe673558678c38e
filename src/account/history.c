/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.c: what was counted for an account, as it lies on disk. */

#include "account/history.h"

#include "account/account.h"
#include "policy/meter-form.h"

#include <time.h>

G_DEFINE_QUARK (bell_history_error, bell_history_error)

/* The C library looks whether the time zone has changed since; GLib does so once in a process. */
BellMeterTime
bell_history_now (void)
{
  time_t    now = time (NULL);
  struct tm local = { 0 };

  tzset ();
  localtime_r (&now, &local);
  return (BellMeterTime){ now, (gint32) local.tm_gmtoff };
}

char *
bell_history_make_name (const char *account_id)
{
  return g_strconcat (account_id, ".history", NULL);
}

static void
load_in_thread (GTask                      *task,
                G_GNUC_UNUSED gpointer      source,
                gpointer                    path,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  BellMeter *meter;
  gsize      length;

  if (!g_file_get_contents (path, &text, &length, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  meter = bell_meter_from_text (text, length);
  if (meter == NULL) {
    g_task_return_new_error (task, BELL_HISTORY_ERROR, BELL_HISTORY_ERROR_DAMAGED, "%s is damaged",
                             (const char *) path);
    return;
  }
  bell_meter_stopped (meter);
  g_task_return_pointer (task, meter, (GDestroyNotify) bell_meter_free);
}

void
bell_history_load_async (const char         *directory,
                         const char         *account_id,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *name = NULL;
  g_autofree char *home = g_build_filename (g_get_user_state_dir (), "mailbell", NULL);

  g_return_if_fail (bell_account_id_is_valid (account_id));

  name = bell_history_make_name (account_id);
  g_task_set_task_data (task, g_build_filename (directory != NULL ? directory : home, name, NULL),
                        g_free);
  g_task_run_in_thread (task, load_in_thread);
}

BellMeter *
bell_history_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
