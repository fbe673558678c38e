/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-watcher.h: keeps one folder of one account watched: a session, and after each end of one
 * the wait for the next.
 * Signals: "changed" (): state, push, unread, error or the like changed.
 *          "event" (BellImapEvent *event): of types MAILBOX, NEWS and GONE, as the core tells them.
 *          "refused" (GError *error): it stopped, for a reason that concerns the whole account;
 *                                     the owner starts it again. */

#pragma once

#include "account/account.h"
#include "base/secret-text.h"
#include "imap/imap-client.h"
#include "policy/account-status.h"

G_BEGIN_DECLS

#define BELL_TYPE_FOLDER_WATCHER (bell_folder_watcher_get_type ())
G_DECLARE_FINAL_TYPE (BellFolderWatcher, bell_folder_watcher, BELL, FOLDER_WATCHER, GObject)

/* FOLDER: UTF-8. UID_VALIDITY and UID_SEEN: what has been told of it already; 0: never seen. */
BellFolderWatcher *bell_folder_watcher_new (BellAccount *account,
                                            const char  *folder,
                                            guint32      uid_validity,
                                            guint32      uid_seen);

void bell_folder_watcher_start (BellFolderWatcher *self, BellSecretText *password);

/* Looks now; if it waits for its next attempt: tries now. */
void bell_folder_watcher_check_now (BellFolderWatcher *self);

/* The network changed: what waits tries now and as if for the first time; what is connected looks,
 * which finds a dead connection. */
void bell_folder_watcher_network_changed (BellFolderWatcher *self);

void bell_folder_watcher_set_intervals (BellFolderWatcher *self,
                                        gint64             renewal_us,
                                        gint64             polling_us);

/* Logs out, if it can, without waiting for it; nothing is emitted any more. Then ON_STOPPED, once.
 * It may be started again. */
void bell_folder_watcher_stop (BellFolderWatcher *self,
                               void (*on_stopped) (gpointer user_data), /* (nullable) */
                               gpointer user_data);

const char      *bell_folder_watcher_get_folder (BellFolderWatcher *self);
BellAccountState bell_folder_watcher_get_state (BellFolderWatcher *self);
BellPush         bell_folder_watcher_get_push (BellFolderWatcher *self);
gboolean         bell_folder_watcher_get_unread (BellFolderWatcher *self,
                                                 guint             *unread);             /* FALSE: not known */
const char      *bell_folder_watcher_get_error (BellFolderWatcher *self);    /* (nullable) */
gint64           bell_folder_watcher_get_retry_at (BellFolderWatcher *self); /* or BELL_NEVER */
gint64 bell_folder_watcher_get_connected_since (BellFolderWatcher *self);    /* Unix s, or 0 */
void   bell_folder_watcher_get_bytes (BellFolderWatcher *self, guint64 *in, guint64 *out);

G_END_DECLS
