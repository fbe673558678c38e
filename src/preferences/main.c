/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: the surroundings of the preferences' process. */

#include "preferences/preferences-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

/* Run from the folder that it was built in, the program has its schemas in data/ there, and its
 * translations in po/. (transfer full): where the translations are. */
static char *
find_surroundings (void)
{
  static const char place[] = "/src/preferences/mailbell-preferences";
  g_autofree char  *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char  *folder = NULL;
  g_autofree char  *schemas = NULL;

  if (program == NULL || !g_str_has_suffix (program, place))
    return g_strdup (BELL_LOCALEDIR);
  folder = g_strndup (program, strlen (program) - strlen (place));
  schemas = g_build_filename (folder, "data", NULL);
  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, FALSE);
  return g_build_filename (folder, "po", NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (BellPreferencesApplication) application = NULL;
  g_autofree char *translations = find_surroundings ();
  int              status;

  /* Passwords pass through this memory: no core dump, no other process of the user looks in. */
  prctl (PR_SET_DUMPABLE, 0);
  /* A server that is gone is an error of the write, not the end. */
  signal (SIGPIPE, SIG_IGN);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Mailbell Preferences"));

  application = bell_preferences_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  /* What was changed last may be on its way still. */
  g_settings_sync ();
  return status;
}
