/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing is the backend's business; this only asks it afterwards. */

#include "account/settings-backend.h"

/* (transfer full) */
static GSettings *
open_again (GSettings *settings)
{
  g_autofree char *schema = NULL;
  g_autofree char *path = NULL;

  g_object_get (settings, "schema-id", &schema, "path", &path, NULL);
  return g_settings_new_with_path (schema, path);
}

GSettings *
bell_settings_reread (GSettings *settings)
{
  g_settings_sync ();
  return open_again (settings);
}

/* A backend is made to be used by several threads at once. */
static void
wait_in_thread (GTask                      *task,
                G_GNUC_UNUSED gpointer      source,
                G_GNUC_UNUSED gpointer      data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  g_settings_sync ();
  g_task_return_boolean (task, TRUE);
}

void
bell_settings_reread_async (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_run_in_thread (task, wait_in_thread);
}

GSettings *
bell_settings_reread_finish (GAsyncResult *result, GSettings *settings)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
  return open_again (settings);
}
