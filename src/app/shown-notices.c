/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shown-notices.c: which notices are on the screen, the newest first. */

#include "app/shown-notices.h"

#include "policy/status-list.h"

struct _BellShownNotices {
  GQueue notices; /* of Shown */
};

typedef struct {
  char    *id;         /* (owned) of the notice */
  char    *account_id; /* (owned) */
  char    *folder;     /* (owned) (nullable) */
  guint32  uid_validity;
  guint32  uid;     /* 0: a digest, which stands for no single message */
  gboolean counted; /* the account has had something unread since then */
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_free (shown->id);
  g_free (shown->account_id);
  g_free (shown->folder);
  g_free (shown);
}

BellShownNotices *
bell_shown_notices_new (void)
{
  BellShownNotices *self = g_new (BellShownNotices, 1);

  g_queue_init (&self->notices);
  return self;
}

void
bell_shown_notices_free (BellShownNotices *self)
{
  g_queue_clear_full (&self->notices, shown_free);
  g_free (self);
}

/* The message that a notice of this id tells of, or NULL for a digest. */
static const BellMessageSummary *
find_message (const BellNews *news, const char *notice_id)
{
  for (guint i = 0; i < news->messages->len; i++) {
    const BellMessageSummary *message = g_ptr_array_index (news->messages, i);
    g_autofree char          *id =
      bell_notice_id (news->account_id, news->folder, message->uid_validity, message->uid);

    if (g_str_equal (id, notice_id))
      return message;
  }
  return NULL;
}

void
bell_shown_notices_add (BellShownNotices *self, const BellNews *news, GPtrArray *notices)
{
  for (guint i = 0; i < notices->len; i++) {
    const BellNotice         *notice = g_ptr_array_index (notices, i);
    const BellMessageSummary *message = find_message (news, notice->id);
    Shown                    *shown = g_new0 (Shown, 1);

    shown->id = g_strdup (notice->id);
    shown->account_id = g_strdup (notice->account_id);
    shown->folder = g_strdup (news->folder);
    if (message != NULL) {
      shown->uid_validity = message->uid_validity;
      shown->uid = message->uid;
    }
    g_queue_push_head (&self->notices, shown);
  }
  while (g_queue_get_length (&self->notices) > BELL_SHOWN_NOTICES)
    shown_free (g_queue_pop_tail (&self->notices));
}

/* Moves the id of the notice at LINK to IDS and forgets the rest. */
static void
take (BellShownNotices *self, GList *link, GPtrArray *ids)
{
  Shown *shown = link->data;

  g_ptr_array_add (ids, g_steal_pointer (&shown->id));
  g_queue_delete_link (&self->notices, link);
  shown_free (shown);
}

/* An id tells which message it is of, so those of an earlier run can be named without having been
 * remembered. */
static void
add_each (GPtrArray            *ids,
          const char           *account_id,
          const char           *folder,
          guint32               uid_validity,
          const BellImapUidSet *uids)
{
  for (guint i = 0; i < bell_imap_uid_set_get_n_ranges (uids); i++) {
    const BellImapUidRange *range = &bell_imap_uid_set_get_ranges (uids)[i];

    for (guint64 uid = range->first; uid <= range->last; uid++) {
      g_autofree char *id = bell_notice_id (account_id, folder, uid_validity, (guint32) uid);

      if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  }
}

GPtrArray *
bell_shown_notices_take (BellShownNotices     *self,
                         const char           *account_id,
                         const char           *folder,
                         guint32               uid_validity,
                         const BellImapUidSet *uids)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (GList *link = self->notices.head, *next; link != NULL; link = next) {
    const Shown *shown = link->data;

    next = link->next;
    if (shown->uid != 0 && shown->uid_validity == uid_validity &&
        g_str_equal (shown->account_id, account_id) && g_strcmp0 (shown->folder, folder) == 0 &&
        bell_imap_uid_set_contains (uids, shown->uid))
      take (self, link, ids);
  }
  if (bell_imap_uid_set_count (uids) <= BELL_SHOWN_NOTICES)
    add_each (ids, account_id, folder, uid_validity, uids);
  return ids;
}

GPtrArray *
bell_shown_notices_take_read (BellShownNotices *self, const char *account_id, guint unread)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (GList *link = self->notices.head, *next; link != NULL; link = next) {
    Shown *shown = link->data;

    next = link->next;
    if (!g_str_equal (shown->account_id, account_id))
      continue;
    if (unread > 0)
      shown->counted = TRUE;
    else if (shown->counted)
      take (self, link, ids);
  }
  return ids;
}

GPtrArray *
bell_shown_notices_take_others (BellShownNotices *self, GPtrArray *statuses)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (GList *link = self->notices.head, *next; link != NULL; link = next) {
    const Shown *shown = link->data;

    next = link->next;
    if (!bell_status_list_has (statuses, shown->account_id))
      take (self, link, ids);
  }
  return ids;
}
