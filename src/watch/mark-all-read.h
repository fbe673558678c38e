/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mark-all-read.h: all unread messages of an account, or of all accounts, marked as read.
 * In:     the watch list, whose counts say which folders have any.
 * Out:    which messages were marked, so that it can be taken back.
 * Limits: those of message-actions.h, for each folder. A message that comes meanwhile stays unread.
 * Errors: the first of BELL_MESSAGE_ACTION_ERROR, beside what was done all the same. */

#pragma once

#include "watch/watch-list.h"

G_BEGIN_DECLS

typedef struct {
  char           *account_id; /* (owned) */
  char           *folder;     /* (owned) */
  guint32         uid_validity;
  BellImapUidSet *uids; /* (owned) not empty */
} BellMarkedFolder;

typedef struct {
  GPtrArray *folders;  /* (owned) of BellMarkedFolder */
  guint64    n_marked; /* messages in them */
  gboolean   complete; /* FALSE: in another folder there were too many to know them one by one */
  GError    *error;    /* (owned) (nullable) why not all could be marked */
} BellMarkedMessages;

void bell_marked_messages_free (BellMarkedMessages *self);

/* ACCOUNT_ID (nullable): of all accounts. */
void bell_mark_all_read_async (BellWatchList      *watch,
                               const char         *account_id,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/* Takes it back: just those are marked as unread. */
void bell_mark_unread_async (BellWatchList            *watch,
                             const BellMarkedMessages *marked,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data);

/* Of either; FOLDERS are none of the second. (transfer full) */
BellMarkedMessages *bell_mark_all_finish (GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellMarkedMessages, bell_marked_messages_free)

G_END_DECLS
