/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the main loop until the answer is there. */

#include "connection-calls.h"

#include <string.h>

void
connection_on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

void
connection_wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

BellConnection *
connection_to (const LoopbackServer *server, BellSecurity security, const char *pin)
{
  const BellEndpoint endpoint = {
    .host = "127.0.0.1",
    .port = server->port,
    .security = security,
    .pin = pin,
  };

  return bell_connection_new (&endpoint);
}

gboolean
connection_open (BellConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_connection_open_async (connection, NULL, connection_on_ready, &result);
  connection_wait_for (&result);
  return bell_connection_open_finish (connection, result, error);
}

gboolean
connection_start_tls (BellConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_connection_start_tls_async (connection, NULL, connection_on_ready, &result);
  connection_wait_for (&result);
  return bell_connection_start_tls_finish (connection, result, error);
}

GBytes *
connection_receive (BellConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_connection_receive_async (connection, NULL, connection_on_ready, &result);
  connection_wait_for (&result);
  return bell_connection_receive_finish (connection, result, error);
}

void
connection_send_text (BellConnection *connection, const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  bell_connection_send (connection, bytes);
}

void
connection_expect_text (BellConnection *connection, const char *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);

  while (got->len < strlen (expected)) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = connection_receive (connection, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
    g_string_append_len (got, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  }
  g_assert_cmpstr (got->str, ==, expected);
}

void
connection_assert_echo (BellConnection *connection)
{
  connection_send_text (connection, "a ");
  connection_send_text (connection, "NOOP\r\n");
  connection_expect_text (connection, "a NOOP\r\n");
}
