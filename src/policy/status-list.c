/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status-list.c: the statuses of all accounts. */

#include "policy/status-list.h"

gboolean
bell_status_list_has (GPtrArray *statuses, const char *account_id)
{
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (g_str_equal (status->id, account_id))
      return TRUE;
  }
  return FALSE;
}
