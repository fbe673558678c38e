/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which certificates and which TLS a connection takes, at once and behind STARTTLS. */

#include "io/connection.h"

#include "connection-calls.h"
#include "loopback-server.h"

#include <string.h>

static void
trust_test_authority (void)
{
  g_autofree char *path = loopback_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  bell_tls_trust_set_anchors (anchors);
}

static void
assert_peer_is (BellConnection *connection, const char *name)
{
  g_autoptr (GTlsCertificate) certificate = bell_connection_get_peer_certificate (connection);
  g_autofree char *expected = loopback_fingerprint (name);
  g_autofree char *fingerprint = NULL;

  g_assert_nonnull (certificate);
  fingerprint = bell_tls_trust_fingerprint (certificate);
  g_assert_cmpstr (fingerprint, ==, expected);
}

static void
assert_opens (const char *certificate, const char *pin)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, loopback_serve_tls_echo, certificate);
  connection = connection_to (&server, BELL_SECURITY_TLS, pin);
  g_assert_null (bell_connection_get_tls_version (connection));
  connection_open (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_connection_get_tls_version (connection), ==, "TLS 1.3");
  assert_peer_is (connection, certificate);
  connection_assert_echo (connection);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

/* Also of a copy, which is what a signal hands on. */
static void
assert_facts (const GError *error, const char *certificate)
{
  g_autoptr (GError) copy = g_error_copy (error);
  g_autofree char      *expected = loopback_fingerprint (certificate);
  BellCertificateFacts *facts = bell_connection_error_get_certificate (copy);
  g_autofree char      *name = g_strndup (certificate, strlen (certificate) - strlen (".pem"));

  g_assert_nonnull (facts);
  g_assert_cmpstr (facts->fingerprint, ==, expected);
  g_assert_nonnull (strstr (facts->subject, name));
  g_assert_cmpstr (facts->issuer, ==, "CN=Mailbell test authority");
  g_assert_cmpint (facts->not_before, ==, g_str_equal (name, "expired") ? 1609459200 : 1577836800);
  g_assert_cmpint (facts->not_after, ==, g_str_equal (name, "expired") ? 1640908800 : 4733510400);
  g_assert_cmpstr (facts->reason, ==, error->message);
}

static void
assert_refused (const char *certificate, const char *pin, int code, const char *message)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, loopback_serve_tls_echo, certificate);
  connection = connection_to (&server, BELL_SECURITY_TLS, pin);
  g_assert_false (connection_open (connection, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
  assert_peer_is (connection, certificate);
  assert_facts (error, certificate);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_trusted (void)
{
  trust_test_authority ();
  assert_opens ("good.pem", NULL);
  bell_tls_trust_set_anchors (NULL);
}

static void
test_untrusted (void)
{
  assert_refused (
    "good.pem", NULL, BELL_CONNECTION_ERROR_UNTRUSTED,
    "The certificate of the server is not signed by an authority that this computer trusts.");
  trust_test_authority ();
  assert_refused ("other-name.pem", NULL, BELL_CONNECTION_ERROR_UNTRUSTED,
                  "The certificate of the server was issued for another name.");
  assert_refused ("expired.pem", NULL, BELL_CONNECTION_ERROR_UNTRUSTED,
                  "The certificate of the server has expired.");
  assert_refused ("client-only.pem", NULL, BELL_CONNECTION_ERROR_UNTRUSTED,
                  "The certificate of the server is not valid for a server.");
  bell_tls_trust_set_anchors (NULL);
}

static void
test_pinned (void)
{
  g_autofree char *good = loopback_fingerprint ("good.pem");
  g_autofree char *expired = loopback_fingerprint ("expired.pem");

  assert_opens ("good.pem", good);
  assert_opens ("expired.pem", expired);
  assert_refused ("good.pem", expired, BELL_CONNECTION_ERROR_PIN_MISMATCH,
                  "The certificate of the server is not the pinned one. The certificate of the "
                  "server is not signed by an authority that this computer trusts.");
  assert_refused ("good.pem", "no fingerprint", BELL_CONNECTION_ERROR_PIN_MISMATCH, NULL);

  /* Also where the system trusts the certificate. */
  trust_test_authority ();
  assert_refused ("good.pem", expired, BELL_CONNECTION_ERROR_PIN_MISMATCH,
                  "The certificate of the server is not the pinned one. Without the pin this "
                  "computer would trust it.");
  assert_refused ("good.pem", "", BELL_CONNECTION_ERROR_PIN_MISMATCH, NULL);
  bell_tls_trust_set_anchors (NULL);
}

static void
test_start_tls (void)
{
  LoopbackServer   server;
  g_autofree char *pin = loopback_fingerprint ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, loopback_serve_start_tls, "good.pem");
  connection = connection_to (&server, BELL_SECURITY_STARTTLS, pin);
  connection_open (connection, &error);
  g_assert_no_error (error);
  g_assert_null (bell_connection_get_tls_version (connection));
  connection_expect_text (connection, "* OK ready\r\n");
  connection_send_text (connection, "a STARTTLS\r\n");
  connection_expect_text (connection, "a OK begin\r\n");
  connection_start_tls (connection, &error);
  g_assert_no_error (error);
  assert_peer_is (connection, "good.pem");
  connection_assert_echo (connection);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_start_tls_untrusted (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, loopback_serve_start_tls, "good.pem");
  connection = connection_to (&server, BELL_SECURITY_STARTTLS, NULL);
  connection_open (connection, &error);
  g_assert_no_error (error);
  connection_expect_text (connection, "* OK ready\r\n");
  connection_send_text (connection, "a STARTTLS\r\n");
  connection_expect_text (connection, "a OK begin\r\n");
  g_assert_false (connection_start_tls (connection, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static gint n_told; /* (atomic) bytes that came in clear where TLS should have been */

/* Promises TLS, and answers the client's hello with something else. */
static void
serve_broken_promise (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  GInputStream  *input = g_io_stream_get_input_stream (G_IO_STREAM (tcp));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (tcp));
  char           buffer[4096];
  gssize         n;

  g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);
  g_output_stream_write_all (output, "* BAD\r\n", strlen ("* BAD\r\n"), NULL, NULL, NULL);
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    if (g_strstr_len (buffer, n, "secret") != NULL)
      g_atomic_int_add (&n_told, (gint) n);
}

static void
on_start_tls_failed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  connection_send_text (BELL_CONNECTION (object), "secret");
  connection_on_ready (object, result, user_data);
}

/* What was cleartext before is nothing now, whatever the caller does. */
static void
test_start_tls_does_not_fall_back (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  loopback_server_start (&server, serve_broken_promise, NULL);
  connection = connection_to (&server, BELL_SECURITY_STARTTLS, NULL);
  connection_open (connection, &error);
  g_assert_no_error (error);
  bell_connection_start_tls_async (connection, NULL, on_start_tls_failed, &result);
  connection_wait_for (&result);
  g_assert_false (bell_connection_start_tls_finish (connection, result, NULL));
  g_assert_null (connection_receive (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  bell_connection_close (connection);
  loopback_server_stop (&server);
  g_assert_cmpint (n_told, ==, 0);
}

static void
assert_tls_fails (LoopbackServe serve)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, serve, NULL);
  connection = connection_to (&server, BELL_SECURITY_TLS, NULL);
  g_assert_false (connection_open (connection, &error));
  g_test_message ("%s %d: %s", g_quark_to_string (error->domain), error->code, error->message);
  g_assert_true (error->domain == G_TLS_ERROR || error->domain == G_IO_ERROR);
  g_assert_null (bell_connection_get_tls_version (connection));
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_not_tls (void)
{
  assert_tls_fails (loopback_serve_plain_greeting);
}

static void
test_dies_in_handshake (void)
{
  assert_tls_fails (loopback_serve_half_handshake);
}

/* GLib itself would take it. Only OpenSSL's test server can be told to be that old. */
static void
test_old_tls (void)
{
  g_autofree char *path = loopback_certificate_path ("good.pem");
  g_autofree char *pin = loopback_fingerprint ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (BellConnection) connection = NULL;
  LoopbackServer server = { 0 };

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE |
                                G_SUBPROCESS_FLAGS_STDIN_PIPE,
                              &error, "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert",
                              path, "-key", path, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  while (server.port == 0) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

    g_assert_nonnull (line);
    if (g_str_has_prefix (line, "ACCEPT 127.0.0.1:"))
      server.port = (guint16) g_ascii_strtoull (line + strlen ("ACCEPT 127.0.0.1:"), NULL, 10);
  }
  connection = connection_to (&server, BELL_SECURITY_TLS, pin);
  g_assert_false (connection_open (connection, &error));
  g_test_message ("%s %d: %s", g_quark_to_string (error->domain), error->code, error->message);
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_OLD_TLS);
  bell_connection_close (connection);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-tls/trusted", test_trusted);
  g_test_add_func ("/connection-tls/untrusted", test_untrusted);
  g_test_add_func ("/connection-tls/pinned", test_pinned);
  g_test_add_func ("/connection-tls/start-tls", test_start_tls);
  g_test_add_func ("/connection-tls/start-tls-untrusted", test_start_tls_untrusted);
  g_test_add_func ("/connection-tls/start-tls-does-not-fall-back",
                   test_start_tls_does_not_fall_back);
  g_test_add_func ("/connection-tls/not-tls", test_not_tls);
  g_test_add_func ("/connection-tls/dies-in-handshake", test_dies_in_handshake);
  g_test_add_func ("/connection-tls/old-tls", test_old_tls);
  return g_test_run ();
}
