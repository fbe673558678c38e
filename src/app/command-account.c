/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command-account.c: mailbell list, remove. */

#include "app/command.h"
#include "app/json-members.h"
#include "app/online-choice.h"
#include "setup/trial-record.h"
#include "watch/meter-store.h"
#include "watch/seen-store.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static void
print_account (BellAccount *account)
{
  const char *const *names = bell_account_get_folders (account);
  g_autofree char   *folders =
    names[0] != NULL ? g_strjoinv (", ", (char **) names) : g_strdup (_ ("automatic"));

  g_print ("%s\t%s\t%s:%u (%s)\t%s%s\n", bell_account_get_address (account),
           bell_account_get_name (account), bell_account_get_host (account),
           bell_account_get_port (account),
           bell_security_to_nick (bell_account_get_security (account)), folders,
           bell_account_get_enabled (account) ? "" : _ (" (off)"));
}

static void
add_account_json (JsonBuilder *builder, BellAccount *account)
{
  const char *security = bell_security_to_nick (bell_account_get_security (account));

  json_builder_begin_object (builder);
  bell_json_add_text (builder, "address", bell_account_get_address (account));
  bell_json_add_text (builder, "name", bell_account_get_name (account));
  bell_json_add_switch (builder, "enabled", bell_account_get_enabled (account));
  bell_json_add_text (builder, "host", bell_account_get_host (account));
  bell_json_add_number (builder, "port", bell_account_get_port (account));
  bell_json_add_text (builder, "security", security);
  bell_json_add_text (builder, "user", bell_account_get_user (account));
  bell_json_add_texts (builder, "folders", bell_account_get_folders (account));
  bell_json_add_text (builder, "pin", bell_account_get_pin (account));
  bell_json_add_text (builder, "auth", bell_account_get_mechanism (account));
  bell_json_add_text (builder, "client_certificate", bell_account_get_client_certificate (account));
  bell_json_add_switch (builder, "notify", bell_account_get_notify (account));
  json_builder_end_object (builder);
}

static void
print_accounts_json (GListModel *accounts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (accounts, i);
    add_account_json (builder, account);
  }
  json_builder_end_array (builder);
  text = bell_json_to_line (builder);
  puts (text);
}

int
bell_command_list (int argc, char **argv)
{
  g_autoptr (BellAccountList) accounts = NULL;
  gboolean           json = FALSE;
  gboolean           available = FALSE;
  const GOptionEntry entries[] = {
    { "available", 0, 0, G_OPTION_ARG_NONE, &available,
      N_ ("Show what the system's Online Accounts have instead"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!bell_command_parse (&argc, &argv, entries, "", _ ("Shows the accounts."), 0, 0))
    return BELL_EXIT_USAGE;
  accounts = bell_account_list_new ();
  if (available)
    return bell_online_choice_list (accounts, json);
  if (json) {
    print_accounts_json (G_LIST_MODEL (accounts));
    return BELL_EXIT_DONE;
  }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i);
    print_account (account);
  }
  if (g_list_model_get_n_items (G_LIST_MODEL (accounts)) == 0)
    g_print ("%s\n", _ ("There is no account yet. Add one with “mailbell add ADDRESS”."));
  return BELL_EXIT_DONE;
}

int
bell_command_remove (int argc, char **argv)
{
  g_autoptr (BellAccountList) accounts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  BellAccount     *account;
  gboolean         has_secret;

  if (!bell_command_parse (&argc, &argv, NULL, _ ("ADDRESS"),
                           _ ("Removes an account: its settings, its password, its memory."), 1, 1))
    return BELL_EXIT_USAGE;
  accounts = bell_account_list_new ();
  account = bell_command_find_account (accounts, argv[1]);
  if (account == NULL)
    return BELL_EXIT_FAILED;

  id = g_strdup (bell_account_get_id (account));
  has_secret = bell_account_get_credential (account) != BELL_CREDENTIAL_ONLINE_ACCOUNT;
  if (!bell_account_list_remove (accounts, account, &error))
    return bell_command_fail ("%s", error->message);
  g_settings_sync ();
  bell_seen_store_forget (NULL, id);
  bell_meter_store_forget (NULL, id);
  bell_trial_record_forget (id);
  if (!bell_command_clear_password (id, &error) && has_secret) {
    g_debug ("%s", error->message);
    return bell_command_fail (
      _ ("%s is removed, but its password is still in the keyring. Delete it "
         "there with your desktop's password manager."),
      argv[1]);
  }
  g_print (_ ("Removed %s.\n"), argv[1]);
  return BELL_EXIT_DONE;
}
