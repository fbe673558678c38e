/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a token is kept, when it is refreshed, and what becomes of the refresh token. The secrets are
 * in libsecret's file; each case has a process of its own, since libsecret looks for its store only
 * once. */

#include "account/access-token.h"

#include "account/credentials.h"
#include "account/oauth-client.h"
#include "oauth-test-provider.h"

#include <glib/gstdio.h>

static BellAccount *
new_account (OAuthTestProvider *server)
{
  BellAccount *account = bell_account_new ("token");
  g_autoptr (BellOAuthProvider) provider = oauth_test_provider_describe (server);
  g_auto (GStrv) pairs = bell_oauth_provider_to_settings (provider);
  GSettings *settings = bell_account_get_settings (account);

  for (char **pair = pairs; *pair != NULL; pair += 2)
    g_settings_set_string (settings, pair[0], pair[1]);
  g_settings_set_string (settings, "address", "jane@example.org");
  g_settings_set_string (settings, "credential", "oauth2");
  g_settings_set_string (settings, "host", "imap.example.org");
  return account;
}

/* Where the account's tokens may go. */
#define MAIL_SERVER "imap.example.org"

static void
store_at (OAuthTestProvider *server, const char *endpoint, const char *client, const char *token)
{
  g_autofree char *uri = g_strconcat (server->base, endpoint, NULL);
  g_autoptr (BellSecretText) secret = bell_secret_text_new (token, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_credentials_store_refresh_token_async ("token", "jane@example.org", MAIL_SERVER, uri, client,
                                              secret, NULL, oauth_test_on_ready, &result);
  g_assert_true (bell_credentials_store_finish (oauth_test_wait (&result), &error));
  g_assert_no_error (error);
}

static void
store (OAuthTestProvider *server, const char *token)
{
  store_at (server, "/token", TEST_CLIENT, token);
}

static char *
get_stored (OAuthTestProvider *server)
{
  g_autofree char *uri = g_strconcat (server->base, "/token", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BellSecretText) token = NULL;

  bell_credentials_lookup_refresh_token_async ("token", MAIL_SERVER, uri, TEST_CLIENT, NULL,
                                               oauth_test_on_ready, &result);
  token = bell_credentials_lookup_finish (oauth_test_wait (&result), NULL);
  return g_strdup (token != NULL ? bell_secret_text_peek (token) : NULL);
}

static BellSignInSecret *
ask (BellAccount *account, gboolean refused_before, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  /* By the way that the account is signed in. */
  bell_sign_in_secret_ask_async (account, refused_before, NULL, oauth_test_on_ready, &result);
  return bell_sign_in_secret_ask_finish (oauth_test_wait (&result), error);
}

static void
assert_token (BellAccount *account, gboolean refused_before, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInSecret) secret = ask (account, refused_before, &error);

  g_assert_no_error (error);
  g_assert_null (secret->password);
  g_assert_cmpstr (bell_secret_text_peek (secret->token), ==, expected);
}

static void
assert_fails (BellAccount *account, BellOAuthErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (account, FALSE, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, (int) code);
}

/* The same one, until the server does not take it. */
static void
keep (OAuthTestProvider *server, BellAccount *account)
{
  g_autoptr (BellSignInSecret) secret = NULL;
  gint64 life_us;

  assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  store (server, "REFRESH-0");
  secret = ask (account, FALSE, NULL);
  life_us = secret->expires_at_us - g_get_monotonic_time ();
  g_assert_cmpint (life_us, >, 3500 * BELL_SECOND);
  g_assert_cmpint (life_us, <=, 3600 * BELL_SECOND);
  assert_token (account, FALSE, "ACCESS-1");
  g_assert_cmpuint (server->n_refreshes, ==, 1);
  assert_token (account, TRUE, "ACCESS-2");
  assert_token (account, FALSE, "ACCESS-2");
  g_assert_cmpuint (server->n_refreshes, ==, 2);
}

/* A token of five seconds is good for four. */
static void
refresh_at_80_percent (OAuthTestProvider *server, BellAccount *account)
{
  gint64 asked_us = g_get_monotonic_time ();
  gint64 got_us;

  store (server, "REFRESH-0");
  server->lifetime_s = 5;
  assert_token (account, FALSE, "ACCESS-1");
  got_us = g_get_monotonic_time ();
  while (server->n_refreshes < 2) {
    gint64        before_us = g_get_monotonic_time ();
    G_GNUC_UNUSED g_autoptr (BellSignInSecret) secret = ask (account, FALSE, NULL);
    gint64        after_us = g_get_monotonic_time ();

    if (server->n_refreshes == 1)
      g_assert_cmpint (before_us, <, got_us + 4 * BELL_SECOND);
    else
      g_assert_cmpint (after_us, >=, asked_us + 4 * BELL_SECOND);
    g_usleep (50000);
  }
}

static void
rotate (OAuthTestProvider *server, BellAccount *account)
{
  g_autofree char *stored = NULL;

  store (server, "REFRESH-0");
  server->rotates = TRUE;
  assert_token (account, FALSE, "ACCESS-1");
  stored = get_stored (server);
  g_assert_cmpstr (stored, ==, "REFRESH-1");
  /* Its own writing is no reason to refresh again. */
  assert_token (account, FALSE, "ACCESS-1");
  assert_token (account, TRUE, "ACCESS-2");
  g_assert_cmpuint (server->n_refreshes, ==, 2);
}

/* Withdrawn; then the user signs in again, by another process. */
static void
withdraw (OAuthTestProvider *server, BellAccount *account)
{
  store (server, "REFRESH-WITHDRAWN");
  assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  store (server, "REFRESH-0");
  assert_token (account, FALSE, "ACCESS-1");
  server->refresh_token[8] = '7';
  store (server, "REFRESH-7");
  assert_token (account, FALSE, "ACCESS-2");
}

/* What the provider has refused it is not asked for again, unless the user insists. */
static void
refused (OAuthTestProvider *server, BellAccount *account)
{
  static const char unauthorised[] = "{\"error\": \"unauthorized_client\"}";

  store (server, "REFRESH-WITHDRAWN");
  for (guint i = 0; i < 3; i++)
    assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  g_assert_cmpuint (server->n_requests, ==, 1);
  bell_sign_in_secret_forget_refusal (account);
  assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  g_assert_cmpuint (server->n_requests, ==, 2);

  store (server, "REFRESH-0");
  server->token_answer = unauthorised;
  server->token_status = 400;
  assert_fails (account, BELL_OAUTH_ERROR_REFUSED);
  assert_fails (account, BELL_OAUTH_ERROR_REFUSED);
  g_assert_cmpuint (server->n_requests, ==, 3);
  server->token_answer = NULL;
  bell_sign_in_secret_forget_refusal (account);
  assert_token (account, FALSE, "ACCESS-1");
}

/* It may be better the next time. */
static void
unreachable (OAuthTestProvider *server, BellAccount *account)
{
  store (server, "REFRESH-0");
  server->token_answer = "{\"error\": \"temporarily_unavailable\"}";
  server->token_status = 503;
  assert_fails (account, BELL_OAUTH_ERROR_UNREACHABLE);
  assert_fails (account, BELL_OAUTH_ERROR_UNREACHABLE);
  g_assert_cmpuint (server->n_requests, ==, 2);
  server->token_answer = NULL;
  assert_token (account, FALSE, "ACCESS-1");
}

/* Everything of the account goes, as by “mailbell remove”. */
static void
begin_to_erase (gpointer data)
{
  BellAccount *account = data;

  g_settings_reset (bell_account_get_settings (account), "address");
  bell_credentials_clear_async (bell_account_get_id (account), NULL, NULL, NULL);
}

static void
erase (BellAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_settings_reset (bell_account_get_settings (account), "address");
  bell_credentials_clear_async (bell_account_get_id (account), NULL, oauth_test_on_ready, &result);
  g_assert_true (bell_credentials_clear_finish (oauth_test_wait (&result), NULL));
}

static void
assert_let_go (OAuthTestProvider *server, BellAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;

  g_assert_null (ask (account, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  stored = get_stored (server);
  g_assert_null (stored);
}

static void
removed_meanwhile (OAuthTestProvider *server, BellAccount *account)
{
  store (server, "REFRESH-0");
  server->rotates = TRUE;
  server->meanwhile = begin_to_erase;
  server->data = account;
  assert_let_go (server, account);
  g_assert_cmpuint (server->n_requests, ==, 1);
}

/* Asks for a fresh token, up to the moment in which the new refresh token is stored and nobody has heard
 * of it yet. FALSE if that has passed by. */
static gboolean
catch_storing (OAuthTestProvider *server, BellAccount *account, GAsyncResult **result)
{
  gboolean stored = FALSE;

  bell_sign_in_secret_ask_async (account, TRUE, NULL, oauth_test_on_ready, result);
  while (!stored && *result == NULL) {
    g_autofree char *token = get_stored (server);

    stored = g_strcmp0 (token, server->refresh_token) == 0 && server->n_tokens > 0;
  }
  return *result == NULL;
}

/* What is stored already when that is known is cleared again. */
static void
removed_while_it_is_stored (OAuthTestProvider *server, BellAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  store (server, "REFRESH-0");
  server->rotates = TRUE;
  while (!catch_storing (server, account, &result)) {
    server->n_tokens = 0;
    g_clear_object (&result);
  }
  g_settings_reset (bell_account_get_settings (account), "address");
  g_assert_null (bell_sign_in_secret_ask_finish (oauth_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  do {
    g_free (token);
    token = get_stored (server);
  } while (token != NULL);
}

/* The token that is at hand is asked for no more, and nobody uses the refresh token. */
static void
removed_before (OAuthTestProvider *server, BellAccount *account)
{
  store (server, "REFRESH-0");
  assert_token (account, FALSE, "ACCESS-1");
  erase (account);
  assert_let_go (server, account);
  g_assert_cmpuint (server->n_requests, ==, 1);
  g_settings_set_string (bell_account_get_settings (account), "address", "jane@example.org");
  store (server, "REFRESH-0");
  assert_token (account, FALSE, "ACCESS-2");
}

static void
dropped (OAuthTestProvider *server, BellAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BellSignInSecret) secret = NULL;

  store (server, "REFRESH-0");
  assert_token (account, FALSE, "ACCESS-1");
  bell_access_token_drop ("another");
  assert_token (account, FALSE, "ACCESS-1");
  bell_access_token_drop ("token");
  bell_sign_in_secret_ask_async (account, FALSE, NULL, oauth_test_on_ready, &result);
  bell_access_token_drop ("token"); /* not while somebody waits */
  secret = bell_sign_in_secret_ask_finish (oauth_test_wait (&result), NULL);
  g_assert_cmpstr (bell_secret_text_peek (secret->token), ==, "ACCESS-2");
}

/* A refresh token goes to the endpoint and as the client that it was given to, nowhere else. */
static void
stay_with_its_client (OAuthTestProvider *server, BellAccount *account)
{
  GSettings       *settings = bell_account_get_settings (account);
  g_autofree char *elsewhere = g_strconcat (server->base, "/device", NULL);
  g_autofree char *here = g_strconcat (server->base, "/token", NULL);

  store (server, "REFRESH-0");
  assert_token (account, FALSE, "ACCESS-1");
  g_settings_set_string (settings, "oauth-token-endpoint", elsewhere);
  assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  g_settings_set_string (settings, "oauth-token-endpoint", here);
  g_settings_set_string (settings, "oauth-client-id", "another");
  assert_fails (account, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  g_settings_set_string (settings, "oauth-token-endpoint", "http://127.0.0.1:9/token");
  assert_fails (account, BELL_OAUTH_ERROR_NO_PROVIDER);
  g_assert_cmpuint (server->n_requests, ==, 1);
}

/* Nor do its access tokens go to another mail server, not even one that is at hand. */
static void
stay_with_its_mail_server (OAuthTestProvider *server, BellAccount *account)
{
  GSettings *settings = bell_account_get_settings (account);

  store (server, "REFRESH-0");
  assert_token (account, FALSE, "ACCESS-1");
  g_settings_set_string (settings, "host", "imap.example.com");
  assert_fails (account, BELL_OAUTH_ERROR_OTHER_SERVER);
  g_settings_set_string (settings, "host", "imap.example.org");
  g_settings_set (settings, "port", "q", 1993);
  assert_fails (account, BELL_OAUTH_ERROR_OTHER_SERVER);
  g_settings_set (settings, "port", "q", 143);
  assert_token (account, FALSE, "ACCESS-1");
  g_assert_cmpuint (server->n_requests, ==, 1);
}

/* All who ask at once share a refresh, and it goes on when one of them goes away. */
static void
share (OAuthTestProvider *server, BellAccount *account)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInSecret) secret = NULL;

  store (server, "REFRESH-0");
  bell_sign_in_secret_ask_async (account, FALSE, cancellable, oauth_test_on_ready, &first);
  bell_sign_in_secret_ask_async (account, FALSE, NULL, oauth_test_on_ready, &second);
  g_cancellable_cancel (cancellable);
  secret = bell_sign_in_secret_ask_finish (oauth_test_wait (&second), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (secret->token), ==, "ACCESS-1");
  g_assert_null (bell_sign_in_secret_ask_finish (oauth_test_wait (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (server->n_refreshes, ==, 1);
}

static const struct {
  const char *name;
  void (*run) (OAuthTestProvider *server, BellAccount *account);
} cases[] = {
  { "/access-token/keep", keep },
  { "/access-token/refresh-at-80-percent", refresh_at_80_percent },
  { "/access-token/rotate", rotate },
  { "/access-token/withdraw", withdraw },
  { "/access-token/refused", refused },
  { "/access-token/unreachable", unreachable },
  { "/access-token/removed-meanwhile", removed_meanwhile },
  { "/access-token/removed-while-it-is-stored", removed_while_it_is_stored },
  { "/access-token/removed-before", removed_before },
  { "/access-token/dropped", dropped },
  { "/access-token/stay-with-its-client", stay_with_its_client },
  { "/access-token/stay-with-its-mail-server", stay_with_its_mail_server },
  { "/access-token/share", share },
};

static void
in_process (gconstpointer number)
{
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;
  g_autofree char *backup = NULL;
  g_autoptr (OAuthTestProvider) server = NULL;
  g_autoptr (BellAccount) account = NULL;

  if (!g_test_subprocess ()) {
    /* libsecret 0.20 loses the entity tag of its file each time it writes it. */
    g_setenv ("ASAN_OPTIONS", "detect_leaks=0:intercept_tls_get_addr=0", TRUE);
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }
  directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  path = g_build_filename (directory, "default.keyring", NULL);
  backup = g_strconcat (path, "~", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  server = oauth_test_provider_new ("good.pem");
  account = new_account (server);
  cases[GPOINTER_TO_UINT (number)].run (server, account);
  g_remove (path);
  g_remove (backup);
  g_remove (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, GUINT_TO_POINTER (i), in_process);
  return g_test_run ();
}
