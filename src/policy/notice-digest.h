/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-digest.h: several messages of one folder that one notification tells of.
 * Limits: the last BELL_DIGEST_MESSAGES are known one by one, the others by their number alone. */

#pragma once

#include "imap/imap-uid-set.h"
#include "mail/message-summary.h"

G_BEGIN_DECLS

#define BELL_DIGEST_MESSAGES 200

typedef struct {
  char      *account_id; /* (owned) */
  char      *folder;     /* (owned) (nullable) NULL: the inbox */
  GPtrArray *messages;   /* (owned) of BellMessageSummary, all of one UIDVALIDITY; of one that an
                          * earlier run told the UID is all there is */
  guint      n_more;     /* of which only the number is known */
  gint64     told_us;    /* when the last of them was told, by the monotonic clock */
  gboolean   rang;       /* it has been heard */
} BellNoticeDigest;

/* None yet. FOLDER (nullable). (transfer full) */
BellNoticeDigest *bell_notice_digest_new (const char *account_id, const char *folder);
BellNoticeDigest *bell_notice_digest_copy (const BellNoticeDigest *self);
void              bell_notice_digest_free (BellNoticeDigest *self);

/* The id of its notice, one for each folder. (transfer full) */
char *bell_notice_digest_id (const char *account_id, const char *folder);

/* What it has already is not added. Of another UIDVALIDITY, nothing of before is there any more. */
void bell_notice_digest_add (BellNoticeDigest *self, BellMessageSummary *message);
void bell_notice_digest_add_more (BellNoticeDigest *self, guint n_more);

/* Whether it is known to tell of that message. */
gboolean bell_notice_digest_has (const BellNoticeDigest *self, const BellMessageSummary *message);

/* Both tell whether anything changed: these messages are read or away; there are no more than UNREAD. */
gboolean bell_notice_digest_remove (BellNoticeDigest     *self,
                                    guint32               uid_validity,
                                    const BellImapUidSet *uids);
gboolean bell_notice_digest_limit (BellNoticeDigest *self, guint unread);

guint bell_notice_digest_count (const BellNoticeDigest *self);

/* What a later run needs of it, besides its id: nothing of what the messages say. (transfer full) */
char *bell_notice_digest_to_text (const BellNoticeDigest *self);

/* As of an earlier run: long ago. (transfer full) (nullable): NULL if ID or TEXT is damaged. */
BellNoticeDigest *bell_notice_digest_parse (const char *id, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNoticeDigest, bell_notice_digest_free)

G_END_DECLS
