/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-page.h: the page of an account: how it is doing, and all that can be set.
 * Signals: "told" (const char *text): a sentence about what has been done.
 *          "remove": the account is to be removed. */

#pragma once

#include <adwaita.h>

#include "account/account.h"
#include "preferences/applet-link.h"

G_BEGIN_DECLS

#define BELL_TYPE_ACCOUNT_PAGE (bell_account_page_get_type ())
G_DECLARE_FINAL_TYPE (BellAccountPage, bell_account_page, BELL, ACCOUNT_PAGE, AdwPreferencesPage)

GtkWidget *bell_account_page_new (BellAccount *account, GSettings *general, BellAppletLink *applet);

BellAccount *bell_account_page_get_account (BellAccountPage *self); /* (transfer none) */

G_END_DECLS
