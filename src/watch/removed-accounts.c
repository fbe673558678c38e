/* SPDX-License-Identifier: GPL-3.0-or-later */
/* removed-accounts.c: an account without an address is erased (bell_account_list_erase()); whoever puts
 * one back makes a new object of it. */

#include "watch/removed-accounts.h"

#include "account/access-token.h"
#include "setup/trial-record.h"
#include "watch/meter-store.h"
#include "watch/seen-store.h"

struct _BellRemovedAccounts {
  BellAccountList *accounts; /* (owned) */
  GPtrArray       *removed;  /* (owned) of BellAccount */
};

static gboolean
is_back (BellRemovedAccounts *self, BellAccount *account)
{
  return bell_account_list_find_by_id (self->accounts, bell_account_get_id (account)) != NULL;
}

gboolean
bell_removed_accounts_forget (BellAccount *account)
{
  const char *id = bell_account_get_id (account);
  g_autoptr (GVariant) address =
    g_settings_get_user_value (bell_account_get_settings (account), "address");

  if (address != NULL)
    return FALSE;
  bell_seen_store_forget (NULL, id);
  bell_meter_store_forget (NULL, id);
  bell_trial_record_forget (id);
  bell_access_token_drop (id);
  return TRUE;
}

static void
drop (BellRemovedAccounts *self, guint index)
{
  BellAccount *account = g_ptr_array_index (self->removed, index);

  g_signal_handlers_disconnect_by_data (bell_account_get_settings (account), self);
  g_ptr_array_remove_index (self->removed, index);
}

static void
look (BellRemovedAccounts *self)
{
  for (guint i = self->removed->len; i-- > 0;) {
    BellAccount *account = g_ptr_array_index (self->removed, i);

    if (is_back (self, account) || bell_removed_accounts_forget (account))
      drop (self, i);
  }
}

BellRemovedAccounts *
bell_removed_accounts_new (BellAccountList *accounts)
{
  BellRemovedAccounts *self = g_new0 (BellRemovedAccounts, 1);

  self->accounts = g_object_ref (accounts);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (look), self);
  return self;
}

void
bell_removed_accounts_free (BellRemovedAccounts *self)
{
  while (self->removed->len > 0)
    drop (self, 0);
  g_ptr_array_unref (self->removed);
  g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_object_unref (self->accounts);
  g_free (self);
}

void
bell_removed_accounts_add (BellRemovedAccounts *self, BellAccount *account)
{
  g_ptr_array_add (self->removed, g_object_ref (account));
  g_signal_connect_swapped (bell_account_get_settings (account), "changed::address",
                            G_CALLBACK (look), self);
  look (self);
}
