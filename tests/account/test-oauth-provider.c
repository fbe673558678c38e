/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of providers, and what an account's settings make of it. */

#include "account/oauth-provider.h"

#include "account/https.h"

static void
assert_found (BellOAuthProvider *found, const char *id)
{
  g_autoptr (BellOAuthProvider) provider = found;

  g_assert_cmpstr (provider != NULL ? provider->id : NULL, ==, id);
}

static void
test_find (void)
{
  assert_found (bell_oauth_provider_find ("jane@gmail.com", NULL), "google");
  assert_found (bell_oauth_provider_find ("jane@GMail.com", NULL), "google");
  assert_found (bell_oauth_provider_find ("jane@outlook.com", NULL), "microsoft");
  assert_found (bell_oauth_provider_find ("jane@not-gmail.com", NULL), NULL);
  assert_found (bell_oauth_provider_find ("jane@gmail.com.example.org", NULL), NULL);
  assert_found (bell_oauth_provider_find ("jane@example.org", "imap.gmail.com"), "google");
  assert_found (bell_oauth_provider_find ("jane@example.org", "evilimap.gmail.com.example.org"),
                NULL);
  assert_found (bell_oauth_provider_find ("jane@example.org", "evil-imap.gmail.com"), NULL);
  assert_found (bell_oauth_provider_find ("jane", "imap.mail.ru"), "mailru");
  assert_found (bell_oauth_provider_find_by_mail_exchanger ("ASPMX.L.GOOGLE.COM."), "google");
  assert_found (
    bell_oauth_provider_find_by_mail_exchanger ("example-org.mail.protection.outlook.com"),
    "microsoft");
  assert_found (bell_oauth_provider_find_by_mail_exchanger ("in1-smtp.messagingengine.com"),
                "fastmail");
  assert_found (bell_oauth_provider_find_by_mail_exchanger ("mx.example.org"), NULL);
  assert_found (bell_oauth_provider_find_by_mail_exchanger (""), NULL);
  assert_found (bell_oauth_provider_lookup ("nobody"), NULL);
}

static void
test_serves (void)
{
  g_autoptr (BellOAuthProvider) google = bell_oauth_provider_lookup ("google");
  g_autoptr (BellOAuthProvider) custom = bell_oauth_provider_lookup ("custom");

  g_assert_true (bell_oauth_provider_serves (google, "imap.gmail.com"));
  g_assert_true (bell_oauth_provider_serves (google, "IMAP.googlemail.com"));
  g_assert_false (bell_oauth_provider_serves (google, "evil-imap.gmail.com"));
  g_assert_false (bell_oauth_provider_serves (google, "imap.gmail.com.example.org"));
  g_assert_false (bell_oauth_provider_serves (google, ""));
  g_assert_true (bell_oauth_provider_serves (custom, "imap.example.org"));
}

/* What is in the table can be used. */
static void
test_table (void)
{
  g_auto (GStrv) ids = bell_oauth_provider_list ();

  g_assert_cmpuint (g_strv_length (ids), ==, 8);
  for (char **id = ids; *id != NULL; id++) {
    g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup (*id);
    const char *uris[] = { provider->authorization_endpoint, provider->token_endpoint,
                           provider->device_endpoint, provider->issuer };

    g_assert_nonnull (provider->name);
    if (g_str_equal (*id, "custom"))
      continue;
    g_assert_nonnull (provider->token_endpoint);
    g_assert_nonnull (provider->scopes);
    for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
      g_assert_true (uris[i] == NULL || bell_https_is_allowed (uris[i]));
  }
}

static void
test_google (void)
{
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup ("google");

  g_assert_cmpstr (provider->scopes, ==, "https://mail.google.com/");
  g_assert_cmpstr (provider->parameters[0], ==, "access_type=offline");
  g_assert_cmpstr (provider->parameters[1], ==, "prompt=consent");
  g_assert_null (provider->device_endpoint);
}

static void
test_no_client_id (void)
{
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup ("microsoft");
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&provider->client_id, g_free);
  g_assert_false (bell_oauth_provider_check (provider, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_CLIENT_ID);
  bell_oauth_provider_override (provider, "oauth-client-id", "my-own");
  g_assert_true (bell_oauth_provider_check (provider, NULL));
}

/* A client secret belongs to its client id. */
static void
test_own_client_id (void)
{
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup ("google");

  bell_oauth_provider_override (provider, "oauth-client-secret", "of another");
  bell_oauth_provider_override (provider, "oauth-client-id", "my-own");
  g_assert_null (provider->client_secret);
  bell_oauth_provider_override (provider, "oauth-client-secret", "");
  g_assert_null (provider->client_secret);
}

static void
write_pairs (BellAccount *account, const BellOAuthProvider *provider)
{
  g_auto (GStrv) pairs = bell_oauth_provider_to_settings (provider);

  for (char **pair = pairs; *pair != NULL; pair += 2)
    g_settings_set_string (bell_account_get_settings (account), pair[0], pair[1]);
}

static void
test_settings (void)
{
  g_autoptr (BellAccount) account = bell_account_new ("settings");
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup ("fastmail");
  g_autoptr (BellOAuthProvider) read_back = NULL;
  g_autofree char *token_endpoint = NULL;

  bell_oauth_provider_override (provider, "oauth-client-id", "registered");
  bell_oauth_provider_override (provider, "oauth-authorization-endpoint", "https://a.example/a");
  write_pairs (account, provider);
  token_endpoint =
    g_settings_get_string (bell_account_get_settings (account), "oauth-token-endpoint");
  g_assert_cmpstr (token_endpoint, ==, "");

  read_back = bell_oauth_provider_new_for_account (account, NULL);
  g_assert_cmpstr (read_back->id, ==, "fastmail");
  g_assert_cmpstr (read_back->client_id, ==, "registered");
  g_assert_cmpstr (read_back->authorization_endpoint, ==, "https://a.example/a");
  g_assert_cmpstr (read_back->token_endpoint, ==, provider->token_endpoint);
}

static void
test_unknown_provider (void)
{
  g_autoptr (BellAccount) account = bell_account_new ("unknown");
  g_autoptr (GError) error = NULL;

  g_settings_set_string (bell_account_get_settings (account), "oauth-provider", "nobody");
  g_assert_null (bell_oauth_provider_new_for_account (account, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER);
}

static void
on_change (G_GNUC_UNUSED BellAccount *account, gpointer n_changes)
{
  ++*(guint *) n_changes;
}

/* Whatever says where the secret comes from asks for a new connection, and nothing else does. */
static void
test_changes (void)
{
  g_autoptr (BellAccount) account = bell_account_new ("changes");
  GSettings *settings = bell_account_get_settings (account);
  guint      n_changes = 0;

  g_signal_connect (account, "connection-changed", G_CALLBACK (on_change), &n_changes);
  g_settings_set_string (settings, "credential", "oauth2");
  while (n_changes < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (bell_account_get_credential (account), ==, BELL_CREDENTIAL_OAUTH2);
  g_settings_set_string (settings, "oauth-client-id", "another");
  while (n_changes < 2)
    g_main_context_iteration (NULL, TRUE);
  g_settings_set_string (settings, "oauth-client-id", "another");
  g_settings_set_boolean (settings, "notify", FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oauth-provider/find", test_find);
  g_test_add_func ("/oauth-provider/serves", test_serves);
  g_test_add_func ("/oauth-provider/table", test_table);
  g_test_add_func ("/oauth-provider/google", test_google);
  g_test_add_func ("/oauth-provider/no-client-id", test_no_client_id);
  g_test_add_func ("/oauth-provider/own-client-id", test_own_client_id);
  g_test_add_func ("/oauth-provider/settings", test_settings);
  g_test_add_func ("/oauth-provider/unknown-provider", test_unknown_provider);
  g_test_add_func ("/oauth-provider/changes", test_changes);
  return g_test_run ();
}
