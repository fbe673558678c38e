/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-removal.h: removes an account in a way that can be taken back: it goes from the list at once,
 * its settings and its secret when the offer to undo it has passed. */

#pragma once

#include <adwaita.h>

#include "account/account-list.h"

G_BEGIN_DECLS

typedef struct _BellAccountRemoval BellAccountRemoval;

/* Offers to undo it among TOASTS, and tells there if it could not be stored. (transfer full) */
BellAccountRemoval *bell_account_removal_new (AdwToastOverlay *toasts,
                                              BellAccountList *accounts,
                                              BellAccount     *account);

/* As a click on the offer does. FALSE: it is not offered any more. */
gboolean bell_account_removal_undo (BellAccountRemoval *self);

/* Nobody can undo it any more, if nobody has: erases what is left. The application is kept running until
 * the keyring has answered. */
void bell_account_removal_free (BellAccountRemoval *self);

/* Erases what an earlier run of this program has removed and had no time to erase. At the start, before
 * anything is removed. */
void bell_account_removal_finish_earlier (void);

G_END_DECLS
