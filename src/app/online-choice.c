/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-choice.c: the accounts of GNOME Online Accounts on the command line. */

#include "app/online-choice.h"

#include "account/online-accounts.h"
#include "app/command.h"
#include "app/json-members.h"
#include "io/failure.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define TEXT_GRAPHEMES 100

static GPtrArray *
load (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_online_accounts_load_async (NULL, bell_command_on_ready, &result);
  return bell_online_accounts_load_finish (bell_command_wait (&result), error);
}

/* (transfer full) (nullable): NULL if nothing is in the way. */
static char *
describe_obstacle (const BellOnlineAccount *account)
{
  g_autoptr (GError) obstacle = bell_online_account_get_obstacle (account);

  if (obstacle == NULL)
    return NULL;
  return bell_failure_describe_for_terminal (obstacle, account->host, account->port);
}

static void
print_account (const BellOnlineAccount *account)
{
  g_autofree char *address = bell_safe_text (account->address, -1, TEXT_GRAPHEMES);
  g_autofree char *provider = bell_safe_text (account->provider, -1, TEXT_GRAPHEMES);
  g_autofree char *obstacle = describe_obstacle (account);

  if (*account->host == '\0')
    g_print ("%s\t%s\t%s\n", address, provider, account->id);
  else
    g_print ("%s\t%s\t%s\t%s:%u (%s)\n", address, provider, account->id, account->host,
             account->port, bell_security_to_nick (account->security));
  if (obstacle != NULL)
    g_print ("  %s\n", obstacle);
}

static void
add_json (JsonBuilder *builder, const BellOnlineAccount *account)
{
  g_autoptr (GError) obstacle = bell_online_account_get_obstacle (account);
  gboolean usable = account->use == BELL_ONLINE_ACCOUNT_USABLE;

  json_builder_begin_object (builder);
  bell_json_add_text (builder, "id", account->id);
  bell_json_add_text (builder, "address", account->address);
  bell_json_add_text (builder, "name", account->name);
  bell_json_add_text (builder, "provider", account->provider);
  bell_json_add_text (builder, "host", usable ? account->host : NULL);
  bell_json_add_number (builder, "port", usable ? account->port : 0);
  bell_json_add_text (builder, "security",
                      usable ? bell_security_to_nick (account->security) : NULL);
  bell_json_add_text (builder, "user", account->user);
  bell_json_add_text (builder, "secret", account->has_token ? "token" : "password");
  bell_json_add_switch (builder, "usable", usable);
  bell_json_add_switch (builder, "attention_needed", account->attention_needed);
  bell_json_add_failure (builder, obstacle, account->host, account->port);
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *online)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < online->len; i++)
    add_json (builder, g_ptr_array_index (online, i));
  json_builder_end_array (builder);
  text = bell_json_to_line (builder);
  puts (text);
}

static void
leave_out_known (GPtrArray *online, BellAccountList *accounts)
{
  for (guint i = online->len; i-- > 0;) {
    const BellOnlineAccount *account = g_ptr_array_index (online, i);

    if (bell_account_list_find_by_address (accounts, account->address) != NULL)
      g_ptr_array_remove_index (online, i);
  }
}

static int
tell_failure (const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE))
    return bell_command_fail ("%s", _ ("There are no Online Accounts (GNOME) in this session. Add "
                                       "an account with “mailbell add ADDRESS”."));
  text = bell_failure_describe_for_terminal (error, "", 0);
  return bell_command_fail ("%s", text);
}

int
bell_online_choice_list (BellAccountList *accounts, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) online = load (&error);

  if (online == NULL)
    return tell_failure (error);
  leave_out_known (online, accounts);
  if (json) {
    print_json (online);
    return BELL_EXIT_DONE;
  }
  for (guint i = 0; i < online->len; i++)
    print_account (g_ptr_array_index (online, i));
  if (online->len == 0)
    g_print ("%s\n", _ ("The system's Online Accounts have no mail account that is not here yet."));
  else
    g_print ("%s\n", _ ("Add one with “mailbell add --online-account ADDRESS”."));
  return BELL_EXIT_DONE;
}

/* Of several with the same address one that can be used. (transfer full) (nullable) */
static BellOnlineAccount *
take (GPtrArray *online, const char *wanted)
{
  int best = -1;

  for (guint i = 0; i < online->len; i++) {
    const BellOnlineAccount *account = g_ptr_array_index (online, i);

    if (!g_str_equal (account->id, wanted) && g_ascii_strcasecmp (account->address, wanted) != 0)
      continue;
    if (best < 0 || account->use == BELL_ONLINE_ACCOUNT_USABLE)
      best = (int) i;
  }
  return best >= 0 ? g_ptr_array_steal_index (online, (guint) best) : NULL;
}

BellOnlineAccount *
bell_online_choice_find (const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) online = load (&error);
  g_autoptr (BellOnlineAccount) account = online != NULL ? take (online, wanted) : NULL;
  g_autofree char *obstacle = NULL;

  if (online == NULL) {
    tell_failure (error);
    return NULL;
  }
  if (account == NULL) {
    bell_command_fail (_ ("The system's Online Accounts have no mail account “%s”. “mailbell list "
                          "--available” shows those they have."),
                       wanted);
    return NULL;
  }
  /* That it needs attention will be told in its status, and may change at any moment. */
  if (account->use == BELL_ONLINE_ACCOUNT_USABLE)
    return g_steal_pointer (&account);
  obstacle = describe_obstacle (account);
  bell_command_fail ("%s", obstacle);
  return NULL;
}

BellOnlineAccount *
bell_online_choice_look_for (const char *address)
{
  g_autoptr (GPtrArray) online = load (NULL);
  g_autoptr (BellOnlineAccount) account = online != NULL ? take (online, address) : NULL;

  if (account == NULL || account->use != BELL_ONLINE_ACCOUNT_USABLE)
    return NULL;
  return g_steal_pointer (&account);
}
