/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add-account.h: the dialog in which an account is added. What it does is setup/account-set-up.
 * Signals: "added" (BellAccount *account): it works; the dialog still tells so. */

#pragma once

#include <adwaita.h>

#include "account/account-list.h"
#include "account/online-account.h"

G_BEGIN_DECLS

#define BELL_TYPE_ADD_ACCOUNT (bell_add_account_get_type ())
G_DECLARE_FINAL_TYPE (BellAddAccount, bell_add_account, BELL, ADD_ACCOUNT, AdwWindow)

BellAddAccount *bell_add_account_new (BellAccountList *accounts);

/* As if ONLINE had been chosen in the dialog. */
void bell_add_account_adopt (BellAddAccount *self, const BellOnlineAccount *online);

G_END_DECLS
