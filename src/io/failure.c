/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table for each error domain: the code, what to do about it, and the words for it. What is in
 * no table is tried again, and said in general words. */

#include "io/failure.h"

#include "account/credentials.h"
#include "account/oauth-error.h"
#include "account/online-accounts.h"
#include "imap/imap-error.h"
#include "io/client-certificate.h"
#include "io/connection.h"

#include <glib/gi18n-lib.h>

/* What to do about one code, and the words: {host} and {port} stand for what they say. The text is for
 * windows too, where a button stands next to it, so it names no command. */
typedef struct {
  int         code;
  BellFailure kind;
  const char *text;
  const char *command; /* (nullable) a sentence: which command does what the text asks for */
} Case;

/* clang-format off */
#define NO_HANDSHAKE \
  N_ ("An encrypted connection to {host}, port {port}, could not be agreed on. Check the port, and whether the security has to be “starttls”, most often with port 143.")
#define RECORD \
  N_ ("“mailbell --debug” prints what belongs in the report.")
#define SET_PASSWORD \
  N_ ("“mailbell set ADDRESS password” sets it.")
#define SET_CERTIFICATE \
  N_ ("“mailbell set ADDRESS client-certificate FILE” sets one.")
#define SET_CERTIFICATE_PASSWORD \
  N_ ("“mailbell set ADDRESS client-certificate-password” sets it.")
#define SIGN_IN \
  N_ ("“mailbell sign-in ADDRESS” begins the sign-in.")
#define TRUST \
  N_ ("“mailbell check ADDRESS” shows its fingerprint, and “mailbell set ADDRESS pin FINGERPRINT” makes Mailbell trust it.")
#define NOT_LET_IN \
  N_ ("{host} does not let Mailbell into this account and does not say why. Check whether IMAP is switched on at the provider.")

static const Case imap_cases[] = {
  { BELL_IMAP_ERROR_SYNTAX, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} sent something that Mailbell does not understand. If this goes on, please report it."),
    RECORD },
  { BELL_IMAP_ERROR_TOO_LARGE, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} sent far more than was asked for, so the connection was closed. If this goes on, please report it."),
    RECORD },
  { BELL_IMAP_ERROR_NOT_IMAP, BELL_FAILURE_ASK_USER,
    N_ ("What answers on {host}, port {port}, is not an IMAP server. Check the server name and the port."), NULL },
  { BELL_IMAP_ERROR_PROTOCOL, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} sent an answer that nobody had asked for, so the connection was closed. If this goes on, please report it."),
    RECORD },
  { BELL_IMAP_ERROR_INJECTION, BELL_FAILURE_ASK_USER,
    N_ ("Somebody between this computer and {host} may be interfering: there was text in clear where encryption should have begun. Nothing secret was sent. Try another network, or the security “tls”."), NULL },
  { BELL_IMAP_ERROR_NO_STARTTLS, BELL_FAILURE_ASK_USER,
    N_ ("{host} did not start encryption (STARTTLS) on port {port}. No password was sent. Try the security “tls” with port 993."), NULL },
  { BELL_IMAP_ERROR_PREAUTH, BELL_FAILURE_ASK_USER,
    N_ ("{host} skipped the sign-in before the connection was encrypted, which Mailbell does not accept. Try the security “tls” with port 993."), NULL },
  { BELL_IMAP_ERROR_NO_MECHANISM, BELL_FAILURE_ASK_USER,
    N_ ("{host} offers no way to sign in with a password that Mailbell may use on this connection. Check the security and the mechanism of the account, and whether the provider permits IMAP with a password."), NULL },
  { BELL_IMAP_ERROR_SIGN_IN_REFUSED, BELL_FAILURE_ASK_USER,
    N_ ("The server did not accept the user name or password. Set the password again, and check whether this provider wants an app password."),
    SET_PASSWORD },
  { BELL_IMAP_ERROR_SIGN_IN_UNCLEAR, BELL_FAILURE_ASK_USER,
    N_ ("The server refused to sign in and did not say why; most likely the user name or password is wrong. Set the password again, and check whether this provider wants an app password."),
    SET_PASSWORD },
  { BELL_IMAP_ERROR_BUSY, BELL_FAILURE_TRY_LATER,
    N_ ("{host} asked Mailbell to come back later. Perhaps too many programs are connected to this account at once."), NULL },
  { BELL_IMAP_ERROR_NO_MAILBOX, BELL_FAILURE_ASK_AT_ONCE,
    N_ ("A folder that is to be watched does not exist on {host}, or may not be read. Check the folders of the account."), NULL },
  { BELL_IMAP_ERROR_COMMAND_FAILED, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} refused a command that Mailbell needs. If this goes on, please report it."),
    RECORD },
  { BELL_IMAP_ERROR_BYE, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} ended the session."), NULL },
  { BELL_IMAP_ERROR_CLOSED, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} closed the connection."), NULL },
  { BELL_IMAP_ERROR_TIMEOUT, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} did not answer in time."), NULL },
  { BELL_IMAP_ERROR_TOKEN_REFUSED, BELL_FAILURE_ASK_USER,
    N_ ("{host} did not accept the OAuth 2 sign-in of this account. Sign in again, and check whether IMAP is switched on at the provider."),
    SIGN_IN },
  { BELL_IMAP_ERROR_DOWNGRADE, BELL_FAILURE_ASK_USER,
    N_ ("{host} no longer offers the safe way to sign in that this account has used there before. Somebody may be posing as the server, so nothing secret was sent. If you know that the provider has changed this, choose the way yourself, or remove the account and add it again."),
    N_ ("“mailbell set ADDRESS mechanism PLAIN” chooses one, for example.") },
  { BELL_IMAP_ERROR_SIGN_IN_INVALID, BELL_FAILURE_ASK_USER,
    N_ ("{host} answered the sign-in in a way that is not safe to go on with, so it was broken off. Ask the provider about it."),
    N_ ("“mailbell set ADDRESS mechanism NAME” chooses another way to sign in.") },
  { BELL_IMAP_ERROR_SERVER_UNPROVEN, BELL_FAILURE_ASK_USER,
    N_ ("{host} did not prove that it knows your password. Somebody may be posing as the server, so the connection was closed. Try another network, and ask the provider if it happens again."), NULL },
  { BELL_IMAP_ERROR_NO_TICKET, BELL_FAILURE_TRY_AGAIN,
    N_ ("There is no Kerberos ticket with which to sign in to {host}. Get one; Mailbell tries again by itself."),
    N_ ("“kinit” gets one.") },
  { BELL_IMAP_ERROR_CERTIFICATE_REFUSED, BELL_FAILURE_ASK_USER,
    N_ ("{host} did not accept your client certificate for this account. Check that it is still valid and belongs to the account, or set another one."),
    SET_CERTIFICATE },
  { BELL_IMAP_ERROR_UNEXPLAINED, BELL_FAILURE_ASK_TWICE, NOT_LET_IN, NULL },
  { BELL_IMAP_ERROR_INBOX_REFUSED, BELL_FAILURE_ASK_MEANWHILE, NOT_LET_IN, NULL },
  { BELL_IMAP_ERROR_ELSEWHERE, BELL_FAILURE_ASK_USER,
    N_ ("{host} says that this mailbox is on another server now. Mailbell goes to none that you have not named. Ask the provider, and set the server that it tells you."), NULL },
  { BELL_IMAP_ERROR_NO_LIST, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} does not tell which folders there are. Unless others are named in the settings of the account, Mailbell watches the inbox alone."),
    N_ ("“mailbell set ADDRESS folders FOLDER…” names others.") },
};

static const Case connection_cases[] = {
  { BELL_CONNECTION_ERROR_CLEARTEXT, BELL_FAILURE_ASK_USER,
    N_ ("Mailbell does not send a password unencrypted to another computer. Use the security “tls” or “starttls” for {host}."), NULL },
  { BELL_CONNECTION_ERROR_UNTRUSTED, BELL_FAILURE_ASK_USER,
    N_ ("Check the server name {host}. If you know this certificate, you can make Mailbell trust it."),
    TRUST },
  { BELL_CONNECTION_ERROR_PIN_MISMATCH, BELL_FAILURE_ASK_USER,
    N_ ("The certificate of {host} is not the pinned one; no password was sent. If you know that the server has a new certificate, you can make Mailbell trust it."),
    TRUST },
  { BELL_CONNECTION_ERROR_OLD_TLS, BELL_FAILURE_ASK_USER,
    N_ ("{host} offers only encryption that is out of date. Mailbell needs TLS 1.2 or later; ask the provider about it."), NULL },
  { BELL_CONNECTION_ERROR_CAPTIVE, BELL_FAILURE_WAIT_FOR_NETWORK,
    N_ ("This network wants you to sign in on a page of its own first. Open any page in a web browser; Mailbell goes on by itself. No password was sent."), NULL },
};

static const Case client_certificate_cases[] = {
  { BELL_CLIENT_CERTIFICATE_ERROR_MISSING, BELL_FAILURE_ASK_USER,
    N_ ("Your client certificate was not found. Check that its file or token is there, or set another one."),
    SET_CERTIFICATE },
  { BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE, BELL_FAILURE_ASK_USER,
    N_ ("Your client certificate cannot be read. Set one that is a PEM or PKCS #12 file with its private key, and that you may read."),
    SET_CERTIFICATE },
  { BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD, BELL_FAILURE_WAIT_FOR_SECRETS,
    N_ ("The password or PIN of your client certificate is wrong, or none is stored. Set it again."),
    SET_CERTIFICATE_PASSWORD },
  { BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY, BELL_FAILURE_ASK_USER,
    N_ ("The file of your client certificate holds no private key. Put the certificate and its key into one PEM or PKCS #12 file."), NULL },
  { BELL_CLIENT_CERTIFICATE_ERROR_ENCRYPTED, BELL_FAILURE_ASK_USER,
    N_ ("The private key of your client certificate is encrypted, which works in a PKCS #12 file only. Make such a file of it."),
    N_ ("“openssl pkcs12 -export” makes one.") },
  { BELL_CLIENT_CERTIFICATE_ERROR_PIN_IN_URI, BELL_FAILURE_ASK_USER,
    N_ ("The URI of your client certificate holds its PIN, where others could see it. Leave it out, and set the PIN by itself."),
    SET_CERTIFICATE_PASSWORD },
};

static const Case credentials_cases[] = {
  { BELL_CREDENTIALS_ERROR_MISSING, BELL_FAILURE_ASK_USER,
    N_ ("No password is stored for this account. Set it, and Mailbell goes on by itself."),
    SET_PASSWORD },
  { BELL_CREDENTIALS_ERROR_LOCKED, BELL_FAILURE_WAIT_FOR_SECRETS,
    N_ ("The keyring that holds the password is locked. Unlock it, and Mailbell goes on by itself."), NULL },
  { BELL_CREDENTIALS_ERROR_NO_SERVICE, BELL_FAILURE_WAIT_FOR_SECRETS,
    N_ ("There is no keyring (Secret Service) in this session to hold the password. Start GNOME Keyring, KWallet or KeePassXC, and Mailbell goes on by itself."), NULL },
  { BELL_CREDENTIALS_ERROR_REFUSED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The keyring did not give out the password. Check that it works, for example by opening it in its own program."), NULL },
  { BELL_CREDENTIALS_ERROR_OTHER_SERVER, BELL_FAILURE_ASK_USER,
    N_ ("The password of this account is stored for another server than {host}, port {port}, so it was not sent. If these are right, set the password again."),
    SET_PASSWORD },
};

static const Case oauth_cases[] = {
  { BELL_OAUTH_ERROR_NO_PROVIDER, BELL_FAILURE_ASK_USER,
    N_ ("The settings do not say where to sign in. Add the account again, or give a provider or the endpoints of one of your own, which begin with https."),
    N_ ("“mailbell sign-in ADDRESS --provider NAME” gives a provider.") },
  { BELL_OAUTH_ERROR_NO_CLIENT_ID, BELL_FAILURE_ASK_USER,
    N_ ("This Mailbell was built without a client id for this provider. Register one of your own there, or use an app password."),
    N_ ("“mailbell sign-in ADDRESS --client-id ID” signs in with yours.") },
  { BELL_OAUTH_ERROR_NO_DEVICE, BELL_FAILURE_ASK_USER,
    N_ ("This provider has no sign-in with a code on another device. Sign in in the browser."),
    N_ ("“--auth oauth” does that.") },
  { BELL_OAUTH_ERROR_SIGN_IN_AGAIN, BELL_FAILURE_ASK_USER,
    N_ ("The provider wants you to sign in again. Do that, and Mailbell goes on by itself."),
    SIGN_IN },
  { BELL_OAUTH_ERROR_DENIED, BELL_FAILURE_ASK_USER,
    N_ ("The sign-in was refused in the browser. Try again, and let Mailbell read the mail."),
    SIGN_IN },
  { BELL_OAUTH_ERROR_EXPIRED, BELL_FAILURE_ASK_USER,
    N_ ("Nobody signed in in time. Try again."),
    SIGN_IN },
  { BELL_OAUTH_ERROR_REFUSED, BELL_FAILURE_ASK_USER,
    N_ ("The provider does not accept this sign-in. Check the client id and the scopes of the account."), NULL },
  { BELL_OAUTH_ERROR_NO_GRANT, BELL_FAILURE_ASK_USER,
    N_ ("The provider let you in, but only for a short time, which is of no use for Mailbell. Check the scopes of the account."), NULL },
  { BELL_OAUTH_ERROR_ANSWER, BELL_FAILURE_TRY_AGAIN,
    N_ ("The provider's sign-in service sent an answer that Mailbell does not understand. Check the provider and its endpoints."), NULL },
  { BELL_OAUTH_ERROR_UNREACHABLE, BELL_FAILURE_TRY_AGAIN,
    N_ ("The provider's sign-in service cannot be reached. Check whether this computer is online."), NULL },
  { BELL_OAUTH_ERROR_UNTRUSTED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The provider's sign-in service could not prove who it is, so nothing was sent to it. Try another network."), NULL },
  { BELL_OAUTH_ERROR_COMMAND, BELL_FAILURE_TRY_AGAIN,
    N_ ("The token command of this account gave no token. Check it: it has to end within a minute and to print the token on its first line."),
    N_ ("Run it in a terminal to see why it does not.") },
  { BELL_OAUTH_ERROR_OTHER_SERVER, BELL_FAILURE_ASK_USER,
    N_ ("The sign-in of this account is for another server than {host}, so nothing was sent there. If {host}, port {port}, is right, sign in again."),
    SIGN_IN },
  { BELL_OAUTH_ERROR_NO_COMMAND, BELL_FAILURE_ASK_USER,
    N_ ("The token command of this account cannot be run. Check that its program is there, or set another command."),
    N_ ("“mailbell set ADDRESS token-command PROGRAM ARGUMENT…” sets one.") },
};

static const Case online_cases[] = {
  { BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE, BELL_FAILURE_WAIT_FOR_SECRETS,
    N_ ("There are no Online Accounts in this session, which hold the sign-in of this account. Start GNOME Online Accounts, and Mailbell goes on by itself; or add the account again with a password."), NULL },
  { BELL_ONLINE_ACCOUNTS_ERROR_REMOVED, BELL_FAILURE_ASK_USER,
    N_ ("This account is no longer in the system's Online Accounts. Remove it here; if it is there again, add it again."),
    N_ ("“mailbell remove ADDRESS” removes it.") },
  { BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION, BELL_FAILURE_ASK_USER,
    N_ ("The system's Online Accounts need you to sign in to this account again. Do that in the system settings, and Mailbell goes on by itself."), NULL },
  { BELL_ONLINE_ACCOUNTS_ERROR_NO_IMAP, BELL_FAILURE_ASK_USER,
    N_ ("What the system's Online Accounts hold for this account gives no access to IMAP, as with Microsoft 365 and Exchange. Add it by its address and its server instead."),
    N_ ("“mailbell add ADDRESS --host HOST” does that.") },
  { BELL_ONLINE_ACCOUNTS_ERROR_MAIL_OFF, BELL_FAILURE_ASK_USER,
    N_ ("Mail is switched off for this account in the system's Online Accounts. Switch it on there, and Mailbell goes on by itself."), NULL },
  { BELL_ONLINE_ACCOUNTS_ERROR_OTHER_SERVER, BELL_FAILURE_ASK_USER,
    N_ ("The system's Online Accounts sign in to another server than {host}, port {port}, so nothing was sent there. Set the server that they name, or add the account again."),
    N_ ("“mailbell set ADDRESS host HOST” sets it.") },
  { BELL_ONLINE_ACCOUNTS_ERROR_FAILED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The system's Online Accounts did not give out the sign-in of this account. Check whether this computer is online, and that the account works there."), NULL },
};

static const Case tls_cases[] = {
  { G_TLS_ERROR_UNAVAILABLE, BELL_FAILURE_ASK_USER,
    N_ ("This computer cannot encrypt connections: the package glib-networking is missing. Install it and start Mailbell again."), NULL },
  { G_TLS_ERROR_BAD_CERTIFICATE, BELL_FAILURE_ASK_USER,
    N_ ("The certificate of {host} cannot be used. Check the server name, or ask the provider about it."), NULL },
  { G_TLS_ERROR_CERTIFICATE_REQUIRED, BELL_FAILURE_ASK_USER,
    N_ ("{host} wants a certificate of yours. Set one in the settings of the account."),
    SET_CERTIFICATE },
  /* Which of these three it is, where the port speaks no TLS or the server goes away in the middle,
   * depends on the moment. */
  { G_TLS_ERROR_HANDSHAKE, BELL_FAILURE_TRY_AGAIN, NO_HANDSHAKE, NULL },
  { G_TLS_ERROR_NOT_TLS, BELL_FAILURE_TRY_AGAIN, NO_HANDSHAKE, NULL },
  { G_TLS_ERROR_MISC, BELL_FAILURE_TRY_AGAIN, NO_HANDSHAKE, NULL },
  { G_TLS_ERROR_EOF, BELL_FAILURE_TRY_AGAIN,
    N_ ("The connection to {host} was interrupted."), NULL },
};

static const Case resolver_cases[] = {
  { G_RESOLVER_ERROR_NOT_FOUND, BELL_FAILURE_TRY_AGAIN,
    N_ ("There is no server named {host}. Check the server name, or whether this computer is online."), NULL },
  { G_RESOLVER_ERROR_TEMPORARY_FAILURE, BELL_FAILURE_WAIT_FOR_NETWORK,
    N_ ("The address of {host} could not be looked up. Check whether this computer is online."), NULL },
};

static const Case io_cases[] = {
  { G_IO_ERROR_CONNECTION_REFUSED, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} refused the connection on port {port}. Check the server name and port, or whether the server is running."), NULL },
  { G_IO_ERROR_HOST_UNREACHABLE, BELL_FAILURE_WAIT_FOR_NETWORK,
    N_ ("{host} cannot be reached. Check whether this computer is online."), NULL },
  { G_IO_ERROR_NETWORK_UNREACHABLE, BELL_FAILURE_WAIT_FOR_NETWORK,
    N_ ("There is no network on which {host} can be reached. Mailbell goes on when there is."), NULL },
  { G_IO_ERROR_HOST_NOT_FOUND, BELL_FAILURE_TRY_AGAIN,
    N_ ("There is no server named {host}. Check the server name, or whether this computer is online."), NULL },
  { G_IO_ERROR_TIMED_OUT, BELL_FAILURE_TRY_AGAIN,
    N_ ("{host} did not answer in time on port {port}. Check the server name and port, or whether a firewall is in between."), NULL },
  { G_IO_ERROR_CONNECTION_CLOSED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The connection to {host} was interrupted."), NULL },
  { G_IO_ERROR_CLOSED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The connection to {host} was closed."), NULL },
  { G_IO_ERROR_CANCELLED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The attempt to reach {host} was broken off."), NULL },
  { G_IO_ERROR_INVALID_ARGUMENT, BELL_FAILURE_ASK_USER,
    N_ ("{host} cannot be the name of a server. Check the server name."), NULL },
  { G_IO_ERROR_NOT_SUPPORTED, BELL_FAILURE_ASK_USER,
    N_ ("This Mailbell does not know what signs in to this account. Check the setting “credential” of the account."), NULL },
  { G_IO_ERROR_PROXY_FAILED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The proxy of this computer did not connect to {host}. Check the proxy settings."), NULL },
  { G_IO_ERROR_PROXY_AUTH_FAILED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The proxy of this computer did not accept its password. Check the proxy settings."), NULL },
  { G_IO_ERROR_PROXY_NEED_AUTH, BELL_FAILURE_TRY_AGAIN,
    N_ ("The proxy of this computer wants a password. Check the proxy settings."), NULL },
  { G_IO_ERROR_PROXY_NOT_ALLOWED, BELL_FAILURE_TRY_AGAIN,
    N_ ("The proxy of this computer does not allow a connection to {host}, port {port}. Check the proxy settings."), NULL },
};
/* clang-format on */

static const Case *
find_in (const Case *cases, gsize n_cases, const GError *error)
{
  for (gsize i = 0; i < n_cases; i++)
    if (cases[i].code == error->code)
      return &cases[i];
  return NULL;
}

/* (nullable) */
static const Case *
find (const GError *error)
{
  if (error->domain == BELL_IMAP_ERROR)
    return find_in (imap_cases, G_N_ELEMENTS (imap_cases), error);
  if (error->domain == BELL_CONNECTION_ERROR)
    return find_in (connection_cases, G_N_ELEMENTS (connection_cases), error);
  if (error->domain == BELL_CLIENT_CERTIFICATE_ERROR)
    return find_in (client_certificate_cases, G_N_ELEMENTS (client_certificate_cases), error);
  if (error->domain == BELL_CREDENTIALS_ERROR)
    return find_in (credentials_cases, G_N_ELEMENTS (credentials_cases), error);
  if (error->domain == BELL_OAUTH_ERROR)
    return find_in (oauth_cases, G_N_ELEMENTS (oauth_cases), error);
  if (error->domain == BELL_ONLINE_ACCOUNTS_ERROR)
    return find_in (online_cases, G_N_ELEMENTS (online_cases), error);
  if (error->domain == G_TLS_ERROR)
    return find_in (tls_cases, G_N_ELEMENTS (tls_cases), error);
  if (error->domain == G_RESOLVER_ERROR)
    return find_in (resolver_cases, G_N_ELEMENTS (resolver_cases), error);
  if (error->domain == G_IO_ERROR)
    return find_in (io_cases, G_N_ELEMENTS (io_cases), error);
  return NULL;
}

BellFailure
bell_failure_sort (const GError *error)
{
  const Case *found = find (error);

  return found != NULL ? found->kind : BELL_FAILURE_TRY_AGAIN;
}

gboolean
bell_failure_is_distrust (const GError *error)
{
  return g_error_matches (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED) ||
         g_error_matches (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_PIN_MISMATCH) ||
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

/* What is in neither needs to be read first. */
static gboolean
is_about_password (const GError *error)
{
  return g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED) ||
         g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_UNCLEAR) ||
         g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING) ||
         g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER);
}

static gboolean
is_about_sign_in (const GError *error)
{
  return g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOKEN_REFUSED) ||
         g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SIGN_IN_AGAIN) ||
         g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_EXPIRED) ||
         g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_OTHER_SERVER) ||
         g_error_matches (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION);
}

BellRemedy
bell_failure_get_remedy (const GError *error)
{
  if (bell_failure_is_distrust (error))
    return BELL_REMEDY_CERTIFICATE;
  if (is_about_password (error))
    return BELL_REMEDY_PASSWORD;
  if (is_about_sign_in (error))
    return BELL_REMEDY_SIGN_IN;
  if (g_error_matches (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_LOCKED))
    return BELL_REMEDY_KEYRING;
  return BELL_REMEDY_LOOK;
}

/* An IPv6 address beside a port, or at the start of a sentence, needs no brackets: the port is
 * always named as such. */
static char *
fill_in (const char *text, const char *host, guint16 port)
{
  g_autofree char *number = g_strdup_printf ("%u", port);
  GString         *out = g_string_new (text);

  g_string_replace (out, "{port}", number, 0);
  g_string_replace (out, "{host}", host, 0);
  return g_string_free (out, FALSE);
}

char *
bell_failure_describe (const GError *error, const char *host, guint16 port)
{
  const Case      *found = find (error);
  g_autofree char *text = NULL;

  text =
    fill_in (found != NULL ? _ (found->text) : _ ("The connection to {host}, port {port}, failed."),
             host, port);
  /* The connection has put the reason into words of its own; what to do comes after it. */
  if (g_error_matches (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED))
    return g_strdup_printf ("%s %s", error->message, text);
  return g_steal_pointer (&text);
}

const char *
bell_failure_get_command (const GError *error)
{
  const Case *found = find (error);

  return found != NULL && found->command != NULL ? _ (found->command) : NULL;
}

char *
bell_failure_describe_for_terminal (const GError *error, const char *host, guint16 port)
{
  const char      *command = bell_failure_get_command (error);
  g_autofree char *text = bell_failure_describe (error, host, port);

  return command != NULL ? g_strdup_printf ("%s %s", text, command) : g_steal_pointer (&text);
}
