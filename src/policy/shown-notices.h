/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shown-notices.h: which notices are on the screen: to withdraw them when their messages are read
 * elsewhere, and to tell a burst of messages as one.
 * In:     the news; sets of UIDs, which may be huge ("1:4294967295"); the servers' counts.
 * Out:    notices to be shown; ids of those to be withdrawn; digests of which less is left.
 * Limits: the last BELL_SHOWN_NOTICES are remembered; no more UIDs than that are ever enumerated. */

#pragma once

#include "imap/imap-uid-set.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

/* More than a person leaves standing. */
#define BELL_SHOWN_NOTICES 200

typedef struct _BellShownNotices BellShownNotices;

BellShownNotices *bell_shown_notices_new (void);
void              bell_shown_notices_free (BellShownNotices *self);

/* The notices that NEWS makes beside those that are shown; they count as shown. WITHDRAWN (out)
 * (transfer full): ids of those that a digest among them stands for. (transfer full) of BellNotice */
GPtrArray *bell_shown_notices_tell (BellShownNotices      *self,
                                    const BellNews        *news,
                                    const BellNoticeStyle *style,
                                    gint64                 now_us,
                                    GPtrArray            **withdrawn);

/* DIGEST (transfer full), of an earlier run, may still be shown. What was told since then is newer. */
void bell_shown_notices_add_earlier (BellShownNotices *self, BellNoticeDigest *digest);

/* Forgets the notices of these messages and returns their ids. Of few messages it returns all ids that there
 * can be: an earlier run may have shown them. (transfer full) */
GPtrArray *bell_shown_notices_take (BellShownNotices     *self,
                                    const char           *account_id,
                                    const char           *folder,
                                    guint32               uid_validity,
                                    const BellImapUidSet *uids);

/* The account has UNREAD messages by the server's count. With none left, the same for its notices,
 * digests too; one that is shown before the count knows of its message stays. (transfer full) */
GPtrArray *bell_shown_notices_take_read (BellShownNotices *self,
                                         const char       *account_id,
                                         guint             unread);

/* STATUSES of BellAccountStatus: the same for the notices of all other accounts. (transfer full) */
GPtrArray *bell_shown_notices_take_others (BellShownNotices *self, GPtrArray *statuses);

/* It is no longer on the screen: it is not shown again when it shrinks. */
void bell_shown_notices_close (BellShownNotices *self, const char *notice_id);

/* Of BellNoticeDigest: those of which less is left than is shown, each once. (transfer container), good
 * until the next change */
GPtrArray *bell_shown_notices_take_shrunk (BellShownNotices *self);

/* Of BellNoticeDigest: all that are on the screen. (transfer container), good until the next change */
GPtrArray *bell_shown_notices_get_digests (BellShownNotices *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellShownNotices, bell_shown_notices_free)

G_END_DECLS
