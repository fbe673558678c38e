/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample-notice.h: a notification that looks as those of new mail do, for who wants to see one. */

#pragma once

#include <gio/gio.h>

#include "policy/notice.h"

G_BEGIN_DECLS

/* GENERAL: the settings of all accounts. Quiet hours are left aside, and of its buttons there is none but
 * "Open", which there is no message for: it opens the mail program. (transfer full) */
BellNotice *bell_sample_notice_new (GSettings *general);

G_END_DECLS
