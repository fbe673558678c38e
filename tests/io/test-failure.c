/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each failure has its sort, and words that name what matters and nothing from the network. */

#include "io/failure.h"

#include "account/credentials.h"
#include "account/oauth-error.h"
#include "account/online-accounts.h"
#include "imap/imap-error.h"
#include "io/client-certificate.h"
#include "io/connection.h"

#include <string.h>

#define HOST "imap.example.org"
#define GENERAL "The connection to imap.example.org, port 993, failed."

static BellFailure
sort (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "");

  return bell_failure_sort (error);
}

static char *
describe (GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "FROM THE NETWORK");

  return bell_failure_describe (error, HOST, 993);
}

static void
test_sorted (void)
{
  const struct {
    GQuark      domain;
    int         code;
    BellFailure kind;
  } cases[] = {
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_BYE, BELL_FAILURE_TRY_AGAIN },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED, BELL_FAILURE_TRY_AGAIN },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_TIMEOUT, BELL_FAILURE_TRY_AGAIN },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_BUSY, BELL_FAILURE_TRY_LATER },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_NOT_IMAP, BELL_FAILURE_ASK_USER },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED, BELL_FAILURE_ASK_USER },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_UNCLEAR, BELL_FAILURE_ASK_USER },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_CERTIFICATE_REFUSED, BELL_FAILURE_ASK_USER },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_UNEXPLAINED, BELL_FAILURE_ASK_TWICE },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_MAILBOX, BELL_FAILURE_ASK_AT_ONCE },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_INBOX_REFUSED, BELL_FAILURE_ASK_MEANWHILE },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_ELSEWHERE, BELL_FAILURE_ASK_USER },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_STARTTLS, BELL_FAILURE_ASK_USER },
    { BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED, BELL_FAILURE_ASK_USER },
    { BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_PIN_MISMATCH, BELL_FAILURE_ASK_USER },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING, BELL_FAILURE_ASK_USER },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER, BELL_FAILURE_ASK_USER },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_LOCKED, BELL_FAILURE_WAIT_FOR_SECRETS },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE, BELL_FAILURE_WAIT_FOR_SECRETS },
    { BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION, BELL_FAILURE_ASK_USER },
    { BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE,
      BELL_FAILURE_WAIT_FOR_SECRETS },
    { BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_FAILED, BELL_FAILURE_TRY_AGAIN },
    { BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_OTHER_SERVER, BELL_FAILURE_ASK_USER },
    { BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_OTHER_SERVER, BELL_FAILURE_ASK_USER },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, BELL_FAILURE_TRY_AGAIN },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, BELL_FAILURE_WAIT_FOR_NETWORK },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, BELL_FAILURE_WAIT_FOR_NETWORK },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, BELL_FAILURE_TRY_AGAIN },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, BELL_FAILURE_ASK_USER },
    { G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, BELL_FAILURE_TRY_AGAIN },
    { G_FILE_ERROR, G_FILE_ERROR_IO, BELL_FAILURE_TRY_AGAIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s %d", g_quark_to_string (cases[i].domain), cases[i].code);
    g_assert_cmpint (sort (cases[i].domain, cases[i].code), ==, cases[i].kind);
  }
}

static void
for_every_code (void (*check) (const GError *error))
{
  const struct {
    GQuark domain;
    int    n_codes;
  } domains[] = {
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_ELSEWHERE + 1 },
    { BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CAPTIVE + 1 },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER + 1 },
    { BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_OTHER_SERVER + 1 },
    { BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_OTHER_SERVER + 1 },
    { BELL_CLIENT_CERTIFICATE_ERROR, BELL_CLIENT_CERTIFICATE_ERROR_PIN_IN_URI + 1 },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE_PASSWORD + 1 },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_INTERNAL + 1 },
    { G_IO_ERROR, G_IO_ERROR_NO_SUCH_DEVICE + 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    for (int code = 0; code < domains[i].n_codes; code++) {
      g_autoptr (GError) error = g_error_new_literal (domains[i].domain, code, "FROM THE NETWORK");

      check (error);
    }
}

/* These two end no attempt: the flow goes on. */
static gboolean
is_for_people (const GError *error)
{
  return g_str_has_prefix (g_quark_to_string (error->domain), "bell") &&
         !g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_PENDING) &&
         !g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SLOW_DOWN);
}

static void
check_words (const GError *error)
{
  g_autofree char *text = bell_failure_describe (error, HOST, 993);

  g_test_message ("%s %d: %s", g_quark_to_string (error->domain), error->code, text);
  if (is_for_people (error))
    g_assert_cmpstr (text, !=, GENERAL);
  g_assert_null (strpbrk (text, "{}"));
  g_assert_true (g_str_has_suffix (text, "."));
  if (!g_error_matches (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED))
    g_assert_null (strstr (text, "NETWORK"));
}

/* No code of ours may fall through to the general words. */
static void
test_every_code_has_words (void)
{
  g_autofree char *general = describe (G_FILE_ERROR, G_FILE_ERROR_IO);

  g_assert_cmpstr (general, ==, GENERAL);
  for_every_code (check_words);
}

/* Windows and notifications show the text, beside a button that does it. */
static void
check_no_command (const GError *error)
{
  static const char *const traces[] = { "mailbell ", "“mailbell", "“--",     "kinit",
                                        "openssl",   "ADDRESS",   "terminal" };
  g_autofree char         *text = bell_failure_describe (error, HOST, 993);

  for (guint i = 0; i < G_N_ELEMENTS (traces); i++) {
    g_test_message ("%s %d, “%s”: %s", g_quark_to_string (error->domain), error->code, traces[i],
                    text);
    g_assert_null (strstr (text, traces[i]));
  }
}

static void
test_no_text_names_a_command (void)
{
  for_every_code (check_no_command);
}

/* What is mended elsewhere than on a terminal, with Mailbell's commands. */
static gboolean
is_for_others (const GError *error)
{
  return bell_failure_get_remedy (error) == BELL_REMEDY_LOOK ||
         bell_failure_get_remedy (error) == BELL_REMEDY_KEYRING ||
         g_error_matches (error, BELL_ONLINE_ACCOUNTS_ERROR,
                          BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION) ||
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

static void
check_command (const GError *error)
{
  const char      *command = bell_failure_get_command (error);
  g_autofree char *text = bell_failure_describe (error, HOST, 993);
  g_autofree char *both = bell_failure_describe_for_terminal (error, HOST, 993);
  g_autofree char *expected = command != NULL ? g_strconcat (text, " ", command, NULL) : NULL;

  g_test_message ("%s %d: %s", g_quark_to_string (error->domain), error->code, both);
  g_assert_cmpstr (both, ==, command != NULL ? expected : text);
  if (command == NULL) {
    g_assert_true (is_for_others (error));
    return;
  }
  g_assert_null (strpbrk (command, "{}"));
  g_assert_true (g_str_has_suffix (command, "."));
}

static void
test_what_is_done_on_a_terminal_has_a_command (void)
{
  for_every_code (check_command);
}

static void
test_words (void)
{
  g_autofree char *refused = describe (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_autoptr (GError) error = g_error_new_literal (
    BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED, "The certificate has expired.");
  g_autofree char *untrusted = bell_failure_describe (error, HOST, 993);

  g_assert_cmpstr (refused, ==,
                   "imap.example.org refused the connection on port 993. Check the server name and "
                   "port, or whether the server is running.");
  g_assert_true (g_str_has_prefix (untrusted, "The certificate has expired. Check the server "));
}

static void
test_words_for_a_terminal (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED, "");
  g_autofree char *text = bell_failure_describe (error, HOST, 993);
  g_autofree char *both = bell_failure_describe_for_terminal (error, HOST, 993);

  g_assert_cmpstr (text, ==,
                   "The server did not accept the user name or password. Set the password again, "
                   "and check whether this provider wants an app password.");
  g_assert_cmpstr (both, ==,
                   "The server did not accept the user name or password. Set the password again, "
                   "and check whether this provider wants an app password. “mailbell set ADDRESS "
                   "password” sets it.");
}

static void
test_remedies (void)
{
  const struct {
    GQuark     domain;
    int        code;
    BellRemedy remedy;
  } cases[] = {
    { BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED, BELL_REMEDY_CERTIFICATE },
    { BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_PIN_MISMATCH, BELL_REMEDY_CERTIFICATE },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED, BELL_REMEDY_PASSWORD },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING, BELL_REMEDY_PASSWORD },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOKEN_REFUSED, BELL_REMEDY_SIGN_IN },
    { BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SIGN_IN_AGAIN, BELL_REMEDY_SIGN_IN },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_LOCKED, BELL_REMEDY_KEYRING },
    { BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE, BELL_REMEDY_LOOK },
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_MAILBOX, BELL_REMEDY_LOOK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (cases[i].domain, cases[i].code, "");

    g_assert_cmpint (bell_failure_get_remedy (error), ==, cases[i].remedy);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/failure/sorted", test_sorted);
  g_test_add_func ("/failure/every-code-has-words", test_every_code_has_words);
  g_test_add_func ("/failure/no-text-names-a-command", test_no_text_names_a_command);
  g_test_add_func ("/failure/what-is-done-on-a-terminal-has-a-command",
                   test_what_is_done_on_a_terminal_has_a_command);
  g_test_add_func ("/failure/words", test_words);
  g_test_add_func ("/failure/words-for-a-terminal", test_words_for_a_terminal);
  g_test_add_func ("/failure/remedies", test_remedies);
  return g_test_run ();
}
