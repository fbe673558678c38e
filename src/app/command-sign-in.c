/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-sign-in.c: mailbell sign-in. */

#include "account/server-name.h"
#include "account/settings-backend.h"
#include "app/command.h"
#include "app/consent-prompt.h"
#include "app/oauth-sign-in.h"
#include "setup/token-consent.h"

#include <glib/gi18n-lib.h>

/* What the account is signed in to now, else where its address or its server belongs.
 * (transfer full) (nullable) */
static BellOAuthProvider *
get_present (BellAccount *account)
{
  if (bell_account_get_credential (account) == BELL_CREDENTIAL_OAUTH2)
    return bell_oauth_provider_new_for_account (account, NULL);
  return bell_oauth_provider_find (bell_account_get_address (account),
                                   bell_account_get_host (account));
}

/* As one change for those who listen. */
static gboolean
write_settings (GSettings *settings, const BellOAuthProvider *provider)
{
  g_auto (GStrv) pairs = bell_oauth_provider_to_settings (provider);
  g_autoptr (GSettings) stored = NULL;

  if (!g_settings_is_writable (settings, "credential"))
    return FALSE;
  g_settings_delay (settings);
  for (char **pair = pairs; *pair != NULL; pair += 2)
    g_settings_set_string (settings, pair[0], pair[1]);
  g_settings_set_enum (settings, "credential", BELL_CREDENTIAL_OAUTH2);
  g_settings_apply (settings);
  stored = bell_settings_reread (settings);
  return g_settings_get_enum (stored, "credential") == BELL_CREDENTIAL_OAUTH2;
}

static gboolean
has_consent (BellAccount *account, const BellOAuthProvider *provider)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_token_consent_look_up_async (account, provider, NULL, bell_command_on_ready, &result);
  return bell_token_consent_look_up_finish (bell_command_wait (&result), NULL);
}

/* CONFIRMED (nullable): the host that the user has named to agree to it. */
static gboolean
allow_host (BellAccount *account, const BellOAuthProvider *provider, const char *confirmed)
{
  guint16          port = bell_account_get_port (account);
  const char      *host = bell_account_get_host (account);
  g_autofree char *expected = bell_server_name_new (host, port);
  g_autofree char *named = NULL;

  if (confirmed == NULL)
    return has_consent (account, provider) || bell_consent_ask_for_token (provider, host);
  named = bell_server_name_new (confirmed, port);
  if (g_str_equal (named, expected))
    return TRUE;
  /* Translators: the address of the account, its server, the address. */
  bell_command_fail (_ ("The server of %s is %s, which --host only confirms. Set another one with "
                        "“mailbell set %s host HOST”."),
                     bell_account_get_address (account), host, bell_account_get_address (account));
  return FALSE;
}

static int
sign_in (BellAccount            *account,
         const BellOAuthOptions *options,
         const char             *confirmed,
         gboolean                on_device)
{
  g_autoptr (BellOAuthProvider) present = get_present (account);
  g_autoptr (BellOAuthProvider) wanted = bell_oauth_options_choose (options, present);
  g_autoptr (BellOAuthProvider) provider = NULL;
  g_autofree char *mail_server = NULL;

  if (wanted == NULL || !allow_host (account, wanted, confirmed))
    return BELL_EXIT_FAILED;
  mail_server =
    bell_server_name_new (bell_account_get_host (account), bell_account_get_port (account));
  provider = bell_oauth_sign_in (bell_account_get_id (account), bell_account_get_address (account),
                                 mail_server, wanted, on_device);
  if (provider == NULL)
    return BELL_EXIT_FAILED;
  if (!write_settings (bell_account_get_settings (account), provider))
    return bell_command_fail (_ ("The setting “%s” was not stored. Check that your home directory "
                                 "can be written and that no policy locks it."),
                              "credential");
  g_print (_ ("%s is signed in.\n"), bell_account_get_address (account));
  return BELL_EXIT_DONE;
}

int
bell_command_sign_in (int argc, char **argv)
{
  g_auto (BellOAuthOptions) options = { 0 };
  g_autoptr (BellAccountList) accounts = NULL;
  g_autoptr (GArray) entries = NULL;
  g_autofree char   *confirmed = NULL;
  gboolean           on_device = FALSE;
  const GOptionEntry own[] = {
    { "device", 0, 0, G_OPTION_ARG_NONE, &on_device, N_ ("Sign in with a code on another device"),
      NULL },
    { "host", 0, 0, G_OPTION_ARG_FILENAME, &confirmed,
      N_ ("The server of the account, to agree that its token goes there"), N_ ("HOST") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  BellAccount *account;

  entries = bell_oauth_options_add_to (own, &options);
  if (!bell_command_parse (
        &argc, &argv, (const GOptionEntry *) (gconstpointer) entries->data, _ ("ADDRESS"),
        _ ("Signs an account in at its provider with OAuth 2, in the browser."), 1, 1))
    return BELL_EXIT_USAGE;
  accounts = bell_account_list_new ();
  account = bell_command_find_account (accounts, argv[1]);
  return account != NULL ? sign_in (account, &options, confirmed, on_device) : BELL_EXIT_FAILED;
}
