/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connects, watches, and when a session ends decides by io/failure.h and policy/backoff.h whether
 * and when to try again. */

#include "watch/folder-watcher.h"

#include <string.h>

#include "imap/imap-mailbox-name.h"
#include "io/clock.h"
#include "io/failure.h"
#include "io/session.h"
#include "policy/backoff.h"

/* A session that watched this long ended for a reason of its own: the next attempt counts as the
 * first again. */
#define GOOD_SESSION (1 * BELL_MINUTE)

/* A NO to sign-in without a code may be a hiccup; more attempts than this would risk a lock-out. */
#define MAX_UNCLEAR_REFUSALS 2

/* After so many sessions in a row that signed in and then broke off without watching we send the
 * commands one by one: perhaps the server stumbles over several in one write. */
#define MAX_BROKEN_OPENINGS 2

struct _BellFolderWatcher {
  GObject parent_instance;

  BellAccount    *account;  /* (owned) */
  char           *folder;   /* (owned) UTF-8 */
  BellSecretText *password; /* (owned) (nullable): NULL while it is stopped */
  gint64          renewal_us;
  gint64          polling_us;
  guint32         uid_validity;
  guint32         uid_seen;

  BellSession *session;  /* (owned) (nullable) */
  BellSession *leaving;  /* (owned) (nullable) the one that is logging out */
  BellAlarm   *retry;    /* (owned) */
  BellAlarm   *patience; /* (owned) with the one that is logging out */
  void (*on_stopped) (gpointer user_data);
  gpointer stopped_data;

  BellAccountState state;
  BellPush         push;
  gint64           unread; /* -1: not known */
  char            *error;  /* (owned) (nullable) */
  gint64           retry_at_us;
  gint64           connected_since;   /* Unix seconds */
  gint64           watching_since_us; /* monotonic; BELL_NEVER: not watching */
  guint            attempt;
  guint            n_unclear_refusals;
  gboolean         ready; /* the session has signed in */
  guint            n_broken_openings;
  guint64          bytes_in; /* of sessions that have ended */
  guint64          bytes_out;
};

G_DEFINE_FINAL_TYPE (BellFolderWatcher, bell_folder_watcher, G_TYPE_OBJECT)

enum { CHANGED, EVENT, REFUSED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Longer than a server needs to say goodbye, shorter than a log-out of the desktop waits. */
#define LOG_OUT_PATIENCE (1500 * BELL_MILLISECOND)

static void connect_session (BellFolderWatcher *self);

static void
set_state (BellFolderWatcher *self, BellAccountState state)
{
  if (self->state != state)
    g_debug ("%s/%s: %s → %s", bell_account_get_id (self->account), self->folder,
             bell_account_state_to_nick (self->state), bell_account_state_to_nick (state));
  self->state = state;
  if (state != BELL_ACCOUNT_PUSHING && state != BELL_ACCOUNT_POLLING) {
    self->push = BELL_PUSH_NONE;
    self->connected_since = 0;
    self->watching_since_us = BELL_NEVER;
  }
}

static void
set_retry (BellFolderWatcher *self, gint64 retry_at_us)
{
  self->retry_at_us = retry_at_us;
  bell_alarm_set (self->retry, retry_at_us);
}

static void
changed (BellFolderWatcher *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
drop_session (BellFolderWatcher *self)
{
  guint64 in, out;

  if (self->session == NULL)
    return;
  bell_connection_get_bytes (bell_session_get_connection (self->session), &in, &out);
  self->bytes_in += in;
  self->bytes_out += out;
  g_signal_handlers_disconnect_by_data (self->session, self);
  bell_session_close (self->session);
  g_clear_object (&self->session);
}

static void
retry_after (BellFolderWatcher *self, BellAccountState state, BellBackoff kind)
{
  gint64 delay_us = bell_backoff_delay (kind, self->attempt++, g_random_int ());

  set_state (self, state);
  set_retry (self, bell_clock_now () + delay_us);
}

/* The user has to do something. A folder that is missing concerns that folder alone. */
static void
ask_user (BellFolderWatcher *self, const GError *error)
{
  set_state (self, BELL_ACCOUNT_ASK_USER);
  if (!g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_MAILBOX))
    g_signal_emit (self, signals[REFUSED], 0, error);
}

static void
decide (BellFolderWatcher *self, const GError *error)
{
  switch (bell_failure_sort (error)) {
  case BELL_FAILURE_TRY_LATER:
    retry_after (self, BELL_ACCOUNT_WAITING_TO_RETRY, BELL_BACKOFF_BUSY);
    break;
  case BELL_FAILURE_WAIT_FOR_NETWORK:
    retry_after (self, BELL_ACCOUNT_WAITING_FOR_NETWORK, BELL_BACKOFF_ORDINARY);
    break;
  case BELL_FAILURE_ASK_TWICE:
    if (self->n_unclear_refusals++ < MAX_UNCLEAR_REFUSALS)
      retry_after (self, BELL_ACCOUNT_WAITING_TO_RETRY, BELL_BACKOFF_ORDINARY);
    else
      ask_user (self, error);
    break;
  case BELL_FAILURE_ASK_USER:
  case BELL_FAILURE_WAIT_FOR_SECRETS:
    ask_user (self, error);
    break;
  case BELL_FAILURE_TRY_AGAIN:
  default:
    retry_after (self, BELL_ACCOUNT_WAITING_TO_RETRY, BELL_BACKOFF_ORDINARY);
    break;
  }
}

/* What the ended session teaches about the next. */
static void
learn_from_end (BellFolderWatcher *self)
{
  if (self->watching_since_us == BELL_NEVER) {
    if (self->ready)
      self->n_broken_openings++;
  } else if (bell_clock_now () - self->watching_since_us >= GOOD_SESSION)
    self->attempt = 0;
}

static void
on_ended (BellSession *session G_GNUC_UNUSED, const GError *error, BellFolderWatcher *self)
{
  G_GNUC_UNUSED g_autoptr (BellFolderWatcher) keep = g_object_ref (self);
  g_autoptr (GError) closed = NULL;

  if (error == NULL) {
    closed = g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED, "logged out");
    error = closed;
  }
  g_debug ("%s/%s: session ended: %s", bell_account_get_id (self->account), self->folder,
           error->message);
  learn_from_end (self);
  drop_session (self);
  g_free (self->error);
  self->error = bell_failure_describe (error, bell_account_get_host (self->account),
                                       bell_account_get_port (self->account));
  decide (self, error);
  changed (self);
}

static void
got_watching (BellFolderWatcher *self, BellImapRung rung)
{
  gboolean idle = rung == BELL_IMAP_RUNG_IDLE;

  if (self->watching_since_us == BELL_NEVER)
    self->watching_since_us = bell_clock_now ();
  if (self->connected_since == 0)
    self->connected_since = g_get_real_time () / G_USEC_PER_SEC;
  set_state (self, idle ? BELL_ACCOUNT_PUSHING : BELL_ACCOUNT_POLLING);
  self->push = idle ? BELL_PUSH_IDLE : BELL_PUSH_POLL;
  self->n_broken_openings = 0;
  self->n_unclear_refusals = 0;
  g_clear_pointer (&self->error, g_free);
}

static void
remember (BellFolderWatcher *self, const BellImapEvent *event)
{
  self->uid_validity = event->uid_validity;
  self->uid_seen = event->uid_seen;
}

static void
on_event (BellSession *session G_GNUC_UNUSED, BellImapEvent *event, BellFolderWatcher *self)
{
  G_GNUC_UNUSED g_autoptr (BellFolderWatcher) keep = g_object_ref (self);

  switch (event->type) {
  case BELL_IMAP_EVENT_READY:
    self->ready = TRUE;
    return;
  case BELL_IMAP_EVENT_MAILBOX:
  case BELL_IMAP_EVENT_NEWS:
    remember (self, event);
    g_signal_emit (self, signals[EVENT], 0, event);
    return;
  case BELL_IMAP_EVENT_GONE:
    g_signal_emit (self, signals[EVENT], 0, event);
    return;
  case BELL_IMAP_EVENT_WATCHING:
    got_watching (self, event->rung);
    break;
  case BELL_IMAP_EVENT_UNREAD:
    self->unread = event->unread;
    break;
  case BELL_IMAP_EVENT_START_TLS:
  case BELL_IMAP_EVENT_CLOSED:
  case BELL_IMAP_EVENT_FAILED:
  default:
    return;
  }
  changed (self);
}

/* INBOX is one name in any case; other names go in modified UTF-7. */
static char *
wire_name (const char *folder)
{
  if (bell_imap_mailbox_name_is_inbox (folder))
    return g_strdup ("INBOX");
  return bell_imap_mailbox_name_encode (folder);
}

static void
connect_session (BellFolderWatcher *self)
{
  BellAccount         *account = self->account;
  g_autofree char     *mailbox = wire_name (self->folder);
  BellEndpoint         endpoint = { .host = bell_account_get_host (account),
                                    .port = bell_account_get_port (account),
                                    .security = bell_account_get_security (account),
                                    .pin = bell_account_get_pin (account) };
  BellImapClientConfig config = { .security = endpoint.security,
                                  .user = bell_account_get_user (account),
                                  .password = self->password,
                                  .mechanism = bell_account_get_mechanism (account),
                                  .mailbox = mailbox != NULL ? mailbox : self->folder,
                                  .uid_validity = self->uid_validity,
                                  .uid_seen = self->uid_seen,
                                  .renewal_us = self->renewal_us,
                                  .polling_us = self->polling_us,
                                  .random = g_random_int (),
                                  .one_by_one = self->n_broken_openings >= MAX_BROKEN_OPENINGS };

  set_retry (self, BELL_NEVER);
  set_state (self, BELL_ACCOUNT_CONNECTING);
  self->ready = FALSE;
  self->session = bell_session_new (&endpoint, &config, bell_account_get_id (account));
  g_signal_connect (self->session, "event", G_CALLBACK (on_event), self);
  g_signal_connect (self->session, "ended", G_CALLBACK (on_ended), self);
  bell_session_start (self->session);
  changed (self);
}

void
bell_folder_watcher_start (BellFolderWatcher *self, BellSecretText *password)
{
  BellSecretText *old = self->password;

  self->password = bell_secret_text_ref (password);
  g_clear_pointer (&old, bell_secret_text_unref);
  self->n_unclear_refusals = 0;
  self->attempt = 0;
  g_clear_pointer (&self->error, g_free);
  drop_session (self);
  connect_session (self);
}

static void
on_retry (gpointer user_data)
{
  connect_session (user_data);
}

void
bell_folder_watcher_check_now (BellFolderWatcher *self)
{
  if (self->session != NULL)
    bell_session_want (self->session, BELL_IMAP_WISH_CHECK);
  else if (self->password != NULL)
    connect_session (self);
}

void
bell_folder_watcher_network_changed (BellFolderWatcher *self)
{
  self->attempt = 0;
  if (self->session != NULL || self->retry_at_us != BELL_NEVER)
    bell_folder_watcher_check_now (self);
}

void
bell_folder_watcher_set_intervals (BellFolderWatcher *self, gint64 renewal_us, gint64 polling_us)
{
  self->renewal_us = renewal_us;
  self->polling_us = polling_us;
  if (self->session != NULL)
    bell_session_set_intervals (self->session, renewal_us, polling_us);
}

static void
on_left (gpointer user_data)
{
  BellFolderWatcher *self = user_data;
  void (*on_stopped) (gpointer) = self->on_stopped;

  self->on_stopped = NULL;
  if (self->leaving != NULL) {
    g_signal_handlers_disconnect_by_data (self->leaving, self);
    bell_session_close (self->leaving);
    g_clear_object (&self->leaving);
  }
  bell_alarm_set (self->patience, BELL_NEVER);
  if (on_stopped != NULL)
    on_stopped (self->stopped_data);
}

static void
on_logged_out (BellSession *session G_GNUC_UNUSED, const GError *error G_GNUC_UNUSED, gpointer self)
{
  on_left (self);
}

static void
leave (BellFolderWatcher *self)
{
  guint64 in, out;

  bell_connection_get_bytes (bell_session_get_connection (self->session), &in, &out);
  self->bytes_in += in;
  self->bytes_out += out;
  g_signal_handlers_disconnect_by_data (self->session, self);
  self->leaving = g_steal_pointer (&self->session);
  g_signal_connect (self->leaving, "ended", G_CALLBACK (on_logged_out), self);
  bell_alarm_set (self->patience, bell_clock_now () + LOG_OUT_PATIENCE);
  bell_session_want (self->leaving, BELL_IMAP_WISH_LOG_OUT);
}

void
bell_folder_watcher_stop (BellFolderWatcher *self,
                          void (*on_stopped) (gpointer user_data),
                          gpointer user_data)
{
  on_left (self); /* an earlier one that is still leaving */
  self->on_stopped = on_stopped;
  self->stopped_data = user_data;
  set_retry (self, BELL_NEVER);
  set_state (self, BELL_ACCOUNT_OFF);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->password, bell_secret_text_unref);
  if (self->session != NULL)
    leave (self);
  else
    on_left (self);
}

const char *
bell_folder_watcher_get_folder (BellFolderWatcher *self)
{
  return self->folder;
}

BellAccountState
bell_folder_watcher_get_state (BellFolderWatcher *self)
{
  return self->state;
}

BellPush
bell_folder_watcher_get_push (BellFolderWatcher *self)
{
  return self->push;
}

gboolean
bell_folder_watcher_get_unread (BellFolderWatcher *self, guint *unread)
{
  if (self->unread < 0)
    return FALSE;
  *unread = (guint) self->unread;
  return TRUE;
}

const char *
bell_folder_watcher_get_error (BellFolderWatcher *self)
{
  return self->error;
}

gint64
bell_folder_watcher_get_retry_at (BellFolderWatcher *self)
{
  return self->retry_at_us;
}

gint64
bell_folder_watcher_get_connected_since (BellFolderWatcher *self)
{
  return self->connected_since;
}

void
bell_folder_watcher_get_bytes (BellFolderWatcher *self, guint64 *in, guint64 *out)
{
  *in = *out = 0;
  if (self->session != NULL)
    bell_connection_get_bytes (bell_session_get_connection (self->session), in, out);
  *in += self->bytes_in;
  *out += self->bytes_out;
}

static void
bell_folder_watcher_dispose (GObject *object)
{
  BellFolderWatcher *self = BELL_FOLDER_WATCHER (object);

  drop_session (self);
  self->on_stopped = NULL;
  if (self->leaving != NULL)
    on_left (self);
  g_clear_pointer (&self->retry, bell_alarm_free);
  g_clear_pointer (&self->patience, bell_alarm_free);
  g_clear_pointer (&self->password, bell_secret_text_unref);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_folder_watcher_parent_class)->dispose (object);
}

static void
bell_folder_watcher_finalize (GObject *object)
{
  BellFolderWatcher *self = BELL_FOLDER_WATCHER (object);

  g_free (self->folder);
  g_free (self->error);
  G_OBJECT_CLASS (bell_folder_watcher_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, BellFolderWatcherClass *klass, GType argument)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
bell_folder_watcher_class_init (BellFolderWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_folder_watcher_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_folder_watcher_finalize;

  signals[CHANGED] = new_signal ("changed", klass, G_TYPE_NONE);
  signals[EVENT] = new_signal ("event", klass, G_TYPE_POINTER);
  signals[REFUSED] = new_signal ("refused", klass, G_TYPE_ERROR);
}

static void
bell_folder_watcher_init (BellFolderWatcher *self)
{
  self->retry = bell_alarm_new (on_retry, self);
  self->patience = bell_alarm_new (on_left, self);
  self->renewal_us = 28 * BELL_MINUTE;
  self->polling_us = 5 * BELL_MINUTE;
  self->state = BELL_ACCOUNT_OFF;
  self->unread = -1;
  self->retry_at_us = BELL_NEVER;
  self->watching_since_us = BELL_NEVER;
}

BellFolderWatcher *
bell_folder_watcher_new (BellAccount *account,
                         const char  *folder,
                         guint32      uid_validity,
                         guint32      uid_seen)
{
  BellFolderWatcher *self = g_object_new (BELL_TYPE_FOLDER_WATCHER, NULL);

  self->account = g_object_ref (account);
  self->folder = g_strdup (folder);
  self->uid_validity = uid_validity;
  self->uid_seen = uid_seen;
  return self;
}
