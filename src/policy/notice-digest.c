/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-digest.c: several messages of one folder that one notification tells of. */

#include "policy/notice-digest.h"

#include <string.h>

/* Account identifiers are of our own making and have no slash. */
#define INFIX "/digest/"

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

BellNoticeDigest *
bell_notice_digest_new (const char *account_id, const char *folder)
{
  BellNoticeDigest *self = g_new0 (BellNoticeDigest, 1);

  self->account_id = g_strdup (account_id);
  self->folder = g_strdup (folder);
  self->messages = g_ptr_array_new_with_free_func (message_unref);
  return self;
}

BellNoticeDigest *
bell_notice_digest_copy (const BellNoticeDigest *self)
{
  BellNoticeDigest *copy = bell_notice_digest_new (self->account_id, self->folder);

  for (guint i = 0; i < self->messages->len; i++)
    g_ptr_array_add (copy->messages,
                     bell_message_summary_ref (g_ptr_array_index (self->messages, i)));
  copy->n_more = self->n_more;
  copy->told_us = self->told_us;
  copy->rang = self->rang;
  return copy;
}

void
bell_notice_digest_free (BellNoticeDigest *self)
{
  g_free (self->account_id);
  g_free (self->folder);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

char *
bell_notice_digest_id (const char *account_id, const char *folder)
{
  return g_strconcat (account_id, INFIX, folder, NULL);
}

static gboolean
has (const BellNoticeDigest *self, guint32 uid)
{
  for (guint i = 0; i < self->messages->len; i++) {
    const BellMessageSummary *message = g_ptr_array_index (self->messages, i);

    if (message->uid == uid)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_of (const BellNoticeDigest *self, guint32 uid_validity)
{
  const BellMessageSummary *first = self->messages->len > 0 ? self->messages->pdata[0] : NULL;

  return first == NULL || first->uid_validity == uid_validity;
}

void
bell_notice_digest_add (BellNoticeDigest *self, BellMessageSummary *message)
{
  if (!is_of (self, message->uid_validity)) {
    g_ptr_array_set_size (self->messages, 0);
    self->n_more = 0;
  }
  if (has (self, message->uid))
    return;
  g_ptr_array_add (self->messages, bell_message_summary_ref (message));
  if (self->messages->len > BELL_DIGEST_MESSAGES) {
    g_ptr_array_remove_index (self->messages, 0);
    bell_notice_digest_add_more (self, 1);
  }
}

void
bell_notice_digest_add_more (BellNoticeDigest *self, guint n_more)
{
  self->n_more += MIN (n_more, G_MAXUINT - BELL_DIGEST_MESSAGES - self->n_more);
}

gboolean
bell_notice_digest_remove (BellNoticeDigest *self, guint32 uid_validity, const BellImapUidSet *uids)
{
  guint n_before = self->messages->len;

  if (!is_of (self, uid_validity))
    return FALSE;
  for (guint i = n_before; i > 0; i--) {
    const BellMessageSummary *message = g_ptr_array_index (self->messages, i - 1);

    if (bell_imap_uid_set_contains (uids, message->uid))
      g_ptr_array_remove_index (self->messages, i - 1);
  }
  return self->messages->len < n_before;
}

gboolean
bell_notice_digest_limit (BellNoticeDigest *self, guint unread)
{
  guint n_before = self->n_more;

  self->n_more = MIN (n_before, unread - MIN (unread, self->messages->len));
  return self->n_more < n_before;
}

gboolean
bell_notice_digest_has (const BellNoticeDigest *self, const BellMessageSummary *message)
{
  return is_of (self, message->uid_validity) && has (self, message->uid);
}

guint
bell_notice_digest_count (const BellNoticeDigest *self)
{
  return self->messages->len + self->n_more;
}

/* "UIDVALIDITY MORE UIDS" */
char *
bell_notice_digest_to_text (const BellNoticeDigest *self)
{
  g_autoptr (BellImapUidSet) uids = bell_imap_uid_set_new ();
  g_autofree char *list = NULL;
  guint32          uid_validity = 0;

  for (guint i = 0; i < self->messages->len; i++) {
    const BellMessageSummary *message = g_ptr_array_index (self->messages, i);

    uid_validity = message->uid_validity;
    bell_imap_uid_set_add (uids, message->uid);
  }
  list = bell_imap_uid_set_to_string (uids);
  return g_strdup_printf ("%u %u %s", uid_validity, self->n_more, list);
}

static gboolean
read_number (const char *text, guint32 *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &value, NULL))
    return FALSE;
  *number = (guint32) value;
  return TRUE;
}

static void
add_unknown (BellNoticeDigest *self, guint32 uid_validity, const BellImapUidSet *uids)
{
  for (guint i = 0; i < bell_imap_uid_set_get_n_ranges (uids); i++) {
    const BellImapUidRange *range = &bell_imap_uid_set_get_ranges (uids)[i];

    for (guint64 uid = range->first; uid <= range->last; uid++) {
      g_autoptr (BellMessageSummary) message =
        bell_message_summary_new (uid_validity, (guint32) uid, FALSE, "", 0);

      bell_notice_digest_add (self, message);
    }
  }
}

/* An empty set is one of no digits. (transfer full) (nullable) */
static BellImapUidSet *
read_uids (const char *text)
{
  return *text == '\0' ? bell_imap_uid_set_new () : bell_imap_uid_set_parse (text);
}

BellNoticeDigest *
bell_notice_digest_parse (const char *id, const char *text)
{
  const char      *infix = strstr (id, INFIX);
  g_autofree char *account_id = infix != NULL ? g_strndup (id, (gsize) (infix - id)) : NULL;
  g_auto (GStrv) parts = g_strsplit (text, " ", 3);
  g_autoptr (BellNoticeDigest) self = NULL;
  g_autoptr (BellImapUidSet) uids = NULL;
  guint32 uid_validity = 0;
  guint32 n_more = 0;

  if (account_id == NULL || g_strv_length (parts) != 3 || !read_number (parts[0], &uid_validity) ||
      !read_number (parts[1], &n_more))
    return NULL;
  uids = read_uids (parts[2]);
  if (uids == NULL || bell_imap_uid_set_count (uids) > BELL_DIGEST_MESSAGES)
    return NULL;
  infix += strlen (INFIX);
  self = bell_notice_digest_new (account_id, *infix != '\0' ? infix : NULL);
  self->told_us = G_MININT64;
  add_unknown (self, uid_validity, uids);
  bell_notice_digest_add_more (self, n_more);
  return bell_notice_digest_count (self) > 0 ? g_steal_pointer (&self) : NULL;
}
