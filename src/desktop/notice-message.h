/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-message.h: what a notification daemon is told of a notice
 * (Desktop Notifications Specification 1.2). */

#pragma once

#include "policy/notice.h"

G_BEGIN_DECLS

/* "app.open-message(…)", "app.open-mail(…)" or "app.account-preferences(…)": what a click on the
 * notice does; NULL for none. (transfer full) (nullable) */
char *bell_notice_get_default_action (const BellNotice *notice);

/* What to write on a button for it. */
const char *bell_notice_get_default_label (const BellNotice *notice);

/* The arguments of Notify from the title on: title, body, actions, hints, timeout. BODY: the notice's,
 * as the daemon reads it. WITH_ACTIONS: the daemon shows buttons. (transfer full) */
GVariant *bell_notice_to_message (const BellNotice *notice,
                                  const char       *body,
                                  gboolean          with_actions);

G_END_DECLS
