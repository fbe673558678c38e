/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own-notices.h: notices of what Mailbell itself has to say, as loud as quiet hours permit.
 * In quiet hours they are shown with low urgency. Where nothing is to be shown then, they are held until
 * the quiet time is over, or is set otherwise, and shown if they have not been withdrawn by then. */

#pragma once

#include "desktop/notifier.h"

G_BEGIN_DECLS

typedef struct _BellOwnNotices BellOwnNotices;

/* GENERAL: the settings of all accounts. NOTIFIER stays the caller's, and outlives it. */
BellOwnNotices *bell_own_notices_new (GSettings *general, BellNotifier *notifier);
void            bell_own_notices_free (BellOwnNotices *self);

void bell_own_notices_show (BellOwnNotices *self, const BellNotice *notice);
void bell_own_notices_withdraw (BellOwnNotices *self, const char *notice_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOwnNotices, bell_own_notices_free)

G_END_DECLS
