/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the messages that were told of, as news or as the newest that were there before. With
 * QRESYNC the server says it by UID, while we watch and when we come back (RFC 7162); most others say
 * only that something happened to the n-th message. Then one search tells which of the few in question
 * are unread still. Of a mailbox that was made anew none is. */

#include "imap/imap-client-private.h"

/* QRESYNC is off where the server keeps no MODSEQs. */
static gboolean
is_resynchronised (const BellImapClient *self, const BellImapMailbox *mailbox)
{
  return self->qresync && mailbox->modseq > 0;
}

/* Of the open mailbox QRESYNC tells by itself; of the others nobody tells until they are opened. */
gint64
bell_imap_client_get_told_due (const BellImapClient *self, const BellImapMailbox *mailbox)
{
  if ((mailbox->told.n == 0 && mailbox->earlier.n == 0) ||
      (is_resynchronised (self, mailbox) && mailbox == bell_imap_client_get_home (self)))
    return BELL_NEVER;
  return mailbox->told_due_us;
}

/* (transfer full) */
static BellImapUidSet *
get_doubted (const BellImapMailbox *mailbox)
{
  BellImapUidSet *uids = bell_imap_uid_set_new ();

  bell_imap_told_add_to (&mailbox->told, uids);
  bell_imap_told_add_to (&mailbox->earlier, uids);
  return uids;
}

/* With the mailbox open, or its opening written before: if it is another by then, nothing that was
 * told of is left to be compared with the answer. */
void
bell_imap_client_ask_told (BellImapClient *self, BellImapMailbox *mailbox)
{
  g_autoptr (BellImapUidSet) uids = get_doubted (mailbox);
  guint            n_ranges = bell_imap_uid_set_get_n_ranges (uids);
  g_autofree char *text = NULL;
  g_autofree char *command = NULL;

  mailbox->told_due_us = BELL_NEVER;
  if (n_ranges == 0 || is_resynchronised (self, mailbox))
    return;
  mailbox->told_asked = bell_imap_uid_set_get_ranges (uids)[n_ranges - 1].last;
  text = bell_imap_uid_set_to_string (uids);
  command = g_strdup_printf ("UID SEARCH UID %s UNSEEN UNDELETED", text);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_TOLD, BELL_IMAP_FOLLOW_ANY, mailbox, command);
}

/* UIDS: (transfer full). */
static void
tell_outdated (BellImapClient *self, const BellImapMailbox *mailbox, BellImapUidSet *uids)
{
  BellImapEvent *event = bell_imap_client_tell (self, BELL_IMAP_EVENT_GONE, mailbox);

  event->uids = uids;
  event->uid_validity = mailbox->outdated_validity;
  event->uid_seen = mailbox->outdated_seen;
  event->modseq = 0;
}

/* Under the UIDVALIDITY that they had. First those that are known, of which something may be on show since
 * an earlier run; then whatever else was told of in this one. */
void
bell_imap_client_tell_outdated (BellImapClient *self, BellImapMailbox *mailbox)
{
  g_autoptr (BellImapUidSet) told = g_steal_pointer (&mailbox->outdated);
  g_autofree char *all = g_strdup_printf ("1:%u", mailbox->outdated_seen);

  if (told == NULL)
    return;
  if (mailbox == bell_imap_client_get_home (self))
    bell_imap_client_forget_newest (self);
  if (bell_imap_uid_set_get_n_ranges (told) > 0)
    tell_outdated (self, mailbox, g_steal_pointer (&told));
  if (mailbox->outdated_seen > 0)
    tell_outdated (self, mailbox, bell_imap_uid_set_parse (all));
}

/* What nobody has searched for would be taken for the answer to the next search. */
void
bell_imap_client_got_unread (BellImapClient *self, const GArray *uids)
{
  if (bell_imap_client_got_newest_uids (self, uids))
    return;
  if (!bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_TOLD) &&
      !bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_SEEK) &&
      !bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_SWEEP))
    return;
  if (self->unread == NULL)
    self->unread = bell_imap_uid_set_new ();
  for (guint i = 0; i < uids->len; i++)
    bell_imap_uid_set_add (self->unread, g_array_index (uids, guint32, i));
}

/* Without a SEARCH line: none is unread. What was told of since it was asked, by a look in the same
 * flight, is not in the answer. */
void
bell_imap_client_done_told (BellImapClient          *self,
                            const BellImapCompleted *command,
                            const BellImapResponse  *response,
                            gint64 now_us            G_GNUC_UNUSED)
{
  BellImapMailbox *mailbox = command->subject;
  g_autoptr (BellImapUidSet) unread = g_steal_pointer (&self->unread);
  g_autoptr (BellImapUidSet) gone = bell_imap_uid_set_new ();

  if (response->type != BELL_IMAP_RESPONSE_OK || !mailbox->known)
    return;
  if (unread == NULL)
    unread = bell_imap_uid_set_new ();
  bell_imap_told_keep (&mailbox->told, unread, mailbox->told_asked, gone);
  bell_imap_told_keep (&mailbox->earlier, unread, mailbox->told_asked, gone);
  if (bell_imap_uid_set_get_n_ranges (gone) > 0)
    bell_imap_client_tell (self, BELL_IMAP_EVENT_GONE, mailbox)->uids = g_steal_pointer (&gone);
}
