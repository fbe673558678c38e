/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newest-messages.c: the unread messages that were told last. */

#include "policy/newest-messages.h"

#include "policy/status-list.h"

struct _BellNewestMessages {
  GPtrArray *messages; /* (owned) of BellNewestMessage, the newest first */
};

static void
message_free (gpointer data)
{
  BellNewestMessage *message = data;

  bell_message_summary_unref (message->summary);
  g_free (message->account_id);
  g_free (message->folder);
  g_variant_unref (message->target);
  g_free (message);
}

static BellNewestMessage *
message_new (const BellNews *news, BellMessageSummary *summary)
{
  BellNewestMessage *message = g_new0 (BellNewestMessage, 1);

  message->summary = bell_message_summary_ref (summary);
  message->account_id = g_strdup (news->account_id);
  message->folder = g_strdup (news->folder);
  message->target = g_variant_ref_sink (bell_message_target_new (
    news->account_id, news->folder, summary->uid_validity, summary->uid, summary->message_id));
  return message;
}

BellNewestMessages *
bell_newest_messages_new (void)
{
  BellNewestMessages *self = g_new (BellNewestMessages, 1);

  self->messages = g_ptr_array_new_with_free_func (message_free);
  return self;
}

void
bell_newest_messages_free (BellNewestMessages *self)
{
  g_ptr_array_unref (self->messages);
  g_free (self);
}

static gboolean
are_of_one_folder (const BellNewestMessage *message, const BellNewestMessage *other)
{
  return message->summary->uid_validity == other->summary->uid_validity &&
         g_str_equal (message->account_id, other->account_id) &&
         g_strcmp0 (message->folder, other->folder) == 0;
}

/* After a crash the same message may be told again. */
static gboolean
contains (BellNewestMessages *self, const BellNewestMessage *other)
{
  for (guint i = 0; i < self->messages->len; i++) {
    const BellNewestMessage *message = g_ptr_array_index (self->messages, i);

    if (g_variant_equal (message->target, other->target))
      return TRUE;
  }
  return FALSE;
}

static void
limit (BellNewestMessages *self)
{
  if (self->messages->len > BELL_NEWEST_MESSAGES)
    g_ptr_array_set_size (self->messages, BELL_NEWEST_MESSAGES);
}

gboolean
bell_newest_messages_add (BellNewestMessages *self, const BellNews *news)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < news->messages->len; i++) {
    BellMessageSummary *summary = g_ptr_array_index (news->messages, i);
    BellNewestMessage  *message = NULL;

    if (summary->seen)
      continue;
    message = message_new (news, summary);
    if (contains (self, message)) {
      message_free (message);
      continue;
    }
    g_ptr_array_insert (self->messages, 0, message);
    changed = TRUE;
  }
  limit (self);
  return changed;
}

/* Behind those of its folder that came there later, and in front of those that came sooner. */
static guint
find_place (BellNewestMessages *self, const BellNewestMessage *message)
{
  guint place = self->messages->len, at = 0;

  for (guint i = 0; i < self->messages->len; i++) {
    const BellNewestMessage *other = g_ptr_array_index (self->messages, i);
    gboolean                 comparable = are_of_one_folder (other, message);

    if (comparable && other->summary->uid > message->summary->uid)
      at = i + 1;
    else if (comparable && other->earlier)
      place = MIN (place, i);
  }
  for (; at < place; at++) {
    const BellNewestMessage *other = g_ptr_array_index (self->messages, at);

    if (other->earlier && other->summary->date <= message->summary->date)
      break;
  }
  return at;
}

/* The server has counted them, or nobody would have asked. */
gboolean
bell_newest_messages_add_earlier (BellNewestMessages *self, const BellNews *newest)
{
  gboolean changed = FALSE;

  for (guint i = newest->messages->len; i > 0; i--) {
    BellNewestMessage *message = message_new (newest, g_ptr_array_index (newest->messages, i - 1));

    message->earlier = message->counted = TRUE;
    if (message->summary->seen || contains (self, message)) {
      message_free (message);
      continue;
    }
    g_ptr_array_insert (self->messages, (int) find_place (self, message), message);
    changed = TRUE;
  }
  limit (self);
  return changed;
}

gboolean
bell_newest_messages_remove (BellNewestMessages   *self,
                             const char           *account_id,
                             const char           *folder,
                             guint32               uid_validity,
                             const BellImapUidSet *uids)
{
  guint n_before = self->messages->len;

  for (guint i = n_before; i > 0; i--) {
    const BellNewestMessage *message = g_ptr_array_index (self->messages, i - 1);

    if (message->summary->uid_validity == uid_validity &&
        g_str_equal (message->account_id, account_id) && g_strcmp0 (message->folder, folder) == 0 &&
        bell_imap_uid_set_contains (uids, message->summary->uid))
      g_ptr_array_remove_index (self->messages, i - 1);
  }
  return self->messages->len < n_before;
}

gboolean
bell_newest_messages_counted (BellNewestMessages *self, const char *account_id, guint unread)
{
  guint n_before = self->messages->len;

  for (guint i = n_before; i > 0; i--) {
    BellNewestMessage *message = g_ptr_array_index (self->messages, i - 1);

    if (!g_str_equal (message->account_id, account_id))
      continue;
    if (unread > 0)
      message->counted = TRUE;
    else if (message->counted)
      g_ptr_array_remove_index (self->messages, i - 1);
  }
  return self->messages->len < n_before;
}

gboolean
bell_newest_messages_keep (BellNewestMessages *self, GPtrArray *statuses)
{
  guint n_before = self->messages->len;

  for (guint i = n_before; i > 0; i--) {
    const BellNewestMessage *message = g_ptr_array_index (self->messages, i - 1);

    if (!bell_status_list_has (statuses, message->account_id))
      g_ptr_array_remove_index (self->messages, i - 1);
  }
  return self->messages->len < n_before;
}

GPtrArray *
bell_newest_messages_get (BellNewestMessages *self)
{
  return self->messages;
}

guint
bell_newest_messages_count_news (GPtrArray *messages)
{
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += !((const BellNewestMessage *) g_ptr_array_index (messages, i))->earlier;
  return n;
}
