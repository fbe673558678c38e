/* SPDX-License-Identifier: GPL-3.0-or-later */
/* removed-accounts.h: accounts that are no longer in the list, but may be put back into it for as long
 * as they have their settings. What is remembered of them goes with those, and not before. */

#pragma once

#include "account/account-list.h"

G_BEGIN_DECLS

typedef struct _BellRemovedAccounts BellRemovedAccounts;

BellRemovedAccounts *bell_removed_accounts_new (BellAccountList *accounts);
void                 bell_removed_accounts_free (BellRemovedAccounts *self);

/* What is remembered of ACCOUNT is written no more. It may be in the list again already. */
void bell_removed_accounts_add (BellRemovedAccounts *self, BellAccount *account);

/* Forgets what is remembered of ACCOUNT, and returns TRUE, if its settings are erased. */
gboolean bell_removed_accounts_forget (BellAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellRemovedAccounts, bell_removed_accounts_free)

G_END_DECLS
