/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statuses.h: made-up accounts for tests. */

#pragma once

#include "policy/account-status.h"

/* The isolates around a name. */
#define FSI "\342\201\250"
#define PDI "\342\201\251"

static inline void
status_unref (gpointer status)
{
  bell_account_status_unref (status);
}

static inline GPtrArray *
statuses_new (void)
{
  return g_ptr_array_new_with_free_func (status_unref);
}

/* The id is the name. (transfer none) */
static inline BellAccountStatus *
statuses_add (GPtrArray *statuses, const char *name, BellAccountState state, guint unread)
{
  BellAccountStatus *status = bell_account_status_new (name, "ada@example.org", name);

  status->state = state;
  status->unread = unread;
  status->unread_known = TRUE;
  g_ptr_array_add (statuses, status);
  return status;
}
