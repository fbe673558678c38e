/* SPDX-License-Identifier: GPL-3.0-or-later */
/* push-test-row.h: “Test push now”: puts a message into the account's inbox, waits for its bell, tells
 * how long it took, and takes the message away again. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_PUSH_TEST_ROW (bell_push_test_row_get_type ())
G_DECLARE_FINAL_TYPE (BellPushTestRow, bell_push_test_row, BELL, PUSH_TEST_ROW, AdwActionRow)

/* Once. */
void bell_push_test_row_set_account (BellPushTestRow *self, BellAccount *account);

G_END_DECLS
