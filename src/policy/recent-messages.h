/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recent-messages.h: the messages that were told last, by Message-ID, to tell one that stands in
 * several folders only once: Gmail shows a message in every folder whose label it has, and filters
 * copy. One that another program's filter has moved since is shown where it is now. The same folder
 * is not looked at twice: there the UIDs decide.
 * Limits: the last BELL_RECENT_MESSAGES. */

#pragma once

#include "imap/imap-uid-set.h"
#include "mail/message-summary.h"

G_BEGIN_DECLS

#define BELL_RECENT_MESSAGES 100

/* Microseconds. A filter moves at once what it moves; what a person files by hand is no news. */
#define BELL_RECENT_MOVE_TIME (60 * G_USEC_PER_SEC)

typedef enum {
  BELL_RECENT_NEW,   /* as far as other folders are concerned */
  BELL_RECENT_COPY,  /* of one that was told of another folder */
  BELL_RECENT_MOVED, /* from another folder, soon after it was told of that */
} BellRecent;

typedef struct _BellRecentMessages BellRecentMessages;

BellRecentMessages *bell_recent_messages_new (void);
void                bell_recent_messages_free (BellRecentMessages *self);

/* Remembers it as one that is told now. Without a Message-ID it is always new. */
BellRecent bell_recent_messages_add (BellRecentMessages       *self,
                                     const char               *folder,
                                     const BellMessageSummary *message,
                                     gint64                    now_us);

/* What has these UIDs in FOLDER was removed or read. */
void bell_recent_messages_gone (BellRecentMessages   *self,
                                const char           *folder,
                                guint32               uid_validity,
                                const BellImapUidSet *uids,
                                gint64                now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellRecentMessages, bell_recent_messages_free)

G_END_DECLS
