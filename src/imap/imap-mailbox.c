/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Untagged responses turned into knowledge and into what is due. */

#include "imap/imap-mailbox.h"

#include "base/time-units.h"
#include "imap/imap-client.h"
#include "imap/imap-mailbox-name.h"

BellImapMailbox *
bell_imap_mailbox_new (const char *name, BellImapRole role)
{
  BellImapMailbox *self = g_new0 (BellImapMailbox, 1);

  self->name = g_strdup (name);
  self->role = role;
  self->news_due_us = BELL_NEVER;
  self->count_due_us = BELL_NEVER;
  self->told_due_us = BELL_NEVER;
  self->unread = -1;
  return self;
}

void
bell_imap_mailbox_free (BellImapMailbox *self)
{
  g_free (self->name);
  g_clear_pointer (&self->look, bell_imap_look_free);
  g_clear_pointer (&self->pushed, bell_imap_look_free);
  g_clear_pointer (&self->gone, bell_imap_uid_set_free);
  g_clear_pointer (&self->outdated, bell_imap_uid_set_free);
  g_free (self);
}

BellImapLook *
bell_imap_look_new (void)
{
  BellImapLook *look = g_new0 (BellImapLook, 1);

  look->messages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) bell_imap_news_free);
  look->exists = G_MAXUINT32;
  return look;
}

void
bell_imap_look_free (BellImapLook *look)
{
  g_hash_table_unref (look->messages);
  g_free (look);
}

void
bell_imap_mailbox_remember (
  BellImapMailbox *self, guint32 uid_validity, guint32 uid_seen, guint64 modseq, const char *told)
{
  self->uid_validity_remembered = uid_validity;
  self->uid_seen = uid_seen;
  self->modseq = modseq;
  bell_imap_told_from_string (&self->told, told);
}

void
bell_imap_mailbox_forget (BellImapMailbox *self, const BellImapUidSet *uids)
{
  bell_imap_told_remove (&self->told, uids);
  bell_imap_told_remove (&self->earlier, uids);
}

gboolean
bell_imap_mailbox_is_named (const BellImapMailbox *self, const char *name)
{
  if (bell_imap_mailbox_name_is_inbox (self->name))
    return bell_imap_mailbox_name_is_inbox (name);
  return g_str_equal (self->name, name);
}

gboolean
bell_imap_mailbox_is_first_sight (const BellImapMailbox *self)
{
  return self->uid_validity == 0 || self->uid_validity != self->uid_validity_remembered;
}

void
bell_imap_mailbox_count_soon (BellImapMailbox *self, gint64 when_us)
{
  self->count_due_us = MIN (self->count_due_us, when_us);
}

static void
look_soon (BellImapMailbox *self, gint64 when_us, gint64 now_us)
{
  if (self->news_due_us == BELL_NEVER)
    self->arrived_us = now_us;
  self->news_due_us = MIN (self->news_due_us, when_us);
}

static void
got_exists (BellImapMailbox *self, guint32 exists, gboolean pushing, gint64 now_us)
{
  if (self->known && exists > self->exists) {
    self->n_arrived += exists - self->exists;
    look_soon (self, pushing ? now_us + BELL_IMAP_PUSH_PATIENCE : now_us, now_us);
    bell_imap_mailbox_count_soon (self, pushing ? now_us + BELL_IMAP_COUNT_DELAY : now_us);
  }
  self->exists = exists;
}

/* Something became of some message, and perhaps of one that was told of. */
static void
doubt_told (BellImapMailbox *self, gint64 when_us)
{
  if (self->told.n > 0 || self->earlier.n > 0)
    self->told_due_us = MIN (self->told_due_us, when_us);
}

/* Message numbers above EXISTS are a server's mistake. */
static void
got_expunge (BellImapMailbox *self, guint32 number, gint64 now_us)
{
  if (number == 0 || number > self->exists)
    return;
  self->exists--;
  doubt_told (self, now_us + BELL_IMAP_COUNT_DELAY);
  bell_imap_mailbox_count_soon (self, now_us + BELL_IMAP_COUNT_DELAY);
}

static void
add_gone (BellImapMailbox *self, const BellImapUidSet *uids)
{
  bell_imap_mailbox_forget (self, uids);
  if (self->gone == NULL)
    self->gone = bell_imap_uid_set_new ();
  bell_imap_uid_set_add_set (self->gone, uids);
}

/* Without EARLIER it names only messages that were there (RFC 7162 §3.2.10). */
static void
got_vanished (BellImapMailbox *self, const BellImapResponse *response, gint64 now_us)
{
  add_gone (self, response->vanished);
  if (!response->earlier)
    self->exists -= (guint32) MIN (bell_imap_uid_set_count (response->vanished), self->exists);
  bell_imap_mailbox_count_soon (self, now_us + BELL_IMAP_COUNT_DELAY);
}

/* Flags changed elsewhere; what was read there is no news here any more. */
static void
got_flags (BellImapMailbox *self, const BellImapFetch *fetch, gint64 now_us)
{
  g_autoptr (BellImapUidSet) uids = NULL;

  bell_imap_mailbox_count_soon (self, now_us + BELL_IMAP_COUNT_DELAY);
  self->modseq = MAX (self->modseq, fetch->modseq);
  if (fetch->uid == 0)
    doubt_told (self, now_us + BELL_IMAP_COUNT_DELAY);
  if (fetch->uid == 0 || !bell_imap_flags_contain (fetch->flags, "\\Seen"))
    return;
  uids = bell_imap_uid_set_new ();
  bell_imap_uid_set_add (uids, fetch->uid);
  add_gone (self, uids);
}

static void
got_code (BellImapMailbox *self, const BellImapCode *code)
{
  guint64 number;

  if (g_str_equal (code->name, "NOMODSEQ")) { /* RFC 7162 §3.1.2.2: what is remembered is void */
    self->modseq = 0;
    self->told_due_us = 0;
    return;
  }
  if (code->value == NULL ||
      !g_ascii_string_to_unsigned (code->value, 10, 1, G_MAXINT64, &number, NULL))
    return;
  if (g_str_equal (code->name, "HIGHESTMODSEQ"))
    self->modseq = number;
  else if (self->known || number > G_MAXUINT32)
    return;
  else if (g_str_equal (code->name, "UIDNEXT"))
    self->uid_next = (guint32) number;
  else if (g_str_equal (code->name, "UIDVALIDITY"))
    self->uid_validity = (guint32) number;
}

void
bell_imap_mailbox_update (BellImapMailbox        *self,
                          const BellImapResponse *response,
                          gboolean                pushing,
                          gint64                  now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_EXISTS)
    got_exists (self, response->number, pushing, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_EXPUNGE)
    got_expunge (self, response->number, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_VANISHED)
    got_vanished (self, response, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_FETCH)
    got_flags (self, response->fetch, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_OK && response->code != NULL)
    got_code (self, response->code);
}

/* What was told of cannot be found any more: its UIDs are those of others by now. */
static void
leave_behind (BellImapMailbox *self)
{
  if (self->uid_validity_remembered != 0) {
    g_clear_pointer (&self->outdated, bell_imap_uid_set_free);
    self->outdated = bell_imap_uid_set_new ();
    bell_imap_told_add_to (&self->told, self->outdated);
    bell_imap_told_add_to (&self->earlier, self->outdated);
    self->outdated_validity = self->uid_validity_remembered;
    self->outdated_seen = self->uid_seen;
  }
  self->told.n = self->earlier.n = 0;
}

/* What was known by UID is compared with what is there. UIDNEXT below what was seen, under the same
 * UIDVALIDITY: either the mailbox was restored from a backup, and new messages will get UIDs that look
 * old; or UIDNEXT lags behind what the server itself has told (Exchange 2007), or behind another
 * session. What is EMPTY holds nothing that could be told twice. */
static void
compare (BellImapMailbox *self, gboolean empty, gint64 now_us)
{
  guint32  highest = self->uid_next > 0 ? self->uid_next - 1 : 0;
  gboolean first_sight = bell_imap_mailbox_is_first_sight (self);

  self->known = TRUE;
  self->fell = !first_sight && self->uid_next > 0 && highest < self->uid_seen &&
               self->uid_seen == self->uid_seen_asked;
  if (first_sight)
    leave_behind (self);
  if (first_sight || (self->fell && empty)) {
    self->uid_seen = highest;
    self->fell = FALSE;
    self->caught_up = TRUE;
  } else if (self->uid_next > 0 && highest <= self->uid_seen) {
    self->caught_up = TRUE;
  } else if (self->exists > 0) {
    /* UIDs have gaps: a filter may have moved most of what came. */
    self->n_arrived =
      self->uid_next > 0 ? MIN (highest - self->uid_seen, self->exists) : self->exists;
    look_soon (self, now_us, now_us);
  } else {
    self->uid_seen = MAX (self->uid_seen, highest);
    self->caught_up = TRUE;
  }
  self->uid_validity_remembered = self->uid_validity;
}

void
bell_imap_mailbox_opening (BellImapMailbox *self)
{
  self->known = FALSE;
  self->uid_validity = 0;
  self->uid_next_before = self->uid_next;
  self->uid_next = 0;
  self->uid_seen_asked = self->uid_seen;
  g_clear_pointer (&self->pushed, bell_imap_look_free); /* which is found again */
}

void
bell_imap_mailbox_not_opened (BellImapMailbox *self)
{
  self->known = self->watched; /* it may have been lost meanwhile */
  self->uid_validity = self->uid_validity_remembered;
  self->uid_next = self->uid_next_before;
}

void
bell_imap_mailbox_opened (BellImapMailbox *self, gint64 now_us)
{
  compare (self, self->exists == 0, now_us);
}

void
bell_imap_mailbox_found_last (BellImapMailbox *self, guint32 uid)
{
  if (self->fell)
    self->uid_seen = MAX (self->uid_next - 1, uid);
  else if (self->uid_seen == 0)
    self->uid_seen = uid;
  self->fell = FALSE;
}

/* Another UIDVALIDITY: another mailbox of that name, whose UIDs compare with nothing told before. */
static void
got_validity (BellImapMailbox *self, guint32 uid_validity)
{
  if (self->uid_validity != uid_validity)
    self->uid_next = 0;
  if (self->uid_validity_remembered != uid_validity)
    self->modseq = 0;
  self->uid_validity = uid_validity;
}

/* Fewer messages, or fewer unread ones: what was told of them has to be looked into. */
static void
judge_status (BellImapMailbox *self, const BellImapStatus *status, gint64 now_us)
{
  if (!self->known)
    return;
  if ((status->messages >= 0 && status->messages < self->exists) ||
      (status->unseen >= 0 && status->unseen < self->unread))
    doubt_told (self, now_us);
}

/* Fields come one by one from some servers (Cyrus 3.10 sends UNSEEN without MESSAGES and the other
 * way round): what is absent stays as it was, and a count that became doubtful is asked for. A
 * mailbox that is being opened learns from EXAMINE, which the server has not seen when it sends
 * this: without UIDVALIDITY it would pass for a first sight. HIGHESTMODSEQ says what the server
 * knows, not what it has told us; it is good as a beginning only. */
void
bell_imap_mailbox_update_status (BellImapMailbox *self, const BellImapStatus *status, gint64 now_us)
{
  if (!self->known && self->look != NULL)
    return;
  if (status->uid_validity > 0 && status->uid_validity <= G_MAXUINT32)
    got_validity (self, (guint32) status->uid_validity);
  judge_status (self, status, now_us);
  if (status->messages >= 0 && status->messages <= G_MAXUINT32)
    self->exists = (guint32) status->messages;
  if (status->highest_modseq > 0 && self->modseq == 0)
    self->modseq = (guint64) status->highest_modseq;
  if (status->uid_next > 0 && status->uid_next <= G_MAXUINT32 &&
      (!self->known || (guint32) status->uid_next > self->uid_next)) {
    self->uid_next = (guint32) status->uid_next;
    self->uid_seen_asked = self->uid_seen;
    compare (self, status->messages == 0, now_us);
    if (self->fell)
      look_soon (self, now_us, now_us);
  }
  if (status->unseen < 0 && (status->messages >= 0 || status->uid_next > 0))
    bell_imap_mailbox_count_soon (self, now_us);
}
