/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-told.h: unread messages of a mailbox that were told of, as news or as the newest that were there
 * before, and are, perhaps, still on show. A server without QRESYNC says by message number only what
 * became of them, which says nothing to us: they are asked for by UID.
 * Limits: the latest 50; what is older has been seen, or never will be. */

#pragma once

#include "imap/imap-uid-set.h"

G_BEGIN_DECLS

#define BELL_IMAP_TOLD_LIMIT 50

/* Ascending. */
typedef struct {
  guint32 uids[BELL_IMAP_TOLD_LIMIT];
  guint   n;
} BellImapTold;

/* UID above all that it holds, or nothing happens. */
void bell_imap_told_add (BellImapTold *self, guint32 uid);

/* UIDS, of which there are not many: anywhere among those that it holds. */
void bell_imap_told_add_set (BellImapTold *self, const BellImapUidSet *uids);

gboolean bell_imap_told_contains (const BellImapTold *self, guint32 uid);

/* They were read or removed. */
void bell_imap_told_remove (BellImapTold *self, const BellImapUidSet *uids);

/* Takes those out, up to the UID LAST, that are not in UNREAD, and adds them to GONE. */
void bell_imap_told_keep (BellImapTold         *self,
                          const BellImapUidSet *unread,
                          guint32               last,
                          BellImapUidSet       *gone);

void bell_imap_told_add_to (const BellImapTold *self, BellImapUidSet *uids);

/* In IMAP's notation; NULL: none. (transfer full) (nullable) */
char *bell_imap_told_to_string (const BellImapTold *self);

/* TEXT (nullable) as to_string() makes it; anything else is none. */
void bell_imap_told_from_string (BellImapTold *self, const char *text);

G_END_DECLS
