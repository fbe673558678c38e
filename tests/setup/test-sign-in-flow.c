/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in from end to end: a provider and a browser that do as they should, and those that do
 * not. */

#include "setup/sign-in-flow.h"

#include "oauth-test-provider.h"
#include "setup/redirect-listener.h"

#include <string.h>

/* One sign-in and what became of it. */
typedef struct {
  OAuthTestProvider *server; /* (owned) */
  BellOAuthProvider *provider;
  GCancellable      *cancellable; /* (owned) */
  GAsyncResult      *result;      /* (owned) (nullable) */
  char              *uri;         /* (owned) (nullable) what was to be opened */
  char              *user_code;   /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->server = oauth_test_provider_new ("good.pem");
  self->provider = oauth_test_provider_describe (self->server);
  self->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  oauth_test_provider_free (self->server);
  bell_oauth_provider_free (self->provider);
  g_object_unref (self->cancellable);
  g_clear_object (&self->result);
  g_free (self->uri);
  g_free (self->user_code);
}

static void
keep_uri (const char *uri, gpointer user_data)
{
  ((Fixture *) user_data)->uri = g_strdup (uri);
}

static void
browse (const char *uri, gpointer user_data)
{
  keep_uri (uri, user_data);
  oauth_test_provider_browse (((Fixture *) user_data)->server, uri);
}

static void
start (Fixture *self, BellSignInFlowOpen open)
{
  bell_sign_in_flow_in_browser_async (self->provider, "jane@example.org", open, self,
                                      self->cancellable, oauth_test_on_ready, &self->result);
}

/* With a browser that follows. (transfer full) (nullable) */
static BellSignInFlowResult *
sign_in (Fixture *self, GError **error)
{
  start (self, browse);
  return bell_sign_in_flow_finish (oauth_test_wait (&self->result), error);
}

static void
assert_fails (Fixture *self, BellOAuthErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sign_in (self, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, (int) code);
  g_assert_null (strstr (error->message, "CODE"));
  g_assert_null (strstr (error->message, "TEXT"));
}

static void
wait_for_page (Fixture *self)
{
  while (self->server->page == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_browser (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInFlowResult) result = sign_in (self, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (result->tokens->access_token), ==, "ACCESS-1");
  g_assert_cmpstr (bell_secret_text_peek (result->tokens->refresh_token), ==, "REFRESH-0");
  g_assert_true (g_str_has_prefix (self->server->redirect_uri, "http://127.0.0.1:"));
  g_assert_nonnull (strstr (self->uri, "login_hint=jane%40example.org"));
  wait_for_page (self);
  g_assert_cmpuint (self->server->status, ==, 200);
  g_assert_nonnull (strstr (self->server->page, "You can close this page."));
  g_assert_null (strstr (self->server->page, "CODE"));
}

/* Afterwards nobody listens. */
static void
test_port_is_closed (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellSignInFlowResult) result = sign_in (self, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (result);
  g_assert_null (
    g_socket_client_connect_to_uri (client, self->server->redirect_uri, 80, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_denied (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->server->error = "access_denied";
  assert_fails (self, BELL_OAUTH_ERROR_DENIED);
  wait_for_page (self);
  g_assert_nonnull (strstr (self->server->page, "did not let Mailbell in"));
}

static void
test_refused (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->server->error = "invalid_scope%3CTEXT%3E";
  assert_fails (self, BELL_OAUTH_ERROR_REFUSED);
  wait_for_page (self);
  g_assert_null (strstr (self->server->page, "TEXT"));
}

/* An answer to somebody else's question is told off, and the wait goes on. */
static void
test_wrong_state (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellSignInFlowResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->server->state = "ANOTHER";
  start (self, browse);
  wait_for_page (self);
  g_assert_cmpuint (self->server->status, ==, 400);
  g_assert_null (self->result);
  g_assert_cmpuint (self->server->n_requests, ==, 0);

  self->server->state = NULL;
  oauth_test_provider_browse (self->server, self->uri);
  result = bell_sign_in_flow_finish (oauth_test_wait (&self->result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (result);
}

static void
test_other_issuer (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->server->issuer = "https://somebody-else.example";
  assert_fails (self, BELL_OAUTH_ERROR_ANSWER);
  g_assert_cmpuint (self->server->n_requests, ==, 0);
}

/* Who has seen the code has nothing: it is good once, and only with the verifier. */
static void
test_stolen_code (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellSecretText) code = NULL;
  g_autoptr (BellSecretText) guess = bell_secret_text_new ("guess", -1);
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;

  start (self, browse);
  while (self->server->code == NULL)
    g_main_context_iteration (NULL, TRUE);
  code = bell_secret_text_new (self->server->code, -1);
  bell_oauth_client_exchange_async (self->provider, code, guess, self->server->redirect_uri, NULL,
                                    oauth_test_on_ready, &answer);
  g_assert_null (bell_oauth_client_tokens_finish (oauth_test_wait (&answer), &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_SIGN_IN_AGAIN);
  g_assert_cmpuint (self->server->n_codes_refused, ==, 1);
  oauth_test_wait (&self->result);
}

/* The browser brings a code that was used already. */
static void
test_replayed_code (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;

  start (self, keep_uri);
  query = soup_form_decode (strchr (self->uri, '?') + 1);
  uri = g_strdup_printf ("%s?code=CODE-OLD&state=%s",
                         (const char *) g_hash_table_lookup (query, "redirect_uri"),
                         (const char *) g_hash_table_lookup (query, "state"));
  message = soup_message_new ("GET", uri);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_assert_null (bell_sign_in_flow_finish (oauth_test_wait (&self->result), &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_REFUSED);
  g_assert_cmpuint (self->server->n_codes_refused, ==, 1);
}

static void
test_nothing_lasting (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->server->gives_nothing_lasting = TRUE;
  assert_fails (self, BELL_OAUTH_ERROR_NO_GRANT);
}

static void
test_cancelled (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start (self, keep_uri);
  g_assert_nonnull (self->uri);
  g_cancellable_cancel (self->cancellable);
  g_assert_null (bell_sign_in_flow_finish (oauth_test_wait (&self->result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_client_id (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_pointer (&self->provider->client_id, g_free);
  self->provider->dynamic_registration = FALSE;
  assert_fails (self, BELL_OAUTH_ERROR_NO_CLIENT_ID);
  g_assert_null (self->uri);
}

static void
test_registration (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInFlowResult) result = NULL;

  g_clear_pointer (&self->provider->client_id, g_free);
  g_clear_pointer (&self->provider->token_endpoint, g_free);
  result = sign_in (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result->provider->client_id, ==, TEST_CLIENT);
  g_assert_nonnull (result->provider->token_endpoint);
  g_assert_cmpuint (self->server->n_registered, ==, 1);
}

static void
show (const BellOAuthDevice *device, gpointer user_data)
{
  g_assert_cmpstr (device->verification_uri, ==, "https://example.org/device");
  ((Fixture *) user_data)->user_code = g_strdup (device->user_code);
}

static BellSignInFlowResult *
sign_in_on_device (Fixture *self, GError **error)
{
  bell_sign_in_flow_on_device_async (self->provider, show, self, self->cancellable,
                                     oauth_test_on_ready, &self->result);
  return bell_sign_in_flow_finish (oauth_test_wait (&self->result), error);
}

static gint64
pause_before (Fixture *self, guint poll)
{
  GPtrArray *polls = self->server->polls;

  return *(gint64 *) g_ptr_array_index (polls, poll) -
         *(gint64 *) g_ptr_array_index (polls, poll - 1);
}

/* Asked every second, as it said, then every six, as RFC 8628 §3.5 has it. */
static void
test_device (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSignInFlowResult) result = NULL;

  self->server->n_pending = 1;
  self->server->n_slow_down = 1;
  result = sign_in_on_device (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (result->tokens->refresh_token), ==, "REFRESH-0");
  g_assert_cmpstr (self->user_code, ==, "WDJB-MJHT");
  g_assert_cmpuint (self->server->polls->len, ==, 3);
  g_assert_cmpint (pause_before (self, 1), >=, 1 * BELL_SECOND);
  g_assert_cmpint (pause_before (self, 2), >=, 6 * BELL_SECOND);
}

static void
test_device_denied (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->server->error = "access_denied";
  g_assert_null (sign_in_on_device (self, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_DENIED);
}

static void
test_device_expired (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->server->error = "expired_token";
  g_assert_null (sign_in_on_device (self, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_EXPIRED);
}

static void
cancel_when_shown (const BellOAuthDevice *device G_GNUC_UNUSED, gpointer user_data)
{
  g_cancellable_cancel (((Fixture *) user_data)->cancellable);
}

static void
test_device_cancelled (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  bell_sign_in_flow_on_device_async (self->provider, cancel_when_shown, self, self->cancellable,
                                     oauth_test_on_ready, &self->result);
  g_assert_null (bell_sign_in_flow_finish (oauth_test_wait (&self->result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (self->server->polls->len, ==, 0);
}

static void
test_no_device (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->provider->device_endpoint, g_free);
  g_assert_null (sign_in_on_device (self, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_DEVICE);
}

/* What programs on this computer may throw at the port; then the right answer still counts. */
static void
test_hostile_visitors (void)
{
  static const char *const requests[] = {
    "\r\n\r\n",
    "GET /?code=a&state=WRONG HTTP/1.1\r\n\r\n",
    "GET /?code=a&state= HTTP/1.1\r\n\r\n",
    "GET /favicon.ico HTTP/1.1\r\n\r\n",
    "GET /?code=a&state=STATE\r\n\r\n",
    "POST /?code=a&state=STATE HTTP/1.1\r\n\r\n",
    "GET /other?code=a&state=STATE HTTP/1.1\r\n\r\n",
    "GET /?code=%zz&state=STATE HTTP/1.1\r\n\r\n",
    "GET https://127.0.0.1/?code=a&state=STATE HTTP/1.1\r\n\r\n",
  };
  g_autoptr (BellSecretText) state = bell_secret_text_new ("STATE", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellRedirectListener) listener =
    bell_redirect_listener_new ("127.0.0.1", state, &error);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  g_autoptr (GSocketConnection) silent = NULL;
  g_autoptr (GSocketConnection) last = NULL;
  g_autofree char *flood = g_strnfill (64 * 1024, 'a');
  const char      *uri = bell_redirect_listener_get_uri (listener);

  g_assert_no_error (error);
  bell_redirect_listener_wait_async (listener, NULL, oauth_test_on_ready, &result);
  silent = g_socket_client_connect_to_uri (client, uri, 80, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i <= G_N_ELEMENTS (requests); i++) {
    const char *request = i < G_N_ELEMENTS (requests) ? requests[i] : flood;
    g_autoptr (GSocketConnection) visitor =
      g_socket_client_connect_to_uri (client, uri, 80, NULL, &error);
    GPollableInputStream *input;
    char                  answer[16] = "";
    gssize                n = -1;

    g_assert_no_error (error);
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (visitor)), request,
                               strlen (request), NULL, NULL, NULL);
    input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (visitor)));
    for (gboolean waits = TRUE; waits;) {
      g_autoptr (GError) nothing = NULL;

      g_main_context_iteration (NULL, FALSE);
      n =
        g_pollable_input_stream_read_nonblocking (input, answer, sizeof answer - 1, NULL, &nothing);
      waits = g_error_matches (nothing, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    }
    /* The flood is cut off without an answer. */
    if (n > 0)
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400"));
    else
      g_assert_true (request == flood);
    g_assert_null (result);
  }
  last = g_socket_client_connect_to_uri (client, uri, 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (last)),
                             "GET /?code=a%2Bb&state=STATE HTTP/1.1\r\nHost: x\r\n\r\n", 50, NULL,
                             NULL, NULL);
  parameters = bell_redirect_listener_wait_finish (listener, oauth_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (parameters, "code"), ==, "a+b");
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/sign-in-flow/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("browser", test_browser);
  add ("port-is-closed", test_port_is_closed);
  add ("denied", test_denied);
  add ("refused", test_refused);
  add ("wrong-state", test_wrong_state);
  add ("other-issuer", test_other_issuer);
  add ("stolen-code", test_stolen_code);
  add ("replayed-code", test_replayed_code);
  add ("nothing-lasting", test_nothing_lasting);
  add ("cancelled", test_cancelled);
  add ("no-client-id", test_no_client_id);
  add ("registration", test_registration);
  add ("device", test_device);
  add ("device-denied", test_device_denied);
  add ("device-expired", test_device_expired);
  add ("device-cancelled", test_device_cancelled);
  add ("no-device", test_no_device);
  g_test_add_func ("/redirect-listener/hostile-visitors", test_hostile_visitors);
  return g_test_run ();
}
