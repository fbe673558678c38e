/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-report.h: what the watchers of an account's folders say, put together. */

#pragma once

#include "policy/account-status.h"

G_BEGIN_DECLS

/* FOLDERS: of BellFolderWatcher, at least one. The first speaks for the account; the others add
 * their counts, and their trouble if the first has none. */
void bell_folder_report_describe (GPtrArray *folders, BellAccountStatus *status);

G_END_DECLS
