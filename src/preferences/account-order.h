/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-order.h: puts accounts into another order: by two actions for the account that is shown, and by
 * dragging their rows.
 * Signals: "moved" (BellAccount *account); "told" (const char *text): why that did not
 *          last. */

#pragma once

#include <gtk/gtk.h>

#include "account/account-list.h"

G_BEGIN_DECLS

#define BELL_TYPE_ACCOUNT_ORDER (bell_account_order_get_type ())
G_DECLARE_FINAL_TYPE (BellAccountOrder, bell_account_order, BELL, ACCOUNT_ORDER, GObject)

/* ACTIONS: gets "move-account-up" and "move-account-down". (transfer full) */
BellAccountOrder *bell_account_order_new (BellAccountList *accounts, GActionMap *actions);

/* ACCOUNT (nullable): whom the actions move. */
void bell_account_order_set_account (BellAccountOrder *self, BellAccount *account);

/* ROW: lets it be dragged, and others be dropped on it. */
void bell_account_order_add_row (BellAccountOrder *self, GtkWidget *row, BellAccount *account);

G_END_DECLS
