/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each public call is a GTask around one BellOperation. Every failure of GIO passes through
 * return_error(), which knows whether we ended the call ourselves.
 * close() shuts the socket down instead of closing the streams: that needs no waiting for calls
 * that are under way; the descriptor goes with the last reference. */

#include "io/connection.h"

#include "base/secret-text.h"
#include "base/time-units.h"
#include "io/channel-binding.h"
#include "io/client-certificate.h"
#include "io/local-address.h"
#include "io/operation.h"
#include "io/socket-options.h"

#define OPEN_LIMIT_US (30 * BELL_SECOND)

/* An idle connection keeps this much waiting for news, which are a few hundred bytes. */
#define BUFFER_BYTES 4096

struct _BellConnection {
  GObject                parent_instance;
  char                  *host; /* (owned) */
  guint16                port;
  BellSecurity           security;
  gboolean               pinned;
  char                  *pin;           /* (owned) (nullable): NULL while PINNED matches nothing */
  char                  *client_source; /* (owned) (nullable): of our own certificate */
  char                  *account_id;    /* (owned) (nullable) */
  BellClientCertificate *client;        /* (owned) (nullable): our certificate, once it is loaded */
  GSocketConnection     *tcp;           /* (owned) (nullable) */
  GIOStream             *stream;        /* (owned) (nullable): TCP, or TLS on top of it */
  GTlsClientConnection  *earlier;       /* (owned) (nullable) until the handshake */
  GTlsCertificate       *certificate;   /* (owned) (nullable) */
  GError                *refusal;     /* (owned) (nullable): why we did not take the certificate */
  GCancellable          *closing;     /* (owned) */
  BellOperation         *handshaking; /* (unowned) (nullable): the open or start-tls under way */
  BellOperation         *receiving;   /* (unowned) (nullable) */
  GQueue                 outgoing;    /* of GByteArray */
  GByteArray            *sending;     /* (owned) (nullable) */
  GError                *send_error;  /* (owned) (nullable) */
  guint64                bytes_in;    /* the last known */
  guint64                bytes_out;
  gboolean               closed;
  char                   buffer[BUFFER_BYTES];
};

G_DEFINE_FINAL_TYPE (BellConnection, bell_connection, G_TYPE_OBJECT)

static GSocket *
get_socket (BellConnection *self)
{
  return g_socket_connection_get_socket (self->tcp);
}

static GTask *
new_task (BellConnection     *self,
          gint64              limit_us,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, bell_operation_new (cancellable, limit_us),
                        (GDestroyNotify) bell_operation_free);
  return task;
}

static GCancellable *
get_cancellable (GTask *task)
{
  return bell_operation_get_cancellable (g_task_get_task_data (task));
}

/* The call that TASK stands for is over; close() must not look for it any more. */
static void
forget_operation (GTask *task)
{
  BellConnection *self = g_task_get_source_object (task);
  BellOperation  *operation = g_task_get_task_data (task);

  if (self->handshaking == operation)
    self->handshaking = NULL;
  if (self->receiving == operation)
    self->receiving = NULL;
}

/* ERROR (transfer full). */
static void
return_error (GTask *task, GError *error)
{
  BellConnection *self = g_task_get_source_object (task);
  g_autoptr (GError) cause = error;

  forget_operation (task);
  if (self->closed)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the connection was closed");
  else if (bell_operation_is_late (g_task_get_task_data (task)))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");
  else
    g_task_return_error (task, g_steal_pointer (&cause));
}

static void
return_true (GTask *task)
{
  forget_operation (task);
  g_task_return_boolean (task, TRUE);
}

/* Sending. */

static void
free_wiped (GByteArray *bytes)
{
  bell_secret_wipe (bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}

static void send_next (BellConnection *self);

static void
on_write_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellConnection) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->sending, free_wiped);
  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, &error)) {
    send_next (self);
    return;
  }
  if (self->closed)
    return;
  g_clear_error (&self->send_error);
  self->send_error = g_steal_pointer (&error);
  if (self->receiving != NULL)
    bell_operation_cancel (self->receiving);
}

static void
send_next (BellConnection *self)
{
  if (self->stream == NULL || self->handshaking != NULL || self->sending != NULL ||
      self->send_error != NULL || g_queue_is_empty (&self->outgoing))
    return;
  self->sending = g_queue_pop_head (&self->outgoing);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   self->sending->data, self->sending->len, G_PRIORITY_DEFAULT,
                                   self->closing, on_write_ready, g_object_ref (self));
}

/* TLS. */

static void
remember_certificate (BellConnection *self, GTlsCertificate *certificate)
{
  if (certificate != NULL)
    g_set_object (&self->certificate, certificate);
}

static gboolean
matches_pin (BellConnection *self, GTlsCertificate *certificate)
{
  g_autofree char *fingerprint = bell_tls_trust_fingerprint (certificate);

  return self->pin != NULL && g_str_equal (self->pin, fingerprint);
}

/* The pin replaces every other question: exactly this certificate, whatever is wrong with it, and
 * no other, however good. */
static gboolean
check_certificate (BellConnection      *self,
                   GTlsCertificate     *certificate,
                   GTlsCertificateFlags flags,
                   GError             **error)
{
  if (self->pinned && certificate != NULL && matches_pin (self, certificate))
    return TRUE;
  if (!self->pinned && certificate != NULL && flags == G_TLS_CERTIFICATE_NO_FLAGS)
    return TRUE;
  bell_connection_error_refuse (error, certificate, flags, self->pinned);
  return FALSE;
}

static gboolean
on_accept_certificate (G_GNUC_UNUSED GTlsConnection *tls,
                       GTlsCertificate              *certificate,
                       GTlsCertificateFlags          flags,
                       BellConnection               *self)
{
  remember_certificate (self, certificate);
  g_clear_error (&self->refusal);
  return check_certificate (self, certificate, flags, &self->refusal);
}

/* What the handshake let through is looked at again: a pinned connection was never asked about a
 * certificate that the system trusts, and GLib takes TLS 1.0. */
static gboolean
check_session (BellConnection *self, GTlsConnection *tls, GError **error)
{
  if (g_tls_connection_get_protocol_version (tls) < G_TLS_PROTOCOL_VERSION_TLS_1_2) {
    g_set_error_literal (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_OLD_TLS,
                         "less than TLS 1.2");
    return FALSE;
  }
  return check_certificate (self, g_tls_connection_get_peer_certificate (tls),
                            g_tls_connection_get_peer_certificate_errors (tls), error);
}

static void
on_handshake_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTlsConnection *tls = G_TLS_CONNECTION (object);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) no_pin = NULL;
  BellConnection *self = g_task_get_source_object (task);
  gboolean        done = g_tls_connection_handshake_finish (tls, result, &error);

  remember_certificate (self, g_tls_connection_get_peer_certificate (tls));
  if (self->client != NULL)
    bell_client_certificate_check (self->client, done, &no_pin);
  if (!done && self->refusal != NULL) {
    return_error (task, g_steal_pointer (&self->refusal));
  } else if (no_pin != NULL) {
    return_error (task, g_steal_pointer (&no_pin));
  } else if (!done || self->closed || !check_session (self, tls, &error)) {
    return_error (task, g_steal_pointer (&error));
  } else {
    g_set_object (&self->stream, G_IO_STREAM (tls));
    return_true (task);
    send_next (self);
  }
}

static void
begin_handshake (BellConnection *self, GTask *task)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_new (self->host, self->port);
  g_autoptr (GError) error = NULL;
  /* Made without a database, it would load the one of its own at once, and for good. */
  g_autoptr (GIOStream) tls =
    g_initable_new (g_tls_backend_get_client_connection_type (g_tls_backend_get_default ()), NULL,
                    &error, "base-io-stream", self->tcp, "server-identity", identity, "database",
                    bell_tls_trust_get_database (), NULL);

  if (tls == NULL) {
    return_error (task, g_steal_pointer (&error));
    return;
  }
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_signal_connect_object (tls, "accept-certificate", G_CALLBACK (on_accept_certificate), self,
                           G_CONNECT_DEFAULT);
  if (self->earlier != NULL)
    g_tls_client_connection_copy_session_state (G_TLS_CLIENT_CONNECTION (tls), self->earlier);
  g_clear_object (&self->earlier);
  if (self->client != NULL)
    bell_client_certificate_give (self->client, G_TLS_CONNECTION (tls));
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                    get_cancellable (task), on_handshake_ready,
                                    g_object_ref (task));
}

static void
on_client_certificate_ready (G_GNUC_UNUSED GObject *object,
                             GAsyncResult          *result,
                             gpointer               user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BellConnection *self = g_task_get_source_object (task);

  self->client = bell_client_certificate_load_finish (result, &error);
  if (self->client == NULL || self->closed)
    return_error (task, g_steal_pointer (&error));
  else
    begin_handshake (self, task);
}

static void
shake_hands (BellConnection *self, GTask *task)
{
  if (self->client_source != NULL)
    bell_client_certificate_load_async (self->client_source, self->account_id,
                                        get_cancellable (task), on_client_certificate_ready,
                                        g_object_ref (task));
  else
    begin_handshake (self, task);
}

/* TCP. */

static gboolean
check_cleartext (BellConnection *self, GError **error)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (self->security != BELL_SECURITY_NONE)
    return TRUE;
  address = g_socket_connection_get_remote_address (self->tcp, error);
  if (address == NULL)
    return FALSE;
  if (bell_socket_address_is_loopback (address))
    return TRUE;
  g_set_error_literal (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CLEARTEXT,
                       "cleartext to an address that is not loopback");
  return FALSE;
}

static void
on_connect_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BellConnection    *self = g_task_get_source_object (task);
  GSocketConnection *tcp =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);

  if (tcp == NULL || self->closed) {
    g_clear_object (&tcp);
    return_error (task, g_steal_pointer (&error));
    return;
  }
  self->tcp = tcp;
  bell_socket_prepare (get_socket (self));
  if (!check_cleartext (self, &error)) {
    return_error (task, g_steal_pointer (&error));
    return;
  }
  if (self->security == BELL_SECURITY_TLS) {
    shake_hands (self, task);
    return;
  }
  self->stream = G_IO_STREAM (g_object_ref (tcp));
  return_true (task);
  send_next (self);
}

void
bell_connection_open_async (BellConnection     *self,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = new_task (self, OPEN_LIMIT_US, cancellable, callback, user_data);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = g_network_address_new (self->host, self->port);

  g_return_if_fail (self->tcp == NULL && self->handshaking == NULL);

  if (self->closed) {
    return_error (task, NULL);
    return;
  }
  /* A proxy on this computer would make any host look like loopback. */
  if (self->security == BELL_SECURITY_NONE)
    g_socket_client_set_enable_proxy (client, FALSE);
  self->handshaking = g_task_get_task_data (task);
  g_socket_client_connect_async (client, address, get_cancellable (task), on_connect_ready,
                                 g_object_ref (task));
}

gboolean
bell_connection_open_finish (BellConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bell_connection_start_tls_async (BellConnection     *self,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = new_task (self, OPEN_LIMIT_US, cancellable, callback, user_data);

  g_return_if_fail (self->receiving == NULL && self->handshaking == NULL);

  if (self->stream == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the connection is not open");
    return;
  }
  self->handshaking = g_task_get_task_data (task);
  /* Whatever comes of the handshake, nothing goes in clear any more. */
  g_clear_object (&self->stream);
  shake_hands (self, task);
}

gboolean
bell_connection_start_tls_finish (BellConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Receiving. */

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BellConnection *self = g_task_get_source_object (task);
  gssize          n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n < 0 || self->closed) {
    if (self->send_error != NULL) {
      g_clear_error (&error);
      error = g_error_copy (self->send_error);
    }
    return_error (task, g_steal_pointer (&error));
    return;
  }
  forget_operation (task);
  g_task_return_pointer (task, g_bytes_new (self->buffer, (gsize) n),
                         (GDestroyNotify) g_bytes_unref);
}

void
bell_connection_receive_async (BellConnection     *self,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = new_task (self, BELL_NEVER, cancellable, callback, user_data);

  g_return_if_fail (self->receiving == NULL && self->handshaking == NULL);

  if (self->send_error != NULL) {
    return_error (task, g_error_copy (self->send_error));
    return;
  }
  if (self->stream == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the connection is not open");
    return;
  }
  self->receiving = g_task_get_task_data (task);
  bell_socket_want_quick_acknowledgement (get_socket (self));
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer,
                             sizeof self->buffer, G_PRIORITY_DEFAULT, get_cancellable (task),
                             on_read_ready, g_object_ref (task));
}

GBytes *
bell_connection_receive_finish (BellConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_connection_send (BellConnection *self, GByteArray *bytes)
{
  if (self->closed || self->send_error != NULL || bytes->len == 0) {
    free_wiped (bytes);
    return;
  }
  g_queue_push_tail (&self->outgoing, bytes);
  send_next (self);
}

void
bell_connection_close (BellConnection *self)
{
  if (self->closed)
    return;
  bell_connection_get_bytes (self, NULL, NULL);
  self->closed = TRUE;
  g_cancellable_cancel (self->closing);
  if (self->handshaking != NULL)
    bell_operation_cancel (self->handshaking);
  if (self->receiving != NULL)
    bell_operation_cancel (self->receiving);
  g_queue_clear_full (&self->outgoing, (GDestroyNotify) free_wiped);
  if (self->tcp != NULL)
    g_socket_shutdown (get_socket (self), TRUE, TRUE, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->tcp);
}

GTlsCertificate *
bell_connection_get_peer_certificate (BellConnection *self)
{
  return self->certificate != NULL ? g_object_ref (self->certificate) : NULL;
}

GTlsClientConnection *
bell_connection_get_tls (BellConnection *self)
{
  return G_IS_TLS_CLIENT_CONNECTION (self->stream) ? G_TLS_CLIENT_CONNECTION (self->stream) : NULL;
}

const char *
bell_connection_get_tls_version (BellConnection *self)
{
  if (!G_IS_TLS_CONNECTION (self->stream))
    return NULL;
  switch ((int) g_tls_connection_get_protocol_version (G_TLS_CONNECTION (self->stream))) {
  case G_TLS_PROTOCOL_VERSION_TLS_1_2:
    return "TLS 1.2";
  case G_TLS_PROTOCOL_VERSION_TLS_1_3:
    return "TLS 1.3";
  default:
    return "TLS";
  }
}

GBytes *
bell_connection_get_channel_binding (BellConnection *self, const char **type)
{
  return bell_channel_binding_get (self->stream, type);
}

void
bell_connection_get_bytes (BellConnection *self, guint64 *in, guint64 *out)
{
  if (self->tcp != NULL)
    bell_socket_get_bytes (get_socket (self), &self->bytes_in, &self->bytes_out);
  if (in != NULL)
    *in = self->bytes_in;
  if (out != NULL)
    *out = self->bytes_out;
}

gboolean
bell_connection_has_lost_its_address (BellConnection *self)
{
  g_autoptr (GSocketAddress) local = NULL;

  if (self->tcp == NULL)
    return FALSE;
  local = g_socket_connection_get_local_address (self->tcp, NULL);
  return G_IS_INET_SOCKET_ADDRESS (local) &&
         !bell_local_address_exists (
           g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
}

static void
bell_connection_dispose (GObject *object)
{
  bell_connection_close (BELL_CONNECTION (object));
  G_OBJECT_CLASS (bell_connection_parent_class)->dispose (object);
}

static void
bell_connection_finalize (GObject *object)
{
  BellConnection *self = BELL_CONNECTION (object);

  g_free (self->host);
  g_free (self->pin);
  g_free (self->client_source);
  g_free (self->account_id);
  g_clear_pointer (&self->client, bell_client_certificate_free);
  g_clear_object (&self->certificate);
  g_clear_object (&self->earlier);
  g_clear_object (&self->closing);
  g_clear_error (&self->refusal);
  g_clear_error (&self->send_error);
  G_OBJECT_CLASS (bell_connection_parent_class)->finalize (object);
}

static void
bell_connection_class_init (BellConnectionClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bell_connection_dispose;
  object_class->finalize = bell_connection_finalize;
}

static void
bell_connection_init (BellConnection *self)
{
  self->closing = g_cancellable_new ();
  g_queue_init (&self->outgoing);
}

BellConnection *
bell_connection_new (const BellEndpoint *endpoint)
{
  BellConnection *self = g_object_new (BELL_TYPE_CONNECTION, NULL);

  self->host = g_strdup (endpoint->host);
  self->port = endpoint->port;
  g_set_object (&self->earlier, endpoint->earlier);
  self->security = endpoint->security;
  self->pinned = endpoint->pin != NULL;
  if (self->pinned)
    self->pin = bell_tls_trust_normalise_pin (endpoint->pin);
  self->client_source = g_strdup (endpoint->client_certificate);
  self->account_id = g_strdup (endpoint->account_id);
  return self;
}
