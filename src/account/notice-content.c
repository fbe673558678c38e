/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-content.c: how much of a message in an account is told. */

#include "account/notice-content.h"

#define CONTENT "notification-content"

BellNoticeContent
bell_notice_content_get (GSettings *general, BellAccount *account)
{
  int own = g_settings_get_enum (bell_account_get_settings (account), CONTENT);

  return (BellNoticeContent) (own > 0 ? own - 1 : g_settings_get_enum (general, CONTENT));
}
