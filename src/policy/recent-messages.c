/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table from Message-ID to where it was told of, and the order in which they came. */

#include "policy/recent-messages.h"

typedef struct {
  char    *folder; /* (owned) */
  guint32  uid_validity;
  guint32  uid;
  gint64   told_us;
  gboolean gone; /* from there, soon after */
} Place;

struct _BellRecentMessages {
  GHashTable *places; /* (owned) of Place by Message-ID (owned by the table) */
  GQueue      order;  /* of the table's keys, oldest first */
};

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->folder);
  g_free (place);
}

BellRecentMessages *
bell_recent_messages_new (void)
{
  BellRecentMessages *self = g_new0 (BellRecentMessages, 1);

  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  return self;
}

void
bell_recent_messages_free (BellRecentMessages *self)
{
  g_queue_clear (&self->order);
  g_hash_table_unref (self->places);
  g_free (self);
}

static void
put (Place *place, const char *folder, const BellMessageSummary *message)
{
  g_free (place->folder);
  place->folder = g_strdup (folder);
  place->uid_validity = message->uid_validity;
  place->uid = message->uid;
  place->gone = FALSE;
}

static void
insert (BellRecentMessages       *self,
        const char               *folder,
        const BellMessageSummary *message,
        gint64                    now_us)
{
  char  *key = g_strdup (message->message_id);
  Place *place = g_new0 (Place, 1);

  put (place, folder, message);
  place->told_us = now_us;
  g_hash_table_insert (self->places, key, place);
  g_queue_push_tail (&self->order, key);
  if (self->order.length > BELL_RECENT_MESSAGES)
    g_hash_table_remove (self->places, g_queue_pop_head (&self->order));
}

BellRecent
bell_recent_messages_add (BellRecentMessages       *self,
                          const char               *folder,
                          const BellMessageSummary *message,
                          gint64                    now_us)
{
  Place *place = g_hash_table_lookup (self->places, message->message_id);

  if (*message->message_id == '\0')
    return BELL_RECENT_NEW;
  if (place == NULL) {
    insert (self, folder, message, now_us);
    return BELL_RECENT_NEW;
  }
  if (g_str_equal (place->folder, folder))
    return BELL_RECENT_NEW;
  if (!place->gone)
    return BELL_RECENT_COPY;
  put (place, folder, message);
  return BELL_RECENT_MOVED;
}

void
bell_recent_messages_gone (BellRecentMessages   *self,
                           const char           *folder,
                           guint32               uid_validity,
                           const BellImapUidSet *uids,
                           gint64                now_us)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Place *place = value;

    if (now_us - place->told_us < BELL_RECENT_MOVE_TIME && place->uid_validity == uid_validity &&
        g_str_equal (place->folder, folder) && bell_imap_uid_set_contains (uids, place->uid))
      place->gone = TRUE;
  }
}
