/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session-set.h: the connections of one account and which folders each of them watches.
 * One connection watches them all where the server pushes all (NOTIFY). Where it pushes only the
 * folder that is open (IDLE), further folders get a connection of their own, up to a limit that the
 * server's refusals lower; the first connection asks for the rest when it speaks anyway.
 * Signals: as session-watcher.h. */

#pragma once

#include "watch/session-watcher.h"

G_BEGIN_DECLS

#define BELL_TYPE_SESSION_SET (bell_session_set_get_type ())
G_DECLARE_FINAL_TYPE (BellSessionSet, bell_session_set, BELL, SESSION_SET, GObject)

BellSessionSet *bell_session_set_new (BellAccount         *account,
                                      BellSeenStore       *seen,
                                      const BellWatchPlan *plan);

/* The first signs in alone: a wrong password is tried once, not once per connection. With another
 * secret: again, in place of the connections that stand. */
void bell_session_set_start (BellSessionSet *self, BellSignInSecret *secret);

/* For the next connections: those that stand stay. */
void bell_session_set_set_secret (BellSessionSet *self, BellSignInSecret *secret);

/* The first connection is signed in and watches. */
gboolean bell_session_set_is_watching (BellSessionSet *self);
void     bell_session_set_check_now (BellSessionSet *self);
void     bell_session_set_network_changed (BellSessionSet *self);

/* There is one: what waits for it tries now. */
void bell_session_set_network_works (BellSessionSet *self);

/* As bell_session_watcher_set_plan(), for all of them. */
void bell_session_set_set_plan (BellSessionSet *self, const BellWatchPlan *plan);

/* The session to act on messages of MAILBOX with: the one that watches it, if there is one, else the
 * first; NULL: not connected now. (transfer none) (nullable) */
BellSession *bell_session_set_find_session (BellSessionSet *self, const char *mailbox);

/* As bell_session_watcher_stop(), for all of them. */
void bell_session_set_stop (BellSessionSet *self,
                            void (*on_stopped) (gpointer user_data), /* (nullable) */
                            gpointer user_data);

/* As bell_session_watcher_count_bytes(), for all of them. */
void bell_session_set_count_bytes (BellSessionSet *self);

/* Fills in state, push, folders, counts and error. */
void bell_session_set_describe (BellSessionSet *self, BellAccountStatus *status);

G_END_DECLS
