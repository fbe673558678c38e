/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: the surroundings of the preferences' process. */

#include "io/build-tree.h"
#include "preferences/preferences-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

int
main (int argc, char **argv)
{
  g_autoptr (BellPreferencesApplication) application = NULL;
  g_autofree char *translations = bell_build_tree_enter ("/src/preferences/mailbell-preferences");
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
