/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-settings.h: what the user wants of notifications, read from the general settings and those of
 * the account that it is about.
 * Owns: the lists that the style points to. */

#pragma once

#include "account/account.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

typedef struct {
  BellNoticeStyle style;
  char          **exceptions; /* (owned) */
  char          **buttons;    /* (owned) */
} BellNoticeSettings;

/* How loud anything may be, by the quiet hours of GENERAL. */
BellLoudness bell_notice_settings_get_loudness (GSettings *general, GDateTime *local);

/* GENERAL: the settings of all accounts. LOCAL: the time now, on which quiet hours depend. CLIPBOARD:
 * there is one. */
void bell_notice_settings_init (BellNoticeSettings *self,
                                GSettings          *general,
                                BellAccount        *account,
                                GDateTime          *local,
                                gboolean            clipboard);
void bell_notice_settings_clear (BellNoticeSettings *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BellNoticeSettings, bell_notice_settings_clear)

G_END_DECLS
