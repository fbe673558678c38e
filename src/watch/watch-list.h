/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch-list.h: one account-watcher per account; follows the account list.
 * Signals:
 *   "changed" (): the status of an account or the set of accounts changed; at most once per main
 *                 loop turn. Ask get_statuses().
 *   "news" (BellAccount *account, BellNews *news): messages that have just come (policy/notice-policy.h);
 *                 NEWS is the emitter's and good during the emission only.
 *   "newest" (BellNews *newest): unread messages that were there before, told once a run and account, for
 *                 a list of them alone; likewise.
 *   "gone" (const char *account_id, const char *folder, guint uid_validity, BellImapUidSet *uids):
 *                 messages read or removed elsewhere; FOLDER as in BellNews (NULL: inbox). */

#pragma once

#include "account/account-list.h"
#include "imap/imap-uid-set.h"
#include "policy/account-status.h"
#include "policy/notice-policy.h"
#include "watch/message-actions.h"

G_BEGIN_DECLS

#define BELL_TYPE_WATCH_LIST (bell_watch_list_get_type ())
G_DECLARE_FINAL_TYPE (BellWatchList, bell_watch_list, BELL, WATCH_LIST, GObject)

BellWatchList *bell_watch_list_new (BellAccountList *accounts);

/* Nothing connects before. */
void bell_watch_list_start (BellWatchList *self);

/* Of BellAccountStatus, in the user's order. (transfer full) */
GPtrArray *bell_watch_list_get_statuses (BellWatchList *self);

/* What was counted for an account, see meter-store.h; NULL: there is no such account, or it is not yet
 * known. (transfer full) (nullable) */
char *bell_watch_list_get_history (BellWatchList *self, const char *account_id);

/* Forgets what was counted for an account, or, NULL, for all of them. FALSE: there is no such account. */
gboolean bell_watch_list_clear_history (BellWatchList *self, const char *account_id);

/* ACCOUNT_ID NULL: all accounts. Looks now; a waiting account tries now. */
void bell_watch_list_check_now (BellWatchList *self, const char *account_id);

/* Does something with a message of the account. The result is bell_message_actions_act_finish()'s. */
void bell_watch_list_act_async (BellWatchList           *self,
                                const char              *account_id,
                                const BellMessageAction *action,
                                GAsyncReadyCallback      callback,
                                gpointer                 user_data);

/* Paused: no connection, no timer. */
void     bell_watch_list_set_paused (BellWatchList *self, gboolean paused);
gboolean bell_watch_list_get_paused (BellWatchList *self);

/* Logs out everywhere and writes what was seen, and of accounts that have just been removed forgets it;
 * never takes longer than two seconds. */
void     bell_watch_list_stop_async (BellWatchList      *self,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean bell_watch_list_stop_finish (BellWatchList *self, GAsyncResult *result, GError **error);

G_END_DECLS
