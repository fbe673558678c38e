/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session signs in over a real TLS connection to a server whose SCRAM is libgsasl's, bound to the
 * channel as the server's side of that connection sees it. */

#include "io/session.h"

#include "loopback-server.h"

#include <gsasl.h>
#include <string.h>

#define USER "bob"
#define PASSWORD "secret"

/* What the server does with the binding. */
typedef enum {
  HONEST,
  RELAYED,   /* it is that of another connection */
  NO_SHARED, /* it knows no binding of ours, as Cyrus with TLS 1.3 */
  NO_PLUS,   /* it does not offer any */
} Behaviour;

static Behaviour behaviour;

/* For the session. */
typedef struct {
  const char *mechanism; /* (nullable) of READY */
  gboolean    plus_broken;
  gboolean    ended;
  GError     *error; /* (owned) (nullable) */
} Outcome;

static char *
get_binding (GIOStream *stream)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (!g_tls_connection_get_channel_binding_data (G_TLS_CONNECTION (stream),
                                                  G_TLS_CHANNEL_BINDING_TLS_EXPORTER, data, NULL))
    g_error ("no tls-exporter");
  if (behaviour == RELAYED)
    data->data[0] ^= 1;
  return g_base64_encode (data->data, data->len);
}

static int
on_library_asks (G_GNUC_UNUSED Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
  if (property == GSASL_PASSWORD)
    return gsasl_property_set (session, property, PASSWORD);
  if (property == GSASL_SCRAM_ITER)
    return gsasl_property_set (session, property, "4096");
  return GSASL_NO_CALLBACK;
}

static void say (GIOStream *stream, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (GIOStream *stream, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL,
                             NULL, NULL);
}

/* (transfer full) (nullable): NULL when the client has gone. */
static char *
hear (GDataInputStream *input)
{
  return g_data_input_stream_read_line (input, NULL, NULL, NULL);
}

/* AUTHENTICATE: TRUE if the client has proved itself. */
static gboolean
run_scram (GIOStream *stream, GDataInputStream *input, Gsasl *library, char **words)
{
  Gsasl_session   *session;
  g_autofree char *line = g_strdup (words[3]);
  int              status;

  g_assert_cmpint (gsasl_server_start (library, words[2], &session), ==, GSASL_OK);
  if (behaviour != NO_PLUS) {
    g_autofree char *binding = get_binding (stream);

    gsasl_property_set (session, GSASL_CB_TLS_EXPORTER, binding);
  }
  do {
    char *challenge = NULL;

    status = line != NULL ? gsasl_step64 (session, line, &challenge) : GSASL_AUTHENTICATION_ERROR;
    if (status == GSASL_NEEDS_MORE || (status == GSASL_OK && challenge != NULL)) {
      say (stream, "+ %s\r\n", challenge);
      g_free (line);
      line = hear (input);
    }
    gsasl_free (challenge);
  } while (status == GSASL_NEEDS_MORE);
  gsasl_finish (session);
  return status == GSASL_OK;
}

static void
serve_client (GIOStream *stream, Gsasl *library)
{
  g_autoptr (GDataInputStream) input =
    g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  char *line;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  say (stream, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256%s] ready\r\n",
       behaviour != NO_PLUS ? " AUTH=SCRAM-SHA-256-PLUS" : "");
  while ((line = hear (input)) != NULL) {
    g_auto (GStrv) words = g_strsplit (line, " ", 4);

    g_free (line);
    if (g_strv_length (words) < 4) {
      say (stream, "%s OK [CAPABILITY IMAP4rev1 IDLE] done\r\n", words[0]);
      continue;
    }
    g_assert_cmpstr (words[1], ==, "AUTHENTICATE");
    if (behaviour == NO_SHARED && g_str_has_suffix (words[2], "-PLUS"))
      say (stream, "%s NO bad protocol\r\n", words[0]);
    else if (!run_scram (stream, input, library, words))
      say (stream, "%s NO [AUTHENTICATIONFAILED] no\r\n", words[0]);
    else
      say (stream, "%s OK [CAPABILITY IMAP4rev1 IDLE] done\r\n", words[0]);
  }
}

static void
serve (GSocketConnection *tcp, const char *certificate)
{
  g_autofree char *path = loopback_certificate_path (certificate);
  g_autoptr (GTlsCertificate) own = g_tls_certificate_new_from_file (path, NULL);
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (tcp), own, NULL);
  Gsasl *library;

  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    return;
  g_assert_cmpint (gsasl_init (&library), ==, GSASL_OK);
  gsasl_callback_set (library, on_library_asks);
  serve_client (tls, library);
  gsasl_done (library);
}

static void
on_event (G_GNUC_UNUSED BellSession *session, const BellImapEvent *event, Outcome *outcome)
{
  if (event->type != BELL_IMAP_EVENT_READY)
    return;
  outcome->mechanism = event->mechanism;
  outcome->plus_broken = event->plus_broken;
}

static void
on_ended (G_GNUC_UNUSED BellSession *session, const GError *error, Outcome *outcome)
{
  outcome->ended = TRUE;
  outcome->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
sign_in (Behaviour server_behaviour, const char *strongest, const char *password, Outcome *outcome)
{
  LoopbackServer   server;
  g_autofree char *pin = loopback_fingerprint ("good.pem");
  g_autoptr (BellSecretText) secret = bell_secret_text_new (password, -1);
  g_autoptr (BellSession) session = NULL;
  BellEndpoint endpoint = { .host = "127.0.0.1", .security = BELL_SECURITY_TLS, .pin = pin };
  BellImapClientConfig config = {
    .security = BELL_SECURITY_TLS, .user = USER, .password = secret, .strongest = strongest
  };

  *outcome = (Outcome){ 0 };
  behaviour = server_behaviour;
  loopback_server_start (&server, serve, "good.pem");
  endpoint.port = server.port;
  session = bell_session_new (&endpoint, &config, "test");
  g_signal_connect (session, "event", G_CALLBACK (on_event), outcome);
  g_signal_connect (session, "ended", G_CALLBACK (on_ended), outcome);
  bell_session_start (session);
  while (!outcome->ended && outcome->mechanism == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_session_close (session);
  loopback_server_stop (&server);
}

static void
assert_signs_in (Behaviour   server_behaviour,
                 const char *strongest,
                 const char *mechanism,
                 gboolean    plus_broken)
{
  Outcome outcome;

  sign_in (server_behaviour, strongest, PASSWORD, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (outcome.mechanism, ==, mechanism);
  g_assert_cmpint (outcome.plus_broken, ==, plus_broken);
}

static void
assert_fails (Behaviour server_behaviour, const char *strongest, const char *password, int code)
{
  Outcome outcome;

  sign_in (server_behaviour, strongest, password, &outcome);
  g_assert_null (outcome.mechanism);
  g_assert_error (outcome.error, BELL_IMAP_ERROR, code);
  g_clear_error (&outcome.error);
}

static void
test_bound (void)
{
  assert_signs_in (HONEST, NULL, "SCRAM-SHA-256-PLUS", FALSE);
  assert_signs_in (HONEST, "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256-PLUS", FALSE);
  assert_fails (HONEST, NULL, "wrong", BELL_IMAP_ERROR_SIGN_IN_REFUSED);
}

/* Somebody in between has two connections: the proof for one does not pass on the other, and nothing
 * weaker follows it. */
static void
test_relayed (void)
{
  assert_fails (RELAYED, NULL, PASSWORD, BELL_IMAP_ERROR_SIGN_IN_REFUSED);
}

static void
test_broken (void)
{
  assert_signs_in (NO_SHARED, NULL, "SCRAM-SHA-256", TRUE);
  assert_signs_in (NO_SHARED, "SCRAM-SHA-256", "SCRAM-SHA-256", TRUE);
  assert_fails (NO_SHARED, NULL, "wrong", BELL_IMAP_ERROR_SIGN_IN_REFUSED);
  assert_fails (NO_SHARED, "SCRAM-SHA-256-PLUS", PASSWORD, BELL_IMAP_ERROR_DOWNGRADE);
}

/* The library takes our "y". */
static void
test_not_offered (void)
{
  assert_signs_in (NO_PLUS, NULL, "SCRAM-SHA-256", FALSE);
  assert_fails (NO_PLUS, "SCRAM-SHA-1-PLUS", PASSWORD, BELL_IMAP_ERROR_DOWNGRADE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-sign-in/bound", test_bound);
  g_test_add_func ("/session-sign-in/relayed", test_relayed);
  g_test_add_func ("/session-sign-in/broken", test_broken);
  g_test_add_func ("/session-sign-in/not-offered", test_not_offered);
  return g_test_run ();
}
