/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-environment.c: the surroundings in which the command of an account runs. */

#include "desktop/hook-environment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HOST_PROGRAMS "org.freedesktop.Flatpak"
#define KILLED_AFTER_S "5"

/* Meant for the process that was started with it: a child would take them for its own. Prefixes end
 * in a "*". CREDENTIALS_DIRECTORY leads to secrets of a systemd unit. */
static const char *const not_inherited[] = {
  "CREDENTIALS_DIRECTORY",
  "DBUS_STARTER_*",
  "DESKTOP_AUTOSTART_ID",
  "DESKTOP_STARTUP_ID",
  "GIO_LAUNCHED_DESKTOP_FILE*",
  "G_DEBUG",
  "G_MESSAGES_*",
  "INVOCATION_ID",
  "JOURNAL_STREAM",
  "LISTEN_*",
  "MAILBELL_*",
  "MALLOC_CHECK_",
  "MANAGERPID",
  "MEMORY_PRESSURE_*",
  "NOTIFY_SOCKET",
  "SYSTEMD_EXEC_PID",
  "WATCHDOG_*",
  "XDG_ACTIVATION_TOKEN",
};

static gboolean
is_named (const char *variable, const char *pattern)
{
  gsize n = strcspn (pattern, "*");

  return strncmp (variable, pattern, n) == 0 && (pattern[n] == '*' || variable[n] == '=');
}

static gboolean
is_inherited (const char *variable)
{
  for (guint i = 0; i < G_N_ELEMENTS (not_inherited); i++)
    if (is_named (variable, not_inherited[i]))
      return FALSE;
  return TRUE;
}

char **
bell_hook_environment_new (const char *const *session, const char *const *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *session != NULL; session++)
    if (is_inherited (*session))
      g_strv_builder_add (builder, *session);
  g_strv_builder_addv (builder, (const char **) facts);
  return g_strv_builder_end (builder);
}

gboolean
bell_hook_sandbox_check (const char *info, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *policy = NULL;

  if (g_key_file_load_from_file (file, info, G_KEY_FILE_NONE, NULL))
    policy = g_key_file_get_string (file, "Session Bus Policy", HOST_PROGRAMS, NULL);
  if (g_strcmp0 (policy, "talk") == 0 || g_strcmp0 (policy, "own") == 0)
    return TRUE;
  g_set_error (
    error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
    /* Translators: %s is a command line. */
    _ ("Mailbell runs in a Flatpak, which may not start programs of this computer. To "
       "allow it, which lifts the protection of the Flatpak, run “%s” and start Mailbell "
       "anew."),
    "flatpak override --user --talk-name=" HOST_PROGRAMS " io.github.mailbell.Mailbell");
  return FALSE;
}

/* The environment goes by a descriptor, since everybody on this computer can read the command line of a
 * process; and a signal would reach the command but not what it started, so the host keeps the time. */
char **
bell_hook_sandbox_wrap (const char *const *command, guint limit_s, int environment_fd)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *environment = g_strdup_printf ("--env-fd=%d", environment_fd);
  g_autofree char *limit = g_strdup_printf ("%u", limit_s);

  g_strv_builder_add_many (builder, "flatpak-spawn", "--host", "--watch-bus", environment,
                           "timeout", "-k", KILLED_AFTER_S, limit, NULL);
  g_strv_builder_addv (builder, (const char **) command);
  return g_strv_builder_end (builder);
}
