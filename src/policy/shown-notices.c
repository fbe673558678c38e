/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shown-notices.c: which notices are on the screen, the newest first. */

#include "policy/shown-notices.h"

#include "policy/status-list.h"

struct _BellShownNotices {
  GQueue notices; /* of Shown */
};

typedef struct {
  char               *account_id; /* (owned) */
  char               *folder;     /* (owned) (nullable) */
  BellMessageSummary *message;    /* (owned) (nullable) the one that it tells of, or else: */
  BellNoticeDigest   *digest;     /* (owned) (nullable) */
  gint64              shown_us;
  guint               most;   /* unread messages that the account has had since then */
  gboolean            shrunk; /* less is left of the digest than is shown */
  gboolean            closed; /* by the user, or by the desktop */
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_free (shown->account_id);
  g_free (shown->folder);
  g_clear_pointer (&shown->message, bell_message_summary_unref);
  g_clear_pointer (&shown->digest, bell_notice_digest_free);
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

static gboolean
is_in (const Shown *shown, const char *account_id, const char *folder)
{
  return g_str_equal (shown->account_id, account_id) && g_strcmp0 (shown->folder, folder) == 0;
}

static Shown *
push (BellShownNotices *self, const char *account_id, const char *folder)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->account_id = g_strdup (account_id);
  shown->folder = g_strdup (folder);
  g_queue_push_head (&self->notices, shown);
  return shown;
}

static void
limit (BellShownNotices *self)
{
  while (g_queue_get_length (&self->notices) > BELL_SHOWN_NOTICES)
    shown_free (g_queue_pop_tail (&self->notices));
}

/* (transfer full) */
static char *
make_id (const Shown *shown)
{
  if (shown->digest != NULL)
    return bell_notice_digest_id (shown->account_id, shown->folder);
  return bell_notice_id (shown->account_id, shown->folder, shown->message->uid_validity,
                         shown->message->uid);
}

/* Moves the id of the notice at LINK to IDS (nullable) and forgets the rest. */
static void
take (BellShownNotices *self, GList *link, GPtrArray *ids)
{
  Shown *shown = link->data;

  if (ids != NULL)
    g_ptr_array_add (ids, make_id (shown));
  g_queue_delete_link (&self->notices, link);
  shown_free (shown);
}

static GList *
find_digest (BellShownNotices *self, const char *account_id, const char *folder)
{
  for (GList *link = self->notices.head; link != NULL; link = link->next) {
    const Shown *shown = link->data;

    if (shown->digest != NULL && is_in (shown, account_id, folder))
      return link;
  }
  return NULL;
}

static gboolean
is_recent_single (const Shown *shown, const BellNews *news, gint64 now_us)
{
  return shown->message != NULL && shown->shown_us > now_us - BELL_BURST_TIME &&
         is_in (shown, news->account_id, news->folder);
}

/* The oldest first. (transfer container) */
static GPtrArray *
list_recent_singles (BellShownNotices *self, const BellNews *news, gint64 now_us)
{
  GPtrArray *messages = g_ptr_array_new ();

  for (GList *link = self->notices.tail; link != NULL; link = link->prev) {
    const Shown *shown = link->data;

    if (is_recent_single (shown, news, now_us))
      g_ptr_array_add (messages, shown->message);
  }
  return messages;
}

/* Those whose messages DIGEST tells of. */
static void
take_singles (BellShownNotices *self, const BellNoticeDigest *digest, GPtrArray *ids)
{
  for (GList *link = self->notices.head, *next; link != NULL; link = next) {
    const Shown *shown = link->data;

    next = link->next;
    if (shown->message != NULL && is_in (shown, digest->account_id, digest->folder) &&
        bell_notice_digest_has (digest, shown->message))
      take (self, link, ids);
  }
}

/* The message that a notice of this id tells of. */
static BellMessageSummary *
find_message (const BellNews *news, const char *notice_id)
{
  for (guint i = 0; i < news->messages->len; i++) {
    BellMessageSummary *message = g_ptr_array_index (news->messages, i);
    g_autofree char    *id =
      bell_notice_id (news->account_id, news->folder, message->uid_validity, message->uid);

    if (g_str_equal (id, notice_id))
      return message;
  }
  g_return_val_if_reached (NULL);
}

/* The first N of NOTICES. */
static void
add_singles (
  BellShownNotices *self, const BellNews *news, GPtrArray *notices, guint n, gint64 now_us)
{
  for (guint i = 0; i < n; i++) {
    const BellNotice   *notice = g_ptr_array_index (notices, i);
    BellMessageSummary *message = find_message (news, notice->id);
    Shown              *shown = push (self, news->account_id, news->folder);

    shown->message = bell_message_summary_ref (message);
    shown->shown_us = now_us;
  }
}

GPtrArray *
bell_shown_notices_tell (BellShownNotices      *self,
                         const BellNews        *news,
                         const BellNoticeStyle *style,
                         gint64                 now_us,
                         GPtrArray            **withdrawn)
{
  GList *former = find_digest (self, news->account_id, news->folder);
  g_autoptr (GPtrArray) singles = list_recent_singles (self, news, now_us);
  BellStanding standing = { singles, former != NULL ? ((Shown *) former->data)->digest : NULL };
  BellNoticeDigest *digest = NULL;
  GPtrArray        *notices = bell_notice_policy_decide (news, style, &standing, now_us, &digest);

  *withdrawn = g_ptr_array_new_with_free_func (g_free);
  add_singles (self, news, notices, notices->len - (digest != NULL ? 1 : 0), now_us);
  if (digest != NULL) {
    if (former != NULL)
      take (self, former, NULL);
    take_singles (self, digest, *withdrawn);
    push (self, news->account_id, news->folder)->digest = digest;
  }
  limit (self);
  return notices;
}

void
bell_shown_notices_add_earlier (BellShownNotices *self, BellNoticeDigest *digest)
{
  Shown *shown;

  if (find_digest (self, digest->account_id, digest->folder) != NULL) {
    bell_notice_digest_free (digest);
    return;
  }
  shown = push (self, digest->account_id, digest->folder);
  shown->digest = digest;
  shown->most = G_MAXUINT;
  limit (self);
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

/* Whether nothing is left to be told. */
static gboolean
lose (Shown *shown, guint32 uid_validity, const BellImapUidSet *uids)
{
  if (shown->digest == NULL)
    return shown->message->uid_validity == uid_validity &&
           bell_imap_uid_set_contains (uids, shown->message->uid);
  if (bell_notice_digest_remove (shown->digest, uid_validity, uids))
    shown->shrunk = TRUE;
  return bell_notice_digest_count (shown->digest) == 0;
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
    Shown *shown = link->data;

    next = link->next;
    if (is_in (shown, account_id, folder) && lose (shown, uid_validity, uids))
      take (self, link, ids);
  }
  if (bell_imap_uid_set_count (uids) <= BELL_SHOWN_NOTICES)
    add_each (ids, account_id, folder, uid_validity, uids);
  return ids;
}

/* Of messages that are known by number alone the count is all that tells that they are read, once it
 * has known of them. */
static void
compare_with_count (Shown *shown, guint unread)
{
  shown->most = MAX (shown->most, unread);
  if (shown->digest != NULL && shown->most >= bell_notice_digest_count (shown->digest) &&
      bell_notice_digest_limit (shown->digest, unread))
    shown->shrunk = TRUE;
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
    compare_with_count (shown, unread);
    if (unread == 0 && shown->most > 0)
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

void
bell_shown_notices_close (BellShownNotices *self, const char *notice_id)
{
  for (GList *link = self->notices.head; link != NULL; link = link->next) {
    Shown           *shown = link->data;
    g_autofree char *id = make_id (shown);

    if (g_str_equal (id, notice_id))
      shown->closed = TRUE;
  }
}

GPtrArray *
bell_shown_notices_take_shrunk (BellShownNotices *self)
{
  GPtrArray *digests = g_ptr_array_new ();

  for (GList *link = self->notices.head; link != NULL; link = link->next) {
    Shown *shown = link->data;

    if (shown->shrunk && !shown->closed)
      g_ptr_array_add (digests, shown->digest);
    shown->shrunk = FALSE;
  }
  return digests;
}

GPtrArray *
bell_shown_notices_get_digests (BellShownNotices *self)
{
  GPtrArray *digests = g_ptr_array_new ();

  for (GList *link = self->notices.head; link != NULL; link = link->next) {
    const Shown *shown = link->data;

    if (shown->digest != NULL && !shown->closed)
      g_ptr_array_add (digests, shown->digest);
  }
  return digests;
}
