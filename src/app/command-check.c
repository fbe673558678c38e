/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-check.c: mailbell check. Needs neither applet nor display nor, for a host, a session bus. */

#include "app/certificate-report.h"
#include "app/command.h"
#include "app/find-server.h"
#include "app/json-members.h"
#include "app/password-prompt.h"
#include "app/push-trial-view.h"
#include "io/client-certificate.h"
#include "io/failure.h"
#include "setup/account-input.h"
#include "setup/account-sign-in.h"
#include "setup/connection-check.h"
#include "watch/watch-plan.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#define MOST_SECONDS 3600

/* Where to connect, and as whom. */
typedef struct {
  char        *host; /* (owned) */
  guint16      port;
  BellSecurity security;
  char        *pin;                /* (owned) (nullable) */
  char        *client_certificate; /* (owned) (nullable) */
  char       **mailboxes; /* (owned) (nullable) on the wire; NULL: the choice is automatic */
  BellAccount *account;   /* (owned) (nullable) */

  BellSignInSecret  *secret;  /* (owned) (nullable) that was given for another name */
  BellAccountSignIn *sign_in; /* (owned) (nullable) of the account */
  char              *address; /* (owned) (nullable) whose server was looked up */
  BellConnectionUser user;    /* its texts and secret are those above, or of the options */
} Target;

typedef struct {
  char    *security;           /* (owned) (nullable) */
  char    *pin;                /* (owned) (nullable) */
  char    *client_certificate; /* (owned) (nullable) */
  char    *user;               /* (owned) (nullable) */
  int      listen_s;
  gboolean ring;
  gboolean json;
} Options;

static void
target_clear (Target *target)
{
  g_free (target->host);
  g_free (target->pin);
  g_free (target->client_certificate);
  g_strfreev (target->mailboxes);
  g_clear_object (&target->account);
  g_clear_pointer (&target->secret, bell_sign_in_secret_unref);
  g_clear_pointer (&target->sign_in, bell_account_sign_in_free);
  g_free (target->address);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static void
options_clear (Options *options)
{
  g_free (options->security);
  g_free (options->pin);
  g_free (options->client_certificate);
  g_free (options->user);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
take_account (BellAccount *account, Target *target)
{
  target->host = g_strdup (bell_account_get_host (account));
  target->port = bell_account_get_port (account);
  target->security = bell_account_get_security (account);
  target->pin = g_strdup (bell_account_get_pin (account));
  target->client_certificate = g_strdup (bell_account_get_client_certificate (account));
  target->account = g_object_ref (account);
  if (bell_account_get_folders (account)[0] != NULL)
    target->mailboxes = bell_watch_plan_get_mailboxes (account);
}

/* As with "add": who answers the question for the password, which names the host, agrees to it. */
static gboolean
allow_host (const BellServerFound *found, const char *address, const Options *options)
{
  if (options->user == NULL || !bell_server_found_is_doubtful (found) || isatty (STDIN_FILENO))
    return TRUE;
  /* Translators: the server, the mail address, the server. */
  bell_command_fail (_ ("Only DNS says that %s is the server of %s, and its answers can be forged. "
                        "If it is right, name the server instead of the address: %s."),
                     found->host, address, found->host);
  return FALSE;
}

/* The server was connected to just now; that it is done again, with what the options say, is what the
 * command is for. */
static gboolean
look_up_server (const char *address, const Options *options, Target *target)
{
  g_autofree char *pin = NULL;
  g_autoptr (BellServerFound) found = NULL;

  if (options->pin != NULL)
    pin = bell_tls_trust_normalise_pin (options->pin);
  found = bell_find_server (address, pin, options->json ? BELL_FIND_QUIETLY : BELL_FIND_AND_TELL);
  if (found == NULL || !allow_host (found, address, options))
    return FALSE;
  target->address = g_strdup (address);
  target->host = g_strdup (found->host);
  target->port = found->port;
  target->security = found->security;
  return TRUE;
}

static gboolean
take_address (const char *address, const Options *options, Target *target)
{
  g_autoptr (BellAccountList) accounts = bell_account_list_new ();
  BellAccount *account = bell_account_list_find_by_address (accounts, address);

  if (account == NULL)
    return look_up_server (address, options, target);
  take_account (account, target);
  return TRUE;
}

static gboolean
take_server (const char *text, Target *target)
{
  if (!bell_input_parse_server (text, &target->host, &target->port)) {
    bell_command_fail (
      _ ("“%s” is neither a mail address nor a server such as imap.example.org:993."), text);
    return FALSE;
  }
  target->security = bell_input_guess_security (target->port);
  return TRUE;
}

/* What the options say goes over what was found. */
static gboolean
apply_options (const Options *options, Target *target)
{
  if (options->security != NULL &&
      !bell_command_parse_security (options->security, &target->security))
    return FALSE;
  if (target->port == 0)
    target->port = bell_security_get_default_port (target->security);
  if (options->client_certificate != NULL) {
    g_free (target->client_certificate);
    target->client_certificate = g_strdup (options->client_certificate);
    if (!bell_command_normalise_client_certificate (&target->client_certificate))
      return FALSE;
  }
  if (options->pin == NULL)
    return TRUE;
  g_free (target->pin);
  target->pin = bell_tls_trust_normalise_pin (options->pin);
  if (target->pin == NULL)
    bell_command_fail ("%s",
                       _ ("The pin is not a SHA-256 fingerprint: it has 64 hexadecimal digits."));
  return target->pin != NULL;
}

static const char *
get_push (const BellConnectionReport *report)
{
  if (report == NULL || report->capabilities == NULL)
    return "none";
  if (bell_imap_capabilities_has (report->capabilities, "NOTIFY"))
    return "notify";
  return bell_imap_capabilities_has (report->capabilities, "IDLE") ? "idle" : "none";
}

/* (nullable) */
static const char *const *
get_words (const BellConnectionReport *report)
{
  if (report == NULL || report->capabilities == NULL)
    return NULL;
  return bell_imap_capabilities_get_words (report->capabilities);
}

static void
add_sentences (JsonBuilder *builder, GPtrArray *sentences)
{
  json_builder_set_member_name (builder, "sentences");
  json_builder_begin_array (builder);
  for (guint i = 0; sentences != NULL && i < sentences->len; i++) {
    const BellCapabilitySentence *sentence = g_ptr_array_index (sentences, i);

    json_builder_begin_object (builder);
    bell_json_add_text (builder, "text", sentence->text);
    bell_json_add_text (builder, "capability", sentence->capability);
    bell_json_add_switch (builder, "offered", sentence->offered);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
print_json (const Target               *target,
            const BellConnectionReport *report,
            const BellPushTrialReport  *trial,
            GPtrArray                  *sentences,
            const GError               *error)
{
  const BellCertificateFacts *certificate =
    error != NULL ? bell_connection_error_get_certificate (error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  bell_json_add_text (builder, "host", target->host);
  bell_json_add_number (builder, "port", target->port);
  bell_json_add_text (builder, "security", bell_security_to_nick (target->security));
  bell_json_add_text (builder, "tls", report != NULL ? report->tls_version : NULL);
  bell_json_add_text (builder, "fingerprint", report != NULL ? report->fingerprint : NULL);
  bell_json_add_switch (builder, "signed_in", report != NULL && report->signed_in);
  bell_json_add_text (builder, "push", error == NULL ? get_push (report) : "none");
  bell_json_add_texts (builder, "capabilities", get_words (report));
  add_sentences (builder, sentences);
  bell_push_trial_add (builder, trial);
  bell_json_add_texts (builder, "mechanisms",
                       report != NULL ? (const char *const *) report->mechanisms : NULL);
  bell_json_add_text (builder, "mechanism", report != NULL ? report->mechanism : NULL);
  bell_json_add_failure (builder, error, target->host, target->port);
  if (certificate != NULL)
    bell_certificate_report_add (builder, certificate);
  json_builder_end_object (builder);
  text = bell_json_to_line (builder);
  puts (text);
}

static void
print_text (const BellConnectionReport *report, GPtrArray *sentences)
{
  /* Translators: server, port, and the kind of encryption, such as TLS 1.3. */
  g_print (_ ("%s, port %u: %s\n"), report->host, report->port,
           report->tls_version != NULL ? report->tls_version : _ ("not encrypted"));
  for (guint i = 0; i < sentences->len; i++) {
    const BellCapabilitySentence *sentence = g_ptr_array_index (sentences, i);

    g_print ("  %s %s\n", sentence->offered ? "+" : "-", sentence->text);
  }
  if (!report->signed_in)
    g_print ("%s\n",
             _ ("That is what the server says before sign-in; it may offer more afterwards."));
}

/* Whether it can push, and why that is not the last word. */
static int
judge (const Target *target, const BellConnectionReport *report)
{
  if (bell_connection_report_can_push (report))
    return BELL_EXIT_DONE;
  if (!report->signed_in)
    return bell_command_fail (_ ("%s offers no push before sign-in. Add the account, and check its "
                                 "address: many servers tell only then."),
                              target->host);
  return bell_command_fail (
    _ ("%s does not offer push. Mailbell would ask it at intervals instead."), target->host);
}

static void
print_certificate (const BellCertificateFacts *certificate)
{
  g_autofree char *text = bell_certificate_report_to_text (certificate);

  g_print ("%s", text);
}

static int
tell_failure (const Target               *target,
              const BellConnectionReport *report,
              const GError               *error,
              gboolean                    json)
{
  const BellCertificateFacts *certificate = bell_connection_error_get_certificate (error);

  if (json)
    print_json (target, report, NULL, NULL, error);
  else if (certificate != NULL)
    print_certificate (certificate);
  return bell_command_fail_to_connect (error, target->host, target->port);
}

static BellEndpoint
get_endpoint (const Target *target)
{
  return (BellEndpoint){
    .host = target->host,
    .port = target->port,
    .security = target->security,
    .pin = target->pin,
    .client_certificate = target->client_certificate,
    .account_id = target->account != NULL ? bell_account_get_id (target->account) : NULL,
  };
}

/* (transfer full) (nullable): NULL with ERROR. */
static BellPushTrialReport *
try_push (const Target *target, const Options *options, GError **error)
{
  const char *const       inbox[] = { "INBOX", NULL };
  const BellPushTrialPlan plan = {
    .endpoint = get_endpoint (target),
    .user = target->user,
    .mailboxes = target->mailboxes != NULL ? (const char *const *) target->mailboxes : inbox,
    .automatic = target->mailboxes == NULL,
    .listen_us = options->listen_s * BELL_SECOND,
    .ring = options->ring,
  };

  return bell_push_trial_run (&plan, !options->json, error);
}

/* The report is printed before the trial, which takes its time; in JSON both are one object. */
static int
tell_report (const Target *target, const BellConnectionReport *report, const Options *options)
{
  g_autoptr (GPtrArray) sentences = bell_connection_report_explain (report);
  g_autoptr (BellPushTrialReport) trial = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *failure = NULL;

  if (!options->json)
    print_text (report, sentences);
  if (options->listen_s > 0 || options->ring) {
    trial = try_push (target, options, &error);
    if (trial == NULL)
      failure = bell_failure_describe_for_terminal (error, target->host, target->port);
  }
  if (options->json)
    print_json (target, report, trial, sentences, error);
  else if (trial != NULL)
    bell_push_trial_print (trial, options->ring);
  if (failure != NULL)
    return bell_command_fail ("%s", failure);
  if (trial != NULL && options->ring && !trial->rang)
    return bell_command_fail (
      _ ("The test message did not ring within 90 seconds. Push from %s cannot be relied on."),
      target->host);
  return judge (target, report);
}

/* When the settings let Mailbell compress, whatever they are in detail. */
static BellCompress
get_compress (void)
{
  g_autoptr (BellAccountList) accounts = bell_account_list_new ();
  GSettings   *general = bell_account_list_get_settings (accounts);
  BellMetered  policy = (BellMetered) g_settings_get_enum (general, "metered");
  BellCompress compress = (BellCompress) g_settings_get_enum (general, "compress");

  if (bell_metered_plan (policy, compress, FALSE, 0).compress)
    return BELL_COMPRESS_ALWAYS;
  return bell_metered_plan (policy, compress, TRUE, 0).compress ? BELL_COMPRESS_METERED
                                                                : BELL_COMPRESS_NEVER;
}

/* (transfer full) (nullable): NULL with ERROR, and what was learnt until then. */
static BellConnectionReport *
look (const Target *target, BellConnectionReport **report_on_error, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  const BellEndpoint endpoint = get_endpoint (target);

  bell_connection_check_async (&endpoint, &target->user, NULL, bell_command_on_ready, &result);
  return bell_connection_check_finish (bell_command_wait (&result), report_on_error, error);
}

/* The certificate of an account is opened by what the keyring holds, that of none by what the user
 * types or pipes. FALSE if it is not for want of that, or was asked for already. */
static gboolean
open_certificate (const Target *target, const GError *error)
{
  g_autofree char *prompt = NULL;
  g_autoptr (BellSecretText) password = NULL;
  g_autoptr (GError) problem = NULL;

  if (target->account != NULL || !g_error_matches (error, BELL_CLIENT_CERTIFICATE_ERROR,
                                                   BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD))
    return FALSE;
  prompt = g_strdup_printf (_ ("Password or PIN of the client certificate %s: "),
                            target->client_certificate);
  password = bell_password_read (prompt, &problem);
  bell_client_certificate_set_password (password);
  return password != NULL;
}

static int
check (const Target *target, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnectionReport) report_on_error = NULL;
  g_autoptr (BellConnectionReport) report = look (target, &report_on_error, &error);

  if (report == NULL && open_certificate (target, error)) {
    g_clear_pointer (&report_on_error, bell_connection_report_free);
    g_clear_error (&error);
    report = look (target, &report_on_error, &error);
  }
  if (report == NULL)
    return tell_failure (target, report_on_error, error, options->json);
  report->compress = get_compress ();
  return tell_report (target, report, options);
}

/* The password of --user comes from standard input, as with "add". */
static gboolean
read_secret (const Options *options, Target *target)
{
  g_autoptr (BellSecretText) password = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *prompt = NULL;

  prompt = g_strdup_printf (_ ("Password for %s at %s: "), options->user, target->host);
  password = bell_password_read (prompt, &error);
  if (password != NULL)
    target->secret = bell_sign_in_secret_new_password (password);
  else
    bell_command_fail ("%s", error->message);
  return password != NULL;
}

/* Without a secret the check goes on: it then tells what the server says before sign-in. */
static void
ask_account (Target *target)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  bell_account_sign_in_ask_async (target->account, target->secret, NULL, bell_command_on_ready,
                                  &result);
  target->sign_in = bell_account_sign_in_ask_finish (bell_command_wait (&result), &error);
  if (target->sign_in != NULL) {
    target->user = target->sign_in->user;
    return;
  }
  text = bell_failure_describe_for_terminal (error, target->host, target->port);
  g_printerr (_ ("Not signing in: %s\n"), text);
}

static gboolean
take_user (const Options *options, Target *target)
{
  if (options->user != NULL && !read_secret (options, target))
    return FALSE;
  target->user.secret = target->secret;
  target->user.address = target->address;
  if (target->account != NULL)
    ask_account (target);
  if (options->user != NULL)
    target->user.user = options->user;
  return TRUE;
}

/* Nobody can listen to a mailbox without its key, nor send a secret in clear over the network. */
static gboolean
allow_trial (const Options *options, const Target *target)
{
  if (target->user.secret != NULL && !bell_command_allow_security (target->security, target->host))
    return FALSE;
  if ((options->listen_s == 0 && !options->ring) || target->user.secret != NULL)
    return TRUE;
  bell_command_fail (
    "%s", _ ("To listen or to ring Mailbell has to sign in: name an account that has been added, "
             "or give --user and the password on standard input."));
  return FALSE;
}

int
bell_command_check (int argc, char **argv)
{
  g_auto (Target) target = { 0 };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "security", 0, 0, G_OPTION_ARG_FILENAME, &options.security,
      N_ ("How the connection is protected"), "tls|starttls|none" },
    { "pin", 0, 0, G_OPTION_ARG_FILENAME, &options.pin,
      N_ ("The fingerprint of the one certificate to trust"), "SHA256" },
    { "client-certificate", 0, 0, G_OPTION_ARG_FILENAME, &options.client_certificate,
      N_ ("What shows the server who you are: a PEM or PKCS #12 file, or a pkcs11: URI"),
      N_ ("FILE") },
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &options.user,
      N_ ("Sign in by this name, with the password from standard input"), "USER" },
    { "listen", 0, 0, G_OPTION_ARG_INT, &options.listen_s,
      N_ ("Watch for so long and show what the server sends"), "SECONDS" },
    { "ring", 0, 0, G_OPTION_ARG_NONE, &options.ring,
      N_ ("Put a test message into the inbox, time its bell and remove it"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print JSON"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!bell_command_parse (&argc, &argv, entries, _ ("ADDRESS|HOST[:PORT]"),
                           _ ("Connects once and tells what the server can push."), 1, 1))
    return BELL_EXIT_USAGE;
  if (options.listen_s < 0 || options.listen_s > MOST_SECONDS)
    return bell_command_misused ("check", "%s", _ ("--listen takes 1 to 3600 seconds."));
  if (!(bell_input_is_address (argv[1]) ? take_address (argv[1], &options, &target)
                                        : take_server (argv[1], &target)))
    return BELL_EXIT_FAILED;
  if (!apply_options (&options, &target) || !take_user (&options, &target) ||
      !allow_trial (&options, &target))
    return BELL_EXIT_FAILED;
  return check (&target, &options);
}
