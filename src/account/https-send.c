/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session of libsoup for each request: they are seldom, and nothing of one is to be left for the
 * next, neither a connection nor memory. */

#include "account/https.h"

#include "account/bounded-wait.h"

#include <libsoup/soup.h>
#include <string.h>

#define LIMIT_BYTES (64 * 1024)
#define LIMIT_S 30

typedef struct {
  SoupSession     *session; /* (owned) */
  SoupMessage     *message; /* (owned) */
  GCancellable    *own;     /* (owned) ends it for whichever reason */
  BellBoundedWait *wait;    /* (owned) */
  gboolean         untrusted;
  char             buffer[LIMIT_BYTES + 1];
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  bell_bounded_wait_free (self->wait);
  g_object_unref (self->own);
  g_object_unref (self->message);
  g_object_unref (self->session);
  bell_secret_wipe (self->buffer, sizeof self->buffer);
  g_free (self);
}

static void
end (gpointer own)
{
  g_cancellable_cancel (own);
}

/* GnuTLS would still take TLS 1.0. Before the request is written. */
static void
on_network_event (G_GNUC_UNUSED SoupMessage *message,
                  GSocketClientEvent         event,
                  GIOStream                 *connection,
                  gpointer                   user_data)
{
  Request *self = user_data;

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED)
    return;
  if (!G_IS_TLS_CONNECTION (connection) || g_tls_connection_get_protocol_version (G_TLS_CONNECTION (
                                             connection)) < G_TLS_PROTOCOL_VERSION_TLS_1_2) {
    self->untrusted = TRUE;
    g_cancellable_cancel (self->own);
  }
}

static void
fail (GTask *task, const GError *cause)
{
  Request           *self = g_task_get_task_data (task);
  BellOAuthErrorCode code = BELL_OAUTH_ERROR_UNREACHABLE;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->untrusted || cause->domain == G_TLS_ERROR)
    code = BELL_OAUTH_ERROR_UNTRUSTED;
  g_task_return_new_error (task, BELL_OAUTH_ERROR, (int) code, "%s",
                           code == BELL_OAUTH_ERROR_UNTRUSTED ? "not trusted" : cause->message);
}

static void
on_read (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Request *self = g_task_get_task_data (task);
  gsize    length;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (stream), result, &length, &error))
    fail (task, error);
  else if (length > LIMIT_BYTES)
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_ANSWER, "answer too large");
  else
    g_task_return_pointer (task, bell_secret_text_new (self->buffer, (gssize) length),
                           (GDestroyNotify) bell_secret_text_unref);
}

static void
on_answered (GObject *session, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
    soup_session_send_finish (SOUP_SESSION (session), result, &error);
  Request *self = g_task_get_task_data (task);

  if (stream == NULL) {
    fail (task, error);
    return;
  }
  g_input_stream_read_all_async (stream, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                                 self->own, on_read, g_steal_pointer (&task));
}

static Request *
request_new (GTask *task, GUri *uri)
{
  GTlsDatabase *trust = bell_https_get_trust ();
  Request      *self = g_new0 (Request, 1);

  bell_https_use_trust (trust);
  self->own = g_cancellable_new ();
  self->session =
    soup_session_new_with_options ("user-agent", "Mailbell", "timeout", LIMIT_S, NULL);
  if (trust != NULL)
    soup_session_set_tls_database (self->session, trust);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  self->wait =
    bell_bounded_wait_new (task, "mailbell HTTPS limit", LIMIT_S * 1000, end, end, self->own);
  return self;
}

void
bell_https_send_async (const char         *uri,
                       const char         *content_type,
                       BellSecretText     *body,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GUri) parsed = bell_https_parse (uri);
  Request *request;

  if (parsed == NULL) {
    g_task_return_new_error (task, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_NO_PROVIDER,
                             "not an https address");
    return;
  }
  request = request_new (task, parsed);
  g_task_set_task_data (task, request, request_free);
  if (body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
      bell_secret_text_peek (body), bell_secret_text_get_length (body),
      (GDestroyNotify) bell_secret_text_unref, bell_secret_text_ref (body));

    soup_message_set_method (request->message, SOUP_METHOD_POST);
    soup_message_set_request_body_from_bytes (request->message, content_type, bytes);
  }
  soup_message_headers_replace (soup_message_get_request_headers (request->message), "Accept",
                                "application/json");
  soup_session_send_async (request->session, request->message, G_PRIORITY_DEFAULT, request->own,
                           on_answered, g_steal_pointer (&task));
}

BellSecretText *
bell_https_send_finish (GAsyncResult *result, guint *status, GError **error)
{
  Request        *request = g_task_get_task_data (G_TASK (result));
  BellSecretText *answer = g_task_propagate_pointer (G_TASK (result), error);

  if (answer != NULL)
    *status = soup_message_get_status (request->message);
  return answer;
}
