/* SPDX-License-Identifier: GPL-3.0-or-later */
/* autostart.c: the autostart file, or in a sandbox the portal that writes it. */

#include "setup/autostart.h"

#include "account/settings-backend.h"
#include "base/sandbox.h"
#include "setup/background-portal.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define FILE_NAME "autostart/" BELL_APPLICATION_ID ".desktop"
#define SYSTEMD_LINK "systemd/user/graphical-session.target.wants/mailbell.service"
#define SETTING "autostart" /* what the portal granted last */
#define GROUP G_KEY_FILE_DESKTOP_GROUP
#define GNOME_KEY "X-GNOME-Autostart-enabled" /* a switch of its own, which its tools write */

static char *
make_own_path (void)
{
  return g_build_filename (g_get_user_config_dir (), FILE_NAME, NULL);
}

/* The file that the system brings along. (transfer full) (nullable) */
static char *
find_system_path (void)
{
  for (const char *const *folder = g_get_system_config_dirs (); *folder != NULL; folder++) {
    g_autofree char *path = g_build_filename (*folder, FILE_NAME, NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  return NULL;
}

/* FALSE also for a file that cannot be read, as no session would start what stands in it. */
static gboolean
is_on_in_file (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_boolean (file, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return FALSE;
  return !g_key_file_has_key (file, GROUP, GNOME_KEY, NULL) ||
         g_key_file_get_boolean (file, GROUP, GNOME_KEY, NULL);
}

gboolean
bell_autostart_is_by_systemd (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), SYSTEMD_LINK, NULL);

  return g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

/* --quiet: somebody who has started it already wants nothing of this. */
static char *
make_on_text (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Mailbell");
  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, BELL_APPLICATION_ID);
  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_TRY_EXEC, BELL_BINDIR "/mailbell");
  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, BELL_BINDIR "/mailbell --quiet");
  /* Plasma: when there is a tray already. */
  g_key_file_set_string (file, GROUP, "X-KDE-autostart-after", "panel");
  return g_key_file_to_data (file, NULL, NULL);
}

/* Takes the place of the file that the system brings along. */
static char *
make_off_text (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (file, GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Mailbell");
  g_key_file_set_boolean (file, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, TRUE);
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
write_file (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return g_file_set_contents (path, text, -1, error);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  return FALSE;
}

static gboolean
remove_file (const char *path, GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  return FALSE;
}

static gboolean
change_file (const char *path, gboolean on, GError **error)
{
  g_autofree char *system_path = find_system_path ();
  g_autofree char *text = NULL;

  if (!on && system_path == NULL)
    return remove_file (path, error);
  text = on ? make_on_text () : make_off_text ();
  return write_file (path, text, error);
}

/* In a thread: the home may be on a network. */
static void
set_in_thread (GTask                      *task,
               G_GNUC_UNUSED gpointer      source,
               gpointer                    on,
               G_GNUC_UNUSED GCancellable *cancellable)
{
  g_autofree char *path = make_own_path ();
  g_autoptr (GError) error = NULL;

  if (bell_autostart_is_by_systemd () && !GPOINTER_TO_INT (on))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                             _ ("systemd starts Mailbell with the session. The help tells how to "
                                "change that."));
  else if (bell_autostart_is_by_systemd () || change_file (path, GPOINTER_TO_INT (on), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (
      task, G_IO_ERROR, G_IO_ERROR_FAILED,
      /* Translators: its name, and the reason. */
      _ ("The file %s could not be changed: %s. Check that your home directory "
         "can be written."),
      path, error->message);
}

static void
on_portal_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSettings) settings = NULL;
  GError *error = NULL;

  if (!bell_background_portal_request_finish (result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  settings = g_settings_new (BELL_SETTINGS_SCHEMA);
  g_settings_set_boolean (settings, SETTING, GPOINTER_TO_INT (g_task_get_task_data (task)));
  g_task_return_boolean (task, TRUE);
}

gboolean
bell_autostart_get (void)
{
  g_autofree char *path = NULL;

  if (bell_is_in_sandbox ()) {
    g_autoptr (GSettings) settings = g_settings_new (BELL_SETTINGS_SCHEMA);

    return g_settings_get_boolean (settings, SETTING);
  }
  if (bell_autostart_is_by_systemd ())
    return TRUE;
  path = make_own_path ();
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_free (path);
    path = find_system_path ();
  }
  return path != NULL && is_on_in_file (path);
}

/* In a thread: the home may be on a network. */
static void
get_in_thread (GTask                      *task,
               G_GNUC_UNUSED gpointer      source,
               G_GNUC_UNUSED gpointer      data,
               G_GNUC_UNUSED GCancellable *cancellable)
{
  g_task_return_boolean (task, bell_autostart_get ());
}

void
bell_autostart_get_async (GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (bell_is_in_sandbox ())
    g_task_return_boolean (task, bell_autostart_get ()); /* a setting */
  else
    g_task_run_in_thread (task, get_in_thread);
}

gboolean
bell_autostart_get_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bell_autostart_set_async (GDBusConnection    *session,
                          gboolean            on,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  static const char *const command[] = { "mailbell", "--quiet", NULL };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, GINT_TO_POINTER (on), NULL);
  if (bell_is_in_sandbox () && session == NULL)
    g_task_return_new_error (
      task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
      _ ("There is no D-Bus session bus, over which the desktop would be asked. "
         "Try again inside a desktop session."));
  else if (bell_is_in_sandbox ())
    bell_background_portal_request_async (session, on, command, cancellable, on_portal_ready,
                                          g_object_ref (task));
  else
    g_task_run_in_thread (task, set_in_thread);
}

gboolean
bell_autostart_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
