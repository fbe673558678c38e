/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-content.h: how much of a message in an account is told, in notifications and in the menu. */

#pragma once

#include "account/account.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

/* GENERAL: the settings of all accounts. */
BellNoticeContent bell_notice_content_get (GSettings *general, BellAccount *account);

G_END_DECLS
