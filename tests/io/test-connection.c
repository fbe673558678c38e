/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes go in and out, are counted, and calls end well when the connection does. */

#include "io/connection.h"

#include "connection-calls.h"
#include "io/socket-options.h"
#include "loopback-server.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define LARGE_BYTES (1024 * 1024)

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
  BellEndpoint   endpoint = { .security = BELL_SECURITY_NONE };
  LoopbackServer server;

  g_assert_true (is_loopback ("127.0.0.1"));
  g_assert_true (is_loopback ("127.8.0.1"));
  g_assert_true (is_loopback ("::1"));
  g_assert_false (is_loopback ("192.0.2.1"));
  g_assert_false (is_loopback ("2001:db8::1"));
  if (outer == NULL) {
    g_test_message ("no network interface: not tried with a real connection");
    return;
  }
  loopback_server_start_on (&server, outer, loopback_serve_echo, NULL);
  host = g_inet_address_to_string (outer);
  endpoint.host = host;
  endpoint.port = server.port;
  connection = bell_connection_new (&endpoint);
  connection_send_text (connection, "secret");
  g_assert_false (connection_open (connection, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CLEARTEXT);
  {
    guint64 in;
    guint64 out;

    bell_connection_get_bytes (connection, &in, &out);
    g_assert_cmpuint (out, ==, 0);
  }
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_large (void)
{
  LoopbackServer   server;
  g_autofree char *pin = loopback_fingerprint ("good.pem");
  g_autofree char *text = g_malloc (LARGE_BYTES + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  guint64 in;
  guint64 out;

  for (gsize i = 0; i < LARGE_BYTES; i++)
    text[i] = (char) ('a' + i % 26);
  text[LARGE_BYTES] = '\0';
  loopback_server_start (&server, loopback_serve_tls_echo, "good.pem");
  connection = connection_to (&server, BELL_SECURITY_TLS, pin);
  connection_open (connection, &error);
  g_assert_no_error (error);
  connection_send_text (connection, text);
  connection_expect_text (connection, text);
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
  loopback_server_stop (&server);
}

static void
test_bytes_are_exact (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  guint64 in;
  guint64 out;

  loopback_server_start (&server, loopback_serve_echo, NULL);
  connection = connection_to (&server, BELL_SECURITY_NONE, NULL);
  connection_open (connection, &error);
  g_assert_no_error (error);
  connection_assert_echo (connection);
  bell_connection_close (connection);
  bell_connection_get_bytes (connection, &in, &out);
  g_assert_cmpuint (in, ==, strlen ("a NOOP\r\n"));
  g_assert_cmpuint (out, ==, strlen ("a NOOP\r\n"));
  loopback_server_stop (&server);
}

static void
test_end_of_stream (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GBytes) end = NULL;

  loopback_server_start (&server, loopback_serve_greeting_then_end, NULL);
  connection = connection_to (&server, BELL_SECURITY_NONE, NULL);
  connection_open (connection, &error);
  connection_expect_text (connection, "* BYE\r\n");
  end = connection_receive (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (end), ==, 0);
  loopback_server_stop (&server);
}

static void
test_closed_in_mid_read (void)
{
  LoopbackServer   server;
  g_autofree char *pin = loopback_fingerprint ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  loopback_server_start (&server, loopback_serve_tls_echo, "good.pem");
  connection = connection_to (&server, BELL_SECURITY_TLS, pin);
  connection_open (connection, &error);
  g_assert_no_error (error);
  bell_connection_receive_async (connection, NULL, connection_on_ready, &result);
  connection_send_text (connection, "never answered");
  bell_connection_close (connection);
  bell_connection_close (connection);
  connection_send_text (connection, "ignored");
  connection_wait_for (&result);
  bytes = bell_connection_receive_finish (connection, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (connection_receive (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  loopback_server_stop (&server);
}

static gint greeted; /* (atomic) */

static void
serve_silence_after_hello (GSocketConnection *tcp, const char *certificate)
{
  char byte;

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (tcp)), &byte, 1, NULL, NULL);
  g_atomic_int_set (&greeted, TRUE);
  g_main_context_wakeup (NULL);
  loopback_serve_silence (tcp, certificate);
}

static void
test_closed_in_mid_handshake (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  loopback_server_start (&server, serve_silence_after_hello, NULL);
  connection = connection_to (&server, BELL_SECURITY_TLS, NULL);
  bell_connection_open_async (connection, NULL, connection_on_ready, &result);
  while (!g_atomic_int_get (&greeted))
    g_main_context_iteration (NULL, TRUE);
  bell_connection_close (connection);
  connection_wait_for (&result);
  g_assert_false (bell_connection_open_finish (connection, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (connection_open (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  loopback_server_stop (&server);
}

static void
test_cancelled (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  loopback_server_start (&server, loopback_serve_echo, NULL);
  connection = connection_to (&server, BELL_SECURITY_NONE, NULL);
  connection_open (connection, &error);
  g_assert_no_error (error);
  bell_connection_receive_async (connection, cancellable, connection_on_ready, &result);
  g_cancellable_cancel (cancellable);
  connection_wait_for (&result);
  bytes = bell_connection_receive_finish (connection, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The connection itself is as good as before. */
  connection_assert_echo (connection);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_refused (void)
{
  LoopbackServer server = { 0 };
  G_GNUC_UNUSED  g_autoptr (GSocket) held = loopback_hold_port (&server.port);
  g_autoptr (BellConnection) connection = connection_to (&server, BELL_SECURITY_TLS, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (connection_open (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* The last reference may go while calls are under way. */
static void
test_dropped_in_mid_read (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BellConnection *connection;

  loopback_server_start (&server, loopback_serve_echo, NULL);
  connection = connection_to (&server, BELL_SECURITY_NONE, NULL);
  connection_open (connection, &error);
  g_assert_no_error (error);
  bell_connection_receive_async (connection, NULL, connection_on_ready, &result);
  bell_connection_close (connection);
  g_object_unref (connection);
  connection_wait_for (&result);
  loopback_server_stop (&server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
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
