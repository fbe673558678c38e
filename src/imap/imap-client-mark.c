/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks messages as read or unread, however many.
 *
 * "All" are those up to the UID that was known when it was wished: what comes meanwhile stays unread.
 * Which of them are unread is asked first, for they are what has to be marked as unread again if
 * somebody thinks better of it. That answer grows with their number, which the server has told, and
 * must not grow beyond what a response may hold (imap-limits.h): of more, all up to that UID are marked
 * without asking.
 *
 * STORE is not made to depend on UNCHANGEDSINCE (RFC 7162 §3.1.3): whatever else was changed meanwhile,
 * \Seen can be added to it, and a message that somebody has just flagged is to be read all the same. */

#include "imap/imap-client-action.h"

/* At eleven bytes each they fit into a line. */
#define MAX_SOUGHT 5000

/* Some servers take no lines of more than 1000 bytes (Yahoo, UW IMAP). */
#define MAX_SET_BYTES 900

/* In one write: Microsoft refuses longer batches (GNOME/geary, imap-quirks.vala). */
#define MAX_STORES 20

static gboolean
can_seek (const BellImapDeed *deed)
{
  return deed->type == BELL_IMAP_ACTION_MARK_ALL_READ && deed->stage == BELL_IMAP_STAGE_WAITING &&
         deed->mailbox->unread >= 0 && deed->mailbox->unread <= MAX_SOUGHT;
}

static gboolean
is_seeking (const BellImapClient *self)
{
  for (guint i = 0; i < self->actions->deeds->len; i++)
    if (((BellImapDeed *) g_ptr_array_index (self->actions->deeds, i))->stage ==
        BELL_IMAP_STAGE_SEEKING)
      return TRUE;
  return FALSE;
}

/* One search at a time: what it finds may be told without its tag, or of both before either ends. */
static void
seek (BellImapClient *self, BellImapDeed *deed)
{
  g_autofree char *uids = bell_imap_uid_set_to_string (deed->uids);
  gboolean         compact = bell_imap_client_has_either (self, "ESEARCH");

  if (is_seeking (self))
    return;
  deed->stage = BELL_IMAP_STAGE_SEEKING;
  bell_imap_client_send_deed (self, BELL_IMAP_COMMAND_SEEK, deed,
                              compact ? "UID SEARCH RETURN (ALL) UID " : "UID SEARCH UID ", uids,
                              " UNSEEN", NULL);
}

void
bell_imap_client_send_marks (BellImapClient *self, BellImapDeed *deed)
{
  gboolean    unread = deed->type == BELL_IMAP_ACTION_MARK_UNREAD;
  const char *flags = unread ? " -FLAGS.SILENT (\\Seen)" : " +FLAGS.SILENT (\\Seen)";
  guint       n_ranges = bell_imap_uid_set_get_n_ranges (deed->uids);

  if (can_seek (deed)) {
    seek (self, deed);
    return;
  }
  for (guint i = 0; i < MAX_STORES && deed->n_marked < n_ranges; i++) {
    g_autofree char *uids = bell_imap_uid_set_cut (deed->uids, &deed->n_marked, MAX_SET_BYTES);

    bell_imap_client_send_deed (self, BELL_IMAP_COMMAND_ACT, deed, "UID STORE ", uids, flags, NULL);
  }
  deed->stage = deed->n_marked < n_ranges ? BELL_IMAP_STAGE_MARKING : BELL_IMAP_STAGE_ASKED;
}

/* An answer without its tag is ours if nothing else is being searched for. */
gboolean
bell_imap_client_got_sought (BellImapClient *self, const BellImapSearchResult *search)
{
  gconstpointer about =
    search->tag != NULL ? bell_imap_queue_find_subject (self->queue, search->tag) : NULL;
  gboolean ours = about != NULL
                    ? bell_imap_queue_awaits_about (self->queue, BELL_IMAP_COMMAND_SEEK, about)
                    : search->tag == NULL &&
                        bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_SEEK) &&
                        !bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_COUNT);

  if (!ours)
    return FALSE;
  if (self->unread == NULL)
    self->unread = bell_imap_uid_set_new ();
  if (search->all != NULL)
    bell_imap_uid_set_add_set (self->unread, search->all);
  return TRUE;
}

/* Without a word of what was found, all are marked. */
void
bell_imap_client_done_seek (BellImapClient          *self,
                            const BellImapCompleted *command,
                            const BellImapResponse  *response,
                            gint64                   now_us)
{
  BellImapDeed *deed = command->subject;
  g_autoptr (BellImapUidSet) found = g_steal_pointer (&self->unread);

  if (response->type == BELL_IMAP_RESPONSE_OK && found != NULL) {
    bell_imap_uid_set_intersect (found, deed->uids);
    bell_imap_uid_set_free (deed->uids);
    deed->uids = g_steal_pointer (&found);
    deed->sought = TRUE;
  }
  bell_imap_client_done_act (self, command, response, now_us);
}
