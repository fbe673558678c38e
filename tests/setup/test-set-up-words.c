/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every failure that a person can meet in the dialog is a sentence that fits there. */

#include "setup/set-up-words.h"

#include "account/credentials.h"
#include "account/oauth-error.h"
#include "account/online-accounts.h"
#include "imap/imap-error.h"
#include "io/connection-error.h"

#include <string.h>

static const BellServerFound server = { .host = (char *) "imap.example.org", .port = 993 };

/* TEXT (transfer full): whole sentences without a command and without a placeholder. */
static void
assert_fits (char *text, const GError *error)
{
  G_GNUC_UNUSED g_autofree char *owned = text;

  g_test_message ("%s %d: %s", g_quark_to_string (error->domain), error->code, text);
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strstr (text, "“mailbell"));
  g_assert_null (strchr (text, '{'));
  g_assert_null (strstr (text, "ADDRESS"));
}

static void
test_refusals (void)
{
  const struct {
    GQuark domain;
    int    n_codes;
  } domains[] = {
    { BELL_IMAP_ERROR, BELL_IMAP_ERROR_ELSEWHERE + 1 },
    { BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CAPTIVE + 1 },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE_PASSWORD + 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    for (int code = 0; code < domains[i].n_codes; code++) {
      g_autoptr (GError) error = g_error_new_literal (domains[i].domain, code, "A test.");
      BellSetUpField field;

      assert_fits (bell_set_up_describe_refusal (error, &server, TRUE, &field), error);
    }
}

static void
test_fields (void)
{
  static const struct {
    int            code;
    BellSetUpField field;
  } cases[] = {
    { BELL_IMAP_ERROR_SIGN_IN_REFUSED, BELL_SET_UP_FIELD_PASSWORD },
    { BELL_IMAP_ERROR_SIGN_IN_UNCLEAR, BELL_SET_UP_FIELD_PASSWORD },
    { BELL_IMAP_ERROR_NOT_IMAP, BELL_SET_UP_FIELD_PORT },
    { BELL_IMAP_ERROR_TOKEN_REFUSED, BELL_SET_UP_FIELD_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (BELL_IMAP_ERROR, cases[i].code, "A test");
    BellSetUpField   field;
    g_autofree char *text = bell_set_up_describe_refusal (error, &server, TRUE, &field);

    g_assert_nonnull (text);
    g_assert_cmpint (field, ==, cases[i].field);
  }
}

static void
test_advice (void)
{
  BellServerFound known = server;
  g_autoptr (GError) error =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_REFUSED, "A test");
  BellSetUpField   field;
  g_autofree char *text = NULL;

  known.advice = "Use an app password.";
  text = bell_set_up_describe_refusal (error, &known, FALSE, &field);
  g_assert_cmpstr (text, ==,
                   "imap.example.org did not accept the user name or the password. Check both. "
                   "Use an app password.");
}

static void
test_others (void)
{
  for (int code = 0; code <= BELL_OAUTH_ERROR_OTHER_SERVER; code++) {
    g_autoptr (GError) error = g_error_new_literal (BELL_OAUTH_ERROR, code, "A test");

    assert_fits (bell_set_up_describe_browser_failure (error, "Google"), error);
  }
  for (int code = 0; code <= BELL_CREDENTIALS_ERROR_REFUSED; code++) {
    g_autoptr (GError) error = g_error_new_literal (BELL_CREDENTIALS_ERROR, code, "A test");

    assert_fits (bell_set_up_describe_not_stored (error), error);
  }
  for (int code = 0; code <= BELL_ONLINE_ACCOUNTS_ERROR_FAILED; code++) {
    g_autoptr (GError) error = g_error_new_literal (BELL_ONLINE_ACCOUNTS_ERROR, code, "A test");

    assert_fits (bell_set_up_describe_online_failure (error), error);
  }
}

static void
test_nothing_found (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "A test");
  BellSetUpField   field;
  g_autofree char *online =
    bell_set_up_describe_nothing_found (error, "jane@example.org", TRUE, &field);
  g_autofree char *offline = NULL;

  g_assert_nonnull (strstr (online, "jane@example.org"));
  g_assert_cmpint (field, ==, BELL_SET_UP_FIELD_HOST);
  offline = bell_set_up_describe_nothing_found (error, "jane@example.org", FALSE, &field);
  g_assert_nonnull (strstr (offline, "not online"));
  g_assert_cmpint (field, ==, BELL_SET_UP_FIELD_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/set-up-words/refusals", test_refusals);
  g_test_add_func ("/set-up-words/fields", test_fields);
  g_test_add_func ("/set-up-words/advice", test_advice);
  g_test_add_func ("/set-up-words/others", test_others);
  g_test_add_func ("/set-up-words/nothing-found", test_nothing_found);
  return g_test_run ();
}
