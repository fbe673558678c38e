/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-source-row.h: who signs an account in, where nobody types a password or signs in here: Online
 * Accounts, or a command. Not seen with other accounts. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_SIGN_IN_SOURCE_ROW (bell_sign_in_source_row_get_type ())
G_DECLARE_FINAL_TYPE (
  BellSignInSourceRow, bell_sign_in_source_row, BELL, SIGN_IN_SOURCE_ROW, AdwActionRow)

/* Once. */
void bell_sign_in_source_row_set_account (BellSignInSourceRow *self, BellAccount *account);

G_END_DECLS
