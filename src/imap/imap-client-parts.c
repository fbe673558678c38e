/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations among the news: a message's structure comes with its header, and where that has a
 * calendar part in it, this part is asked for before the message is told: one more round trip for
 * those few, none for the others.
 *
 * The look stays where it is meanwhile, so that nothing asks for the same messages again, and the
 * answer is gathered as any other. Without an answer the message is told as it is. A mailbox that is not
 * kept open has been left when its answer comes, and is opened once more (imap-client-watch.c). */

#include "imap/imap-client-private.h"

/* Invitations are few kilobytes; one with more has its description before its times. */
#define PART_BYTES 16384

/* More at once become a digest, which does not tell the time of any. */
#define PARTS 3

static gboolean
is_wanted (const BellImapNews *news)
{
  return news->invitation != NULL && news->calendar == NULL && !news->seen;
}

/* TRUE if LOOK waits for something now. */
gboolean
bell_imap_client_want_parts (BellImapClient *self, BellImapMailbox *mailbox, BellImapLook *look)
{
  GHashTableIter iterator;
  gpointer       news;
  guint          n_wanted = 0;

  if (mailbox == bell_imap_client_get_home (self) ? self->selected != mailbox : !mailbox->watched)
    return FALSE;
  g_hash_table_iter_init (&iterator, look->messages);
  while (g_hash_table_iter_next (&iterator, NULL, &news))
    n_wanted += is_wanted (news);
  look->parts_due = n_wanted > 0 && n_wanted <= PARTS;
  return look->parts_due;
}

gint64
bell_imap_client_get_parts_due (const BellImapMailbox *mailbox)
{
  return mailbox->look != NULL && mailbox->look->parts_due ? 0 : BELL_NEVER;
}

void
bell_imap_client_ask_parts (BellImapClient *self, BellImapMailbox *mailbox)
{
  BellImapLook  *look = mailbox->look;
  GHashTableIter iterator;
  gpointer       value;

  look->parts_due = FALSE;
  g_hash_table_iter_init (&iterator, look->messages);
  while (g_hash_table_iter_next (&iterator, NULL, &value)) {
    const BellImapNews *news = value;
    g_autofree char    *command = NULL;

    if (!is_wanted (news))
      continue;
    command = g_strdup_printf ("UID FETCH %u (UID BODY.PEEK[%s]<0.%u>)", news->uid,
                               news->invitation->section, PART_BYTES);
    look->n_parts++;
    bell_imap_client_send (self, BELL_IMAP_COMMAND_PART, BELL_IMAP_FOLLOW_ANY, mailbox, command);
  }
}

/* Whatever the answer: what has come is there, and the rest is done without. */
void
bell_imap_client_done_part (BellImapClient                       *self,
                            const BellImapCompleted              *command,
                            G_GNUC_UNUSED const BellImapResponse *response,
                            G_GNUC_UNUSED gint64                  now_us)
{
  BellImapMailbox *mailbox = command->subject;
  BellImapLook    *look = mailbox->look;

  if (look != NULL && look->n_parts > 0 && --look->n_parts == 0)
    bell_imap_client_tell_news (self, mailbox, g_steal_pointer (&mailbox->look));
}
