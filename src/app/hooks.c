/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.c: the commands of all accounts. */

#include "app/hooks.h"

#include "account/notice-content.h"
#include "app/account-hook.h"
#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

struct _BellHooks {
  BellAccountList *accounts; /* (unowned) */
  BellOwnNotices  *notices;  /* (unowned) */
  GHashTable      *hooks;    /* (owned) of Hook by the account's id, both owned */
  void (*changed) (gpointer user_data);
  gpointer user_data;
};

typedef struct {
  BellAccountHook *hook; /* (owned) */
  gboolean         told; /* its failure */
  gboolean         ours; /* no notice of an earlier run of Mailbell is left */
} Hook;

static void
hook_free (gpointer data)
{
  Hook *hook = data;

  bell_account_hook_free (hook->hook);
  g_free (hook);
}

/* No message's notice has an id like it. */
static char *
make_notice_id (const char *account_id)
{
  return g_strconcat ("command/", account_id, NULL);
}

/* What a command says may tell of mail, which not everybody wants to be seen. */
static gboolean
may_tell_all (BellHooks *self, BellAccount *account)
{
  GSettings *settings = bell_account_list_get_settings (self->accounts);

  return bell_notice_content_get (settings, account) == BELL_CONTENT_FULL;
}

/* (transfer full) */
static char *
describe_failure (BellAccountHook *hook, gboolean with_lines)
{
  const char *lines = with_lines ? bell_account_hook_get_last_lines (hook) : NULL;

  return g_strjoin ("\n", bell_account_hook_get_failure (hook), lines, NULL);
}

static void
show_failure (BellHooks *self, BellAccountHook *hook)
{
  BellAccount     *account = bell_account_hook_get_account (hook);
  g_autofree char *safe = bell_safe_text (bell_account_get_name (account), -1, 60);
  g_autofree char *name = bell_safe_text_isolate (safe);
  g_autofree char *id = make_notice_id (bell_account_get_id (account));
  /* Translators: the name of an account. */
  g_autofree char *title = g_strdup_printf (_ ("The command of %s failed"), name);
  g_autofree char *body = describe_failure (hook, may_tell_all (self, account));
  BellNotice       notice = {
          .id = id,
          .account_id = (char *) bell_account_get_id (account),
          .title = title,
          .body = body,
          .asks_user = TRUE,
  };

  bell_own_notices_show (self->notices, &notice);
}

static void
withdraw_failure (BellHooks *self, const char *account_id)
{
  g_autofree char *id = make_notice_id (account_id);

  bell_own_notices_withdraw (self->notices, id);
}

static void
on_hook_changed (BellAccountHook *account_hook, gpointer user_data)
{
  BellHooks  *self = user_data;
  const char *id = bell_account_get_id (bell_account_hook_get_account (account_hook));
  Hook       *hook = g_hash_table_lookup (self->hooks, id);
  gboolean    failed = bell_account_hook_get_failure (account_hook) != NULL;
  gboolean    over = failed || !bell_account_hook_get_running (account_hook);

  if (failed && !hook->told)
    show_failure (self, account_hook);
  else if (!failed && (hook->told || (over && !hook->ours)))
    withdraw_failure (self, id);
  hook->told = failed;
  hook->ours |= over;
  self->changed (self->user_data);
}

/* (nullable): NULL if there is no such account. */
static Hook *
get_hook (BellHooks *self, const char *account_id)
{
  Hook        *hook = g_hash_table_lookup (self->hooks, account_id);
  BellAccount *account = bell_account_list_find_by_id (self->accounts, account_id);

  if (hook != NULL || account == NULL)
    return hook;
  hook = g_new0 (Hook, 1);
  hook->hook = bell_account_hook_new (account, on_hook_changed, self);
  g_hash_table_insert (self->hooks, g_strdup (account_id), hook);
  return hook;
}

BellHooks *
bell_hooks_new (BellAccountList *accounts,
                BellOwnNotices  *notices,
                void (*changed) (gpointer user_data),
                gpointer user_data)
{
  BellHooks *self = g_new0 (BellHooks, 1);

  self->accounts = accounts;
  self->notices = notices;
  self->hooks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, hook_free);
  self->changed = changed;
  self->user_data = user_data;
  return self;
}

void
bell_hooks_free (BellHooks *self)
{
  g_hash_table_unref (self->hooks);
  g_free (self);
}

void
bell_hooks_news (BellHooks *self, const BellNews *news)
{
  Hook *hook = get_hook (self, news->account_id);

  if (hook != NULL)
    bell_account_hook_news (hook->hook, news);
}

gboolean
bell_hooks_run_now (BellHooks *self, const char *account_id, GError **error)
{
  Hook *hook = get_hook (self, account_id);

  if (hook != NULL)
    return bell_account_hook_run_now (hook->hook, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _ ("This account has just been removed."));
  return FALSE;
}

/* An account that was removed and brought back is another object. */
static gboolean
is_there (BellHooks *self, const char *account_id, const Hook *hook)
{
  return bell_account_list_find_by_id (self->accounts, account_id) ==
         bell_account_hook_get_account (hook->hook);
}

static void
forget_removed (BellHooks *self)
{
  GHashTableIter iter;
  gpointer       id, hook;

  g_hash_table_iter_init (&iter, self->hooks);
  while (g_hash_table_iter_next (&iter, &id, &hook)) {
    if (is_there (self, id, hook))
      continue;
    if (((Hook *) hook)->told)
      withdraw_failure (self, id);
    g_hash_table_iter_remove (&iter);
  }
}

static void
describe (BellAccountHook *hook, BellAccountStatus *status, gboolean paused)
{
  BellAccount *account = bell_account_hook_get_account (hook);

  bell_account_hook_set_unread (hook, status->unread);
  bell_account_hook_set_held (hook, paused || !bell_account_get_enabled (account));
  status->command_running = bell_account_hook_get_running (hook);
  if (bell_account_hook_get_failure (hook) != NULL)
    status->command_error = describe_failure (hook, TRUE);
}

void
bell_hooks_describe (BellHooks *self, GPtrArray *statuses, gboolean paused)
{
  forget_removed (self);
  for (guint i = 0; i < statuses->len; i++) {
    BellAccountStatus *status = g_ptr_array_index (statuses, i);
    Hook              *hook = get_hook (self, status->id);

    if (hook != NULL)
      describe (hook->hook, status, paused);
  }
}
