/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-queue.h: which notices wait for whoever is to show them, and what comes of those that were sent.
 * A daemon may end while it is being told of a notice, perhaps because of it. Such a notice is sent
 * once more, before all others and alone, so that no other is lost with it; when that ends a daemon
 * again, it is dropped.
 * Limits: the last BELL_WAITING_NOTICES wait.
 * Owns:   the notices in it. */

#pragma once

#include "desktop/notice-fate.h"
#include "policy/notice.h"

G_BEGIN_DECLS

/* More than can wait in seconds, unless something is wrong; the oldest go first. */
#define BELL_WAITING_NOTICES 50

typedef struct _BellNoticeQueue BellNoticeQueue;

BellNoticeQueue *bell_notice_queue_new (void);
void             bell_notice_queue_free (BellNoticeQueue *self);

void bell_notice_queue_push (BellNoticeQueue *self, const BellNotice *notice);

/* The next one to be sent; its fate is to be told. NULL: none waits, or none may be sent before another's
 * fate is known. (transfer full) (nullable) */
BellNotice *bell_notice_queue_take (BellNoticeQueue *self);

/* NOTICE was sent, and this came of it: it may wait again. */
void bell_notice_queue_settle (BellNoticeQueue  *self,
                               const BellNotice *notice,
                               BellNoticeFate    fate);

/* Of what waits; what was sent is not recalled. */
void bell_notice_queue_remove (BellNoticeQueue *self, const char *notice_id);

gboolean bell_notice_queue_is_empty (BellNoticeQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNoticeQueue, bell_notice_queue_free)

G_END_DECLS
