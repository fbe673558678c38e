/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check signs in with: a server that offers less than the account has had there before gets
 * nothing from it either. The memory is in a state directory of the test's own. */

#include "setup/account-sign-in.h"

#include "../io/loopback-server.h"
#include "imap/imap-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define ID "a1"

/* Offers what a thief would, and must not hear of a password. */
static void
serve_plain (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  GIOStream *stream = G_IO_STREAM (tcp);
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  static const char greeting[] = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n";

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), greeting, strlen (greeting),
                             NULL, NULL, NULL);
  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

    if (line == NULL)
      return;
    g_assert_null (strstr (line, "AUTHENTICATE"));
    g_assert_null (strstr (line, "LOGIN"));
  }
}

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

static void
remember (const char *text)
{
  g_autofree char *path = bell_sign_in_memory_get_path (NULL, ID);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
forget (void)
{
  g_autofree char *path = bell_sign_in_memory_get_path (NULL, ID);

  g_remove (path);
}

static BellAccount *
new_account (const char *host)
{
  BellAccount *account = bell_account_new (ID);
  GSettings   *settings = bell_account_get_settings (account);

  g_settings_set_string (settings, "host", host);
  g_settings_set_string (settings, "user", "jane");
  return account;
}

static BellAccountSignIn *
ask (BellAccount *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (BellSecretText) password = bell_secret_text_new ("secret", -1);
  g_autoptr (BellSignInSecret) secret = bell_sign_in_secret_new_password (password);
  g_autoptr (GAsyncResult) result = NULL;

  bell_account_sign_in_ask_async (account, secret, cancellable, on_ready, &result);
  wait_for (&result);
  return bell_account_sign_in_ask_finish (result, error);
}

static void
assert_known (const char *host, const char *strongest, gboolean broken)
{
  g_autoptr (BellAccount) account = new_account (host);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellAccountSignIn) sign_in = ask (account, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (sign_in->user.user, ==, "jane");
  g_assert_cmpstr (bell_secret_text_peek (sign_in->user.secret->password), ==, "secret");
  g_assert_cmpstr (sign_in->user.strongest, ==, strongest);
  g_assert_cmpint (sign_in->user.plus_broken, ==, broken);
  g_assert_cmpint (sign_in->user.external_broken, ==, broken);
}

static void
test_remembers (void)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *text =
    g_strdup_printf ("[mailbell]\nversion=1\n[folder:INBOX]\nuid-validity=7\nuid-seen=2\n"
                     "[sign-in:imap.example.org]\nmechanism=SCRAM-SHA-256\n"
                     "plus-broken-at=%s\nexternal-broken-at=%s\n",
                     now, now);

  forget ();
  assert_known ("imap.example.org", NULL, FALSE);
  remember (text);
  assert_known ("IMAP.Example.org", "SCRAM-SHA-256", TRUE);
  assert_known ("imap.example.com", NULL, FALSE);
  remember ("[mailbell]\nversion=2\n[sign-in:imap.example.org]\nmechanism=PLAIN\n");
  assert_known ("imap.example.org", NULL, FALSE);
  remember ("not a key file");
  assert_known ("imap.example.org", NULL, FALSE);
}

static void
test_refuses_a_downgrade (void)
{
  LoopbackServer server;
  g_autoptr (BellAccount) account = new_account ("127.0.0.1");
  g_autoptr (BellAccountSignIn) sign_in = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BellEndpoint endpoint = { .host = "127.0.0.1", .security = BELL_SECURITY_NONE };

  remember ("[mailbell]\nversion=1\n[sign-in:127.0.0.1]\nmechanism=SCRAM-SHA-256\n");
  sign_in = ask (account, NULL, NULL);
  loopback_server_start (&server, serve_plain, NULL);
  endpoint.port = server.port;
  bell_connection_check_async (&endpoint, &sign_in->user, NULL, on_ready, &result);
  wait_for (&result);
  g_assert_null (bell_connection_check_finish (result, NULL, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_DOWNGRADE);
  loopback_server_stop (&server);
}

static void
test_cancelled (void)
{
  g_autoptr (BellAccount) account = new_account ("imap.example.org");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ask (account, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/account-sign-in/remembers", test_remembers);
  g_test_add_func ("/account-sign-in/refuses-a-downgrade", test_refuses_a_downgrade);
  g_test_add_func ("/account-sign-in/cancelled", test_cancelled);
  return g_test_run ();
}
