/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a TLS 1.2 connection is told by: its server's certificate. TLS 1.3 is test-session-sign-in's. */

#include "connection-calls.h"
#include "loopback-server.h"

static char *
to_hex (GBytes *bytes)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  GString      *text = g_string_new (NULL);

  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

/* RFC 5929 §4.1: the hash of the certificate, by the hash of its signature, here SHA-256. */
static void
test_certificate (void)
{
  LoopbackServer   server;
  g_autofree char *fingerprint = loopback_fingerprint ("good.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  g_autoptr (GBytes) binding = NULL;
  g_autofree char *hex = NULL;
  const char      *type;

  loopback_server_start (&server, loopback_serve_tls_echo, "good.pem");
  connection = connection_to (&server, BELL_SECURITY_TLS, fingerprint);
  g_assert_null (bell_connection_get_channel_binding (connection, &type));
  connection_open (connection, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_connection_get_tls_version (connection), ==, "TLS 1.2");
  binding = bell_connection_get_channel_binding (connection, &type);
  g_assert_cmpstr (type, ==, "tls-server-end-point");
  hex = to_hex (binding);
  g_assert_cmpstr (hex, ==, fingerprint);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

static void
test_clear (void)
{
  LoopbackServer server;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnection) connection = NULL;
  const char *type = "untouched";

  loopback_server_start (&server, loopback_serve_echo, NULL);
  connection = connection_to (&server, BELL_SECURITY_NONE, NULL);
  connection_open (connection, &error);
  g_assert_no_error (error);
  g_assert_null (bell_connection_get_channel_binding (connection, &type));
  g_assert_null (type);
  bell_connection_close (connection);
  loopback_server_stop (&server);
}

int
main (int argc, char **argv)
{
  /* Read once, at the first connection. */
  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.2", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel-binding/certificate", test_certificate);
  g_test_add_func ("/channel-binding/clear", test_clear);
  return g_test_run ();
}
