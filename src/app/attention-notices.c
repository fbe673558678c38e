/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attention-notices.c: a notification for each account that waits for its user. */

#include "app/attention-notices.h"

#include "mail/safe-text.h"
#include "policy/account-status.h"

#include <glib/gi18n-lib.h>

struct _BellAttentionNotices {
  BellOwnNotices *notices; /* (unowned) */
  GHashTable     *told;    /* (owned) of text by the account's id, both owned */
  GHashTable     *ours;    /* (owned) ids of accounts of which no earlier run's notice is left */
};

BellAttentionNotices *
bell_attention_notices_new (BellOwnNotices *notices)
{
  BellAttentionNotices *self = g_new (BellAttentionNotices, 1);

  self->notices = notices;
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
bell_attention_notices_free (BellAttentionNotices *self)
{
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->ours);
  g_free (self);
}

/* No message's notice has an id like it. */
static char *
make_notice_id (const char *account_id)
{
  return g_strconcat ("attention/", account_id, NULL);
}

static void
tell (BellAttentionNotices *self, const BellAccountStatus *status)
{
  const char *text =
    status->error != NULL ? status->error : bell_account_state_to_text (status->state);
  g_autofree char *name = bell_safe_text_isolate (status->name);
  /* Translators: the name of an account. */
  g_autofree char *title = g_strdup_printf (_ ("%s needs your attention"), name);
  g_autofree char *id = make_notice_id (status->id);
  BellNotice       notice = {
          .id = id, .account_id = status->id, .title = title, .body = (char *) text, .asks_user = TRUE
  };

  if (g_strcmp0 (g_hash_table_lookup (self->told, status->id), text) == 0)
    return;
  g_hash_table_replace (self->told, g_strdup (status->id), g_strdup (text));
  g_hash_table_add (self->ours, g_strdup (status->id));
  bell_own_notices_show (self->notices, &notice);
}

static void
withdraw (BellAttentionNotices *self, const char *account_id)
{
  g_autofree char *id = make_notice_id (account_id);

  bell_own_notices_withdraw (self->notices, id);
}

/* A new attempt, or a network that is away, has mended nothing yet. */
static gboolean
is_settled (const BellAccountStatus *status)
{
  return status->state == BELL_ACCOUNT_PUSHING || status->state == BELL_ACCOUNT_POLLING ||
         status->state == BELL_ACCOUNT_OFF;
}

static gboolean
is_open (GPtrArray *statuses, const char *account_id)
{
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (g_str_equal (status->id, account_id))
      return !is_settled (status);
  }
  return FALSE;
}

void
bell_attention_notices_update (BellAttentionNotices *self, GPtrArray *statuses)
{
  GHashTableIter iter;
  gpointer       account_id;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &account_id, NULL)) {
    if (is_open (statuses, account_id))
      continue;
    withdraw (self, account_id);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (status->state == BELL_ACCOUNT_ASK_USER)
      tell (self, status);
    else if (is_settled (status) && g_hash_table_add (self->ours, g_strdup (status->id)))
      withdraw (self, status->id);
  }
}
