/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seen-store.h: on disk, per account and folder, UIDVALIDITY, the highest UID
 * announced, and the mod-sequence up to which changes are known; as which user all that was seen; and
 * by which mechanism the account has signed in to which host.
 * File:   $XDG_STATE_HOME/mailbell/ACCOUNT-ID.seen, a key file with a version, replaced atomically
 *         in a worker thread. Folder names never become part of a path (protocol row R1).
 * Errors: a file that cannot be read is set aside as *.corrupt and counts as first sight; one that
 *         cannot be written leaves the store working from memory, and get_error() says so. */

#pragma once

#include <gio/gio.h>

#include "account/sign-in-memory.h"
#include "imap/imap-client.h"

G_BEGIN_DECLS

#define BELL_TYPE_SEEN_STORE (bell_seen_store_get_type ())
G_DECLARE_FINAL_TYPE (BellSeenStore, bell_seen_store, BELL, SEEN_STORE, GObject)

/* DIRECTORY (nullable): NULL for $XDG_STATE_HOME/mailbell. ACCOUNT_ID is of our own making. */
BellSeenStore *bell_seen_store_new (const char *directory, const char *account_id);

/* Reads the file; to be finished before the first get. Never fails: see get_error(). */
void bell_seen_store_load_async (BellSeenStore      *self,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
void bell_seen_store_load_finish (BellSeenStore *self, GAsyncResult *result);

/* FALSE: never seen. FOLDER: its name on the wire; one that is not UTF-8 cannot be remembered. */
gboolean bell_seen_store_get (BellSeenStore *self,
                              const char    *folder,
                              guint32       *uid_validity,
                              guint32       *uid_seen,
                              guint64       *modseq);

/* All that is remembered: of BellImapRemembered, whose texts are the store's until the next set.
 * (transfer full) */
GArray *bell_seen_store_get_all (BellSeenStore *self);

/* Remembers, and writes soon, but for EARLIER; several in one main loop turn are one write. */
void bell_seen_store_set (BellSeenStore *self, const BellImapRemembered *remembered);

/* FOLDER is not among those of the server, at NOW_S (Unix seconds). What has been missing for long, and
 * was not set meanwhile, is forgotten. */
void bell_seen_store_miss (BellSeenStore *self, const char *folder, gint64 now_s);

/* Whether what is remembered of folders was seen as USER; nobody has been named yet: from now on. */
gboolean bell_seen_store_is_of (BellSeenStore *self, const char *user);

/* Forgets all folders; those that come are seen as USER. */
void bell_seen_store_begin_anew (BellSeenStore *self, const char *user);

/* All zero if the account has never signed in to HOST. */
void bell_seen_store_get_sign_in (BellSeenStore *self, const char *host, BellSignInMemory *memory);
void bell_seen_store_set_sign_in (BellSeenStore          *self,
                                  const char             *host,
                                  const BellSignInMemory *memory);

/* Done once all that was set is on disk, or cannot be. */
void bell_seen_store_flush_async (BellSeenStore      *self,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
void bell_seen_store_flush_finish (BellSeenStore *self, GAsyncResult *result);

/* (nullable) translated sentence: why memory will not outlive this run. Notifies "error". */
const char *bell_seen_store_get_error (BellSeenStore *self);

/* Removes the file of an account that was removed; for the command line and watch-list. */
void bell_seen_store_forget (const char *directory, const char *account_id);

G_END_DECLS
