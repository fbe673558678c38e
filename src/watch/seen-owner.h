/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seen-owner.h: whose mailboxes it is that an account remembers. The user of an account may be changed,
 * and the mailboxes of two users can have the same UIDVALIDITY (with many providers that of the INBOX is
 * 1 for everybody), so that a UID of the one would be taken for a message of the other: what was told
 * would not be told any more, and a button on a notification that still stands would delete a message
 * that nobody has seen. What was seen as another user is therefore forgotten, withdrawn, and no longer
 * acted upon. */

#pragma once

#include "watch/message-actions.h"

G_BEGIN_DECLS

/* EVENT: BELL_IMAP_EVENT_GONE. */
typedef void (*BellSeenOwnerGone) (const BellImapEvent *event, gpointer user_data);

/* SEEN: loaded. Nothing happens unless the user of ACCOUNT was another one the last time. GONE is called
 * for all messages of a folder, and for those of them that were on show last. */
void bell_seen_owner_check (BellAccount        *account,
                            BellSeenStore      *seen,
                            BellMessageActions *actions,
                            BellSeenOwnerGone   gone,
                            gpointer            user_data);

G_END_DECLS
