/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redirects are followed here and not by libsoup, which would also follow one to plain HTTP. */

#include "setup/https-get.h"

#include "account/https.h"
#include "io/tls-trust.h"

#define SILENCE_SECONDS 10
#define REDIRECTS 3

typedef struct {
  SoupSession *session; /* (owned) */
  SoupMessage *message; /* (owned) (nullable) */
  char        *buffer;  /* (owned) of LIMIT_BYTES + 1 */
  gsize        limit_bytes;
  guint        redirects; /* so far */
} Get;

static void
get_free (Get *self)
{
  g_object_unref (self->session);
  g_clear_object (&self->message);
  g_free (self->buffer);
  g_free (self);
}

SoupSession *
bell_https_session_new (void)
{
  GTlsDatabase *trust = bell_tls_trust_get_database ();

  bell_https_use_trust (trust);
  return soup_session_new_with_options ("tls-database", trust, "timeout", SILENCE_SECONDS,
                                        "user-agent", "Mailbell", NULL);
}

static void ask (GTask *task, GUri *uri);

static void
on_body_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Get  *self = g_task_get_task_data (task);
  gsize n = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &n, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (n > self->limit_bytes)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                             "the answer is too large");
  else
    g_task_return_pointer (task, g_bytes_new (self->buffer, n), (GDestroyNotify) g_bytes_unref);
}

static void
follow (GTask *task)
{
  Get        *self = g_task_get_task_data (task);
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (self->message), "Location");
  g_autoptr (GUri) uri = NULL;

  if (location != NULL && self->redirects < REDIRECTS)
    uri = g_uri_parse_relative (soup_message_get_uri (self->message), location, SOUP_HTTP_URI_FLAGS,
                                NULL);
  if (uri == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "redirected to nowhere");
    return;
  }
  self->redirects++;
  ask (task, uri);
}

static void
on_answer_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Get *self = g_task_get_task_data (task);
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  guint status;

  if (body == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  status = soup_message_get_status (self->message);
  /* glib-networking takes TLS 1.0 where the system's policy does. */
  if (soup_message_get_tls_protocol_version (self->message) < G_TLS_PROTOCOL_VERSION_TLS_1_2)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "less than TLS 1.2");
  else if (SOUP_STATUS_IS_REDIRECTION (status))
    follow (task);
  else if (status != SOUP_STATUS_OK)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "status %u", status);
  else
    g_input_stream_read_all_async (body, self->buffer, self->limit_bytes + 1, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_body_ready,
                                   g_object_ref (task));
}

static void
ask (GTask *task, GUri *uri)
{
  Get *self = g_task_get_task_data (task);

  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_host (uri) == NULL ||
      g_uri_get_userinfo (uri) != NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             "not a plain HTTPS address");
    return;
  }
  g_clear_object (&self->message);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (self->message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task), on_answer_ready, g_object_ref (task));
}

void
bell_https_get_async (SoupSession        *session,
                      const char         *url,
                      gsize               limit_bytes,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GUri) uri = NULL;
  Get    *self = g_new0 (Get, 1);
  GError *error = NULL;

  self->session = g_object_ref (session);
  self->limit_bytes = limit_bytes;
  self->buffer = g_malloc (limit_bytes + 1);
  g_task_set_task_data (task, self, (GDestroyNotify) get_free);
  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, &error);
  if (uri == NULL)
    g_task_return_error (task, error);
  else
    ask (task, uri);
}

GBytes *
bell_https_get_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
