/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To which server a token may go. */

#include "setup/set-up-server.h"

#define EVIL "imap.gmail.com.example.net"

static gboolean
takes (const BellServerFound *server, const char *provider_id)
{
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup (provider_id);

  return bell_set_up_server_takes_token (server, provider);
}

static void
test_takes_token (void)
{
  const BellServerFound gmail = { .host = (char *) "imap.gmail.com", .other_domain = TRUE };
  const BellServerFound evil = { .host = (char *) EVIL, .vouched = TRUE };
  const BellServerFound typed = { .host = (char *) EVIL, .vouched = TRUE, .typed = TRUE };
  const BellServerFound of_table = { .host = (char *) "imap.mail.att.net", .oauth = "yahoo" };

  g_assert_true (takes (&gmail, "google"));
  g_assert_false (takes (&gmail, "microsoft"));
  g_assert_false (takes (&evil, "google"));
  g_assert_true (takes (&evil, "custom"));
  g_assert_true (takes (&typed, "google"));
  g_assert_true (takes (&of_table, "yahoo"));
  g_assert_false (takes (&of_table, "google"));
}

/* The address is Google's, and the server that was found for it is not. */
static void
test_find_browser (void)
{
  const BellServerFound evil = { .host = (char *) EVIL, .vouched = TRUE };
  const BellServerFound typed = { .host = (char *) EVIL, .vouched = TRUE, .typed = TRUE };
  g_autofree char      *name = NULL;
  g_autoptr (BellOAuthProvider) provider = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (bell_set_up_server_find_browser (&evil, "jane@gmail.com", &name, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER);
  g_assert_cmpstr (name, ==, EVIL);

  /* What is missing then is at the most the client id, which a build may have. */
  g_clear_error (&error);
  g_clear_pointer (&name, g_free);
  provider = bell_set_up_server_find_browser (&typed, "jane@gmail.com", &name, &error);
  g_assert_false (g_error_matches (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER));
  g_assert_cmpstr (name, ==, "Google");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/set-up-server/takes-token", test_takes_token);
  g_test_add_func ("/set-up-server/find-browser", test_find_browser);
  return g_test_run ();
}
