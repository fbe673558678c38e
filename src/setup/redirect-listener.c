/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP as far as one request line goes: of the header only its end is looked for. */

#include "setup/redirect-listener.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REQUEST_LIMIT_BYTES (16 * 1024)
#define REQUEST_LIMIT_S 10
#define MAX_VISITS 16

struct _BellRedirectListener {
  GObject         parent_instance;
  GSocketService *service;   /* (owned) */
  char           *uri;       /* (owned) */
  BellSecretText *state;     /* (owned) */
  GTask          *task;      /* (owned) (nullable): NULL while nobody waits */
  GSource        *cancelled; /* (owned) (nullable) */
  guint           n_visits;
};

G_DEFINE_FINAL_TYPE (BellRedirectListener, bell_redirect_listener, G_TYPE_OBJECT)

/* One connection. */
typedef struct {
  BellRedirectListener *listener;   /* (owned) */
  GSocketConnection    *connection; /* (owned) */
  GHashTable           *parameters; /* (owned) (nullable) of the request that was waited for */
  char                 *answer;     /* (owned) (nullable) */
  gsize                 length;
  char                  request[REQUEST_LIMIT_BYTES + 1];
} Visit;

static void
visit_free (Visit *self)
{
  self->listener->n_visits--;
  g_object_unref (self->listener);
  g_object_unref (self->connection);
  g_clear_pointer (&self->parameters, g_hash_table_unref);
  g_free (self->answer);
  bell_secret_wipe (self->request, sizeof self->request);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

/* The task, to be returned by the caller. (transfer full) (nullable) */
static GTask *
take_task (BellRedirectListener *self)
{
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  if (self->service != NULL) {
    g_socket_service_stop (self->service);
    g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  }
  return g_steal_pointer (&self->task);
}

static void
on_answered (GObject *stream G_GNUC_UNUSED, GAsyncResult *result G_GNUC_UNUSED, gpointer user_data)
{
  g_autoptr (Visit) visit = user_data;
  g_autoptr (GTask) task = NULL;

  g_io_stream_close_async (G_IO_STREAM (visit->connection), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  if (visit->parameters == NULL)
    return;
  task = take_task (visit->listener);
  if (task != NULL)
    g_task_return_pointer (task, g_steal_pointer (&visit->parameters),
                           (GDestroyNotify) g_hash_table_unref);
}

/* A page without anything in it that a browser would fetch or run. Takes VISIT. */
static void
answer (Visit *visit, const char *status, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *page =
    g_strdup_printf ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Mailbell</title>"
                     "</head>\n<body><p>%s</p></body></html>\n",
                     escaped);

  visit->answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n"
                                   "Content-Length: %zu\r\nConnection: close\r\n"
                                   "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
                                   "X-Content-Type-Options: nosniff\r\n"
                                   "Content-Security-Policy: default-src 'none'\r\n\r\n%s",
                                   status, strlen (page), page);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (visit->connection)),
                                   visit->answer, strlen (visit->answer), G_PRIORITY_DEFAULT, NULL,
                                   on_answered, visit);
}

static gboolean
has_state (BellRedirectListener *self, GHashTable *parameters)
{
  const char *state = g_hash_table_lookup (parameters, "state");

  return state != NULL && g_str_equal (state, bell_secret_text_peek (self->state));
}

/* The parameters of "GET /?… HTTP/1.1". (transfer full) (nullable) */
static GHashTable *
parse_request (char *request)
{
  char *end = strpbrk (request, "\r\n");
  char *query;

  if (end == NULL || !g_str_has_prefix (request, "GET /?"))
    return NULL;
  *end = '\0';
  query = request + strlen ("GET /?");
  end = strstr (query, " HTTP/1.");
  if (end == NULL)
    return NULL;
  *end = '\0';
  return g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
}

/* Takes VISIT. */
static void
serve (Visit *visit)
{
  g_autoptr (GHashTable) parameters = parse_request (visit->request);

  if (parameters == NULL || !has_state (visit->listener, parameters) ||
      visit->listener->task == NULL) {
    answer (visit, "400 Bad Request", _ ("This is not what Mailbell is waiting for."));
    return;
  }
  visit->parameters = g_steal_pointer (&parameters);
  if (g_hash_table_contains (visit->parameters, "code"))
    answer (visit, "200 OK",
            _ ("Mailbell has got the answer of your provider. You can close this page."));
  else
    answer (
      visit, "200 OK",
      _ ("Your provider did not let Mailbell in. You can close this page; Mailbell tells what "
         "to do."));
}

static void read_more (Visit *visit);

static void
on_read (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Visit) visit = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (stream), result, NULL);

  if (n <= 0)
    return;
  visit->length += (gsize) n;
  visit->request[visit->length] = '\0';
  if (strlen (visit->request) == visit->length && strstr (visit->request, "\r\n\r\n") != NULL)
    serve (g_steal_pointer (&visit));
  else if (visit->length < REQUEST_LIMIT_BYTES)
    read_more (g_steal_pointer (&visit));
}

/* Takes VISIT. */
static void
read_more (Visit *visit)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (visit->connection)),
                             visit->request + visit->length, REQUEST_LIMIT_BYTES - visit->length,
                             G_PRIORITY_DEFAULT, NULL, on_read, visit);
}

static gboolean
on_incoming (GSocketService *service G_GNUC_UNUSED,
             GSocketConnection      *connection,
             GObject *source         G_GNUC_UNUSED,
             BellRedirectListener   *self)
{
  Visit *visit;

  if (self->n_visits >= MAX_VISITS)
    return TRUE;
  self->n_visits++;
  g_socket_set_timeout (g_socket_connection_get_socket (connection), REQUEST_LIMIT_S);
  visit = g_new0 (Visit, 1);
  visit->listener = g_object_ref (self);
  visit->connection = g_object_ref (connection);
  read_more (visit);
  return TRUE;
}

static void
bell_redirect_listener_dispose (GObject *object)
{
  BellRedirectListener *self = BELL_REDIRECT_LISTENER (object);

  if (self->service != NULL) {
    g_signal_handlers_disconnect_by_data (self->service, self);
    g_clear_object (&self->task);
    g_clear_object (&self->service);
  }
  g_clear_pointer (&self->state, bell_secret_text_unref);
  G_OBJECT_CLASS (bell_redirect_listener_parent_class)->dispose (object);
}

static void
bell_redirect_listener_finalize (GObject *object)
{
  g_free (BELL_REDIRECT_LISTENER (object)->uri);
  G_OBJECT_CLASS (bell_redirect_listener_parent_class)->finalize (object);
}

static void
bell_redirect_listener_class_init (BellRedirectListenerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bell_redirect_listener_dispose;
  G_OBJECT_CLASS (class)->finalize = bell_redirect_listener_finalize;
}

static void
bell_redirect_listener_init (G_GNUC_UNUSED BellRedirectListener *self)
{
}

BellRedirectListener *
bell_redirect_listener_new (const char *host, BellSecretText *state, GError **error)
{
  g_autoptr (BellRedirectListener) self = g_object_new (BELL_TYPE_REDIRECT_LISTENER, NULL);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) got = NULL;

  self->service = g_socket_service_new ();
  self->state = bell_secret_text_ref (state);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got,
                                      error))
    return NULL;
  self->uri = g_strdup_printf ("http://%s:%u/", host,
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));
  return g_steal_pointer (&self);
}

const char *
bell_redirect_listener_get_uri (BellRedirectListener *self)
{
  return self->uri;
}

static gboolean
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer user_data)
{
  g_autoptr (GTask) task = take_task (user_data);

  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

void
bell_redirect_listener_wait_async (BellRedirectListener *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_return_if_fail (self->task == NULL);
  self->task = g_task_new (self, cancellable, callback, user_data);
  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_attach (self->cancelled, g_task_get_context (self->task));
}

GHashTable *
bell_redirect_listener_wait_finish (BellRedirectListener *self,
                                    GAsyncResult         *result,
                                    GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
