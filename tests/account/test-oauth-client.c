/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token endpoint says, and what it may say wrong. No error holds a word of it. */

#include "account/oauth-client.h"
#include "oauth-test-provider.h"

#include <string.h>

static BellOAuthTokens *
refresh_at (const BellOAuthProvider *provider, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BellSecretText) secret = bell_secret_text_new (token, -1);

  bell_oauth_client_refresh_async (provider, secret, NULL, oauth_test_on_ready, &result);
  return bell_oauth_client_tokens_finish (oauth_test_wait (&result), error);
}

static BellOAuthTokens *
refresh (OAuthTestProvider *server, const char *token, GError **error)
{
  g_autoptr (BellOAuthProvider) provider = oauth_test_provider_describe (server);

  return refresh_at (provider, token, error);
}

static void
assert_fails (OAuthTestProvider *server, const char *token, BellOAuthErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellOAuthTokens) tokens = refresh (server, token, &error);

  g_assert_null (tokens);
  g_assert_error (error, BELL_OAUTH_ERROR, (int) code);
  g_assert_null (strstr (error->message, "TEXT"));
  g_assert_null (strstr (error->message, "REFRESH"));
  g_assert_null (strstr (error->message, "ACCESS"));
}

static void
assert_answer_fails (const char *answer, guint status, BellOAuthErrorCode code)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");

  g_autofree char *shown = g_strndup (answer, 60);
  g_autofree char *escaped = g_strescape (shown, NULL);

  g_test_message ("%s", escaped);
  server->token_answer = answer;
  server->token_status = status;
  assert_fails (server, "REFRESH-0", code);
}

static void
test_refresh (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellOAuthTokens) tokens = refresh (server, "REFRESH-0", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (tokens->access_token), ==, "ACCESS-1");
  g_assert_null (tokens->refresh_token);
  g_assert_cmpint (tokens->lifetime_us, ==, 3600 * BELL_SECOND);
}

static void
test_errors (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");

  assert_fails (server, "REFRESH-WITHDRAWN", BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  assert_answer_fails ("{\"error\": \"TEXT of my own\"}", 400, BELL_OAUTH_ERROR_REFUSED);
  assert_answer_fails ("{\"error\": \"invalid_client\"}", 401, BELL_OAUTH_ERROR_REFUSED);
  assert_answer_fails ("{\"error\": \"invalid_grant\"}", 200, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  assert_answer_fails ("<html>TEXT</html>", 503, BELL_OAUTH_ERROR_UNREACHABLE);
  assert_answer_fails ("{\"error\": \"invalid_grant\"}", 429, BELL_OAUTH_ERROR_UNREACHABLE);
  assert_answer_fails ("<html>TEXT</html>", 404, BELL_OAUTH_ERROR_ANSWER);
}

static void
test_garbage (void)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, ' ');
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *long_token = g_strnfill (20000, 'a');
  g_autofree char *long_answer =
    g_strdup_printf ("{\"access_token\": \"%s\", \"token_type\": \"bearer\"}", long_token);
  static const char *const answers[] = {
    "",
    "TEXT",
    "[]",
    "\"access_token\"",
    "{\"access_token\": 1, \"token_type\": \"bearer\"}",
    "{\"access_token\": \"\", \"token_type\": \"bearer\"}",
    "{\"access_token\": \"A\\u0001B\", \"token_type\": \"bearer\"}",
    "{\"access_token\": \"A\\r\\nB\", \"token_type\": \"bearer\"}",
    "{\"access_token\": \"\\u00e4\", \"token_type\": \"bearer\"}",
    "{\"access_token\": \"A\", \"token_type\": \"mac\"}",
    "{\"token_type\": \"bearer\"}",
    "{\"access_token\": [\"A\"], \"token_type\": \"bearer\"}",
    "{\"access_token\": \"A\"",
    "\xff\xfe{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    assert_answer_fails (answers[i], 200, BELL_OAUTH_ERROR_ANSWER);
  memcpy (huge, "{\"access_token\": \"A\"}", 21);
  assert_answer_fails (huge, 200, BELL_OAUTH_ERROR_ANSWER);
  assert_answer_fails (deep, 200, BELL_OAUTH_ERROR_ANSWER);
  assert_answer_fails (long_answer, 200, BELL_OAUTH_ERROR_ANSWER);
}

/* What providers send that is a little off, and no harm. */
static void
test_lifetimes (void)
{
  static const struct {
    const char *expires_in;
    gint64      lifetime_us;
  } cases[] = {
    { "\"3599\"", 3599 * BELL_SECOND },
    { "0", BELL_NEVER },
    { "-1", BELL_NEVER },
    { "9223372036854775807", BELL_NEVER },
    { "\"soon\"", BELL_NEVER },
    { "1e3", BELL_NEVER },
    { "null", BELL_NEVER },
    { "{}", BELL_NEVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");
    g_autofree char *answer =
      g_strdup_printf ("{\"access_token\": \"A\", \"token_type\": \"bearer\", \"expires_in\": %s}",
                       cases[i].expires_in);
    g_autoptr (BellOAuthTokens) tokens = NULL;

    server->token_answer = answer;
    server->token_status = 200;
    tokens = refresh (server, "REFRESH-0", NULL);
    g_assert_nonnull (tokens);
    g_assert_cmpint (tokens->lifetime_us, ==, cases[i].lifetime_us);
  }
}

static void
test_redirection (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");
  g_autofree char *elsewhere = g_strconcat (server->base, "/device", NULL);

  server->redirect = "http://127.0.0.1:9/token";
  assert_fails (server, "REFRESH-0", BELL_OAUTH_ERROR_ANSWER);
  server->redirect = elsewhere;
  assert_fails (server, "REFRESH-0", BELL_OAUTH_ERROR_ANSWER);
  g_assert_cmpuint (server->n_requests, ==, 2);
}

static void
test_untrusted (void)
{
  static const char *const certificates[] = { "other-name.pem", "expired.pem" };

  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++) {
    g_autoptr (OAuthTestProvider) server = oauth_test_provider_new (certificates[i]);

    assert_fails (server, "REFRESH-0", BELL_OAUTH_ERROR_UNTRUSTED);
    g_assert_cmpuint (server->n_requests, ==, 0);
  }
}

static void
test_only_https (void)
{
  static const char *const endpoints[] = {
    "http://127.0.0.1:9/token", "https://", "https:///token", "https://user@example.org/token",
    "file:///etc/passwd",       "token",    "HTTP://[::1]/",
  };
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++) {
    g_autoptr (BellOAuthProvider) provider = oauth_test_provider_describe (server);
    g_autoptr (BellOAuthTokens) tokens = NULL;
    g_autoptr (GError) error = NULL;

    bell_oauth_provider_override (provider, "oauth-token-endpoint", endpoints[i]);
    tokens = refresh_at (provider, "REFRESH-0", &error);
    g_assert_null (tokens);
    g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER);
  }
}

static void
test_nobody_there (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");

  soup_server_disconnect (server->server);
  assert_fails (server, "REFRESH-0", BELL_OAUTH_ERROR_UNREACHABLE);
}

static void
test_cancelled (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");
  g_autoptr (BellOAuthProvider) provider = oauth_test_provider_describe (server);
  g_autoptr (BellSecretText) secret = bell_secret_text_new ("REFRESH-0", -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_oauth_client_refresh_async (provider, secret, cancellable, oauth_test_on_ready, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (bell_oauth_client_tokens_finish (oauth_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static BellOAuthProvider *
discover (OAuthTestProvider *server, GError **error)
{
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup ("custom");
  g_autoptr (GAsyncResult) result = NULL;

  bell_oauth_provider_override (provider, "oauth-issuer", server->base);
  bell_oauth_client_discover_async (provider, NULL, oauth_test_on_ready, &result);
  return bell_oauth_client_discover_finish (oauth_test_wait (&result), error);
}

static void
test_registration (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellOAuthProvider) provider = discover (server, &error);
  g_autofree char *token_endpoint = g_strconcat (server->base, "/token", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (provider->client_id, ==, TEST_CLIENT);
  g_assert_cmpstr (provider->token_endpoint, ==, token_endpoint);
  g_assert_cmpuint (server->n_registered, ==, 1);
}

static void
test_metadata_of_another (void)
{
  g_autoptr (OAuthTestProvider) server = oauth_test_provider_new ("good.pem");
  g_autoptr (GError) error = NULL;

  server->issuer = "https://somebody-else.example";
  g_assert_null (discover (server, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER);
  g_assert_cmpuint (server->n_registered, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oauth-client/refresh", test_refresh);
  g_test_add_func ("/oauth-client/errors", test_errors);
  g_test_add_func ("/oauth-client/garbage", test_garbage);
  g_test_add_func ("/oauth-client/lifetimes", test_lifetimes);
  g_test_add_func ("/oauth-client/redirection", test_redirection);
  g_test_add_func ("/oauth-client/untrusted", test_untrusted);
  g_test_add_func ("/oauth-client/only-https", test_only_https);
  g_test_add_func ("/oauth-client/nobody-there", test_nobody_there);
  g_test_add_func ("/oauth-client/cancelled", test_cancelled);
  g_test_add_func ("/oauth-client/registration", test_registration);
  g_test_add_func ("/oauth-client/metadata-of-another", test_metadata_of_another);
  return g_test_run ();
}
