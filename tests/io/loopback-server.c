/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each client is served in a thread with blocking calls. */

#include "loopback-server.h"

#include "io/tls-trust.h"

#include <string.h>

char *
loopback_certificate_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "certificates", name, NULL);
}

char *
loopback_fingerprint (const char *name)
{
  g_autofree char *path = loopback_certificate_path (name);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);

  return bell_tls_trust_fingerprint (certificate);
}

/* In the main thread, before the other one sees the client. */
static gboolean
on_incoming (G_GNUC_UNUSED GSocketService    *service,
             G_GNUC_UNUSED GSocketConnection *tcp,
             G_GNUC_UNUSED GObject           *source,
             LoopbackServer                  *server)
{
  g_atomic_int_inc (&server->n_clients);
  return FALSE;
}

static gboolean
on_run (G_GNUC_UNUSED GThreadedSocketService *service,
        GSocketConnection                    *tcp,
        G_GNUC_UNUSED GObject                *source,
        LoopbackServer                       *server)
{
  server->serve (tcp, server->certificate);
  g_io_stream_close (G_IO_STREAM (tcp), NULL, NULL);
  g_atomic_int_dec_and_test (&server->n_clients);
  g_main_context_wakeup (NULL);
  return TRUE;
}

void
loopback_server_start_on (LoopbackServer *server,
                          GInetAddress   *address,
                          LoopbackServe   serve,
                          const char     *certificate)
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

void
loopback_server_start (LoopbackServer *server, LoopbackServe serve, const char *certificate)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  loopback_server_start_on (server, loopback, serve, certificate);
}

void
loopback_server_stop (LoopbackServer *server)
{
  while (g_atomic_int_get (&server->n_clients) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_clear_object (&server->service);
}

GSocket *
loopback_hold_port (guint16 *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, wanted, FALSE, &error);
  g_assert_no_error (error);
  got = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  return socket;
}

static GIOStream *
server_handshake (GSocketConnection *tcp, const char *certificate)
{
  g_autofree char *path = loopback_certificate_path (certificate);
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

void
loopback_serve_echo (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  copy_back (G_IO_STREAM (tcp));
}

void
loopback_serve_tls_echo (GSocketConnection *tcp, const char *certificate)
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

void
loopback_serve_start_tls (GSocketConnection *tcp, const char *certificate)
{
  g_autoptr (GIOStream) tls = NULL;

  write_text (tcp, "* OK ready\r\n");
  read_some (tcp);
  write_text (tcp, "a OK begin\r\n");
  tls = server_handshake (tcp, certificate);
  copy_back (tls);
}

void
loopback_serve_plain_greeting (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  write_text (tcp, "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n");
  read_some (tcp);
}

void
loopback_serve_half_handshake (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  read_some (tcp);
}

void
loopback_serve_silence (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  char buffer[512];

  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (tcp)), buffer,
                              sizeof buffer, NULL, NULL) > 0)
    ;
}

void
loopback_serve_greeting_then_end (GSocketConnection *tcp, G_GNUC_UNUSED const char *certificate)
{
  write_text (tcp, "* BYE\r\n");
}
