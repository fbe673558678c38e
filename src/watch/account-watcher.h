/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-watcher.h: one account: its password, its folders' watchers, what was seen, its status.
 * Follows the account's settings; a change starts this account anew and no other.
 * Signals: "changed" (), "news" (BellNews *news), "newest" (BellNews *newest), "gone" (folder,
 * uid_validity, uids) as in watch-list.h; "connected" (): it watches, and did not before. */

#pragma once

#include "account/account.h"
#include "policy/account-status.h"
#include "watch/message-actions.h"
#include "watch/meter-store.h"
#include "watch/renewal-tuner.h"

G_BEGIN_DECLS

#define BELL_TYPE_ACCOUNT_WATCHER (bell_account_watcher_get_type ())
G_DECLARE_FINAL_TYPE (BellAccountWatcher, bell_account_watcher, BELL, ACCOUNT_WATCHER, GObject)

/* GENERAL: the settings that are common to all accounts; TUNER: what is learnt of the network. */
BellAccountWatcher *bell_account_watcher_new (BellAccount      *account,
                                              GSettings        *general,
                                              BellRenewalTuner *tuner);

/* Running: connects, and goes on connecting. Not running: no connection, no timer. */
void bell_account_watcher_set_running (BellAccountWatcher *self, gboolean running);

/* Whether the network is; what follows from it is the user's choice (policy/metered-policy.h). */
void bell_account_watcher_set_metered (BellAccountWatcher *self, gboolean metered);

BellAccount *bell_account_watcher_get_account (BellAccountWatcher *self);      /* (transfer none) */
BellAccountStatus *bell_account_watcher_get_status (BellAccountWatcher *self); /* (transfer full) */

/* Its bytes are those of the last status. (transfer none) */
BellMeterStore *bell_account_watcher_get_meter (BellAccountWatcher *self);

void bell_account_watcher_check_now (BellAccountWatcher *self);
void bell_account_watcher_network_changed (BellAccountWatcher *self);

/* Another account got through: if this one waits for a network, it tries now. */
void bell_account_watcher_network_works (BellAccountWatcher *self);

/* The network puts a page of its own in the way of everything (a captive portal), or no longer. */
void bell_account_watcher_set_captive (BellAccountWatcher *self, gboolean captive);

/* To do something with its messages. (transfer none) */
BellMessageActions *bell_account_watcher_get_actions (BellAccountWatcher *self);

/* The secret store may answer now: asks it again if that is what the account waits for. */
void bell_account_watcher_secrets_changed (BellAccountWatcher *self);

/* Logs out and writes what was seen and counted. */
void     bell_account_watcher_stop_async (BellAccountWatcher *self,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean bell_account_watcher_stop_finish (BellAccountWatcher *self,
                                           GAsyncResult       *result,
                                           GError            **error);

G_END_DECLS
