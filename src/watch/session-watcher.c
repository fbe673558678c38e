/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connects, watches, and when a session ends decides by io/failure.h and policy/backoff.h whether
 * and when to try again. */

#include "watch/session-watcher.h"

#include "io/clock.h"
#include "io/failure.h"
#include "io/session.h"
#include "watch/account-session.h"
#include "watch/farewell.h"
#include "watch/liveness.h"
#include "watch/log-words.h"
#include "watch/retry-plan.h"
#include "watch/standstill.h"
#include "watch/traffic.h"

/* Sessions that end sooner one after the other do not end with their tokens. */
#define SHORTEST_TOKEN_LIFE (1 * BELL_MINUTE)

struct _BellSessionWatcher {
  GObject parent_instance;

  BellAccount      *account;   /* (owned) */
  BellSeenStore    *seen;      /* (owned) */
  BellMeterStore   *meter;     /* (owned) */
  char            **mailboxes; /* (owned) on the wire; the first is kept open */
  char             *label;     /* (owned) of the first, for the log */
  gboolean          automatic;
  BellWatchPlan     plan;   /* without mailboxes, tuner and meter */
  BellSignInSecret *secret; /* (owned) (nullable): NULL while it is stopped */
  BellLiveness      liveness;

  BellSession          *session;  /* (owned) (nullable) */
  GTlsClientConnection *earlier;  /* (owned) (nullable) of the session before, to be resumed */
  BellTraffic          *traffic;  /* (owned) (nullable) of the session */
  BellFarewell         *farewell; /* (owned) (nullable) while the one before logs out */
  BellAlarm            *retry;    /* (owned) */
  void (*on_stopped) (gpointer user_data);
  gpointer stopped_data;

  BellAccountState state;
  BellPush         push;
  BellPush         others_push; /* of all folders but the first */
  GPtrArray    *folders; /* (owned) of BellWatchedFolder; the first is the one that is kept open */
  GError       *error;   /* (owned) (nullable) */
  gboolean      one_too_many;
  gint64        retry_at_us;
  gint64        connected_since;   /* Unix seconds */
  gint64        watching_since_us; /* monotonic; BELL_NEVER: not watching */
  gint64        expired_at_us;     /* monotonic, when "expired" was last emitted; 0: never */
  BellRetryPlan retry_plan;
  const char   *mechanism; /* (nullable) static: by which the session has signed in */
  BellImapPollReason poll_reason;
  gint64             keep_alive_us; /* learnt from the server; 0: unknown */
};

G_DEFINE_FINAL_TYPE (BellSessionWatcher, bell_session_watcher, G_TYPE_OBJECT)

enum { CHANGED, EVENT, REFUSED, EXPIRED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_state (BellSessionWatcher *self, BellAccountState state)
{
  if (self->state != state)
    g_debug ("%s/%s: %s → %s", bell_account_get_id (self->account), self->label,
             bell_account_state_to_nick (self->state), bell_account_state_to_nick (state));
  self->state = state;
  if (state != BELL_ACCOUNT_PUSHING && state != BELL_ACCOUNT_POLLING) {
    self->push = BELL_PUSH_NONE;
    bell_watched_folders_set_push (self->folders, BELL_PUSH_NONE, BELL_PUSH_NONE);
    self->connected_since = 0;
    self->watching_since_us = BELL_NEVER;
    self->mechanism = NULL;
  }
}

static void
set_retry (BellSessionWatcher *self, gint64 retry_at_us)
{
  self->retry_at_us = retry_at_us;
  bell_alarm_set (self->retry, retry_at_us);
}

static void
changed (BellSessionWatcher *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
drop_session (BellSessionWatcher *self)
{
  if (self->session == NULL)
    return;
  if (self->watching_since_us != BELL_NEVER)
    g_set_object (&self->earlier,
                  bell_connection_get_tls (bell_session_get_connection (self->session)));
  g_signal_handlers_disconnect_by_data (self->session, self);
  bell_session_close (self->session);
  g_clear_pointer (&self->traffic, bell_traffic_free);
  g_clear_object (&self->session);
}

static void
decide (BellSessionWatcher *self, const GError *error, gint64 told_us)
{
  BellAccountState state;
  gint64 delay_us = bell_retry_plan_failed (&self->retry_plan, bell_failure_sort (error), told_us,
                                            g_random_int (), &state);

  set_state (self, state);
  if (delay_us == BELL_NEVER) {
    g_signal_emit (self, signals[REFUSED], 0, error);
    return;
  }
  g_debug ("%s/%s: next attempt in %.3f s", bell_account_get_id (self->account), self->label,
           (double) delay_us / BELL_SECOND);
  set_retry (self, bell_clock_now () + delay_us);
}

/* Gmail says BYE at the end of the token's life, others just close. */
static gboolean
ended_with_its_token (BellSessionWatcher *self, const GError *error)
{
  return self->secret->token != NULL && self->watching_since_us != BELL_NEVER &&
         (g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_BYE) ||
          g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED)) &&
         (self->expired_at_us == 0 ||
          bell_clock_now () - self->expired_at_us >= SHORTEST_TOKEN_LIFE);
}

/* What the ended session teaches about the next. */
static void
learn_from_end (BellSessionWatcher *self, const GError *error)
{
  if (self->watching_since_us != BELL_NEVER)
    bell_retry_plan_watched (&self->retry_plan, bell_clock_now () - self->watching_since_us);
  else if (self->mechanism != NULL)
    bell_retry_plan_broke_off (&self->retry_plan, bell_failure_sort (error));
  if (bell_session_awaits_newest (self->session))
    bell_retry_plan_broke_off_listing (&self->retry_plan, bell_failure_sort (error));
}

static void
remember (BellSessionWatcher *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
}

static void
on_ended (BellSession *session G_GNUC_UNUSED, const GError *error, BellSessionWatcher *self)
{
  G_GNUC_UNUSED g_autoptr (BellSessionWatcher) keep = g_object_ref (self);
  g_autoptr (GError) closed = NULL;
  g_autofree char *words = NULL;
  gint64           told_us;
  gboolean         expired;

  if (error == NULL) {
    closed = g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED, "logged out");
    error = closed;
  }
  words = bell_log_words_for_error (self->account, error);
  g_debug ("%s/%s: session ended: %s", bell_account_get_id (self->account), self->label, words);
  learn_from_end (self, error);
  self->one_too_many = g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_BUSY);
  self->keep_alive_us = bell_session_get_keep_alive (self->session);
  bell_liveness_ended (&self->liveness, error, bell_session_get_silence (self->session),
                       bell_clock_now ());
  told_us = bell_session_get_retry_after (self->session);
  expired = told_us == 0 && ended_with_its_token (self, error) &&
            g_signal_has_handler_pending (self, signals[EXPIRED], 0, FALSE);
  drop_session (self);
  if (expired) {
    self->expired_at_us = bell_clock_now ();
    set_state (self, BELL_ACCOUNT_CONNECTING);
    g_signal_emit (self, signals[EXPIRED], 0);
  } else {
    remember (self, error);
    decide (self, error, told_us);
  }
  changed (self);
}

static void
got_watching (BellSessionWatcher *self, const BellImapEvent *event)
{
  gboolean pushed = event->rung >= BELL_IMAP_RUNG_IDLE;

  if (self->watching_since_us == BELL_NEVER) {
    self->watching_since_us = bell_clock_now ();
    if (bell_liveness_connected (&self->liveness, self->watching_since_us))
      bell_meter_store_count (self->meter, BELL_METER_SILENT_DEATHS, 1);
  }
  if (self->connected_since == 0)
    self->connected_since = g_get_real_time () / G_USEC_PER_SEC;
  g_clear_object (&self->earlier);
  set_state (self, pushed ? BELL_ACCOUNT_PUSHING : BELL_ACCOUNT_POLLING);
  self->push = bell_push_of_rung (event->rung);
  self->poll_reason = event->poll_reason;
  self->others_push = event->others_pushed ? self->push : MIN (self->push, BELL_PUSH_POLL);
  bell_watched_folders_set_push (self->folders, self->push, self->others_push);
  bell_retry_plan_watching (&self->retry_plan);
  g_clear_error (&self->error);
  if (event->error != NULL)
    remember (self, event->error);
}

static void
got_mailbox (BellSessionWatcher *self, BellImapEvent *event)
{
  bell_watched_folders_need (self->folders, event->mailbox);
  bell_watched_folders_set_push (self->folders, self->push, self->others_push);
  g_signal_emit (self, signals[EVENT], 0, event);
}

static void
got_loss (BellSessionWatcher *self, const char *mailbox)
{
  g_autoptr (GError) error =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_MAILBOX, "mailbox is gone");
  BellWatchedFolder *folder = bell_watched_folders_find (self->folders, mailbox);

  if (folder == NULL || folder == g_ptr_array_index (self->folders, 0))
    return;
  g_ptr_array_remove (self->folders, folder);
  if (!self->automatic)
    remember (self, error);
}

static void
apply_intervals (BellSessionWatcher *self)
{
  gboolean exact;
  gint64   renewal_us = bell_liveness_get_interval (&self->liveness, &exact);

  if (self->session != NULL)
    bell_session_set_intervals (self->session, renewal_us, exact, self->plan.polling_us);
}

/* TRUE if it changes what is shown. */
static gboolean
handle_event (BellSessionWatcher *self, BellImapEvent *event)
{
  switch (event->type) {
  case BELL_IMAP_EVENT_READY:
    self->mechanism = event->mechanism;
    bell_account_session_remember (self->account, self->seen, event);
    return FALSE;
  case BELL_IMAP_EVENT_MAILBOX:
    got_mailbox (self, event);
    return TRUE;
  case BELL_IMAP_EVENT_LOST:
    got_loss (self, event->mailbox);
    return TRUE;
  case BELL_IMAP_EVENT_NEWS:
  case BELL_IMAP_EVENT_NEWEST:
  case BELL_IMAP_EVENT_GONE:
  case BELL_IMAP_EVENT_UNLISTED:
    g_signal_emit (self, signals[EVENT], 0, event);
    return FALSE;
  case BELL_IMAP_EVENT_WATCHING:
    got_watching (self, event);
    return TRUE;
  case BELL_IMAP_EVENT_UNREAD:
    bell_watched_folders_need (self->folders, event->mailbox)->unread = event->unread;
    return TRUE;
  case BELL_IMAP_EVENT_LIED:
    bell_liveness_lied (&self->liveness);
    return FALSE;
  case BELL_IMAP_EVENT_RENEWED:
    bell_meter_store_count (self->meter, BELL_METER_RENEWALS, 1);
    bell_liveness_renewed (&self->liveness, event->silent_us,
                           bell_session_get_keep_alive (self->session));
    apply_intervals (self);
    return FALSE;
  case BELL_IMAP_EVENT_LISTED:
  case BELL_IMAP_EVENT_ERRAND_DONE:
  case BELL_IMAP_EVENT_START_TLS:
  case BELL_IMAP_EVENT_ACTED:
  case BELL_IMAP_EVENT_START_COMPRESSION:
  case BELL_IMAP_EVENT_COMPUTE:
  case BELL_IMAP_EVENT_CLOSED:
  case BELL_IMAP_EVENT_FAILED:
  default:
    return FALSE;
  }
}

static void
on_event (BellSession *session G_GNUC_UNUSED, BellImapEvent *event, BellSessionWatcher *self)
{
  G_GNUC_UNUSED g_autoptr (BellSessionWatcher) keep = g_object_ref (self);

  bell_traffic_count (self->traffic);
  if (handle_event (self, event))
    changed (self);
}

static void
connect_session (BellSessionWatcher *self)
{
  gboolean             exact;
  gint64               renewal_us = bell_liveness_get_interval (&self->liveness, &exact);
  BellImapClientConfig how = { .mailboxes = (const char *const *) self->mailboxes,
                               .invitations = bell_invitation_is_supported (),
                               .best_rung = bell_liveness_distrusts_idle (&self->liveness)
                                              ? BELL_IMAP_RUNG_POLL
                                              : BELL_IMAP_RUNG_NONE,
                               .renewal_us = renewal_us,
                               .exact_renewal = exact,
                               .keep_alive_us = self->keep_alive_us,
                               .one_by_one = bell_retry_plan_is_wary (&self->retry_plan) };

  bell_watch_plan_configure (&self->plan, &how);
  bell_retry_plan_configure (&self->retry_plan, &how);
  set_retry (self, BELL_NEVER);
  set_state (self, BELL_ACCOUNT_CONNECTING);
  self->one_too_many = FALSE;
  self->session =
    bell_account_session_new (self->account, self->secret, self->seen, self->earlier, &how);
  g_signal_connect (self->session, "event", G_CALLBACK (on_event), self);
  g_signal_connect (self->session, "ended", G_CALLBACK (on_ended), self);
  self->traffic = bell_traffic_new (self->meter, bell_session_get_connection (self->session));
  bell_session_start (self->session);
  changed (self);
}

void
bell_session_watcher_set_secret (BellSessionWatcher *self, BellSignInSecret *secret)
{
  BellSignInSecret *old = self->secret;

  self->secret = bell_sign_in_secret_ref (secret);
  g_clear_pointer (&old, bell_sign_in_secret_unref);
}

void
bell_session_watcher_start (BellSessionWatcher *self, BellSignInSecret *secret)
{
  bell_session_watcher_set_secret (self, secret);
  bell_retry_plan_reset (&self->retry_plan);
  g_clear_error (&self->error);
  drop_session (self);
  connect_session (self);
}

static void
on_retry (gpointer user_data)
{
  connect_session (user_data);
}

void
bell_session_watcher_check_now (BellSessionWatcher *self)
{
  if (self->session != NULL)
    bell_session_want (self->session, self->state == BELL_ACCOUNT_CONNECTING
                                        ? BELL_IMAP_WISH_PROBE
                                        : BELL_IMAP_WISH_CHECK);
  else if (self->secret != NULL)
    connect_session (self);
}

/* What is only being tried is tried anew. */
static gboolean
is_of_the_old_network (BellSessionWatcher *self)
{
  return self->state == BELL_ACCOUNT_CONNECTING ||
         bell_connection_has_lost_its_address (bell_session_get_connection (self->session));
}

void
bell_session_watcher_network_changed (BellSessionWatcher *self)
{
  bell_retry_plan_hurry (&self->retry_plan);
  if (self->secret == NULL)
    return;
  if (self->session != NULL && is_of_the_old_network (self))
    drop_session (self);
  if (self->session != NULL) {
    bell_liveness_doubt (&self->liveness, bell_clock_now ());
    bell_session_want (self->session, BELL_IMAP_WISH_PROBE);
  } else if (!self->one_too_many)
    connect_session (self);
}

static void
take_plan (BellSessionWatcher *self, const BellWatchPlan *plan)
{
  self->plan = *plan;
  self->plan.mailboxes = NULL;
  self->plan.tuner = NULL;
  self->plan.meter = NULL;
  self->liveness.fixed_us = plan->renewal_us;
  self->liveness.longest = plan->longest_renewal;
}

void
bell_session_watcher_set_plan (BellSessionWatcher *self, const BellWatchPlan *plan)
{
  take_plan (self, plan);
  apply_intervals (self);
  if (self->session == NULL)
    return;
  bell_session_set_previews (self->session, plan->previews);
  if (bell_retry_plan_may_list (&self->retry_plan))
    bell_session_set_newest (self->session, plan->newest);
}

static void
on_gone (gpointer user_data)
{
  BellSessionWatcher *self = user_data;
  void (*on_stopped) (gpointer) = self->on_stopped;

  self->on_stopped = NULL;
  g_clear_pointer (&self->farewell, bell_farewell_free);
  if (on_stopped != NULL)
    on_stopped (self->stopped_data);
}

static void
leave (BellSessionWatcher *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  self->farewell =
    bell_farewell_new (self->session, g_steal_pointer (&self->traffic), on_gone, self);
  g_clear_object (&self->session);
}

void
bell_session_watcher_stop (BellSessionWatcher *self,
                           void (*on_stopped) (gpointer user_data),
                           gpointer user_data)
{
  on_gone (self); /* an earlier one that is still leaving */
  self->on_stopped = on_stopped;
  self->stopped_data = user_data;
  set_retry (self, BELL_NEVER);
  set_state (self, BELL_ACCOUNT_OFF);
  g_clear_error (&self->error);
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  if (self->session != NULL)
    leave (self);
  else
    on_gone (self);
}

void
bell_session_watcher_set_watched (BellSessionWatcher *self, const char *mailbox, gboolean watched)
{
  if (self->session != NULL)
    bell_session_set_watched (self->session, mailbox, watched);
}

void
bell_session_watcher_set_seen (BellSessionWatcher *self, const BellImapEvent *event)
{
  if (self->session != NULL)
    bell_session_set_seen (self->session, event->mailbox, event->uid_validity, event->uid_seen,
                           event->told);
}

BellAccountState
bell_session_watcher_get_state (BellSessionWatcher *self)
{
  return self->state;
}

BellPush
bell_session_watcher_get_push (BellSessionWatcher *self)
{
  return self->push;
}

GPtrArray *
bell_session_watcher_get_folders (BellSessionWatcher *self)
{
  return self->folders;
}

BellSession *
bell_session_watcher_get_session (BellSessionWatcher *self)
{
  return self->watching_since_us != BELL_NEVER ? self->session : NULL;
}

gboolean
bell_session_watcher_is_one_too_many (BellSessionWatcher *self)
{
  return self->one_too_many;
}

void
bell_session_watcher_describe (BellSessionWatcher *self, BellAccountStatus *status)
{
  gboolean exact;

  status->state = self->state;
  status->offline = bell_retry_plan_is_offline (&self->retry_plan);
  if (self->state == BELL_ACCOUNT_POLLING)
    status->poll_reason = self->poll_reason;
  status->renewal_s = (guint) (bell_liveness_get_interval (&self->liveness, &exact) / BELL_SECOND);
  status->retry_at_us = self->retry_at_us;
  status->connected_since = self->connected_since;
  status->mechanism = g_strdup (self->mechanism);
  if (self->error != NULL)
    bell_standstill_by_error (status, self->account, self->error);
}

void
bell_session_watcher_count_bytes (BellSessionWatcher *self)
{
  if (self->traffic != NULL)
    bell_traffic_count (self->traffic);
}

static void
bell_session_watcher_dispose (GObject *object)
{
  BellSessionWatcher *self = BELL_SESSION_WATCHER (object);

  drop_session (self);
  self->on_stopped = NULL;
  g_clear_pointer (&self->farewell, bell_farewell_free);
  g_clear_pointer (&self->retry, bell_alarm_free);
  g_clear_pointer (&self->secret, bell_sign_in_secret_unref);
  g_clear_object (&self->earlier);
  g_clear_object (&self->account);
  g_clear_object (&self->seen);
  g_clear_object (&self->meter);
  G_OBJECT_CLASS (bell_session_watcher_parent_class)->dispose (object);
}

static void
bell_session_watcher_finalize (GObject *object)
{
  BellSessionWatcher *self = BELL_SESSION_WATCHER (object);

  bell_liveness_clear (&self->liveness);
  g_strfreev (self->mailboxes);
  g_free (self->label);
  g_ptr_array_unref (self->folders);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (bell_session_watcher_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, BellSessionWatcherClass *klass, GType argument)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
bell_session_watcher_class_init (BellSessionWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_session_watcher_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_session_watcher_finalize;

  signals[CHANGED] = new_signal ("changed", klass, G_TYPE_NONE);
  signals[EVENT] = new_signal ("event", klass, G_TYPE_POINTER);
  signals[REFUSED] = new_signal ("refused", klass, G_TYPE_ERROR);
  signals[EXPIRED] = new_signal ("expired", klass, G_TYPE_NONE);
}

static void
bell_session_watcher_init (BellSessionWatcher *self)
{
  self->retry = bell_alarm_new (on_retry, self);
  self->state = BELL_ACCOUNT_OFF;
  self->folders = bell_watched_folders_new ();
  self->retry_at_us = BELL_NEVER;
  self->watching_since_us = BELL_NEVER;
}

BellSessionWatcher *
bell_session_watcher_new (BellAccount *account, BellSeenStore *seen, const BellWatchPlan *plan)
{
  BellSessionWatcher *self = g_object_new (BELL_TYPE_SESSION_WATCHER, NULL);

  self->account = g_object_ref (account);
  self->seen = g_object_ref (seen);
  self->meter = g_object_ref (plan->meter);
  self->mailboxes = g_strdupv ((char **) plan->mailboxes);
  self->label = bell_log_words_for_mailbox (account, self->mailboxes[0]);
  self->automatic = plan->automatic;
  bell_liveness_init (&self->liveness, plan->tuner, bell_account_get_host (account),
                      bell_account_get_port (account));
  take_plan (self, plan);
  for (guint i = 0; self->mailboxes[i] != NULL; i++)
    bell_watched_folders_need (self->folders, self->mailboxes[i]);
  return self;
}
