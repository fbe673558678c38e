/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-control.c: mailbell pause, resume, quit, preferences, and mailbell once more. */

#include "app/command.h"
#include "desktop/bus-service.h"
#include "desktop/mailbell-bus.h"
#include "desktop/preferences-opener.h"
#include "policy/pause-text.h"
#include "setup/account-input.h"

#include <glib/gi18n-lib.h>

#define INTERFACE "io.github.mailbell.Mailbell.Application"

/* The applet gives itself two seconds to sign out. */
#define QUIT_TIMEOUT_S 5

static int
call_applet (const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GDBusConnection) session = NULL;

  if (parameters != NULL)
    g_variant_take_ref (parameters);
  session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (session != NULL)
    answer = g_dbus_connection_call_sync (session, BELL_APPLICATION_ID, BELL_BUS_PATH, INTERFACE,
                                          method, parameters, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                          -1, NULL, &error);
  if (answer == NULL)
    return bell_command_fail (_ ("The applet does not answer: %s"), error->message);
  return BELL_EXIT_DONE;
}

void
bell_command_tell_running (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *sentence = NULL;
  g_autoptr (BellBusApplication) applet = bell_bus_application_proxy_new_for_bus_sync (
    G_BUS_TYPE_SESSION, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, BELL_APPLICATION_ID, BELL_BUS_PATH,
    NULL, NULL);

  if (applet != NULL && bell_bus_application_get_paused (applet))
    sentence = bell_pause_to_sentence (bell_bus_application_get_paused_until (applet), now);
  else
    sentence = g_strdup (_ ("Mailbell is running already. It is checking for new mail now."));
  g_print ("%s\n", sentence);
}

int
bell_command_pause (int argc, char **argv)
{
  guint seconds = 0;
  int   status;

  if (!bell_command_parse (&argc, &argv, NULL, _ ("[DURATION]"),
                           _ ("Disconnects all accounts, until “mailbell resume” or for a time: 90 "
                              "(seconds), 30m, 2h, 1d."),
                           0, 1))
    return BELL_EXIT_USAGE;
  if (argc > 1 && !bell_input_parse_duration (argv[1], &seconds))
    return bell_command_fail (
      _ ("“%s” is not a duration. Give one such as 30m, 2h or 1d, of at most a year."), argv[1]);
  if (!bell_command_require_running ())
    return BELL_EXIT_FAILED;
  status = call_applet ("Pause", g_variant_new ("(u)", seconds));
  if (status == BELL_EXIT_DONE)
    g_print ("%s\n", _ ("Paused. “mailbell resume” ends it."));
  return status;
}

int
bell_command_resume (int argc, char **argv)
{
  int status;

  if (!bell_command_parse (&argc, &argv, NULL, "", _ ("Ends a pause."), 0, 0))
    return BELL_EXIT_USAGE;
  if (!bell_command_require_running ())
    return BELL_EXIT_FAILED;
  status = call_applet ("Resume", NULL);
  if (status == BELL_EXIT_DONE)
    g_print ("%s\n", _ ("Watching again."));
  return status;
}

static void
on_name_vanished (G_GNUC_UNUSED GDBusConnection *connection,
                  G_GNUC_UNUSED const char      *name,
                  gpointer                       user_data)
{
  g_main_loop_quit (user_data);
}

static gboolean
on_quit_timeout (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* Until the applet has left the bus, so that a script may start it anew right behind. */
static int
await_end (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint timeout = g_timeout_add_seconds (QUIT_TIMEOUT_S, on_quit_timeout, loop);
  guint watch =
    g_bus_watch_name (G_BUS_TYPE_SESSION, BELL_APPLICATION_ID, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                      on_name_vanished, loop, NULL);

  g_main_loop_run (loop);
  g_bus_unwatch_name (watch);
  g_source_remove (timeout);
  if (bell_command_is_running ())
    return bell_command_fail ("%s",
                              _ ("The applet has not ended yet. If it does not, end it by its "
                                 "process: “pkill -x mailbell”."));
  return BELL_EXIT_DONE;
}

int
bell_command_quit (int argc, char **argv)
{
  int status;

  if (!bell_command_parse (&argc, &argv, NULL, "", _ ("Ends the applet."), 0, 0))
    return BELL_EXIT_USAGE;
  if (!bell_command_require_running ())
    return BELL_EXIT_FAILED;
  status = call_applet ("Quit", NULL);
  return status == BELL_EXIT_DONE ? await_end () : status;
}

int
bell_command_preferences (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!bell_command_parse (&argc, &argv, NULL, "", _ ("Opens the preferences."), 0, 0))
    return BELL_EXIT_USAGE;
  if (!bell_preferences_opener_open (NULL, g_getenv ("XDG_ACTIVATION_TOKEN"), &error))
    return bell_command_fail ("%s", error->message);
  return BELL_EXIT_DONE;
}
