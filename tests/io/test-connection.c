/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections to servers on loopback, each a function that runs in a thread with blocking calls. */

#include "io/connection.h"

#include "base/time-units.h"
#include "io/socket-options.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define LARGE_BYTES (1024 * 1024)

/* Talks to one client; the connection is closed when it returns. */
typedef void (*Serve) (GSocketConnection *tcp, const char *certificate);

typedef struct {
  GSocketService *service;
  guint16         port;
  Serve           serve;
  const char     *certificate;
  gint            n_clients; /* (atomic) */
} Server;

static char *
certificate_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "certificates", name, NULL);
}

static char *
fingerprint_of (const char *name)
{
  g_autofree char *path = certificate_path (name);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);

  return bell_tls_trust_fingerprint (certificate);
}

/* In the main thread, before the other one sees the client. */
static gboolean
on_incoming (G_GNUC_UNUSED GSocketService    *service,
             G_GNUC_UNUSED GSocketConnection *tcp,
             G_GNUC_UNUSED GObject           *source,
             Server                          *server)
{
  g_atomic_int_inc (&server->n_clients);
  return FALSE;
}

static gboolean
on_run (G_GNUC_UNUSED GThreadedSocketService *service,
        GSocketConnection                    *tcp,
        G_GNUC_UNUSED GObject                *source,
        Server                               *server)
{
  server->serve (tcp, server->certificate);
  g_io_stream_close (G_IO_STREAM (tcp), NULL, NULL);
  g_atomic_int_dec_and_test (&server->n_clients);
  g_main_context_wakeup (NULL);
  return TRUE;
}

static void
start_on (Server *server, GInetAddress *address, Serve serve, const char *certificate)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  server->serve = serve;
  server->n_clients = 0;
  server->certificate = certificate;
  server->service = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (server->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &got, &error);
  g_assert_no_error (error);
  server->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  g_signal_connect (server->service, "incoming", G_CALLBACK (on_incoming), server);
  g_signal_connect (server->service, "run", G_CALLBACK (on_run), server);
}

static void
start (Server *server, Serve serve, const char *certificate)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  start_on (server, loopback, serve, certificate);
}

/* Once all clients have been served. */
static void
stop (Server *server)
{
  while (g_atomic_int_get (&server->n_clients) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_clear_object (&server->service);
}

static GIOStream *
server_handshake (GSocketConnection *tcp, const char *certificate)
{
  g_autofree char *path = certificate_path (certificate);
  g_autoptr (GTlsCertificate) own = g_tls_certificate_new_from_file (path, NULL);
  GIOStream *tls = g_tls_server_connection_new (G_IO_STREAM (tcp), own, NULL);

  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
  return tls;
}

static void
copy_back (GIOStream *stream)
{
  char   buffer[8192];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer,
                                   NULL, NULL)) > 0)
    if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), buffer, (gsize) n, NULL,
                                    NULL, NULL))
      return;
}

static void
serve_echo (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  copy_back (G_IO_STREAM (tcp));
}

static void
serve_tls_echo (GSocketConnection *tcp, const char *certificate)
{
  g_autoptr (GIOStream) tls = server_handshake (tcp, certificate);

  copy_back (tls);
}

static void
write_text (GSocketConnection *tcp, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (tcp)), text, strlen (text),
                             NULL, NULL, NULL);
}

static void
read_some (GSocketConnection *tcp)
{
  char buffer[512];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (tcp)), buffer, sizeof buffer,
                       NULL, NULL);
}

static void
serve_start_tls (GSocketConnection *tcp, const char *certificate)
{
  g_autoptr (GIOStream) tls = NULL;

  write_text (tcp, "* OK ready\r\n");
  read_some (tcp);
  write_text (tcp, "a OK begin\r\n");
  tls = server_handshake (tcp, certificate);
  copy_back (tls);
}

static void
serve_plain_greeting (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  write_text (tcp, "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n");
  read_some (tcp);
}

/* Takes the client's hello and goes away. */
static void
serve_half_handshake (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  read_some (tcp);
}

static void
serve_silence (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  char buffer[512];

  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (tcp)), buffer,
                              sizeof buffer, NULL, NULL) > 0)
    ;
}

static void
serve_greeting_then_end (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  write_text (tcp, "* BYE\r\n");
}

/* The client's side. */

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

static BellConnection *
new_connection (const Server *server, BellSecurity security, const char *pin)
{
  const BellEndpoint endpoint = { "127.0.0.1", server->port, security, pin };

  return bell_connection_new (&endpoint);
}

static gboolean
open_now (BellConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_connection_open_async (connection, NULL, on_ready, &result);
  wait_for (&result);
  return bell_connection_open_finish (connection, result, error);
}

static gboolean
start_tls_now (BellConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_connection_start_tls_async (connection, NULL, on_ready, &result);
  wait_for (&result);
  return bell_connection_start_tls_finish (connection, result, error);
}

static GBytes *
receive_now (BellConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_connection_receive_async (connection, NULL, on_ready, &result);
  wait_for (&result);
  return bell_connection_receive_finish (connection, result, error);
}

static void
send_text (BellConnection *connection, const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  bell_connection_send (connection, bytes);
}

static void
expect_text (BellConnection *connection, const char *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);

  while (got->len < strlen (expected)) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = receive_now (connection, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
    g_string_append_len (got, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  }
  g_assert_cmpstr (got->str, ==, expected);
}

static void
trust_test_authority (void)
{
  g_autofree char *path = certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  bell_tls_trust_set_anchors (anchors);
}

static void
assert_peer_is (BellConnection *connection, const char *name)
{
  g_autoptr (GTlsCertificate) certificate = bell_connection_get_peer_certificate (connection);
  g_autofree char *expected = fingerprint_of (name);
  g_autofree char *fingerprint = NULL;

  g_assert_nonnull (certificate);
  fingerprint = bell_tls_trust_fingerprint (certificate);
  g_assert_cmpstr (fingerprint, ==, expected);
}

static void
assert_echo (BellConnection *connection)
{
  send_text (connection, "a ");
  send_text (connection, "NOOP\r\n");
  expect_text (connection, "a NOOP\r\n");
}

static void
assert_opens (const char *certificate, const char *pin)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  start (&server, serve_tls_echo, certificate);
  connection = new_connection (&server, BELL_SECURITY_TLS, pin);
  g_assert_null (bell_connection_get_tls_version (connection));
  open_now (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_connection_get_tls_version (connection), ==, "TLS 1.3");
  assert_peer_is (connection, certificate);
  assert_echo (connection);
  bell_connection_close (connection);
  stop (&server);
}

static void
assert_refused (const char *certificate, const char *pin, int code, const char *message)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  start (&server, serve_tls_echo, certificate);
  connection = new_connection (&server, BELL_SECURITY_TLS, pin);
  g_assert_false (open_now (connection, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
  assert_peer_is (connection, certificate);
  bell_connection_close (connection);
  stop (&server);
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
  g_autofree char *good = fingerprint_of ("good.pem");
  g_autofree char *expired = fingerprint_of ("expired.pem");

  assert_opens ("good.pem", good);
  assert_opens ("expired.pem", expired);
  assert_refused ("good.pem", expired, BELL_CONNECTION_ERROR_PIN_MISMATCH, NULL);
  assert_refused ("good.pem", "no fingerprint", BELL_CONNECTION_ERROR_PIN_MISMATCH, NULL);

  /* Also where the system trusts the certificate. */
  trust_test_authority ();
  assert_refused ("good.pem", expired, BELL_CONNECTION_ERROR_PIN_MISMATCH, NULL);
  assert_refused ("good.pem", "", BELL_CONNECTION_ERROR_PIN_MISMATCH, NULL);
  bell_tls_trust_set_anchors (NULL);
}

static void
test_start_tls (void)
{
  Server           server;
  g_autofree char *pin = fingerprint_of ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  start (&server, serve_start_tls, "good.pem");
  connection = new_connection (&server, BELL_SECURITY_STARTTLS, pin);
  open_now (connection, &error);
  g_assert_no_error (error);
  g_assert_null (bell_connection_get_tls_version (connection));
  expect_text (connection, "* OK ready\r\n");
  send_text (connection, "a STARTTLS\r\n");
  expect_text (connection, "a OK begin\r\n");
  start_tls_now (connection, &error);
  g_assert_no_error (error);
  assert_peer_is (connection, "good.pem");
  assert_echo (connection);
  bell_connection_close (connection);
  stop (&server);
}

static void
test_start_tls_untrusted (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  start (&server, serve_start_tls, "good.pem");
  connection = new_connection (&server, BELL_SECURITY_STARTTLS, NULL);
  open_now (connection, &error);
  g_assert_no_error (error);
  expect_text (connection, "* OK ready\r\n");
  send_text (connection, "a STARTTLS\r\n");
  expect_text (connection, "a OK begin\r\n");
  g_assert_false (start_tls_now (connection, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED);
  bell_connection_close (connection);
  stop (&server);
}

static void
assert_tls_fails (Serve serve)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  start (&server, serve, NULL);
  connection = new_connection (&server, BELL_SECURITY_TLS, NULL);
  g_assert_false (open_now (connection, &error));
  g_test_message ("%s %d: %s", g_quark_to_string (error->domain), error->code, error->message);
  g_assert_true (error->domain == G_TLS_ERROR || error->domain == G_IO_ERROR);
  g_assert_null (bell_connection_get_tls_version (connection));
  bell_connection_close (connection);
  stop (&server);
}

static void
test_not_tls (void)
{
  assert_tls_fails (serve_plain_greeting);
}

static void
test_dies_in_handshake (void)
{
  assert_tls_fails (serve_half_handshake);
}

/* An address of this computer that others could have too; (transfer full) (nullable). */
static GInetAddress *
find_outer_address (void)
{
  struct ifaddrs *all = NULL;
  GInetAddress   *found = NULL;

  g_assert_cmpint (getifaddrs (&all), ==, 0);
  for (struct ifaddrs *i = all; i != NULL && found == NULL; i = i->ifa_next) {
    g_autoptr (GSocketAddress) address = NULL;

    if (i->ifa_addr == NULL || i->ifa_addr->sa_family != AF_INET ||
        (i->ifa_flags & IFF_LOOPBACK) != 0)
      continue;
    address = g_socket_address_new_from_native (i->ifa_addr, sizeof (struct sockaddr_in));
    found = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  }
  freeifaddrs (all);
  return found;
}

static gboolean
is_loopback (const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 143);

  return bell_socket_address_is_loopback (address);
}

static void
test_cleartext_stays_here (void)
{
  g_autoptr (GInetAddress) outer = find_outer_address ();
  g_autofree char *host = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  BellEndpoint endpoint = { .security = BELL_SECURITY_NONE };
  Server       server;

  g_assert_true (is_loopback ("127.0.0.1"));
  g_assert_true (is_loopback ("127.8.0.1"));
  g_assert_true (is_loopback ("::1"));
  g_assert_false (is_loopback ("192.0.2.1"));
  g_assert_false (is_loopback ("2001:db8::1"));
  if (outer == NULL) {
    g_test_message ("no network interface: not tried with a real connection");
    return;
  }
  start_on (&server, outer, serve_echo, NULL);
  host = g_inet_address_to_string (outer);
  endpoint.host = host;
  endpoint.port = server.port;
  connection = bell_connection_new (&endpoint);
  send_text (connection, "secret");
  g_assert_false (open_now (connection, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CLEARTEXT);
  {
    guint64 in;
    guint64 out;

    bell_connection_get_bytes (connection, &in, &out);
    g_assert_cmpuint (out, ==, 0);
  }
  bell_connection_close (connection);
  stop (&server);
}

static void
test_large (void)
{
  Server           server;
  g_autofree char *pin = fingerprint_of ("good.pem");
  g_autofree char *text = g_malloc (LARGE_BYTES + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  guint64 in;
  guint64 out;

  for (gsize i = 0; i < LARGE_BYTES; i++)
    text[i] = (char) ('a' + i % 26);
  text[LARGE_BYTES] = '\0';
  start (&server, serve_tls_echo, "good.pem");
  connection = new_connection (&server, BELL_SECURITY_TLS, pin);
  open_now (connection, &error);
  g_assert_no_error (error);
  send_text (connection, text);
  expect_text (connection, text);
  bell_connection_get_bytes (connection, &in, &out);
  g_assert_cmpuint (in, >, LARGE_BYTES);
  g_assert_cmpuint (out, >, LARGE_BYTES);
  bell_connection_close (connection);
  {
    guint64 in_after;
    guint64 out_after;

    bell_connection_get_bytes (connection, &in_after, &out_after);
    g_assert_cmpuint (in_after, >=, in);
    g_assert_cmpuint (out_after, >=, out);
  }
  stop (&server);
}

static void
test_bytes_are_exact (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  guint64 in;
  guint64 out;

  start (&server, serve_echo, NULL);
  connection = new_connection (&server, BELL_SECURITY_NONE, NULL);
  open_now (connection, &error);
  g_assert_no_error (error);
  assert_echo (connection);
  bell_connection_close (connection);
  bell_connection_get_bytes (connection, &in, &out);
  g_assert_cmpuint (in, ==, strlen ("a NOOP\r\n"));
  g_assert_cmpuint (out, ==, strlen ("a NOOP\r\n"));
  stop (&server);
}

static void
test_end_of_stream (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GBytes) end = NULL;

  start (&server, serve_greeting_then_end, NULL);
  connection = new_connection (&server, BELL_SECURITY_NONE, NULL);
  open_now (connection, &error);
  expect_text (connection, "* BYE\r\n");
  end = receive_now (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (end), ==, 0);
  stop (&server);
}

static void
test_closed_in_mid_read (void)
{
  Server           server;
  g_autofree char *pin = fingerprint_of ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  start (&server, serve_tls_echo, "good.pem");
  connection = new_connection (&server, BELL_SECURITY_TLS, pin);
  open_now (connection, &error);
  g_assert_no_error (error);
  bell_connection_receive_async (connection, NULL, on_ready, &result);
  send_text (connection, "never answered");
  bell_connection_close (connection);
  bell_connection_close (connection);
  send_text (connection, "ignored");
  wait_for (&result);
  bytes = bell_connection_receive_finish (connection, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (receive_now (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  stop (&server);
}

static void
test_closed_in_mid_handshake (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  start (&server, serve_silence, NULL);
  connection = new_connection (&server, BELL_SECURITY_TLS, NULL);
  bell_connection_open_async (connection, NULL, on_ready, &result);
  for (guint i = 0; i < 5 && result == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  bell_connection_close (connection);
  wait_for (&result);
  g_assert_false (bell_connection_open_finish (connection, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (open_now (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  stop (&server);
}

static void
test_cancelled (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  start (&server, serve_echo, NULL);
  connection = new_connection (&server, BELL_SECURITY_NONE, NULL);
  open_now (connection, &error);
  g_assert_no_error (error);
  bell_connection_receive_async (connection, cancellable, on_ready, &result);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  bytes = bell_connection_receive_finish (connection, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The connection itself is as good as before. */
  assert_echo (connection);
  bell_connection_close (connection);
  stop (&server);
}

static void
test_refused (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;

  start (&server, serve_echo, NULL);
  connection = new_connection (&server, BELL_SECURITY_TLS, NULL);
  stop (&server);
  g_assert_false (open_now (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* The last reference may go while calls are under way. */
static void
test_dropped_in_mid_read (void)
{
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BellConnection *connection;

  start (&server, serve_echo, NULL);
  connection = new_connection (&server, BELL_SECURITY_NONE, NULL);
  open_now (connection, &error);
  g_assert_no_error (error);
  bell_connection_receive_async (connection, NULL, on_ready, &result);
  bell_connection_close (connection);
  g_object_unref (connection);
  wait_for (&result);
  stop (&server);
}

/* GLib itself would take it. Only OpenSSL's test server can be told to be that old. */
static void
test_old_tls (void)
{
  g_autofree char *path = certificate_path ("good.pem");
  g_autofree char *pin = fingerprint_of ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (BellConnection) connection = NULL;
  Server server = { 0 };

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
  connection = new_connection (&server, BELL_SECURITY_TLS, pin);
  g_assert_false (open_now (connection, &error));
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
  g_test_add_func ("/connection/trusted", test_trusted);
  g_test_add_func ("/connection/untrusted", test_untrusted);
  g_test_add_func ("/connection/pinned", test_pinned);
  g_test_add_func ("/connection/start-tls", test_start_tls);
  g_test_add_func ("/connection/start-tls-untrusted", test_start_tls_untrusted);
  g_test_add_func ("/connection/not-tls", test_not_tls);
  g_test_add_func ("/connection/dies-in-handshake", test_dies_in_handshake);
  g_test_add_func ("/connection/old-tls", test_old_tls);
  g_test_add_func ("/connection/cleartext-stays-here", test_cleartext_stays_here);
  g_test_add_func ("/connection/large", test_large);
  g_test_add_func ("/connection/bytes-are-exact", test_bytes_are_exact);
  g_test_add_func ("/connection/end-of-stream", test_end_of_stream);
  g_test_add_func ("/connection/closed-in-mid-read", test_closed_in_mid_read);
  g_test_add_func ("/connection/closed-in-mid-handshake", test_closed_in_mid_handshake);
  g_test_add_func ("/connection/cancelled", test_cancelled);
  g_test_add_func ("/connection/refused", test_refused);
  g_test_add_func ("/connection/dropped-in-mid-read", test_dropped_in_mid_read);
  return g_test_run ();
}
