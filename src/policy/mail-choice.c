/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-choice.c: what a wish to open the mail of several accounts opens. */

#include "policy/mail-choice.h"

#include "policy/mail-link.h"

BellMailAccount *
bell_mail_account_new (const char *id, char *client, char **command, guint unread)
{
  BellMailAccount *account = g_new (BellMailAccount, 1);

  account->id = g_strdup (id);
  account->client = client;
  account->command = command;
  account->unread = unread;
  return account;
}

void
bell_mail_account_free (BellMailAccount *account)
{
  g_free (account->id);
  g_free (account->client);
  g_strfreev (account->command);
  g_free (account);
}

static void
mail_account_free (gpointer account)
{
  bell_mail_account_free (account);
}

GPtrArray *
bell_mail_accounts_new (void)
{
  return g_ptr_array_new_with_free_func (mail_account_free);
}

static gboolean
have_one_program (const BellMailAccount *a, const BellMailAccount *b, gboolean in_sandbox)
{
  if (!in_sandbox && (a->command[0] != NULL || b->command[0] != NULL))
    return g_strv_equal ((const char *const *) a->command, (const char *const *) b->command);
  return g_str_equal (a->client, b->client);
}

/* One of ACCOUNTS, if all of them have the same program. (nullable) */
static const BellMailAccount *
find_agreement (GPtrArray *accounts, gboolean in_sandbox)
{
  for (guint i = 1; i < accounts->len; i++)
    if (!have_one_program (g_ptr_array_index (accounts, 0), g_ptr_array_index (accounts, i),
                           in_sandbox))
      return NULL;
  return accounts->len > 0 ? g_ptr_array_index (accounts, 0) : NULL;
}

/* (transfer container) */
static GPtrArray *
find_unread (GPtrArray *accounts)
{
  GPtrArray *unread = g_ptr_array_new ();

  for (guint i = 0; i < accounts->len; i++)
    if (((const BellMailAccount *) g_ptr_array_index (accounts, i))->unread > 0)
      g_ptr_array_add (unread, g_ptr_array_index (accounts, i));
  return unread;
}

static const BellMailAccount *
find_account (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++) {
    const BellMailAccount *account = g_ptr_array_index (accounts, i);

    if (g_str_equal (account->id, id))
      return account;
  }
  return NULL;
}

/* The newest message that has an identifier. */
static gboolean
choose_message (BellMailChoice *choice, GPtrArray *accounts, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++) {
    const BellNewestMessage *message = g_ptr_array_index (messages, i);
    const BellMailAccount   *account = find_account (accounts, message->account_id);
    const char              *message_id;

    g_variant_get (message->target, "(&s&suu&s)", NULL, NULL, NULL, NULL, &message_id);
    if (account == NULL || *message_id == '\0')
      continue;
    choice->account = account;
    choice->message_id = message_id;
    return TRUE;
  }
  return FALSE;
}

static const BellMailAccount *
find_web (GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++) {
    const BellMailAccount *account = g_ptr_array_index (accounts, i);

    if (bell_mail_link_is_web (account->client))
      return account;
  }
  return NULL;
}

/* With CHOICE as it would be outside. */
static void
choose_address (BellMailChoice *choice, GPtrArray *accounts, GPtrArray *messages)
{
  if (choice->account != NULL && bell_mail_link_is_web (choice->account->client))
    return;
  if (choose_message (choice, accounts, messages))
    return;
  if (choice->account == NULL)
    choice->account = find_web (accounts);
  choice->impossible = choice->account == NULL || !bell_mail_link_is_web (choice->account->client);
  if (choice->account == NULL && accounts->len > 0)
    choice->account = g_ptr_array_index (accounts, 0);
}

void
bell_mail_choice_make (BellMailChoice *choice,
                       GPtrArray      *accounts,
                       GPtrArray      *messages,
                       gboolean        in_sandbox)
{
  *choice = (BellMailChoice){ .account = find_agreement (accounts, in_sandbox) };
  if (choice->account == NULL) {
    g_autoptr (GPtrArray) unread = find_unread (accounts);

    choice->account = find_agreement (unread, in_sandbox);
  }
  if (in_sandbox)
    choose_address (choice, accounts, messages);
}
