/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-offers.h: the mail accounts that GNOME Online Accounts hold and Mailbell does not have yet, one
 * click each. Not there as long as there are none.
 * Signals: "chosen" (BellOnlineAccount *account): good for the time of the signal. */

#pragma once

#include <adwaita.h>

#include "account/account-list.h"
#include "account/online-account.h"

G_BEGIN_DECLS

#define BELL_TYPE_ONLINE_OFFERS (bell_online_offers_get_type ())
G_DECLARE_FINAL_TYPE (
  BellOnlineOffers, bell_online_offers, BELL, ONLINE_OFFERS, AdwPreferencesGroup)

/* Begins to look, and leaves out those whose address is in ACCOUNTS. Once. */
void bell_online_offers_set_accounts (BellOnlineOffers *self, BellAccountList *accounts);

G_END_DECLS
