/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files are taken, what is said of the others, and that the server gets to see it. Passwords
 * from a keyring are in tests/server/test-client-certificate. */

#include "io/client-certificate.h"

#include "account/credentials.h"
#include "connection-calls.h"
#include "io/pin-interaction.h"
#include "io/refused-pins.h"
#include "loopback-server.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static BellClientCertificate *
load (const char *source, const char *account_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_client_certificate_load_async (source, account_id, NULL, connection_on_ready, &result);
  connection_wait_for (&result);
  return bell_client_certificate_load_finish (result, error);
}

static void
assert_refused (const char *source, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (source, NULL, &error));
  g_test_message ("%s: %s", source, error->message);
  g_assert_error (error, BELL_CLIENT_CERTIFICATE_ERROR, code);
}

static void
assert_file_refused (const char *name, int code)
{
  g_autofree char *path = loopback_certificate_path (name);

  assert_refused (path, code);
}

static void
test_refused (void)
{
  assert_refused ("/nonexistent/client.pem", BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
  assert_refused ("/dev/null/client.pem", BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
  assert_refused ("/tmp", BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  assert_refused ("/dev/zero", BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  assert_file_refused ("make-certificates", BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  assert_file_refused ("client-no-key.pem", BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY);
  assert_file_refused ("client-encrypted.pem", BELL_CLIENT_CERTIFICATE_ERROR_ENCRYPTED);
  assert_file_refused ("client-only.p12", BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
}

/* TEXT as a file. */
static void
assert_text_refused (const char *text, gsize length, int code)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp ("mailbell-XXXXXX", &path, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  assert_refused (path, code);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_broken (void)
{
  static const char key_alone[] = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  static const char nul[] = "-----BEGIN CERTIFICATE-----\n\0PRIVATE KEY-----";
  g_autofree char  *large = g_malloc0 (BELL_CLIENT_CERTIFICATE_BYTES + 1);
  g_autofree char  *path = loopback_certificate_path ("client-only.p12");
  g_autofree char  *contents = NULL;
  gsize             length;

  assert_text_refused ("", 0, BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  assert_text_refused ("\x30\x82\xff\xff", 4, BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  assert_text_refused (key_alone, sizeof key_alone - 1, BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  assert_text_refused (nul, sizeof nul - 1, BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY);
  assert_text_refused (large, BELL_CLIENT_CERTIFICATE_BYTES + 1,
                       BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  assert_text_refused (contents, length / 2, BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
}

/* Nobody writes to it: to open it must not wait. */
static void
test_pipe (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (path, BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_uri (void)
{
  g_assert_true (bell_client_certificate_is_uri ("pkcs11:token=a;object=b"));
  g_assert_true (bell_client_certificate_is_uri ("PKCS11:token=a"));
  g_assert_false (bell_client_certificate_is_uri ("/srv/pkcs11:a"));
  g_assert_true (bell_client_certificate_is_safe ("pkcs11:token=a;object=b"));
  g_assert_true (bell_client_certificate_is_safe ("/srv/pin-value.pem"));
  g_assert_false (bell_client_certificate_is_safe ("pkcs11:token=a?pin-value=1234"));
  g_assert_false (bell_client_certificate_is_safe ("PKCS11:token=a?PIN-source=/tmp/pin"));
  assert_refused ("pkcs11:token=a?pin-value=1234", BELL_CLIENT_CERTIFICATE_ERROR_PIN_IN_URI);
  assert_refused ("pkcs11:token=there-is-no-such-token", BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
}

/* Why there is no password is said, rather than that it is wrong. */
static void
test_no_keyring (void)
{
  if (g_test_subprocess ()) {
    g_autofree char *path = loopback_certificate_path ("client-only.p12");
    g_autoptr (GError) error = NULL;

    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    g_assert_null (load (path, "account", &error));
    g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

#define TOKEN "pkcs11:token=there-is-no-such-token"

static void
store_pin (const char *pin)
{
  g_autoptr (BellSecretText) text = bell_secret_text_new (pin, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_credentials_store_certificate_async ("account", "jane@example.org", text, NULL,
                                            connection_on_ready, &result);
  connection_wait_for (&result);
  bell_credentials_store_finish (result, &error);
  g_assert_no_error (error);
}

static void
assert_load_fails (const char *source, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (source, "account", &error));
  g_assert_error (error, BELL_CLIENT_CERTIFICATE_ERROR, code);
}

/* What a token has refused does not get as far as the token. */
static void
load_with_refused_pins (void)
{
  g_autoptr (BellSecretText) pin = bell_secret_text_new ("1234", -1);

  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
  bell_refused_pins_add ("account", TOKEN, NULL);
  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
  store_pin ("1234");
  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
  bell_refused_pins_add ("account", TOKEN, pin);
  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
  store_pin ("5678");
  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
  store_pin ("1234");
  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
  bell_refused_pins_forget ("account");
  assert_load_fails (TOKEN, BELL_CLIENT_CERTIFICATE_ERROR_MISSING);
}

/* A file does not mind, and may be another one by now. */
static void
load_with_refused_password (void)
{
  g_autofree char *path = loopback_certificate_path ("client-only.p12");
  g_autoptr (BellClientCertificate) opened = NULL;
  g_autoptr (GError) error = NULL;

  store_pin ("wrong");
  g_assert_false (bell_refused_pins_has ("account", path));
  assert_load_fails (path, BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
  g_assert_true (bell_refused_pins_has ("account", path));
  assert_load_fails (path, BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD);
  store_pin ("secret");
  opened = load (path, "account", &error);
  g_assert_no_error (error);
  g_assert_true (bell_client_certificate_check (opened, FALSE, &error));
  g_assert_true (bell_refused_pins_has ("account", path));
  g_assert_true (bell_client_certificate_check (opened, TRUE, &error));
  g_assert_false (bell_refused_pins_has ("account", path));
}

/* libsecret looks for its store only once, so with a file in its place there is a process. */
static void
test_refused_pins (void)
{
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;
  g_autofree char *backup = NULL;

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
  load_with_refused_pins ();
  load_with_refused_password ();
  g_remove (path);
  g_remove (backup);
  g_remove (directory);
}

static gboolean
on_client_certificate (G_GNUC_UNUSED GTlsConnection      *tls,
                       GTlsCertificate                   *certificate,
                       G_GNUC_UNUSED GTlsCertificateFlags flags,
                       G_GNUC_UNUSED gpointer             user_data)
{
  g_autofree char *shown = bell_tls_trust_fingerprint (certificate);
  g_autofree char *expected = loopback_fingerprint ("client-only.pem");

  return g_str_equal (shown, expected);
}

/* Serves those alone who show that one certificate. */
static void
serve_to_known (GSocketConnection *tcp, const char *certificate)
{
  g_autofree char *path = loopback_certificate_path (certificate);
  g_autoptr (GTlsCertificate) own = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (tcp), own, NULL);
  char   buffer[100];
  gssize n;

  g_object_set (tls, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (on_client_certificate), NULL);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    return;
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (tls), buffer, sizeof buffer, NULL,
                                   NULL)) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (tls), buffer, (gsize) n, NULL, NULL,
                               NULL);
}

static BellConnection *
connect_with (const LoopbackServer *server, const char *source)
{
  g_autofree char   *pin = loopback_fingerprint ("good.pem");
  const BellEndpoint endpoint = {
    .host = "127.0.0.1",
    .port = server->port,
    .security = BELL_SECURITY_TLS,
    .pin = pin,
    .client_certificate = source,
  };

  return bell_connection_new (&endpoint);
}

static void
assert_shown (const char *name)
{
  LoopbackServer   server;
  g_autofree char *path = loopback_certificate_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, serve_to_known, "good.pem");
  connection = connect_with (&server, path);
  connection_open (connection, &error);
  g_assert_no_error (error);
  connection_assert_echo (connection);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_shown (void)
{
  assert_shown ("client-only.pem");
  assert_shown ("client-no-password.p12");
}

/* With TLS 1.3 the server's refusal comes after our side of the handshake; this server goes away so
 * fast that its alert may be lost on the way. */
static void
test_wanted (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, serve_to_known, "good.pem");
  connection = connect_with (&server, NULL);
  if (connection_open (connection, &error))
    bytes = connection_receive (connection, &error);
  if (bytes == NULL)
    g_test_message ("%s", error->message);
  else
    g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  if (error != NULL && error->domain == G_TLS_ERROR)
    g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_connection_says_why (void)
{
  LoopbackServer   server;
  g_autofree char *path = loopback_certificate_path ("client-no-key.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  loopback_server_start (&server, loopback_serve_tls_echo, "good.pem");
  connection = connect_with (&server, path);
  g_assert_false (connection_open (connection, &error));
  g_assert_error (error, BELL_CLIENT_CERTIFICATE_ERROR, BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static GTlsInteractionResult
ask_pin (GTlsInteraction *interaction, GTlsPassword *password)
{
  g_autoptr (GError) error = NULL;

  return g_tls_interaction_ask_password (interaction, password, NULL, &error);
}

/* Three wrong ones would lock a token. */
static void
test_pin_is_tried_once (void)
{
  g_autoptr (BellSecretText) pin = bell_secret_text_new ("1234", -1);
  g_autoptr (GTlsInteraction) interaction = bell_pin_interaction_new (pin);
  g_autoptr (GTlsInteraction) without = bell_pin_interaction_new (NULL);
  g_autoptr (GTlsPassword) first = g_tls_password_new (G_TLS_PASSWORD_NONE, "token");
  g_autoptr (GTlsPassword) again = g_tls_password_new (G_TLS_PASSWORD_RETRY, "token");
  g_autoptr (GTlsPassword) last = g_tls_password_new (G_TLS_PASSWORD_FINAL_TRY, "token");
  gsize length;

  g_assert_cmpint (ask_pin (interaction, first), ==, G_TLS_INTERACTION_HANDLED);
  g_assert_cmpmem (g_tls_password_get_value (first, &length), 4, "1234", 4);
  g_assert_false (bell_pin_interaction_has_failed (BELL_PIN_INTERACTION (interaction)));
  g_assert_cmpint (ask_pin (interaction, again), ==, G_TLS_INTERACTION_FAILED);
  g_assert_cmpint (ask_pin (interaction, last), ==, G_TLS_INTERACTION_FAILED);
  g_assert_true (bell_pin_interaction_has_failed (BELL_PIN_INTERACTION (interaction)));
  g_assert_cmpint (ask_pin (without, first), ==, G_TLS_INTERACTION_FAILED);
  g_assert_true (bell_pin_interaction_has_failed (BELL_PIN_INTERACTION (without)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client-certificate/refused", test_refused);
  g_test_add_func ("/client-certificate/broken", test_broken);
  g_test_add_func ("/client-certificate/pipe", test_pipe);
  g_test_add_func ("/client-certificate/uri", test_uri);
  g_test_add_func ("/client-certificate/no-keyring", test_no_keyring);
  g_test_add_func ("/client-certificate/refused-pins", test_refused_pins);
  g_test_add_func ("/client-certificate/shown", test_shown);
  g_test_add_func ("/client-certificate/wanted", test_wanted);
  g_test_add_func ("/client-certificate/connection-says-why", test_connection_says_why);
  g_test_add_func ("/client-certificate/pin-is-tried-once", test_pin_is_tried_once);
  return g_test_run ();
}
