/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table from Message-ID to folder, and the order in which they came. */

#include "policy/recent-messages.h"

struct _BellRecentMessages {
  GHashTable *folders; /* (owned) Message-ID (owned by the table) to folder */
  GQueue      order;   /* of the table's keys, oldest first */
};

BellRecentMessages *
bell_recent_messages_new (void)
{
  BellRecentMessages *self = g_new0 (BellRecentMessages, 1);

  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
bell_recent_messages_free (BellRecentMessages *self)
{
  g_queue_clear (&self->order);
  g_hash_table_unref (self->folders);
  g_free (self);
}

gboolean
bell_recent_messages_add (BellRecentMessages *self, const char *folder, const char *message_id)
{
  const char *known = g_hash_table_lookup (self->folders, message_id);
  char       *key;

  if (*message_id == '\0')
    return TRUE;
  if (known != NULL)
    return g_str_equal (known, folder);
  key = g_strdup (message_id);
  g_hash_table_insert (self->folders, key, g_strdup (folder));
  g_queue_push_tail (&self->order, key);
  if (self->order.length > BELL_RECENT_MESSAGES)
    g_hash_table_remove (self->folders, g_queue_pop_head (&self->order));
  return TRUE;
}
