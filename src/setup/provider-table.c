/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provider-table.c: finds a provider. The table is short, and asked a few times per set-up. */

#include "setup/provider-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const advices[] = {
  [BELL_ADVICE_NONE] = NULL,
  [BELL_ADVICE_GOOGLE] =
    N_ ("Google wants an app password in place of your own: turn on 2-Step Verification in your "
        "Google account, then create one."),
  [BELL_ADVICE_BROWSER] =
    N_ ("Microsoft takes no password for mail any more: you sign in through your browser."),
  [BELL_ADVICE_APP_PASSWORD] =
    N_ ("This provider wants an app password in place of your own: create one in the security "
        "settings of your account."),
  [BELL_ADVICE_SWITCH_ON] =
    N_ ("IMAP must be switched on once, in the settings of your mailbox on the provider's web "
        "site; with two-factor sign-in, use an app password."),
  [BELL_ADVICE_CODE] =
    N_ ("Use the authorisation code that the provider's web site shows when you switch IMAP on "
        "there, not your password."),
  [BELL_ADVICE_MAILBOX_PASSWORD] =
    N_ ("Use the password of the mailbox; that of your customer account is another one."),
  [BELL_ADVICE_BRIDGE] =
    N_ ("Proton Mail is read through Proton Mail Bridge: install and start it, and use the "
        "password that it shows."),
  [BELL_ADVICE_PAID] = N_ ("This provider offers IMAP in its paid service only."),
};

/* Whether NAME is ENDING or ends with ".ENDING". */
static gboolean
ends_with (const char *name, const char *ending, gsize length)
{
  gsize name_length = strlen (name);

  if (name_length < length || strncmp (name + name_length - length, ending, length) != 0)
    return FALSE;
  return name_length == length || name[name_length - length - 1] == '.';
}

static gboolean
is_equal (const char *name, const char *word, gsize length)
{
  return strlen (name) == length && strncmp (name, word, length) == 0;
}

/* Whether one of WORDS (nullable) fits NAME. */
static gboolean
any_fits (const char *words, const char *name, gboolean (*fits) (const char *, const char *, gsize))
{
  while (words != NULL && *words != '\0') {
    gsize length = strcspn (words, " ");

    if (length > 0 && fits (name, words, length))
      return TRUE;
    words += length;
    words += strspn (words, " ");
  }
  return FALSE;
}

const BellProvider *
bell_provider_find_by_domain (const char *domain)
{
  for (guint i = 0; i < bell_provider_n_rows; i++)
    if (any_fits (bell_provider_rows[i].domains, domain, is_equal))
      return &bell_provider_rows[i];
  return NULL;
}

const BellProvider *
bell_provider_find_by_mx (const char *mx)
{
  for (guint i = 0; i < bell_provider_n_rows; i++)
    if (any_fits (bell_provider_rows[i].mx, mx, ends_with))
      return &bell_provider_rows[i];
  return NULL;
}

const BellProvider *
bell_provider_find_by_host (const char *host)
{
  for (guint i = 0; i < bell_provider_n_rows; i++)
    if (g_str_equal (bell_provider_rows[i].host, host))
      return &bell_provider_rows[i];
  return NULL;
}

char *
bell_provider_get_user (const BellProvider *provider, const char *address)
{
  const char *at = strrchr (address, '@');

  if (provider->user_rule == BELL_USER_LOCAL_PART && at != NULL)
    return g_strndup (address, (gsize) (at - address));
  return g_strdup (address);
}

const char *
bell_provider_get_advice (const BellProvider *provider)
{
  return advices[provider->advice] != NULL ? _ (advices[provider->advice]) : NULL;
}
