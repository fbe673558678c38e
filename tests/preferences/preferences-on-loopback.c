/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences, but for where servers are looked up: see lookup-environment.h. For the tests that add
 * an account as a person does. */

#include "preferences/preferences-application.h"
#include "setup/account-set-up.h"

#include "../setup/lookup-environment.h"

#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (BellPreferencesApplication) application = NULL;

  setlocale (LC_ALL, "");
  bell_account_set_up_set_places (lookup_environment_use ());
  application = bell_preferences_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
