/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attention-notices.h: a notification for each account that waits for its user, told once: it stands
 * until the account is watched again, however often a new attempt ends in the same way; that of an
 * earlier run of Mailbell too. */

#pragma once

#include "app/own-notices.h"

G_BEGIN_DECLS

typedef struct _BellAttentionNotices BellAttentionNotices;

/* NOTICES stays the caller's, and outlives it. */
BellAttentionNotices *bell_attention_notices_new (BellOwnNotices *notices);
void                  bell_attention_notices_free (BellAttentionNotices *self);

/* STATUSES of BellAccountStatus: all accounts that there are. */
void bell_attention_notices_update (BellAttentionNotices *self, GPtrArray *statuses);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellAttentionNotices, bell_attention_notices_free)

G_END_DECLS
