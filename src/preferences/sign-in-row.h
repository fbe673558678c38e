/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-row.h: signs an account in again at its provider, in the browser. Not seen unless it is one
 * that signs in like this.
 * Signals: "told" (const char *text): a sentence about what has been done. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_SIGN_IN_ROW (bell_sign_in_row_get_type ())
G_DECLARE_FINAL_TYPE (BellSignInRow, bell_sign_in_row, BELL, SIGN_IN_ROW, AdwActionRow)

/* Once. */
void bell_sign_in_row_set_account (BellSignInRow *self, BellAccount *account);

G_END_DECLS
