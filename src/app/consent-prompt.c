/* SPDX-License-Identifier: GPL-3.0-or-later */
/* consent-prompt.c: a question on the terminal; whatever is no clear yes is a no. */

#include "app/consent-prompt.h"

#include "app/command.h"
#include "setup/token-consent.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* RPMATCH knows the words of the user's language. */
static gboolean
read_yes (void)
{
  char answer[256];

  return fgets (answer, sizeof answer, stdin) != NULL && rpmatch (answer) == 1;
}

gboolean
bell_consent_ask_for_token (const BellOAuthProvider *provider, const char *host)
{
  g_autofree char *text = NULL;

  if (!isatty (STDIN_FILENO)) {
    /* Translators: a provider such as Google, a server, the provider, the server. */
    bell_command_fail (_ ("A token of %s does not go to %s, which is not known to be a server of "
                          "%s. If it is right, confirm it with --host %s."),
                       provider->name, host, provider->name, host);
    return FALSE;
  }
  text = bell_token_consent_describe (provider, host);
  /* Translators: a question on a terminal. Put the letters for yes and no of your language there. */
  g_print ("%s\n%s", text, _ ("Sign in all the same? [y/N] "));
  if (read_yes ())
    return TRUE;
  bell_command_fail ("%s", _ ("Stopped; nothing was changed."));
  return FALSE;
}
