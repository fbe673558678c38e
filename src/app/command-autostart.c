/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-autostart.c: mailbell autostart. */

#include "app/command.h"
#include "setup/account-input.h"
#include "setup/autostart.h"

#include <glib/gi18n-lib.h>

/* WHY, then the command, if there is one. */
static int
tell_failure (const char *why)
{
  if (bell_autostart_is_by_systemd ())
    return bell_command_fail ("%s %s", why, _ ("“systemctl --user disable mailbell” changes it."));
  return bell_command_fail ("%s", why);
}

static int
set_autostart (gboolean on)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDBusConnection) session = NULL;
  g_autoptr (GError) error = NULL;

  session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  bell_autostart_set_async (session, on, NULL, bell_command_on_ready, &result);
  if (!bell_autostart_set_finish (bell_command_wait (&result), &error))
    return tell_failure (error->message);
  return BELL_EXIT_DONE;
}

int
bell_command_autostart (int argc, char **argv)
{
  gboolean on;

  if (!bell_command_parse (
        &argc, &argv, NULL, "[on|off]",
        _ ("Has the applet start with the session, or not; without a word, shows "
           "whether it does."),
        0, 1))
    return BELL_EXIT_USAGE;
  if (argc == 1) {
    g_print ("%s\n", bell_autostart_get () ? "on" : "off");
    return BELL_EXIT_DONE;
  }
  if (!bell_input_parse_switch (argv[1], &on))
    return bell_command_misused ("autostart", "%s", _ ("It can be “on” or “off”."));
  return set_autostart (on);
}
