/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen is read first, then the secret is asked for, then the first folder connects, and
 * the others only once it is watched: a wrong password is tried once, not once per folder. */

#include "watch/account-watcher.h"

#include "account/credentials.h"
#include "io/clock.h"
#include "io/connection-error.h"
#include "io/failure.h"
#include "watch/account-watcher-private.h"
#include "watch/orderly-stop.h"
#include "watch/seen-owner.h"
#include "watch/trial-remains.h"

G_DEFINE_FINAL_TYPE (BellAccountWatcher, bell_account_watcher, G_TYPE_OBJECT)

enum { CHANGED, CONNECTED, NEWS, NEWEST, GONE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
changed (BellAccountWatcher *self)
{
  g_autoptr (BellAccountStatus) status = bell_account_watcher_get_status (self);

  if (self->phase == STOPPED && bell_account_get_enabled (self->account))
    bell_meter_store_set_paused (self->meter);
  else
    bell_meter_store_set_state (self->meter, status->state);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_news (const BellNews *news, gpointer user_data)
{
  g_signal_emit (user_data, signals[NEWS], 0, news);
}

static void
on_newest (const BellNews *newest, gpointer user_data)
{
  g_signal_emit (user_data, signals[NEWEST], 0, newest);
}

static void
on_gone (const char *folder, guint32 uid_validity, const BellImapUidSet *uids, gpointer user_data)
{
  g_signal_emit (user_data, signals[GONE], 0, folder, uid_validity, uids);
}

static void
on_event (BellSessionSet *sessions G_GNUC_UNUSED, BellImapEvent *event, BellAccountWatcher *self)
{
  bell_account_news_take (self->news, event);
}

BellWatchPlan
bell_account_watcher_make_plan (BellAccountWatcher *self)
{
  BellWatchPlan plan;

  bell_watch_plan_init (&plan, self->account, self->general, self->metered);
  plan.tuner = self->tuner;
  plan.meter = self->meter;
  plan.newest_told = self->newest_told;
  return plan;
}

/* The first connection that watches tells them all, and the list of them goes on from there: later ones
 * have to tell only of what is missing on it. */
static void
tell_newest_once (BellAccountWatcher *self)
{
  BellWatchPlan plan = bell_account_watcher_make_plan (self);

  if (plan.newest == 0)
    return;
  self->newest_told = plan.newest_told = TRUE;
  bell_session_set_set_plan (self->sessions, &plan);
}

static void
on_sessions_changed (BellSessionSet *sessions, BellAccountWatcher *self)
{
  gboolean was_connected = self->connected;

  bell_message_actions_go_on (self->actions);
  self->connected = bell_session_set_is_watching (sessions);
  if (self->connected) {
    bell_sign_in_taken (self->sign_in);
    if (!was_connected) {
      tell_newest_once (self);
      bell_trial_remains_remove (self->account, self->seen,
                                 bell_sign_in_get_secret (self->sign_in));
      g_signal_emit (self, signals[CONNECTED], 0);
    }
  }
  changed (self);
}

/* They log out by themselves; nothing of it is of interest any more. */
static void
drop_sessions (BellAccountWatcher *self)
{
  if (self->sessions == NULL)
    return;
  bell_account_watcher_keep_counts (self);
  bell_message_actions_set_sessions (self->actions, NULL);
  g_signal_handlers_disconnect_by_data (self->sessions, self);
  bell_session_set_stop (self->sessions, NULL, NULL);
  g_clear_object (&self->sessions);
  self->connected = FALSE;
}

/* Stops and says why; what has to happen next comes from outside. */
static void
wait_for (BellAccountWatcher *self, Phase phase, const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  drop_sessions (self);
  self->phase = phase;
  changed (self);
}

static void
ask_for_the_secret (BellAccountWatcher *self)
{
  drop_sessions (self);
  bell_seen_owner_check (self->account, self->seen, self->actions, bell_account_news_tell_gone,
                         self->news);
  self->phase = ASKING;
  self->asked_too_early = FALSE;
  self->retry_at_us = BELL_NEVER;
  bell_sign_in_ask (self->sign_in);
  changed (self);
}

static void
on_refused (BellSessionSet *sessions G_GNUC_UNUSED, const GError *error, BellAccountWatcher *self)
{
  g_autoptr (GError) captive = NULL;

  if (bell_sign_in_refused (self->sign_in, error)) {
    drop_sessions (self);
    self->phase = ASKING;
    changed (self);
    return;
  }
  /* What was refused may not be what the user has given meanwhile. */
  if (self->asked_too_early && bell_sign_in_may_be_mended (error)) {
    ask_for_the_secret (self);
    return;
  }
  bell_sign_in_stop (self->sign_in);
  if (self->captive && bell_failure_is_distrust (error)) {
    captive = g_error_new_literal (BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_CAPTIVE, "captive");
    wait_for (self, WAITING_FOR_NETWORK, captive);
    return;
  }
  /* It may be the password of the client certificate. */
  if (bell_failure_sort (error) == BELL_FAILURE_WAIT_FOR_SECRETS)
    wait_for (self, WAITING_FOR_SECRETS, error);
  else
    wait_for (self, WAITING_FOR_USER, error);
}

static void
on_expired (BellSessionSet *sessions G_GNUC_UNUSED, BellAccountWatcher *self)
{
  bell_sign_in_renew (self->sign_in);
}

static void
watch_folders (BellAccountWatcher *self, BellSignInSecret *secret)
{
  g_auto (GStrv) mailboxes = bell_watch_plan_get_mailboxes (self->account);
  BellWatchPlan plan = bell_account_watcher_make_plan (self);

  plan.mailboxes = (const char *const *) mailboxes;
  self->phase = WATCHING;
  self->sessions = bell_session_set_new (self->account, self->seen, &plan);
  g_signal_connect (self->sessions, "changed", G_CALLBACK (on_sessions_changed), self);
  g_signal_connect (self->sessions, "event", G_CALLBACK (on_event), self);
  g_signal_connect (self->sessions, "refused", G_CALLBACK (on_refused), self);
  g_signal_connect (self->sessions, "expired", G_CALLBACK (on_expired), self);
  bell_message_actions_set_sessions (self->actions, self->sessions);
  bell_session_set_start (self->sessions, secret);
}

static void
on_secret (BellSignInSecret *secret, gpointer user_data)
{
  BellAccountWatcher *self = user_data;

  if (self->phase == WATCHING) {
    if (bell_sign_in_stands (self->sign_in))
      bell_session_set_set_secret (self->sessions, secret);
    else
      bell_session_set_start (self->sessions, secret);
    return;
  }
  self->retry_at_us = BELL_NEVER;
  g_clear_error (&self->error);
  watch_folders (self, secret);
}

static void
on_no_secret (const GError *error, gint64 retry_at_us, gpointer user_data)
{
  BellAccountWatcher *self = user_data;

  /* It may have come while the answer that it was not there was on its way. */
  if (self->asked_too_early && error->domain == BELL_CREDENTIALS_ERROR) {
    ask_for_the_secret (self);
    return;
  }
  self->retry_at_us = retry_at_us;
  wait_for (self, bell_sign_in_is_concerned (error) ? WAITING_FOR_USER : WAITING_FOR_SECRETS,
            error);
}

static void
on_seen_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAccountWatcher) self = user_data;

  bell_seen_store_load_finish (BELL_SEEN_STORE (source), result);
  self->seen_loaded = TRUE;
  if (self->phase == LOADING)
    ask_for_the_secret (self);
}

static void
start (BellAccountWatcher *self)
{
  if (self->seen_loaded) {
    ask_for_the_secret (self);
    return;
  }
  self->phase = LOADING;
  bell_seen_store_load_async (self->seen, on_seen_loaded, g_object_ref (self));
}

/* Nothing happens by itself any more. */
static void
silence (BellAccountWatcher *self)
{
  bell_sign_in_stop (self->sign_in);
  self->retry_at_us = BELL_NEVER;
  g_clear_error (&self->error);
  self->phase = STOPPED;
}

static void
halt (BellAccountWatcher *self)
{
  silence (self);
  drop_sessions (self);
}

static gboolean
is_watched (BellAccountWatcher *self)
{
  return self->running && bell_account_get_enabled (self->account) &&
         !bell_account_watcher_make_plan (self).paused;
}

void
bell_account_watcher_set_running (BellAccountWatcher *self, gboolean running)
{
  self->running = running;
  if (!is_watched (self) && self->phase != STOPPED)
    halt (self);
  else if (is_watched (self) && self->phase == STOPPED)
    start (self);
  changed (self);
}

static void
start_again (BellAccountWatcher *self)
{
  halt (self);
  bell_account_watcher_set_running (self, TRUE);
}

static void
on_connection_changed (BellAccount *account G_GNUC_UNUSED, BellAccountWatcher *self)
{
  bell_sign_in_forget_refused (self->sign_in);
  if (self->running)
    start_again (self);
  bell_account_watcher_forget_counts (self);
}

static void
on_name_changed (BellAccount *account G_GNUC_UNUSED,
                 GParamSpec *pspec    G_GNUC_UNUSED,
                 BellAccountWatcher  *self)
{
  changed (self);
}

/* Touches nothing that stays as it is. */
static void
apply_plan (BellAccountWatcher *self)
{
  BellWatchPlan plan = bell_account_watcher_make_plan (self);

  bell_account_watcher_set_running (self, self->running);
  if (self->sessions != NULL)
    bell_session_set_set_plan (self->sessions, &plan);
}

static void
on_interval_changed (GSettings *settings G_GNUC_UNUSED,
                     const char *key     G_GNUC_UNUSED,
                     BellAccountWatcher *self)
{
  apply_plan (self);
}

void
bell_account_watcher_set_metered (BellAccountWatcher *self, gboolean metered)
{
  if (self->metered == metered)
    return;
  self->metered = metered;
  apply_plan (self);
}

static void
on_seen_error (BellSeenStore *seen G_GNUC_UNUSED,
               GParamSpec *pspec   G_GNUC_UNUSED,
               BellAccountWatcher *self)
{
  changed (self);
}

static gboolean
is_waiting (BellAccountWatcher *self)
{
  return self->phase == WAITING_FOR_SECRETS || self->phase == WAITING_FOR_USER ||
         self->phase == WAITING_FOR_NETWORK;
}

void
bell_account_watcher_check_now (BellAccountWatcher *self)
{
  if (is_waiting (self)) { /* the user insists: one attempt even with a refused password */
    bell_sign_in_forget_refused (self->sign_in);
    start_again (self);
    return;
  }
  if (self->sessions != NULL)
    bell_session_set_check_now (self->sessions);
}

/* What stopped an account may have been the network: a captive portal shows a certificate of its
 * own. A password that was refused stays refused. */
void
bell_account_watcher_network_changed (BellAccountWatcher *self)
{
  bell_sign_in_network_changed (self->sign_in);
  if (self->phase == WAITING_FOR_NETWORK ||
      (self->phase == WAITING_FOR_USER && !bell_sign_in_has_refused (self->sign_in)))
    start_again (self);
  if (self->phase == WAITING_FOR_SECRETS && self->retry_at_us != BELL_NEVER)
    ask_for_the_secret (self); /* it may take a network to get a token */
  if (self->sessions != NULL)
    bell_session_set_network_changed (self->sessions);
}

void
bell_account_watcher_network_works (BellAccountWatcher *self)
{
  if (self->sessions != NULL)
    bell_session_set_network_works (self->sessions);
}

void
bell_account_watcher_set_captive (BellAccountWatcher *self, gboolean captive)
{
  self->captive = captive;
}

void
bell_account_watcher_secrets_changed (BellAccountWatcher *self)
{
  if (self->phase == WAITING_FOR_SECRETS ||
      (self->phase == WAITING_FOR_USER && bell_sign_in_has_refused (self->sign_in)))
    ask_for_the_secret (self);
  else
    self->asked_too_early = TRUE;
}

BellAccount *
bell_account_watcher_get_account (BellAccountWatcher *self)
{
  return self->account;
}

BellMessageActions *
bell_account_watcher_get_actions (BellAccountWatcher *self)
{
  return self->actions;
}

BellMeterStore *
bell_account_watcher_get_meter (BellAccountWatcher *self)
{
  return self->meter;
}

void
bell_account_watcher_stop_async (BellAccountWatcher *self,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  self->running = FALSE;
  silence (self);
  if (self->sessions != NULL) {
    bell_message_actions_set_sessions (self->actions, NULL);
    g_signal_handlers_disconnect_by_data (self->sessions, self);
  }
  bell_orderly_stop (g_task_new (self, NULL, callback, user_data), self->sessions, self->seen,
                     self->meter);
}

gboolean
bell_account_watcher_stop_finish (BellAccountWatcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
disconnect_from_account (BellAccountWatcher *self)
{
  g_signal_handlers_disconnect_by_data (bell_account_get_settings (self->account), self);
  g_signal_handlers_disconnect_by_data (self->account, self);
}

static void
bell_account_watcher_dispose (GObject *object)
{
  BellAccountWatcher *self = BELL_ACCOUNT_WATCHER (object);

  if (self->account != NULL)
    disconnect_from_account (self);
  if (self->general != NULL)
    g_signal_handlers_disconnect_by_data (self->general, self);
  if (self->seen != NULL)
    g_signal_handlers_disconnect_by_data (self->seen, self);
  if (self->sign_in != NULL)
    halt (self);
  g_clear_pointer (&self->sign_in, bell_sign_in_free);
  bell_account_watcher_forget_counts (self);
  g_clear_pointer (&self->news, bell_account_news_free);
  g_clear_pointer (&self->actions, bell_message_actions_free);
  g_clear_object (&self->seen);
  g_clear_object (&self->meter);
  g_clear_object (&self->general);
  g_clear_object (&self->tuner);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_account_watcher_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, guint n_arguments, const GType *arguments)
{
  return g_signal_newv (name, BELL_TYPE_ACCOUNT_WATCHER, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                        G_TYPE_NONE, n_arguments, (GType *) arguments);
}

static void
bell_account_watcher_class_init (BellAccountWatcherClass *klass)
{
  const GType news[] = { G_TYPE_POINTER };
  const GType gone[] = { G_TYPE_STRING, G_TYPE_UINT, G_TYPE_POINTER };

  G_OBJECT_CLASS (klass)->dispose = bell_account_watcher_dispose;

  signals[CHANGED] = new_signal ("changed", 0, NULL);
  signals[CONNECTED] = new_signal ("connected", 0, NULL);
  signals[NEWS] = new_signal ("news", G_N_ELEMENTS (news), news);
  signals[NEWEST] = new_signal ("newest", G_N_ELEMENTS (news), news);
  signals[GONE] = new_signal ("gone", G_N_ELEMENTS (gone), gone);
}

static void
bell_account_watcher_init (BellAccountWatcher *self)
{
  self->retry_at_us = BELL_NEVER;
}

BellAccountWatcher *
bell_account_watcher_new (BellAccount *account, GSettings *general, BellRenewalTuner *tuner)
{
  static const BellAccountNewsCalls news_calls = { .news = on_news,
                                                   .newest = on_newest,
                                                   .gone = on_gone };
  const BellSignInCalls             calls = { .got = on_secret, .failed = on_no_secret };
  BellAccountWatcher               *self = g_object_new (BELL_TYPE_ACCOUNT_WATCHER, NULL);

  self->account = g_object_ref (account);
  self->sign_in = bell_sign_in_new (account, &calls, self);
  self->general = g_object_ref (general);
  self->tuner = g_object_ref (tuner);
  self->seen = bell_seen_store_new (NULL, bell_account_get_id (account));
  self->meter = bell_meter_store_new (NULL, bell_account_get_id (account));
  self->actions = bell_message_actions_new (account, self->seen);
  self->news = bell_account_news_new (account, general, self->seen, self->meter, self->actions,
                                      &news_calls, self);
  g_signal_connect (account, "connection-changed", G_CALLBACK (on_connection_changed), self);
  g_signal_connect (bell_account_get_settings (account), "changed::renewal-minutes",
                    G_CALLBACK (on_interval_changed), self);
  g_signal_connect (account, "notify::name", G_CALLBACK (on_name_changed), self);
  g_signal_connect (general, "changed", G_CALLBACK (on_interval_changed), self);
  g_signal_connect (self->seen, "notify::error", G_CALLBACK (on_seen_error), self);
  return self;
}
