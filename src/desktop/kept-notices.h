/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept-notices.h: the notices of messages that are shown, so that one that was taken away can come back.
 * Limits: the last BELL_KEPT_NOTICES are kept. */

#pragma once

#include "policy/notice.h"

G_BEGIN_DECLS

/* More than a person leaves standing. */
#define BELL_KEPT_NOTICES 100

typedef struct _BellKeptNotices BellKeptNotices;

BellKeptNotices *bell_kept_notices_new (void);
void             bell_kept_notices_free (BellKeptNotices *self);

/* It is shown. One that is of no message is not kept. */
void bell_kept_notices_add (BellKeptNotices *self, const BellNotice *notice);

/* It will not come back. */
void bell_kept_notices_forget (BellKeptNotices *self, const char *notice_id);

/* It is taken away, and may come back. */
void bell_kept_notices_hide (BellKeptNotices *self, const char *notice_id);

/* What was hidden, and was neither forgotten nor shown since. (transfer full) (nullable) */
BellNotice *bell_kept_notices_take_hidden (BellKeptNotices *self, const char *notice_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellKeptNotices, bell_kept_notices_free)

G_END_DECLS
