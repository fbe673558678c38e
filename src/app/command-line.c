/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-line.c: sorts the arguments. */

#include "app/command-line.h"

#include "account/https.h"
#include "app/application.h"
#include "app/command.h"
#include "io/tls-trust.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define ALL_DOMAINS "wire,base,imap,mail,policy,account,io,setup,watch,desktop,app"
#define DEBUG_OPTION "--debug"
#define SERVICE_OPTION "--gapplication-service"
#define QUIET_OPTION "--quiet"

typedef enum { ALWAYS, FOR_AN_ADDRESS, NEVER } Need;

static const struct {
  const char *name;
  BellCommand run;
  Need        needs_settings;
} commands[] = {
  { "add", bell_command_add, ALWAYS },         { "list", bell_command_list, ALWAYS },
  { "remove", bell_command_remove, ALWAYS },   { "set", bell_command_set, ALWAYS },
  { "sign-in", bell_command_sign_in, ALWAYS }, { "check", bell_command_check, FOR_AN_ADDRESS },
  { "status", bell_command_status, ALWAYS },   { "history", bell_command_history, ALWAYS },
  { "run", bell_command_run, ALWAYS },         { "preferences", bell_command_preferences, NEVER },
  { "pause", bell_command_pause, NEVER },      { "resume", bell_command_resume, NEVER },
  { "quit", bell_command_quit, NEVER },        { "autostart", bell_command_autostart, ALWAYS },
};

static void
print_help (void)
{
  g_print ("%s",
           _ ("Usage:\n"
              "  mailbell                         start the applet; if it runs, check now\n"
              "  mailbell add ADDRESS [OPTION…]   add an account\n"
              "  mailbell list [--json]           show the accounts\n"
              "  mailbell remove ADDRESS          remove an account\n"
              "  mailbell set ADDRESS KEY VALUE   change a setting of an account\n"
              "  mailbell set KEY VALUE           change a general setting\n"
              "  mailbell sign-in ADDRESS         sign in again at the provider (OAuth 2)\n"
              "  mailbell check ADDRESS|HOST[:PORT] [OPTION…]\n"
              "                                   what a server can push\n"
              "  mailbell status [--json] [--follow]\n"
              "                                   how the accounts are doing\n"
              "  mailbell history ADDRESS [--json] [--days N]\n"
              "                                   what an account has cost, day by day\n"
              "  mailbell run ADDRESS             run the command of an account now\n"
              "  mailbell preferences             open the preferences\n"
              "  mailbell pause [DURATION]        disconnect, for 30m, 2h, 1d or until resumed\n"
              "  mailbell resume                  end a pause\n"
              "  mailbell quit                    end the applet\n"
              "  mailbell autostart [on|off]      start it with the session, or not\n"
              "\n"
              "“mailbell COMMAND --help” tells more of a command.\n"
              "\n"
              "Options:\n"
              "  --quiet                          start the applet; if it runs, do nothing\n"
              "  --version                        show the version\n"
              "  --help                           show this help\n"
              "  --debug[=DOMAIN,…]               log to standard error, all or some domains:\n"
              "                                   imap, wire, io, watch, account, desktop…\n"));
}

/* "imap,io" to the names of log domains, as GLib's own variable takes them. */
/* DOMAINS: "", or some, separated by commas. Libraries log names of hosts: they are heard only where
 * G_MESSAGES_DEBUG asks for all. */
static void
turn_on_debug (const char *domains)
{
  g_auto (GStrv) names = g_strsplit (*domains != '\0' ? domains : ALL_DOMAINS, ",", -1);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (list, "%s%s ",
                            g_str_has_prefix (names[i], "mailbell-") ? "" : "mailbell-", names[i]);
  if (*domains != '\0' || g_strcmp0 (g_getenv ("G_MESSAGES_DEBUG"), "all") != 0)
    g_setenv ("G_MESSAGES_DEBUG", list->str, TRUE);
}

/* A command tells a failure in one line of its own; what libraries have to say about it is for who
 * asks for the log. */
static GLogWriterOutput
write_serious (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return g_log_writer_default (level, fields, n_fields, user_data);
  return G_LOG_WRITER_HANDLED;
}

/* Takes the option out of the arguments, wherever it stands before "--". */
static void
take_debug_option (int *argc, char **argv)
{
  int kept = 0;
  int i = 0;

  for (; i < *argc && !g_str_equal (argv[i], "--"); i++) {
    if (g_str_equal (argv[i], DEBUG_OPTION))
      turn_on_debug ("");
    else if (g_str_has_prefix (argv[i], DEBUG_OPTION "="))
      turn_on_debug (argv[i] + strlen (DEBUG_OPTION "="));
    else
      argv[kept++] = argv[i];
  }
  for (; i < *argc; i++)
    argv[kept++] = argv[i];
  argv[kept] = NULL;
  *argc = kept;
}

static gboolean
are_utf8 (char **argv)
{
  for (; *argv != NULL; argv++)
    if (!g_utf8_validate (*argv, -1, NULL))
      return FALSE;
  return TRUE;
}

/* There is one already, which takes being started once more as the wish to look for mail. */
static int
wake_running (GApplication *application, char **arguments)
{
  int status = g_application_run (application, 1, arguments);

  if (status == BELL_EXIT_DONE)
    bell_command_tell_running ();
  return status;
}

/* GSettings ends the process over a schema that is not there. FALSE: it has been told. */
static gboolean
require_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, BELL_APPLICATION_ID, TRUE);
  if (schema == NULL)
    bell_command_fail ("%s",
                       _ ("Mailbell is not installed where this session looks for its settings. "
                          "Run “meson install”, or add the “share” directory that it is "
                          "installed in to XDG_DATA_DIRS."));
  return schema != NULL;
}

static gboolean
holds_address (char **argv)
{
  for (; *argv != NULL; argv++)
    if (strchr (*argv, '@') != NULL)
      return TRUE;
  return FALSE;
}

/* QUIET: one that runs already is left alone. A service is not activated: with --quiet the session
 * starts us, and nobody has asked for a window. */
static int
run_applet (GApplicationFlags flags, gboolean quiet, char *name)
{
  g_autoptr (BellApplication) application = NULL;
  g_autoptr (GDBusConnection) session = NULL;
  g_autoptr (GError) error = NULL;
  char *arguments[] = { name, NULL };

  bell_application_leave_out_opengl ();
  session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (session == NULL) {
    g_debug ("%s", error->message);
    return bell_command_fail ("%s",
                              _ ("There is no D-Bus session bus, which the applet needs. Start it "
                                 "inside a desktop session, or with “dbus-run-session mailbell”."));
  }
  if (!require_schema ())
    return BELL_EXIT_FAILED;
  if (quiet && bell_command_is_running ())
    return BELL_EXIT_DONE;
  application = bell_application_new (flags);
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    return bell_command_fail (_ ("Mailbell could not take its place on the session bus: %s"),
                              error->message);
  if (g_application_get_is_remote (G_APPLICATION (application)))
    return wake_running (G_APPLICATION (application), arguments);
  return g_application_run (G_APPLICATION (application), 1, arguments);
}

static int
run_command (int argc, char **argv)
{
  if (g_getenv ("G_MESSAGES_DEBUG") == NULL)
    g_log_set_writer_func (write_serious, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    Need need = commands[i].needs_settings;

    if (!g_str_equal (argv[0], commands[i].name))
      continue;
    if ((need == ALWAYS || (need == FOR_AN_ADDRESS && holds_address (argv))) && !require_schema ())
      return BELL_EXIT_FAILED;
    return commands[i].run (argc, argv);
  }
  g_printerr (argv[0][0] == '-'
                ? _ ("mailbell: There is no option “%s”. See “mailbell --help”.\n")
                : _ ("mailbell: There is no command “%s”. See “mailbell --help”.\n"),
              argv[0]);
  return BELL_EXIT_USAGE;
}

static int
run (int argc, char **argv)
{
  if (!are_utf8 (argv)) {
    g_printerr ("%s\n", _ ("mailbell: The arguments are not UTF-8. See “mailbell --help”."));
    return BELL_EXIT_USAGE;
  }
  if (argc <= 1)
    return run_applet (G_APPLICATION_DEFAULT_FLAGS, FALSE, argv[0]);
  if (g_str_equal (argv[1], QUIET_OPTION))
    return run_applet (G_APPLICATION_IS_SERVICE, TRUE, argv[0]);
  if (g_str_equal (argv[1], SERVICE_OPTION))
    return run_applet (G_APPLICATION_IS_SERVICE, FALSE, argv[0]);
  if (g_str_equal (argv[1], "--version")) {
    g_print ("mailbell %s\n", BELL_VERSION);
    return BELL_EXIT_DONE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")) {
    print_help ();
    return BELL_EXIT_DONE;
  }
  return run_command (argc - 1, argv + 1);
}

int
bell_command_line_run (int argc, char **argv)
{
  int status;

  /* Standard output belongs to what was asked for. */
  g_log_writer_default_set_use_stderr (TRUE);
  take_debug_option (&argc, argv);
  bell_https_set_trust (bell_tls_trust_get_database ());

  status = run (argc, argv);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  return bell_command_fail ("%s", _ ("Not all of the output could be written. Check where it goes "
                                     "to, and whether there is space."));
}
