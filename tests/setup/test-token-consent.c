/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a token goes without asking. The secrets are in libsecret's file. */

#include "setup/token-consent.h"

#include "account/credentials.h"

#include <glib/gstdio.h>
#include <string.h>

#define ID "a1"
#define HOST "imap.example.org"

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* With a client id, which this build may not have. (transfer full) */
static BellOAuthProvider *
new_provider (const char *id)
{
  BellOAuthProvider *provider = bell_oauth_provider_lookup (id);

  bell_oauth_provider_override (provider, "oauth-client-id", "it");
  if (g_str_equal (id, "custom"))
    bell_oauth_provider_override (provider, "oauth-token-endpoint", "https://example.org/token");
  return provider;
}

static BellAccount *
new_account (const char *host, guint16 port)
{
  BellAccount *account = bell_account_new (ID);
  GSettings   *settings = bell_account_get_settings (account);

  g_settings_set_string (settings, "host", host);
  g_settings_set (settings, "port", "q", port);
  return account;
}

static gboolean
ask (const char *host, guint16 port, const BellOAuthProvider *provider)
{
  g_autoptr (BellAccount) account = new_account (host, port);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean given;

  bell_token_consent_look_up_async (account, provider, NULL, on_ready, &result);
  wait_for (&result);
  given = bell_token_consent_look_up_finish (result, &error);
  g_assert_no_error (error);
  return given;
}

static gboolean
goes (const char *host, const char *id)
{
  g_autoptr (BellOAuthProvider) provider = new_provider (id);

  return ask (host, 993, provider);
}

static void
test_named (void)
{
  g_assert_true (goes ("imap.gmail.com", "google"));
  g_assert_true (goes ("IMAP.Gmail.COM", "google"));
  g_assert_false (goes ("imap.gmail.com", "microsoft"));
  g_assert_false (goes ("imap.gmail.com.example.net", "google"));
  g_assert_false (goes ("gmail.com", "google"));
  g_assert_false (goes ("", "google"));
  /* By the table of providers. */
  g_assert_true (goes ("imap.mail.att.net", "yahoo"));
  g_assert_false (goes ("imap.mail.att.net", "aol"));
  /* It has no servers that go without saying. */
  g_assert_false (goes (HOST, "custom"));
}

static void
store (const BellOAuthProvider *provider)
{
  g_autoptr (BellSecretText) token = bell_secret_text_new ("REFRESH", -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_credentials_store_refresh_token_async (ID, "jane@example.org", HOST,
                                              provider->token_endpoint, provider->client_id, token,
                                              NULL, on_ready, &result);
  wait_for (&result);
  g_assert_true (bell_credentials_store_finish (result, &error));
  g_assert_no_error (error);
}

/* For this server, this provider and this client. */
static void
test_agreed_before (void)
{
  g_autoptr (BellOAuthProvider) google = new_provider ("google");
  g_autoptr (BellOAuthProvider) custom = new_provider ("custom");
  g_autoptr (BellOAuthProvider) registering = bell_oauth_provider_lookup ("custom");

  g_assert_false (ask (HOST, 993, google));
  store (google);
  g_assert_true (ask (HOST, 993, google));
  g_assert_true (ask ("IMAP.example.org", 143, google));
  g_assert_false (ask (HOST, 1993, google));
  g_assert_false (ask ("imap.example.net", 993, google));
  g_assert_false (ask (HOST, 993, custom));
  store (custom);
  g_assert_true (ask (HOST, 993, custom));
  g_assert_false (ask (HOST, 993, registering));
  bell_oauth_provider_override (google, "oauth-client-id", "another");
  g_assert_false (ask (HOST, 993, google));
}

static void
test_cancelled (void)
{
  g_autoptr (BellAccount) account = new_account (HOST, 993);
  g_autoptr (BellOAuthProvider) provider = new_provider ("google");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_token_consent_look_up_async (account, provider, cancellable, on_ready, &result);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_false (bell_token_consent_look_up_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* It names both, and says what is at stake. */
static void
test_describe (void)
{
  g_autoptr (BellOAuthProvider) provider = new_provider ("google");
  g_autofree char *text = bell_token_consent_describe (provider, HOST);

  g_assert_nonnull (strstr (text, "imap.example.org is a server of Google"));
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "default.keyring", NULL);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  int              status;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-consent/named", test_named);
  g_test_add_func ("/token-consent/agreed-before", test_agreed_before);
  g_test_add_func ("/token-consent/cancelled", test_cancelled);
  g_test_add_func ("/token-consent/describe", test_describe);
  status = g_test_run ();
  g_remove (path);
  g_remove (backup);
  g_remove (directory);
  return status;
}
