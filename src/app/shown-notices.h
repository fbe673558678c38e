/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shown-notices.h: which notices are on the screen, to withdraw them when their messages are read
 * elsewhere.
 * In:     the notices shown; sets of UIDs, which may be huge ("1:4294967295").
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

/* NOTICES of BellNotice: what bell_notice_policy_decide() made of NEWS. */
void bell_shown_notices_add (BellShownNotices *self, const BellNews *news, GPtrArray *notices);

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellShownNotices, bell_shown_notices_free)

G_END_DECLS
