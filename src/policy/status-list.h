/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status-list.h: the statuses of all accounts, as an array of BellAccountStatus. */

#pragma once

#include "policy/account-status.h"

G_BEGIN_DECLS

/* Whether the account is there. */
gboolean bell_status_list_has (GPtrArray *statuses, const char *account_id);

G_END_DECLS
