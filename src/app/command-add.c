/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-add.c: mailbell add. */

#include "account/server-name.h"
#include "app/command.h"
#include "app/consent-prompt.h"
#include "app/find-server.h"
#include "app/oauth-sign-in.h"
#include "app/online-choice.h"
#include "app/password-prompt.h"
#include "imap/imap-auth.h"
#include "io/tls-trust.h"
#include "setup/account-input.h"
#include "setup/set-up-server.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* What the options of "add" said, and what became of it. */
typedef struct {
  char  *name;      /* (owned) (nullable) */
  char  *host;      /* (owned) (nullable) until it has been found */
  char  *port_text; /* (owned) (nullable) */
  char  *security_text;
  char  *user;
  char **folders;
  char  *pin;
  char  *mechanism;
  char  *command_line;
  char **token_command;
  char  *client_certificate;
  char *online; /* (owned) (nullable): which of the system's Online Accounts; then its identifier */

  BellServerFound *found; /* (owned) (nullable): where the server was looked up */
  BellOAuthOptions oauth;
  BellCredential   credential;
  gboolean         on_device;

  guint16      port;
  BellSecurity security;
} Wish;

static void
wish_clear (Wish *wish)
{
  g_free (wish->name);
  g_free (wish->host);
  g_free (wish->port_text);
  g_free (wish->security_text);
  g_free (wish->user);
  g_strfreev (wish->folders);
  g_free (wish->pin);
  g_free (wish->mechanism);
  g_free (wish->command_line);
  g_strfreev (wish->token_command);
  g_free (wish->client_certificate);
  g_free (wish->online);
  g_clear_pointer (&wish->found, bell_server_found_free);
  bell_oauth_options_clear (&wish->oauth);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static gboolean
parse_add (int *argc, char ***argv, Wish *wish)
{
  const GOptionEntry entries[] = {
    { "name", 'n', 0, G_OPTION_ARG_FILENAME, &wish->name, N_ ("What to call it"), N_ ("NAME") },
    { "host", 0, 0, G_OPTION_ARG_FILENAME, &wish->host, N_ ("The IMAP server"), N_ ("HOST") },
    { "port", 0, 0, G_OPTION_ARG_FILENAME, &wish->port_text, N_ ("Its port"), N_ ("PORT") },
    { "security", 0, 0, G_OPTION_ARG_FILENAME, &wish->security_text,
      N_ ("How the connection is protected"), "tls|starttls|none" },
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &wish->user, N_ ("The user name"), N_ ("USER") },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wish->folders,
      N_ ("A folder to watch; may be repeated"), N_ ("FOLDER") },
    { "pin", 0, 0, G_OPTION_ARG_FILENAME, &wish->pin,
      N_ ("The fingerprint of the one certificate to trust"), "SHA256" },
    { "auth", 0, 0, G_OPTION_ARG_FILENAME, &wish->mechanism, N_ ("How to sign in"),
      "oauth|device|MECHANISM" },
    { "token-command", 0, 0, G_OPTION_ARG_FILENAME, &wish->command_line,
      N_ ("A program that prints an OAuth 2 token, run without a shell"), N_ ("COMMAND") },
    { "client-certificate", 0, 0, G_OPTION_ARG_FILENAME, &wish->client_certificate,
      N_ ("What shows the server who you are: a PEM or PKCS #12 file, or a pkcs11: URI"),
      N_ ("FILE") },
    { "online-account", 0, 0, G_OPTION_ARG_FILENAME, &wish->online,
      N_ ("Sign in through this one of the system's Online Accounts"), N_ ("ID|ADDRESS") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_autoptr (GArray) all = bell_oauth_options_add_to (entries, &wish->oauth);

  return bell_command_parse (
    argc, argv, (const GOptionEntry *) (gconstpointer) all->data, _ ("ADDRESS"),
    _ ("Adds an account. The password comes from standard input, or is asked on the terminal."), 0,
    1);
}

/* The pin and the mechanism are brought into the form that the settings have. */
static gboolean
normalise_trust (Wish *wish)
{
  if (wish->pin != NULL) {
    g_autofree char *pin = g_steal_pointer (&wish->pin);

    wish->pin = bell_tls_trust_normalise_pin (pin);
    if (wish->pin == NULL) {
      bell_command_fail ("%s",
                         _ ("The pin is not a SHA-256 fingerprint: it has 64 hexadecimal digits. "
                            "“mailbell check” shows it."));
      return FALSE;
    }
  }
  if (wish->client_certificate != NULL &&
      !bell_command_normalise_client_certificate (&wish->client_certificate))
    return FALSE;
  if (wish->mechanism != NULL) {
    g_autofree char *mechanism = g_steal_pointer (&wish->mechanism);

    wish->mechanism = g_ascii_strup (mechanism, -1);
    if (!bell_imap_auth_is_known (wish->mechanism)) {
      g_autofree char *names = bell_command_list_mechanisms ();

      bell_command_fail (_ ("The way to sign in is one of %s; most often none needs to be given."),
                         names);
      return FALSE;
    }
  }
  return TRUE;
}

/* "--auth oauth" and "--auth device" are no mechanisms, but ways to what one needs. */
static gboolean
read_credential (Wish *wish)
{
  g_autoptr (GError) error = NULL;

  wish->on_device = wish->mechanism != NULL && g_ascii_strcasecmp (wish->mechanism, "device") == 0;
  if (wish->on_device ||
      (wish->mechanism != NULL && g_ascii_strcasecmp (wish->mechanism, "oauth") == 0)) {
    wish->credential = BELL_CREDENTIAL_OAUTH2;
    g_clear_pointer (&wish->mechanism, g_free);
  } else if (bell_oauth_options_is_set (&wish->oauth)) {
    bell_command_fail ("%s", _ ("A provider is for signing in with --auth oauth or device."));
    return FALSE;
  }
  if (wish->command_line == NULL)
    return TRUE;
  if (wish->credential != BELL_CREDENTIAL_PASSWORD ||
      !g_shell_parse_argv (wish->command_line, NULL, &wish->token_command, &error)) {
    bell_command_fail ("%s", _ ("The token command is a program and its arguments, and it stands "
                                "in the place of any other sign-in."));
    return FALSE;
  }
  wish->credential = BELL_CREDENTIAL_COMMAND;
  return TRUE;
}

static gboolean
check_texts (const Wish *wish)
{
  for (char **folder = wish->folders; folder != NULL && *folder != NULL; folder++)
    if (!bell_input_is_line (*folder)) {
      bell_command_fail ("%s", _ ("A folder's name cannot be empty or hold control characters."));
      return FALSE;
    }
  if ((wish->name != NULL && !bell_input_is_line (wish->name)) ||
      (wish->user != NULL && !bell_input_is_line (wish->user))) {
    bell_command_fail ("%s", _ ("A name cannot be empty or hold control characters."));
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_server (Wish *wish)
{
  if (wish->host != NULL && !bell_input_is_host (wish->host)) {
    bell_command_fail (_ ("“%s” is not the name of a server. Give one such as imap.example.org, "
                          "and the port with --port."),
                       wish->host);
    return FALSE;
  }
  if (wish->port_text != NULL && !bell_input_parse_port (wish->port_text, &wish->port)) {
    bell_command_fail (_ ("“%s” is not a port. Give a number from 1 to 65535."), wish->port_text);
    return FALSE;
  }
  wish->security = bell_input_guess_security (wish->port);
  if (wish->security_text != NULL &&
      !bell_command_parse_security (wish->security_text, &wish->security))
    return FALSE;
  if (wish->port == 0)
    wish->port = bell_security_get_default_port (wish->security);
  return TRUE;
}

/* The password is asked for on the terminal, by a question that names the host. */
static gboolean
is_prompted (const Wish *wish)
{
  return wish->credential == BELL_CREDENTIAL_PASSWORD && isatty (STDIN_FILENO) &&
         !bell_imap_auth_is_without_secret (wish->mechanism);
}

/* RFC 6186 §6: a host that DNS alone names is shown and agreed to before a secret goes there. Who answers
 * the question for the password agrees; a pipe, a browser and a program that prints tokens agree to
 * nothing. */
static gboolean
allow_host (const BellServerFound *found, const char *address, const Wish *wish)
{
  if (!bell_server_found_is_doubtful (found) || is_prompted (wish))
    return TRUE;
  /* Translators: the server, the mail address, the server. */
  bell_command_fail (_ ("Only DNS says that %s is the server of %s, and its answers can be forged. "
                        "If it is right, confirm it with --host %s."),
                     found->host, address, found->host);
  return FALSE;
}

/* Where no password is taken the browser opens. Who sits at a terminal sees why; a pipe has brought
 * a password, and nobody waits for a page. */
static gboolean
choose_credential (const BellServerFound *found, Wish *wish)
{
  if (found->sign_in != BELL_SIGN_IN_OAUTH || wish->mechanism != NULL ||
      wish->credential != BELL_CREDENTIAL_PASSWORD)
    return TRUE;
  if (isatty (STDIN_FILENO)) {
    wish->credential = BELL_CREDENTIAL_OAUTH2;
    return TRUE;
  }
  bell_command_fail (_ ("%s takes no password. Sign in in the browser with --auth oauth, or with a "
                        "code on another device with --auth device. Nothing was added."),
                     found->host);
  return FALSE;
}

/* Without --host. What the user did say stays as it was said. */
static gboolean
find_server (Wish *wish, const char *address)
{
  const BellServerFound *found;

  wish->found = bell_find_server (address, wish->pin, BELL_FIND_AND_TELL);
  found = wish->found;
  if (found == NULL || !choose_credential (found, wish) || !allow_host (found, address, wish))
    return FALSE;
  wish->host = g_strdup (found->host);
  if (wish->user == NULL && !g_str_equal (found->user, address))
    wish->user = g_strdup (found->user);
  if (wish->security_text == NULL && wish->port_text == NULL)
    wish->security = found->security;
  if (wish->port_text == NULL)
    wish->port = wish->security == found->security
                   ? found->port
                   : bell_security_get_default_port (wish->security);
  return TRUE;
}

static void
print_added (const char *address, const Wish *wish)
{
  /* Translators: the address; then server, port and kind of encryption, such as TLS. */
  g_print (_ ("Added %s (%s, port %u, %s).\n"), address, wish->host, wish->port,
           bell_security_to_nick (wish->security));
  if (bell_command_is_running ())
    g_print ("%s\n", _ ("Mailbell connects now; “mailbell status” shows how it goes."));
  else
    g_print ("%s\n", _ ("Start the applet with “mailbell” to be told of new mail."));
}

/* A server that was looked up gets no token that opens the mailbox at another provider's unless the
 * user says so. */
static gboolean
allow_token (const BellServerFound *found, const BellOAuthProvider *provider)
{
  return found == NULL || bell_set_up_server_takes_token (found, provider) ||
         bell_consent_ask_for_token (provider, found->host);
}

/* (transfer full) (nullable) */
static BellOAuthProvider *
sign_in_elsewhere (const BellAccountSettings *settings,
                   const BellOAuthProvider   *wanted,
                   gboolean                   on_device)
{
  g_autofree char *mail_server = bell_server_name_new (settings->host, settings->port);

  return bell_oauth_sign_in (settings->id, settings->address, mail_server, wanted, on_device);
}

/* What the wish is about, kept where the account ID will look for it. DETAILS (out) (transfer full)
 * (nullable): what its settings have to say of that. FALSE: the failure has been told. */
static gboolean
keep_secret (const char                *address,
             const Wish                *wish,
             const BellAccountSettings *settings,
             GStrv                     *details)
{
  /* Translators: a mail address, then the host that the password is for. */
  g_autofree char *prompt = g_strdup_printf (_ ("Password for %s at %s: "), address, wish->host);
  g_autoptr (BellOAuthProvider) found = bell_oauth_provider_find (address, wish->host);
  g_autoptr (BellOAuthProvider) wanted = NULL;
  g_autoptr (BellOAuthProvider) provider = NULL;
  g_autoptr (BellSecretText) password = NULL;
  g_autoptr (GError) error = NULL;

  if (wish->credential == BELL_CREDENTIAL_COMMAND)
    return TRUE;
  if (wish->credential == BELL_CREDENTIAL_ONLINE_ACCOUNT) {
    *details = g_strdupv ((char *[]){ (char *) "online-account", wish->online, NULL });
    return TRUE;
  }
  if (wish->credential == BELL_CREDENTIAL_PASSWORD) {
    if (bell_imap_auth_is_without_secret (wish->mechanism))
      return TRUE;
    password = bell_password_read (prompt, &error);
    if (password == NULL)
      bell_command_fail ("%s", error->message);
    return password != NULL && bell_command_store_password (settings->id, settings, password);
  }
  wanted = bell_oauth_options_choose (&wish->oauth, found);
  if (wanted != NULL && allow_token (wish->found, wanted))
    provider = sign_in_elsewhere (settings, wanted, wish->on_device);
  if (provider != NULL)
    *details = bell_oauth_provider_to_settings (provider);
  return provider != NULL;
}

/* The secret first: an applet that runs connects as soon as it sees the settings. */
static int
store_account (BellAccountList *accounts, const char *address, const Wish *wish)
{
  g_autofree char *id = bell_account_list_invent_id (accounts);
  g_auto (GStrv) details = NULL;
  g_autoptr (GError) error = NULL;
  BellAccountSettings settings = {
    .id = id,
    .address = address,
    .name = wish->name,
    .host = wish->host,
    .port = wish->port,
    .security = wish->security,
    .user = wish->user,
    .folders = (const char *const *) wish->folders,
    .pin = wish->pin,
    .mechanism = wish->mechanism,
    .credential = wish->credential,
    .token_command = (const char *const *) wish->token_command,
    .client_certificate = wish->client_certificate,
  };

  if (!keep_secret (address, wish, &settings, &details))
    return BELL_EXIT_FAILED;
  settings.details = details;
  if (bell_account_list_add (accounts, &settings, &error) == NULL) {
    bell_command_clear_password (id, NULL);
    return bell_command_fail ("%s", error->message);
  }
  print_added (address, wish);
  return BELL_EXIT_DONE;
}

/* What an online account brings with it. */
static gboolean
says_more (const Wish *wish)
{
  return wish->host != NULL || wish->port_text != NULL || wish->security_text != NULL ||
         wish->user != NULL || wish->mechanism != NULL || wish->command_line != NULL ||
         bell_oauth_options_is_set (&wish->oauth);
}

static void
take_online (Wish *wish, const BellOnlineAccount *online)
{
  g_free (wish->online);
  wish->online = g_strdup (online->id);
  wish->credential = BELL_CREDENTIAL_ONLINE_ACCOUNT;
  wish->host = g_strdup (online->host);
  wish->port = online->port;
  wish->security = online->security;
  wish->user = g_strdup (online->user);
  g_print ("%s\n", _ ("The system's Online Accounts sign in to this account; Mailbell needs no "
                      "password of it."));
}

/* What the wish leaves open: by the system's Online Accounts, else by looking for it. MORE: it said
 * something that they would bring. */
static gboolean
complete (Wish *wish, const char *address, const BellOnlineAccount *chosen, gboolean more)
{
  g_autoptr (BellOnlineAccount) found = NULL;

  if (chosen == NULL && !more)
    chosen = found = bell_online_choice_look_for (address);
  if (chosen != NULL)
    take_online (wish, chosen);
  else if (wish->host == NULL && !find_server (wish, address))
    return FALSE;
  return bell_command_allow_security (wish->security, wish->host);
}

/* ONLINE (nullable): the one that was asked for. */
static int
add (const char *address, Wish *wish, const BellOnlineAccount *online)
{
  g_autoptr (BellAccountList) accounts = NULL;
  gboolean more = says_more (wish);

  if (!bell_input_is_address (address))
    return bell_command_fail (_ ("“%s” is not a mail address. Give one such as you@example.org."),
                              address);
  if (!read_server (wish) || !check_texts (wish) || !read_credential (wish) ||
      !normalise_trust (wish))
    return BELL_EXIT_FAILED;

  accounts = bell_account_list_new ();
  if (bell_account_list_find_by_address (accounts, address) != NULL)
    return bell_command_fail (
      _ ("There is an account %s already. Change it with “mailbell set”, or "
         "remove it with “mailbell remove”."),
      address);
  if (!complete (wish, address, online, more))
    return BELL_EXIT_FAILED;
  return store_account (accounts, address, wish);
}

int
bell_command_add (int argc, char **argv)
{
  g_auto (Wish) wish = { 0 };
  g_autoptr (BellOnlineAccount) online = NULL;

  if (!parse_add (&argc, &argv, &wish))
    return BELL_EXIT_USAGE;
  if (wish.online == NULL)
    return argc > 1 ? add (argv[1], &wish, NULL)
                    : bell_command_misused ("add", "%s", _ ("Give the address of an account."));
  if (says_more (&wish))
    return bell_command_misused ("add", "%s",
                                 _ ("An online account knows its server, its user and how to sign "
                                    "in: leave out the options for these."));
  online = bell_online_choice_find (wish.online);
  if (online == NULL)
    return BELL_EXIT_FAILED;
  return add (argc > 1 ? argv[1] : online->address, &wish, online);
}
