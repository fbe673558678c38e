/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session-watcher.h: keeps one connection of one account watching: a session, and after each end of
 * one the wait for the next.
 * Signals: "changed" (): state, push, folders, unread, error or the like changed.
 *          "event" (BellImapEvent *event): of types MAILBOX, UNLISTED, NEWS, NEWEST and GONE, as the
 *                                         core tells them.
 *          "refused" (GError *error): it stopped, for a reason that concerns the whole account;
 *                                     the owner starts it again.
 *          "expired" (): the server ended a session that was signed in with a token, as some do at
 *                        the end of its life; the owner starts it again, with a fresh one. To a
 *                        connection whose owner does not listen it is an end like any other. */

#pragma once

#include "account/sign-in-secret.h"
#include "imap/imap-client.h"
#include "io/session.h"
#include "policy/account-status.h"
#include "watch/seen-store.h"
#include "watch/watch-plan.h"
#include "watch/watched-folders.h"

G_BEGIN_DECLS

#define BELL_TYPE_SESSION_WATCHER (bell_session_watcher_get_type ())
G_DECLARE_FINAL_TYPE (BellSessionWatcher, bell_session_watcher, BELL, SESSION_WATCHER, GObject)

/* SEEN: what has been told of already; read at every connection. PLAN is copied. */
BellSessionWatcher *bell_session_watcher_new (BellAccount         *account,
                                              BellSeenStore       *seen,
                                              const BellWatchPlan *plan);

/* With another secret: again, in place of the connection that stands. */
void bell_session_watcher_start (BellSessionWatcher *self, BellSignInSecret *secret);

/* For the next connection; the one that stands stays. */
void bell_session_watcher_set_secret (BellSessionWatcher *self, BellSignInSecret *secret);

/* Looks now; if it waits for its next attempt: tries now; if it is connecting, perhaps to a server
 * that says nothing: gives that no longer than a probe. */
void bell_session_watcher_check_now (BellSessionWatcher *self);

/* The network changed: what waits tries now and as if for the first time; what is connected looks,
 * which finds a dead connection. */
void bell_session_watcher_network_changed (BellSessionWatcher *self);

/* Previews and intervals at once, compression and the newest from the next connection on; the rest
 * stays. */
void bell_session_watcher_set_plan (BellSessionWatcher *self, const BellWatchPlan *plan);

/* Another connection watches MAILBOX, or does so no longer. */
void bell_session_watcher_set_watched (BellSessionWatcher *self,
                                       const char         *mailbox,
                                       gboolean            watched);

/* Another connection has told of news, or of what became of it: EVENT says up to which UID, and what of
 * it is unread. */
void bell_session_watcher_set_seen (BellSessionWatcher *self, const BellImapEvent *event);

/* Logs out, if it can, without waiting for it; nothing is emitted any more. Then ON_STOPPED, once.
 * It may be started again. */
void bell_session_watcher_stop (BellSessionWatcher *self,
                                void (*on_stopped) (gpointer user_data), /* (nullable) */
                                gpointer user_data);

BellAccountState bell_session_watcher_get_state (BellSessionWatcher *self);
BellPush         bell_session_watcher_get_push (BellSessionWatcher *self); /* of its first folder */
GPtrArray       *bell_session_watcher_get_folders (
        BellSessionWatcher *self); /* of BellWatchedFolder; (transfer none) */

/* Fills in what the first connection of an account knows of it, but its folders, push and bytes. */
void bell_session_watcher_describe (BellSessionWatcher *self, BellAccountStatus *status);

/* The session that watches now; NULL: none does. (transfer none) (nullable) */
BellSession *bell_session_watcher_get_session (BellSessionWatcher *self);

/* Brings the meter up to date. */
void bell_session_watcher_count_bytes (BellSessionWatcher *self);

/* The server said that there are too many connections. */
gboolean bell_session_watcher_is_one_too_many (BellSessionWatcher *self);

G_END_DECLS
