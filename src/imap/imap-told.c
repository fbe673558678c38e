/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-told.c: the unread messages of a mailbox that were told of last. */

#include "imap/imap-told.h"

#include <string.h>

void
bell_imap_told_add (BellImapTold *self, guint32 uid)
{
  if (self->n > 0 && self->uids[self->n - 1] >= uid)
    return;
  if (self->n == BELL_IMAP_TOLD_LIMIT) {
    self->n--;
    memmove (self->uids, self->uids + 1, self->n * sizeof *self->uids);
  }
  self->uids[self->n++] = uid;
}

static void
take_each (BellImapTold *self, const BellImapUidSet *uids)
{
  const BellImapUidRange *ranges = bell_imap_uid_set_get_ranges (uids);

  self->n = 0;
  for (guint i = 0; i < bell_imap_uid_set_get_n_ranges (uids); i++)
    for (guint64 uid = ranges[i].first; uid <= ranges[i].last; uid++)
      bell_imap_told_add (self, (guint32) uid);
}

void
bell_imap_told_add_set (BellImapTold *self, const BellImapUidSet *uids)
{
  g_autoptr (BellImapUidSet) all = bell_imap_uid_set_copy (uids);

  bell_imap_told_add_to (self, all);
  take_each (self, all);
}

gboolean
bell_imap_told_contains (const BellImapTold *self, guint32 uid)
{
  for (guint i = 0; i < self->n; i++)
    if (self->uids[i] == uid)
      return TRUE;
  return FALSE;
}

void
bell_imap_told_remove (BellImapTold *self, const BellImapUidSet *uids)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    if (!bell_imap_uid_set_contains (uids, self->uids[i]))
      self->uids[n++] = self->uids[i];
  self->n = n;
}

void
bell_imap_told_keep (BellImapTold         *self,
                     const BellImapUidSet *unread,
                     guint32               last,
                     BellImapUidSet       *gone)
{
  for (guint i = 0; i < self->n && self->uids[i] <= last; i++)
    if (!bell_imap_uid_set_contains (unread, self->uids[i]))
      bell_imap_uid_set_add (gone, self->uids[i]);
  bell_imap_told_remove (self, gone);
}

void
bell_imap_told_add_to (const BellImapTold *self, BellImapUidSet *uids)
{
  for (guint i = 0; i < self->n; i++)
    bell_imap_uid_set_add (uids, self->uids[i]);
}

char *
bell_imap_told_to_string (const BellImapTold *self)
{
  g_autoptr (BellImapUidSet) uids = bell_imap_uid_set_new ();

  if (self->n == 0)
    return NULL;
  bell_imap_told_add_to (self, uids);
  return bell_imap_uid_set_to_string (uids);
}

void
bell_imap_told_from_string (BellImapTold *self, const char *text)
{
  g_autoptr (BellImapUidSet) uids = text != NULL ? bell_imap_uid_set_parse (text) : NULL;

  self->n = 0;
  if (uids != NULL && bell_imap_uid_set_count (uids) <= BELL_IMAP_TOLD_LIMIT)
    take_each (self, uids);
}
