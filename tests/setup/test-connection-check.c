/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a server on loopback that runs in a thread with blocking calls. */

#include "setup/connection-check.h"

#include "../io/loopback-server.h"
#include "imap/imap-error.h"

#include <string.h>

typedef struct {
  GSocketService *service;
  guint16         port;
  const char     *greeting;
  gboolean        hangs;     /* after the greeting */
  gint            n_clients; /* (atomic) */
} Server;

static void
write_line (GIOStream *stream, const char *tag, const char *text)
{
  g_autofree char *line = g_strconcat (tag, " ", text, "\r\n", NULL);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), line, strlen (line), NULL,
                             NULL, NULL);
}

/* FALSE after LOGOUT. */
static gboolean
answer (GIOStream *stream, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (words[0] == NULL || words[1] == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (words[1], "CAPABILITY") == 0)
    write_line (stream, "*", "CAPABILITY IMAP4rev1 IDLE SASL-IR AUTH=PLAIN");
  if (g_ascii_strcasecmp (words[1], "LOGOUT") == 0)
    write_line (stream, "*", "BYE goodbye");
  if (g_ascii_strcasecmp (words[1], "LOGIN") == 0 ||
      g_ascii_strcasecmp (words[1], "AUTHENTICATE") == 0)
    write_line (stream, words[0], "OK [CAPABILITY IMAP4rev1 IDLE NOTIFY] welcome");
  else
    write_line (stream, words[0], "OK done");
  return g_ascii_strcasecmp (words[1], "LOGOUT") != 0;
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
  GIOStream *stream = G_IO_STREAM (tcp);
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  gboolean goes_on = TRUE;

  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  write_line (stream, "*", server->greeting);
  while (goes_on) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

    goes_on = line != NULL && (server->hangs || answer (stream, line));
  }
  g_io_stream_close (stream, NULL, NULL);
  g_atomic_int_dec_and_test (&server->n_clients);
  g_main_context_wakeup (NULL);
  return TRUE;
}

static void
start (Server *server, const char *greeting)
{
  g_autoptr (GError) error = NULL;

  server->greeting = greeting;
  server->service = g_threaded_socket_service_new (4);
  server->port =
    g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (server->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (server->service, "incoming", G_CALLBACK (on_incoming), server);
  g_signal_connect (server->service, "run", G_CALLBACK (on_run), server);
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

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static BellConnectionReport *
check (const Server          *server,
       BellSecurity           security,
       const char            *password,
       BellConnectionReport **report_on_error,
       GError               **error)
{
  const BellEndpoint endpoint = {
    .host = "127.0.0.1",
    .port = server->port,
    .security = security,
  };
  g_autoptr (BellSecretText) text = bell_secret_text_new (password != NULL ? password : "", -1);
  g_autoptr (BellSignInSecret) secret =
    password != NULL ? bell_sign_in_secret_new_password (text) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  const BellConnectionUser jane = { .user = "jane", .secret = secret };

  bell_connection_check_async (&endpoint, &jane, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_connection_check_finish (result, report_on_error, error);
}

static void
test_looks (void)
{
  Server server = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnectionReport) report = NULL;

  start (&server, "OK ready");
  report = check (&server, BELL_SECURITY_NONE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (bell_imap_capabilities_has (report->capabilities, "IDLE"));
  g_assert_true (bell_connection_report_can_push (report));
  g_assert_false (report->signed_in);
  g_assert_null (report->tls_version);
  g_assert_null (report->fingerprint);
  g_assert_cmpint (report->duration_us, >, 0);
  g_assert_cmpuint (report->port, ==, server.port);
  stop (&server);
}

static void
test_signs_in (void)
{
  Server server = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnectionReport) report = NULL;

  start (&server, "OK ready");
  report = check (&server, BELL_SECURITY_NONE, "secret", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->signed_in);
  g_assert_true (bell_imap_capabilities_has (report->capabilities, "NOTIFY"));
  stop (&server);
}

static void
test_not_imap (void)
{
  Server server = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BellConnectionReport) partial = NULL;

  start (&server, "220 smtp.example.org ESMTP");
  g_assert_null (check (&server, BELL_SECURITY_NONE, NULL, &partial, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_NOT_IMAP);
  g_assert_nonnull (partial);
  g_assert_null (partial->capabilities);
  stop (&server);
}

static void
test_no_start_tls (void)
{
  Server server = { 0 };
  g_autoptr (GError) error = NULL;

  start (&server, "PREAUTH ready");
  g_assert_null (check (&server, BELL_SECURITY_STARTTLS, NULL, NULL, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_PREAUTH);
  stop (&server);
}

static void
on_cancel_time (gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancelled (void)
{
  Server server = { .hangs = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  BellEndpoint endpoint = { .host = "127.0.0.1", .security = BELL_SECURITY_NONE };

  start (&server, "OK ready");
  endpoint.port = server.port;
  bell_connection_check_async (&endpoint, NULL, cancellable, on_ready, &result);
  g_idle_add_once (on_cancel_time, cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bell_connection_check_finish (result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  stop (&server);
}

static void
test_refused (void)
{
  Server        server = { 0 };
  G_GNUC_UNUSED g_autoptr (GSocket) held = loopback_hold_port (&server.port);
  g_autoptr (GError) error = NULL;

  g_assert_null (check (&server, BELL_SECURITY_TLS, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-check/looks", test_looks);
  g_test_add_func ("/connection-check/signs-in", test_signs_in);
  g_test_add_func ("/connection-check/not-imap", test_not_imap);
  g_test_add_func ("/connection-check/preauth", test_no_start_tls);
  g_test_add_func ("/connection-check/cancelled", test_cancelled);
  g_test_add_func ("/connection-check/refused", test_refused);
  return g_test_run ();
}
