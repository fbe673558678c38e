/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-run.c: mailbell run: has the applet run an account's command, and waits for its end. */

#include "app/command.h"
#include "desktop/bus-service.h"
#include "desktop/mailbell-bus.h"

#include <glib/gi18n-lib.h>

static BellBusAccount *
find_account (const char *id, GDBusProxyFlags flags, GError **error)
{
  g_autofree char *element = g_dbus_escape_object_path (id);
  g_autofree char *path = g_strconcat (BELL_BUS_PATH, "/account/", element, NULL);

  return bell_bus_account_proxy_new_for_bus_sync (G_BUS_TYPE_SESSION,
                                                  G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START | flags,
                                                  BELL_APPLICATION_ID, path, NULL, error);
}

static gboolean
start (const char *id, GError **error)
{
  g_autoptr (BellBusAccount) account =
    find_account (id, G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES, error);

  if (account != NULL && bell_bus_account_call_run_command_sync (account, NULL, error))
    return TRUE;
  if (*error != NULL)
    g_dbus_error_strip_remote_error (*error);
  return FALSE;
}

static gboolean
is_running (BellBusAccount *account)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (account));

  return owner != NULL && bell_bus_account_get_command_running (account);
}

static gboolean
has_command (BellAccount *account)
{
  g_auto (GStrv) command = g_settings_get_strv (bell_account_get_settings (account), "command");

  return command[0] != NULL;
}

/* A failure is one line; the lines of the command are put behind one another. */
static int
tell_failure (const char *failure)
{
  g_auto (GStrv) lines = g_strsplit (failure, "\n", -1);
  g_autofree char *line = g_strjoinv (" | ", lines);

  return bell_command_fail ("%s", line);
}

/* What the properties hold was asked for after the start: if it is not running, it is over. */
static int
await_end (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellBusAccount) account = find_account (id, G_DBUS_PROXY_FLAGS_NONE, &error);
  const char *failure;

  if (account == NULL)
    return bell_command_fail (_ ("The applet does not answer: %s"), error->message);
  while (is_running (account))
    g_main_context_iteration (NULL, TRUE);
  failure = bell_bus_account_get_command_error (account);
  if (failure == NULL)
    return bell_command_fail ("%s", _ ("Mailbell has quit. Start it with “mailbell”."));
  return *failure != '\0' ? tell_failure (failure) : BELL_EXIT_DONE;
}

int
bell_command_run (int argc, char **argv)
{
  g_autoptr (BellAccountList) accounts = NULL;
  BellAccount *account;
  g_autoptr (GError) error = NULL;

  if (!bell_command_parse (&argc, &argv, NULL, _ ("ADDRESS"),
                           _ ("Runs the account's command, as if new mail had come, and waits for "
                              "its end."),
                           1, 1))
    return BELL_EXIT_USAGE;
  if (!bell_command_require_running ())
    return BELL_EXIT_FAILED;
  accounts = bell_account_list_new ();
  account = bell_command_find_account (accounts, argv[1]);
  if (account == NULL)
    return BELL_EXIT_FAILED;
  /* The applet says so too, to windows as well, and names no command. */
  if (!has_command (account))
    return bell_command_fail (
      _ ("No command is set for %s. Set one with “mailbell set ADDRESS command PROGRAM”."),
      bell_account_get_address (account));
  if (!start (bell_account_get_id (account), &error))
    return bell_command_fail ("%s", error->message);
  return await_end (bell_account_get_id (account));
}
