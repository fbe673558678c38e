/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a watcher for each account of the list, in the list's order, and tells all of them what
 * concerns all of them: pause, network, secret store. */

#include "watch/watch-list.h"

#include "account/credentials.h"
#include "account/online-accounts.h"
#include "io/network-state.h"
#include "watch/account-watcher.h"
#include "watch/meter-store.h"
#include "watch/removed-accounts.h"

#include <glib/gi18n-lib.h>

struct _BellWatchList {
  GObject parent_instance;

  BellAccountList      *accounts;   /* (owned) */
  GPtrArray            *watchers;   /* (owned) of BellAccountWatcher, in the order of the list */
  BellRemovedAccounts  *removed;    /* (owned) */
  BellNetworkState     *network;    /* (owned) (nullable) until it is started */
  BellRenewalTuner     *tuner;      /* (owned) */
  BellCredentialsWatch *secrets;    /* (owned) (nullable) until it is started */
  BellOnlineAccounts   *online;     /* (owned) (nullable) while an account signs in through them */
  guint                 changed_id; /* the idle source that emits "changed"; 0: none */
  guint                 n_stopping; /* watchers that stop, those of removed accounts among them */
  GTask                *stop;       /* (owned) (nullable) waits until none of them does */
  gboolean              started;
  gboolean              paused;
};

G_DEFINE_FINAL_TYPE (BellWatchList, bell_watch_list, G_TYPE_OBJECT)

enum { CHANGED, NEWS, NEWEST, GONE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
for_each (BellWatchList *self, void (*tell) (BellAccountWatcher *watcher))
{
  if (self->paused)
    return;
  for (guint i = 0; i < self->watchers->len; i++)
    tell (g_ptr_array_index (self->watchers, i));
}

static void
on_secrets_changed (gpointer user_data)
{
  for_each (user_data, bell_account_watcher_secrets_changed);
}

static gboolean
uses_online_accounts (BellWatchList *self)
{
  for (guint i = 0; i < self->watchers->len; i++) {
    BellAccount *account = bell_account_watcher_get_account (g_ptr_array_index (self->watchers, i));

    if (bell_account_get_credential (account) == BELL_CREDENTIAL_ONLINE_ACCOUNT)
      return TRUE;
  }
  return FALSE;
}

static void
leave_online_accounts (BellWatchList *self)
{
  if (self->online == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->online, self);
  g_object_run_dispose (G_OBJECT (self->online)); /* a call under way may hold it */
  g_clear_object (&self->online);
}

/* Watched only where there is something to hear of. */
static void
follow_online_accounts (BellWatchList *self)
{
  gboolean wanted = self->started && uses_online_accounts (self);

  if (wanted && self->online == NULL) {
    self->online = bell_online_accounts_new ();
    g_signal_connect_swapped (self->online, "changed", G_CALLBACK (on_secrets_changed), self);
  } else if (!wanted)
    leave_online_accounts (self);
}

static gboolean
emit_changed (gpointer user_data)
{
  BellWatchList *self = user_data;

  self->changed_id = 0;
  follow_online_accounts (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* A turn of the main loop may change much; it is shown once. */
static void
changed (BellWatchList *self)
{
  if (self->changed_id == 0)
    self->changed_id = g_idle_add_full (G_PRIORITY_DEFAULT, emit_changed, self, NULL);
}

static void
on_watcher_changed (BellAccountWatcher *watcher G_GNUC_UNUSED, BellWatchList *self)
{
  changed (self);
}

/* There was no network, and now one has got through: the others need not wait out their time. Each
 * waits for a time of its own, up to five minutes, and nothing on this computer has changed. */
static void
on_watcher_connected (BellAccountWatcher *watcher G_GNUC_UNUSED, BellWatchList *self)
{
  for_each (self, bell_account_watcher_network_works);
}

static void
on_watcher_news (BellAccountWatcher *watcher, BellNews *news, BellWatchList *self)
{
  g_signal_emit (self, signals[NEWS], 0, bell_account_watcher_get_account (watcher), news);
}

static void
on_watcher_newest (BellAccountWatcher *watcher G_GNUC_UNUSED, BellNews *newest, BellWatchList *self)
{
  g_signal_emit (self, signals[NEWEST], 0, newest);
}

static void
on_watcher_gone (BellAccountWatcher *watcher,
                 const char         *folder,
                 guint               uid_validity,
                 BellImapUidSet     *uids,
                 BellWatchList      *self)
{
  g_signal_emit (self, signals[GONE], 0,
                 bell_account_get_id (bell_account_watcher_get_account (watcher)), folder,
                 uid_validity, uids);
}

static gboolean
is_metered (BellWatchList *self)
{
  return self->network != NULL && bell_network_state_get_metered (self->network);
}

/* Before it is known whether the network is metered, the first connection might cost what it should
 * not. */
static gboolean
is_running (BellWatchList *self)
{
  return self->started && !self->paused && bell_network_state_get_known (self->network);
}

/* (transfer full) */
static BellAccountWatcher *
new_watcher (BellWatchList *self, BellAccount *account)
{
  BellAccountWatcher *watcher = bell_account_watcher_new (
    account, bell_account_list_get_settings (self->accounts), self->tuner);

  g_signal_connect (watcher, "changed", G_CALLBACK (on_watcher_changed), self);
  g_signal_connect (watcher, "connected", G_CALLBACK (on_watcher_connected), self);
  g_signal_connect (watcher, "news", G_CALLBACK (on_watcher_news), self);
  g_signal_connect (watcher, "newest", G_CALLBACK (on_watcher_newest), self);
  g_signal_connect (watcher, "gone", G_CALLBACK (on_watcher_gone), self);
  bell_account_watcher_set_captive (watcher, self->network != NULL &&
                                               bell_network_state_is_captive (self->network));
  bell_account_watcher_set_metered (watcher, is_metered (self));
  bell_account_watcher_set_running (watcher, is_running (self));
  return watcher;
}

static BellAccountWatcher *
find_watcher (BellWatchList *self, BellAccount *account)
{
  for (guint i = 0; i < self->watchers->len; i++) {
    BellAccountWatcher *watcher = g_ptr_array_index (self->watchers, i);

    if (bell_account_watcher_get_account (watcher) == account)
      return watcher;
  }
  return NULL;
}

static GWeakRef *
weak_ref_new (BellWatchList *self)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  g_weak_ref_init (reference, self);
  return reference;
}

/* Frees REFERENCE. (transfer full) (nullable) */
static BellWatchList *
weak_ref_take (GWeakRef *reference)
{
  BellWatchList *self = g_weak_ref_get (reference);

  g_weak_ref_clear (reference);
  g_free (reference);
  return self;
}

static void
disconnect_watcher (gpointer watcher, gpointer self)
{
  g_signal_handlers_disconnect_by_data (watcher, self);
}

static gboolean
contains_id (BellAccountList *accounts, const char *id)
{
  return bell_account_list_find_by_id (accounts, id) != NULL;
}

static void
count_stopped (BellWatchList *self)
{
  g_autoptr (GTask) task = NULL;

  if (--self->n_stopping > 0 || self->stop == NULL)
    return;
  task = g_steal_pointer (&self->stop);
  g_task_return_boolean (task, TRUE);
}

/* The list may be gone by now. */
static void
on_removed_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellAccountWatcher *watcher = BELL_ACCOUNT_WATCHER (source);
  BellAccount        *account = bell_account_watcher_get_account (watcher);
  g_autoptr (BellWatchList) self = weak_ref_take (user_data);

  bell_account_watcher_stop_finish (watcher, result, NULL);
  if (self != NULL && self->removed != NULL)
    bell_removed_accounts_add (self->removed, account);
  else
    bell_removed_accounts_forget (account);
  if (self != NULL)
    count_stopped (self);
}

/* What is remembered of an account that is no longer there is of no use once nothing writes it any more,
 * unless the account is put back. */
static void
forget_removed (BellWatchList *self, GPtrArray *old)
{
  for (guint i = 0; i < old->len; i++) {
    BellAccountWatcher *watcher = g_ptr_array_index (old, i);
    const char         *id = bell_account_get_id (bell_account_watcher_get_account (watcher));

    if (contains_id (self->accounts, id))
      continue;
    disconnect_watcher (watcher, self);
    self->n_stopping++;
    bell_account_watcher_stop_async (watcher, on_removed_stopped, weak_ref_new (self));
  }
}

/* Watchers of accounts that stay go on undisturbed. */
static void
on_accounts_changed (GListModel    *model,
                     guint position G_GNUC_UNUSED,
                     guint removed  G_GNUC_UNUSED,
                     guint added    G_GNUC_UNUSED,
                     BellWatchList *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->watchers);

  self->watchers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (model, i);
    BellAccountWatcher *watcher = NULL;

    for (guint j = 0; j < old->len && watcher == NULL; j++)
      if (bell_account_watcher_get_account (g_ptr_array_index (old, j)) == account)
        watcher = g_object_ref (g_ptr_array_index (old, j));
    g_ptr_array_add (self->watchers, watcher != NULL ? watcher : new_watcher (self, account));
  }
  forget_removed (self, old);
  changed (self);
}

static void
on_network_changed (BellNetworkState *network, BellWatchList *self)
{
  gboolean captive = bell_network_state_is_captive (network);

  bell_renewal_tuner_network_changed (self->tuner);
  for (guint i = 0; i < self->watchers->len; i++)
    bell_account_watcher_set_captive (g_ptr_array_index (self->watchers, i), captive);
  for_each (self, bell_account_watcher_network_changed);
}

static void
run (BellWatchList *self)
{
  for (guint i = 0; i < self->watchers->len; i++)
    bell_account_watcher_set_running (g_ptr_array_index (self->watchers, i), is_running (self));
  changed (self);
}

static void
on_metered_changed (BellWatchList *self)
{
  for (guint i = 0; i < self->watchers->len; i++)
    bell_account_watcher_set_metered (g_ptr_array_index (self->watchers, i), is_metered (self));
}

void
bell_watch_list_start (BellWatchList *self)
{
  if (self->started)
    return;
  self->started = TRUE;
  bell_renewal_tuner_network_changed (self->tuner);
  self->network = bell_network_state_new ();
  g_signal_connect (self->network, "changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect_swapped (self->network, "notify::metered", G_CALLBACK (on_metered_changed),
                            self);
  g_signal_connect_swapped (self->network, "notify::known", G_CALLBACK (run), self);
  self->secrets = bell_credentials_watch (on_secrets_changed, self);
  run (self);
}

GPtrArray *
bell_watch_list_get_statuses (BellWatchList *self)
{
  GPtrArray *statuses = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_account_status_unref);

  for (guint i = 0; i < self->watchers->len; i++)
    g_ptr_array_add (statuses,
                     bell_account_watcher_get_status (g_ptr_array_index (self->watchers, i)));
  return statuses;
}

char *
bell_watch_list_get_history (BellWatchList *self, const char *account_id)
{
  BellAccount        *account = bell_account_list_find_by_id (self->accounts, account_id);
  BellAccountWatcher *watcher = account != NULL ? find_watcher (self, account) : NULL;

  if (watcher == NULL)
    return NULL;
  bell_account_status_unref (bell_account_watcher_get_status (watcher));
  return bell_meter_store_to_text (bell_account_watcher_get_meter (watcher));
}

gboolean
bell_watch_list_clear_history (BellWatchList *self, const char *account_id)
{
  gboolean found = account_id == NULL;

  for (guint i = 0; i < self->watchers->len; i++) {
    BellAccountWatcher *watcher = g_ptr_array_index (self->watchers, i);
    const char         *id = bell_account_get_id (bell_account_watcher_get_account (watcher));

    if (account_id != NULL && !g_str_equal (id, account_id))
      continue;
    /* Counts what has not been counted yet, or it would come up afterwards. */
    bell_account_status_unref (bell_account_watcher_get_status (watcher));
    bell_meter_store_clear (bell_account_watcher_get_meter (watcher));
    found = TRUE;
  }
  changed (self);
  return found;
}

void
bell_watch_list_check_now (BellWatchList *self, const char *account_id)
{
  BellAccount *account;

  if (account_id == NULL) {
    for_each (self, bell_account_watcher_check_now);
    return;
  }
  account = bell_account_list_find_by_id (self->accounts, account_id);
  if (account != NULL && !self->paused)
    bell_account_watcher_check_now (find_watcher (self, account));
}

void
bell_watch_list_act_async (BellWatchList           *self,
                           const char              *account_id,
                           const BellMessageAction *action,
                           GAsyncReadyCallback      callback,
                           gpointer                 user_data)
{
  BellAccount        *account = bell_account_list_find_by_id (self->accounts, account_id);
  BellAccountWatcher *watcher = account != NULL ? find_watcher (self, account) : NULL;

  if (watcher != NULL && !self->paused) {
    bell_message_actions_act_async (bell_account_watcher_get_actions (watcher), action, callback,
                                    user_data);
    return;
  }
  g_task_report_new_error (
    NULL, callback, user_data, NULL, BELL_MESSAGE_ACTION_ERROR, BELL_MESSAGE_ACTION_ERROR_OFF, "%s",
    watcher == NULL ? _ ("This account has been removed, so nothing was done.")
                    : _ ("Mailbell is paused, so nothing was done. Resume it first."));
}

void
bell_watch_list_set_paused (BellWatchList *self, gboolean paused)
{
  if (self->paused == paused)
    return;
  self->paused = paused;
  run (self);
}

gboolean
bell_watch_list_get_paused (BellWatchList *self)
{
  return self->paused;
}

static void
on_watcher_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellWatchList) self = user_data;

  bell_account_watcher_stop_finish (BELL_ACCOUNT_WATCHER (source), result, NULL);
  count_stopped (self);
}

void
bell_watch_list_stop_async (BellWatchList *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (self->stop == NULL);

  self->started = FALSE;
  self->stop = g_task_new (self, NULL, callback, user_data);
  self->n_stopping++;
  for (guint i = 0; i < self->watchers->len; i++) {
    self->n_stopping++;
    bell_account_watcher_stop_async (g_ptr_array_index (self->watchers, i), on_watcher_stopped,
                                     g_object_ref (self));
  }
  count_stopped (self);
}

gboolean
bell_watch_list_stop_finish (BellWatchList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bell_watch_list_dispose (GObject *object)
{
  BellWatchList *self = BELL_WATCH_LIST (object);

  g_clear_handle_id (&self->changed_id, g_source_remove);
  g_clear_pointer (&self->secrets, bell_credentials_unwatch);
  leave_online_accounts (self);
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_clear_object (&self->network);
  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_data (self->accounts, self);
  for (guint i = 0; self->watchers != NULL && i < self->watchers->len; i++)
    disconnect_watcher (g_ptr_array_index (self->watchers, i), self);
  g_clear_pointer (&self->watchers, g_ptr_array_unref);
  g_clear_pointer (&self->removed, bell_removed_accounts_free);
  g_clear_object (&self->accounts);
  g_clear_object (&self->tuner);
  G_OBJECT_CLASS (bell_watch_list_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, GType type, guint n_arguments, GType first, GType second)
{
  GType types[] = { first, second };

  return g_signal_newv (name, type, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE,
                        n_arguments, types);
}

static void
bell_watch_list_class_init (BellWatchListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GType gone[] = { G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_POINTER };

  G_OBJECT_CLASS (klass)->dispose = bell_watch_list_dispose;

  signals[CHANGED] = new_signal ("changed", type, 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[NEWS] = new_signal ("news", type, 2, BELL_TYPE_ACCOUNT, G_TYPE_POINTER);
  signals[NEWEST] = new_signal ("newest", type, 1, G_TYPE_POINTER, G_TYPE_NONE);
  signals[GONE] = g_signal_newv ("gone", type, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                                 G_TYPE_NONE, G_N_ELEMENTS (gone), gone);
}

static void
bell_watch_list_init (BellWatchList *self)
{
  self->watchers = g_ptr_array_new_with_free_func (g_object_unref);
  self->tuner = bell_renewal_tuner_new (NULL, NULL);
}

BellWatchList *
bell_watch_list_new (BellAccountList *accounts)
{
  BellWatchList *self = g_object_new (BELL_TYPE_WATCH_LIST, NULL);

  self->accounts = g_object_ref (accounts);
  self->removed = bell_removed_accounts_new (accounts);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self);
  on_accounts_changed (G_LIST_MODEL (accounts), 0, 0, 0, self);
  return self;
}
