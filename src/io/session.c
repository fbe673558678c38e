/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each callback is a few lines and ends in pump(): take output, take events, arm the alarm. Once
 * compression has begun, all bytes pass through deflate on their way; the log stands before it. */

#include "io/session.h"

#include "io/clock.h"
#include "io/deflate.h"
#include "io/wire-log.h"

struct _BellSession {
  GObject parent_instance;

  BellConnection *connection;  /* (owned) */
  BellImapClient *client;      /* (owned) */
  BellDeflate    *deflate;     /* (owned) (nullable): while nothing is compressed */
  BellAlarm      *alarm;       /* (owned) */
  GCancellable   *cancellable; /* (owned) cancelled when the session has ended */
  char           *label;       /* (owned) */
  gboolean        tells_lines;
  gint64          retry_after_us;
  GHashTable     *acts; /* (owned) of GTask by the number of its action */
  guint           n_acts;
};

G_DEFINE_FINAL_TYPE (BellSession, bell_session, G_TYPE_OBJECT)

enum { EVENT, LINE, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void receive (BellSession *self);
static void start_tls (BellSession *self);
static void start_compression (BellSession *self);
static void pump (BellSession *self);

static gboolean
has_ended (BellSession *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
event_free (gpointer event)
{
  bell_imap_event_free (event);
}

/* EVENT (transfer full). */
static void
got_acted (BellSession *self, BellImapEvent *event)
{
  gpointer task = NULL;

  if (g_hash_table_steal_extended (self->acts, GUINT_TO_POINTER (event->action_id), NULL, &task))
    g_task_return_pointer (task, event, event_free);
  else
    bell_imap_event_free (event);
  g_clear_object (&task);
}

/* No answer will come any more, which is an answer. */
static void
answer_acts (BellSession *self)
{
  BellImapEvent *event;

  bell_imap_client_abandon (self->client);
  while ((event = bell_imap_client_take_event (self->client)) != NULL)
    if (event->type == BELL_IMAP_EVENT_ACTED)
      got_acted (self, event);
    else
      bell_imap_event_free (event);
}

void
bell_session_close (BellSession *self)
{
  bell_alarm_set (self->alarm, BELL_NEVER);
  g_cancellable_cancel (self->cancellable);
  bell_connection_close (self->connection);
  if (g_hash_table_size (self->acts) > 0)
    answer_acts (self);
}

static void
end (BellSession *self, const GError *error)
{
  if (has_ended (self))
    return;
  bell_session_close (self);
  g_signal_emit (self, signals[ENDED], 0, error);
}

static void
log_conversation (BellSession *self)
{
  g_autoptr (GPtrArray) lines = bell_imap_client_take_log (self->client);

  for (guint i = 0; lines != NULL && i < lines->len; i++) {
    const char *line = g_ptr_array_index (lines, i);

    bell_wire_log (line[0], self->label, line + 2);
    if (self->tells_lines) {
      g_autofree char *escaped = bell_wire_log_escape (line + 2);

      g_signal_emit (self, signals[LINE], 0, line[0], escaped);
    }
  }
}

static void
compute (GTask                    *task,
         gpointer source           G_GNUC_UNUSED,
         gpointer                  exchange,
         GCancellable *cancellable G_GNUC_UNUSED)
{
  bell_imap_exchange_compute (exchange);
  g_task_return_boolean (task, TRUE);
}

static void
on_computed (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSession) self = user_data;

  if (has_ended (self))
    return;
  bell_imap_client_computed (self->client, g_task_get_task_data (G_TASK (result)),
                             bell_clock_now ());
  pump (self);
}

/* The task knows the exchange alone: it may be the thread that lets go of it last. */
static void
start_computing (BellSession *self, BellImapExchange *exchange)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_computed, g_object_ref (self));

  g_task_set_task_data (task, bell_imap_exchange_ref (exchange),
                        (GDestroyNotify) bell_imap_exchange_unref);
  g_task_run_in_thread (task, compute);
}

static void
handle_event (BellSession *self, BellImapEvent *event)
{
  if (event->type == BELL_IMAP_EVENT_START_TLS)
    start_tls (self);
  else if (event->type == BELL_IMAP_EVENT_START_COMPRESSION)
    start_compression (self);
  else if (event->type == BELL_IMAP_EVENT_COMPUTE)
    start_computing (self, event->exchange);
  else if (event->type == BELL_IMAP_EVENT_CLOSED || event->type == BELL_IMAP_EVENT_FAILED) {
    self->retry_after_us = event->retry_after_us;
    end (self, event->error);
  } else
    g_signal_emit (self, signals[EVENT], 0, event);
}

/* OUTPUT (transfer full). */
static void
write_output (BellSession *self, GByteArray *output)
{
  if (self->deflate != NULL)
    output = bell_deflate_compress (self->deflate, output);
  bell_connection_send (self->connection, output);
}

/* An event's handler may close the session or drop the last reference to it. */
static void
pump (BellSession *self)
{
  G_GNUC_UNUSED g_autoptr (BellSession) keep = g_object_ref (self);
  GByteArray   *output;

  while (!has_ended (self) && (output = bell_imap_client_take_output (self->client)) != NULL)
    write_output (self, output);
  log_conversation (self);
  while (!has_ended (self)) {
    g_autoptr (BellImapEvent) event = bell_imap_client_take_event (self->client);

    if (event == NULL)
      break;
    if (event->type == BELL_IMAP_EVENT_ACTED)
      got_acted (self, g_steal_pointer (&event));
    else
      handle_event (self, event);
  }
  if (!has_ended (self))
    bell_alarm_set (self->alarm, bell_imap_client_get_deadline (self->client));
}

/* Piece by piece: the core looks at each before there is more. */
static void
inflate (BellSession *self, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  GBytes *piece;

  bell_deflate_put (self->deflate, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  while (!has_ended (self) && (piece = bell_deflate_inflate (self->deflate, &error)) != NULL) {
    bell_imap_client_receive (self->client, g_bytes_get_data (piece, NULL),
                              g_bytes_get_size (piece), bell_clock_now ());
    g_bytes_unref (piece);
    pump (self);
  }
  if (error != NULL)
    end (self, error);
}

static void
start_compression (BellSession *self)
{
  g_autoptr (GBytes) compressed = bell_imap_client_take_compressed (self->client);

  self->deflate = bell_deflate_new ();
  bell_imap_client_compressed (self->client, bell_clock_now ());
  inflate (self, compressed);
  pump (self);
}

static void
on_received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    bell_connection_receive_finish (BELL_CONNECTION (source), result, &error);

  if (has_ended (self))
    return;
  if (bytes == NULL) {
    end (self, error);
    return;
  }
  if (g_bytes_get_size (bytes) == 0)
    bell_imap_client_end_of_stream (self->client, bell_clock_now ());
  else if (self->deflate != NULL)
    inflate (self, bytes);
  else
    bell_imap_client_receive (self->client, g_bytes_get_data (bytes, NULL),
                              g_bytes_get_size (bytes), bell_clock_now ());
  pump (self);
  if (!has_ended (self))
    receive (self);
}

/* While the handshake runs the connection belongs to it. */
static void
receive (BellSession *self)
{
  if (bell_imap_client_awaits_tls (self->client))
    return;
  bell_connection_receive_async (self->connection, self->cancellable, on_received,
                                 g_object_ref (self));
}

static void
bind_channel (BellSession *self)
{
  const char *type;
  g_autoptr (GBytes) data = bell_connection_get_channel_binding (self->connection, &type);

  bell_imap_client_set_channel_binding (self->client, type, data);
}

static void
on_tls_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSession) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bell_connection_start_tls_finish (BELL_CONNECTION (source), result, &error)) {
    end (self, error);
    return;
  }
  if (has_ended (self))
    return;
  bind_channel (self);
  bell_imap_client_secured (self->client, bell_clock_now ());
  pump (self);
  if (!has_ended (self))
    receive (self);
}

static void
start_tls (BellSession *self)
{
  bell_connection_start_tls_async (self->connection, self->cancellable, on_tls_started,
                                   g_object_ref (self));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSession) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bell_connection_open_finish (BELL_CONNECTION (source), result, &error)) {
    end (self, error);
    return;
  }
  if (has_ended (self))
    return;
  bind_channel (self);
  bell_imap_client_opened (self->client, bell_clock_now ());
  pump (self);
  if (!has_ended (self))
    receive (self);
}

void
bell_session_start (BellSession *self)
{
  bell_connection_open_async (self->connection, self->cancellable, on_opened, g_object_ref (self));
}

static void
on_alarm (gpointer user_data)
{
  BellSession *self = user_data;

  bell_imap_client_tick (self->client, bell_clock_now ());
  pump (self);
}

void
bell_session_want (BellSession *self, BellImapWish wish)
{
  if (has_ended (self))
    return;
  bell_imap_client_want (self->client, wish, bell_clock_now ());
  pump (self);
}

void
bell_session_set_intervals (BellSession *self,
                            gint64       renewal_us,
                            gboolean     exact_renewal,
                            gint64       polling_us)
{
  if (has_ended (self))
    return;
  bell_imap_client_set_intervals (self->client, renewal_us, exact_renewal, polling_us,
                                  bell_clock_now ());
  pump (self);
}

void
bell_session_act_async (BellSession          *self,
                        const BellImapAction *action,
                        GAsyncReadyCallback   callback,
                        gpointer              user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  if (has_ended (self)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the session has ended");
    g_object_unref (task);
    return;
  }
  g_hash_table_insert (self->acts, GUINT_TO_POINTER (++self->n_acts), task);
  bell_imap_client_act (self->client, self->n_acts, action, bell_clock_now ());
  pump (self);
}

BellImapEvent *
bell_session_act_finish (BellSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bell_session_set_previews (BellSession *self, gboolean previews)
{
  if (has_ended (self))
    return;
  bell_imap_client_set_previews (self->client, previews, bell_clock_now ());
  pump (self);
}

void
bell_session_set_newest (BellSession *self, guint n_wished)
{
  if (has_ended (self))
    return;
  bell_imap_client_set_newest (self->client, n_wished, bell_clock_now ());
  pump (self);
}

void
bell_session_set_watched (BellSession *self, const char *mailbox, gboolean watched)
{
  if (has_ended (self))
    return;
  bell_imap_client_set_watched (self->client, mailbox, watched);
  pump (self);
}

void
bell_session_set_seen (
  BellSession *self, const char *mailbox, guint32 uid_validity, guint32 uid_seen, const char *told)
{
  bell_imap_client_set_seen (self->client, mailbox, uid_validity, uid_seen, told);
}

void
bell_session_list (BellSession *self)
{
  bell_imap_client_list (self->client, bell_clock_now ());
  pump (self);
}

void
bell_session_append (BellSession *self, const char *mailbox, const char *message)
{
  bell_imap_client_append (self->client, mailbox, message, bell_clock_now ());
  pump (self);
}

void
bell_session_erase (BellSession *self, const char *mailbox, guint32 uid_validity, guint32 uid)
{
  bell_imap_client_erase (self->client, mailbox, uid_validity, uid, bell_clock_now ());
  pump (self);
}

void
bell_session_sweep (BellSession *self, const char *mailbox, const char *message_id, gint64 since_s)
{
  bell_imap_client_sweep (self->client, mailbox, message_id, since_s, bell_clock_now ());
  pump (self);
}

gint64
bell_session_get_keep_alive (BellSession *self)
{
  return bell_imap_client_get_keep_alive (self->client);
}

gint64
bell_session_get_silence (BellSession *self)
{
  return bell_imap_client_get_silence (self->client);
}

gboolean
bell_session_awaits_newest (BellSession *self)
{
  return bell_imap_client_awaits_newest (self->client);
}

gint64
bell_session_get_retry_after (BellSession *self)
{
  return self->retry_after_us;
}

BellConnection *
bell_session_get_connection (BellSession *self)
{
  return self->connection;
}

const BellImapCapabilities *
bell_session_get_capabilities (BellSession *self)
{
  return bell_imap_client_get_capabilities (self->client);
}

const BellImapCapabilities *
bell_session_get_offer (BellSession *self)
{
  return bell_imap_client_get_offer (self->client);
}

static void
bell_session_finalize (GObject *object)
{
  BellSession *self = BELL_SESSION (object);

  bell_session_close (self);
  g_clear_pointer (&self->alarm, bell_alarm_free);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->client, bell_imap_client_free);
  g_clear_pointer (&self->deflate, bell_deflate_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->acts, g_hash_table_unref);
  G_OBJECT_CLASS (bell_session_parent_class)->finalize (object);
}

static void
bell_session_class_init (BellSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bell_session_finalize;

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[LINE] = g_signal_new ("line", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
bell_session_init (BellSession *self)
{
  self->alarm = bell_alarm_new (on_alarm, self);
  self->cancellable = g_cancellable_new ();
  self->acts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

BellSession *
bell_session_new (const BellEndpoint         *endpoint,
                  const BellImapClientConfig *config,
                  const char                 *label)
{
  BellSession         *self = g_object_new (BELL_TYPE_SESSION, NULL);
  BellImapClientConfig logged = *config;

  self->tells_lines = config->log;
  logged.log = config->log || bell_wire_log_is_enabled ();
  self->connection = bell_connection_new (endpoint);
  self->client = bell_imap_client_new (&logged, bell_clock_now ());
  self->label = g_strdup (label);
  return self;
}
