/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-words.c: how setting an account up went, in sentences. */

#include "setup/set-up-words.h"

#include "account/credentials.h"
#include "account/oauth-error.h"
#include "account/online-accounts.h"
#include "imap/imap-error.h"
#include "io/failure.h"

#include <glib/gi18n-lib.h>

/* What the provider is known to want comes after what happened: two whole sentences. */
static char *
add_advice (const char *text, const char *advice)
{
  return advice != NULL ? g_strdup_printf ("%s %s", text, advice) : g_strdup (text);
}

static char *
describe_password_refusal (const BellServerFound *server)
{
  g_autofree char *text = NULL;

  if (server->advice == NULL)
    return g_strdup_printf (
      _ ("%s did not accept the user name or the password. Check both. Some providers want an app "
         "password, or keep IMAP switched off until you allow it on their web site."),
      server->host);
  text = g_strdup_printf (_ ("%s did not accept the user name or the password. Check both."),
                          server->host);
  return add_advice (text, server->advice);
}

/* Failures that are about signing in, not about the way to the server. */
static char *
describe_sign_in (const GError *error, const BellServerFound *server, BellSetUpField *field)
{
  g_autofree char *text = NULL;

  if (error->domain != BELL_IMAP_ERROR)
    return NULL;
  if (error->code == BELL_IMAP_ERROR_SIGN_IN_REFUSED ||
      error->code == BELL_IMAP_ERROR_SIGN_IN_UNCLEAR) {
    *field = BELL_SET_UP_FIELD_PASSWORD;
    return describe_password_refusal (server);
  }
  if (error->code == BELL_IMAP_ERROR_TOKEN_REFUSED)
    return g_strdup_printf (_ ("You are signed in, but %s does not let Mailbell read the mail. "
                               "Check on the provider's web site whether IMAP is switched on."),
                            server->host);
  if (error->code != BELL_IMAP_ERROR_NO_MECHANISM)
    return NULL;
  text = g_strdup_printf (
    _ ("%s does not let programs sign in with a password on this connection. Check on the "
       "provider's web site whether it permits that, or try another security."),
    server->host);
  return add_advice (text, server->advice);
}

/* Where a server that was typed would be mended. */
static BellSetUpField
get_server_field (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) || error->domain == G_TLS_ERROR ||
      error->domain == BELL_IMAP_ERROR)
    return BELL_SET_UP_FIELD_PORT;
  if (error->domain == G_RESOLVER_ERROR || error->domain == G_IO_ERROR ||
      error->domain == BELL_CONNECTION_ERROR)
    return BELL_SET_UP_FIELD_HOST;
  return BELL_SET_UP_FIELD_NONE;
}

char *
bell_set_up_describe_refusal (const GError          *error,
                              const BellServerFound *server,
                              gboolean               manual,
                              BellSetUpField        *field)
{
  char *text;

  *field = BELL_SET_UP_FIELD_NONE;
  text = describe_sign_in (error, server, field);
  if (text != NULL)
    return text;
  if (manual)
    *field = get_server_field (error);
  return bell_failure_describe (error, server->host, server->port);
}

char *
bell_set_up_describe_nothing_found (const GError   *error,
                                    const char     *address,
                                    gboolean        online,
                                    BellSetUpField *field)
{
  *field = BELL_SET_UP_FIELD_NONE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT)) {
    *field = BELL_SET_UP_FIELD_ADDRESS;
    return g_strdup (error->message);
  }
  if (!online)
    return g_strdup (_ ("This computer is not online, so the mail server cannot be found. Connect "
                        "to a network, and try again."));
  *field = BELL_SET_UP_FIELD_HOST;
  return g_strdup_printf (_ ("No mail server was found for %s. Check the address, or give the name "
                             "of the server here."),
                          address);
}

char *
bell_set_up_describe_browser_failure (const GError *error, const char *name)
{
  if (g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_EXPIRED))
    return g_strdup (_ ("Nobody signed in in the browser for a quarter of an hour. Try again."));
  if (g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER))
    return g_strdup_printf (_ ("%s wants you to sign in in the browser, and Mailbell does not know "
                               "where. Ask the provider for an app password."),
                            name);
  if (g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_CLIENT_ID))
    /* Translators: the name of a provider. A client id is what it knows a program by. */
    return g_strdup_printf (_ ("This Mailbell was built without a client id for %s, so it cannot "
                               "sign in there in the browser. Add the account to GNOME Online "
                               "Accounts instead, or use an app password."),
                            name);
  if (g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SIGN_IN_AGAIN))
    return g_strdup (_ ("The provider wants you to sign in again. Try once more."));
  return bell_failure_describe (error, name, 0);
}

char *
bell_set_up_describe_online_failure (const GError *error)
{
  if (g_error_matches (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_FAILED))
    return bell_failure_describe (error, "", 0);
  if (g_error_matches (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_NO_IMAP))
    return g_strdup (_ ("Online Accounts sign in to this account in a way that gives no access to "
                        "IMAP. Type its address here instead."));
  return g_strdup (_ ("Online Accounts did not sign in. Look at the account there, in the system "
                      "settings, and try again; or type its address and password here."));
}

char *
bell_set_up_describe_not_stored (const GError *error)
{
  if (g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_LOCKED))
    return g_strdup (_ ("The keyring is locked, so the password was not stored and nothing was "
                        "changed. Unlock it, and try again."));
  if (g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE))
    return g_strdup (_ ("There is no keyring (Secret Service) in this session to hold the "
                        "password, so nothing was changed. Start GNOME Keyring, KWallet or "
                        "KeePassXC, and try again."));
  if (error->domain == BELL_CREDENTIALS_ERROR)
    return g_strdup (_ ("The keyring did not take the password, so nothing was changed. Check that "
                        "it works, for example by opening it in its own program."));
  return g_strdup (error->message);
}

char *
bell_set_up_describe_push (const BellConnectionReport *report, guint polling_minutes)
{
  if (bell_imap_capabilities_has (report->capabilities, "NOTIFY"))
    return g_strdup (_ ("Push works: new mail in all folders arrives at once."));
  /* A connection for each folder, as far as Mailbell goes with that. */
  if (bell_imap_capabilities_has (report->capabilities, "IDLE"))
    return g_strdup (_ ("Push works: new mail arrives at once, in up to five folders."));
  return g_strdup_printf (
    ngettext ("This server does not push. Mailbell looks for new mail every minute.",
              "This server does not push. Mailbell looks for new mail every %u minutes.",
              polling_minutes),
    polling_minutes);
}
