/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-list.h: all accounts in the user's order, a GListModel of BellAccount that follows the
 * settings: an account added or removed by another process appears or goes at once, and the objects
 * of the others stay the same. */

#pragma once

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_ACCOUNT_LIST (bell_account_list_get_type ())
G_DECLARE_FINAL_TYPE (BellAccountList, bell_account_list, BELL, ACCOUNT_LIST, GObject)

BellAccountList *bell_account_list_new (void);

BellAccount *bell_account_list_find_by_address (
  BellAccountList *self, const char *address); /* (transfer none) (nullable) */
BellAccount *bell_account_list_find_by_id (BellAccountList *self,
                                           const char      *id); /* (transfer none) (nullable) */

/* The general settings (renewal, polling, digest). (transfer none) */
GSettings *bell_account_list_get_settings (BellAccountList *self);

/* An identifier for an account that is about to be added. (transfer full) */
char *bell_account_list_invent_id (BellAccountList *self);

typedef struct {
  const char        *id; /* (nullable): from invent_id(), for who stores the password first */
  const char        *address;
  const char        *name; /* (nullable) */
  const char        *host;
  guint16            port;
  BellSecurity       security;
  const char        *user;               /* (nullable) */
  const char *const *folders;            /* (nullable) */
  const char        *pin;                /* (nullable) */
  const char        *mechanism;          /* (nullable) */
  const char        *client_certificate; /* (nullable) */
  BellCredential     credential;
  GStrv              details; /* (unowned) (nullable) of the credential: pairs of key and text */
  const char *const *token_command; /* (nullable) */
} BellAccountSettings;

/* To add and remove accounts is to write the settings and to read them back; it fails with G_IO_ERROR if
 * they did not stick: read-only home, no settings service. */

/* For the command line: both wait for the backend, and are done when all is stored. */
BellAccount *bell_account_list_add (BellAccountList           *self,
                                    const BellAccountSettings *settings,
                                    GError                   **error); /* (transfer none) */
gboolean     bell_account_list_remove (BellAccountList *self, BellAccount *account, GError **error);

/* For the preferences: the list changes at once, and back if that was not stored. What is changed again
 * meanwhile is not looked at any more: the outcome is that of the last change.
 * SETTINGS: with an identifier. */
void bell_account_list_add_async (BellAccountList           *self,
                                  const BellAccountSettings *settings,
                                  GAsyncReadyCallback        callback,
                                  gpointer                   user_data);

/* The two halves of a removal, for who lets people think twice: the account is in the list no more, and
 * its settings are still there; then it is put back at its POSITION, or its settings are erased. One that is
 * in the list is moved to POSITION. */
void bell_account_list_set_aside_async (BellAccountList    *self,
                                        BellAccount        *account,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
void bell_account_list_put_back_async (BellAccountList    *self,
                                       BellAccount        *account,
                                       guint               position,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
void bell_account_list_erase (BellAccount *account);

/* Of each of these. */
gboolean bell_account_list_change_finish (BellAccountList *self,
                                          GAsyncResult    *result,
                                          GError         **error);

G_END_DECLS
