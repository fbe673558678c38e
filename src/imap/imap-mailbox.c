/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Untagged responses turned into knowledge and into what is due. */

#include "imap/imap-mailbox.h"

#include "base/time-units.h"

void
bell_imap_mailbox_init (BellImapMailbox *self,
                        const char      *name,
                        guint32          uid_validity,
                        guint32          uid_seen)
{
  *self = (BellImapMailbox){
    .name = g_strdup (name),
    .uid_validity_remembered = uid_validity,
    .uid_seen = uid_seen,
    .news_due_us = BELL_NEVER,
    .count_due_us = BELL_NEVER,
    .unread = -1,
  };
}

void
bell_imap_mailbox_clear (BellImapMailbox *self)
{
  g_clear_pointer (&self->name, g_free);
}

void
bell_imap_mailbox_count_soon (BellImapMailbox *self, gint64 when_us)
{
  self->count_due_us = MIN (self->count_due_us, when_us);
}

static void
got_exists (BellImapMailbox *self, guint32 exists, gint64 now_us)
{
  if (self->open && exists > self->exists) {
    self->n_arrived += exists - self->exists;
    self->news_due_us = MIN (self->news_due_us, now_us);
    bell_imap_mailbox_count_soon (self, now_us);
  }
  self->exists = exists;
}

/* Message numbers above EXISTS and 0 are a server's mistake. */
static void
got_expunge (BellImapMailbox *self, guint32 number, gint64 now_us)
{
  if (number == 0 || number > self->exists)
    return;
  self->exists--;
  bell_imap_mailbox_count_soon (self, now_us + BELL_IMAP_COUNT_DELAY);
}

/* VANISHED without EARLIER names only messages that were there (RFC 7162 §3.2.10). */
static void
got_vanished (BellImapMailbox *self, const BellImapUidSet *uids, gint64 now_us)
{
  const BellImapUidRange *ranges = bell_imap_uid_set_get_ranges (uids);
  guint64                 n = 0;

  for (guint i = 0; i < bell_imap_uid_set_get_n_ranges (uids); i++)
    n += (guint64) ranges[i].last - ranges[i].first + 1;
  self->exists -= (guint32) MIN (n, self->exists);
  bell_imap_mailbox_count_soon (self, now_us + BELL_IMAP_COUNT_DELAY);
}

static void
got_code (BellImapMailbox *self, const BellImapCode *code)
{
  guint64 number;

  if (code->value == NULL ||
      !g_ascii_string_to_unsigned (code->value, 10, 1, G_MAXUINT32, &number, NULL))
    return;
  if (g_str_equal (code->name, "UIDNEXT"))
    self->uid_next = (guint32) number;
  if (g_str_equal (code->name, "UIDVALIDITY"))
    self->uid_validity = (guint32) number;
}

void
bell_imap_mailbox_update (BellImapMailbox *self, const BellImapResponse *response, gint64 now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_EXISTS)
    got_exists (self, response->number, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_EXPUNGE)
    got_expunge (self, response->number, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_VANISHED && !response->earlier)
    got_vanished (self, response->vanished, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_FETCH)
    bell_imap_mailbox_count_soon (self, now_us + BELL_IMAP_COUNT_DELAY);
  else if (response->type == BELL_IMAP_RESPONSE_OK && response->code != NULL && !self->open)
    got_code (self, response->code);
}

gboolean
bell_imap_mailbox_is_first_sight (const BellImapMailbox *self)
{
  return self->uid_validity == 0 || self->uid_validity != self->uid_validity_remembered;
}

/* UIDNEXT below what was seen, under the same UIDVALIDITY: the mailbox was restored from a backup;
 * new messages will get UIDs that look old. */
void
bell_imap_mailbox_opened (BellImapMailbox *self, gint64 now_us)
{
  guint32 highest = self->uid_next > 0 ? self->uid_next - 1 : 0;

  self->open = TRUE;
  if (bell_imap_mailbox_is_first_sight (self)) {
    self->uid_seen = highest;
    self->caught_up = TRUE;
  } else if (self->uid_next > 0 && highest <= self->uid_seen) {
    self->uid_seen = highest;
    self->caught_up = TRUE;
  } else if (self->exists > 0) {
    self->n_arrived = self->uid_next > 0 ? highest - self->uid_seen : self->exists;
    self->news_due_us = now_us;
  } else {
    self->uid_seen = MAX (self->uid_seen, highest);
    self->caught_up = TRUE;
  }
}
