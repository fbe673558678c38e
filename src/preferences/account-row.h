/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-row.h: an account at the side of the window: its name, its state, what is unread. */

#pragma once

#include <adwaita.h>

#include "account/account.h"
#include "preferences/applet-link.h"

G_BEGIN_DECLS

/* The size of what stands before the name, in pixels. */
#define BELL_ACCOUNT_ROW_AVATAR 32

#define BELL_TYPE_ACCOUNT_ROW (bell_account_row_get_type ())
G_DECLARE_FINAL_TYPE (BellAccountRow, bell_account_row, BELL, ACCOUNT_ROW, AdwActionRow)

GtkWidget *bell_account_row_new (BellAccount *account, BellAppletLink *applet);

BellAccount *bell_account_row_get_account (BellAccountRow *self); /* (transfer none) */

G_END_DECLS
