/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errand of somebody who chooses folders: all mailboxes with their uses, and where one command has
 * them as well, how much is unread in each (RFC 5819). */

#include "imap/imap-client-private.h"

/* More than that nobody looks through. */
#define MAX_LISTED 500

/* In the best way that has not been refused; a server may offer one that it does not understand. */
static void
ask (BellImapClient *self)
{
  BellImapErrand *errand = &self->errand;
  gboolean        all = bell_imap_client_has (self, "IMAP4rev2");
  gboolean        use = all || bell_imap_client_has (self, "SPECIAL-USE");
  gboolean        status = all || bell_imap_client_has (self, "LIST-STATUS");
  gboolean extended = (use || status) && (all || bell_imap_client_has (self, "LIST-EXTENDED"));
  g_autofree char *command = NULL;

  if (errand->n_refused == 0 && !extended)
    errand->n_refused = 1;
  extended &= errand->n_refused == 0;
  command = g_strconcat (errand->n_refused < 2 ? "LIST" : "LSUB", " \"\" \"*\"",
                         extended ? " RETURN (" : "", extended && use ? "SPECIAL-USE" : "",
                         extended && use && status ? " " : "",
                         extended && status ? "STATUS (UNSEEN)" : "", extended ? ")" : "", NULL);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_MAILBOXES, BELL_IMAP_FOLLOW_ANY, NULL, command);
}

void
bell_imap_client_list (BellImapClient *self, gint64 now_us)
{
  g_return_if_fail (self->state == BELL_IMAP_STATE_RESTING);

  self->errand = (BellImapErrand){ 0 };
  ask (self);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_ERRAND, now_us);
}

static void
tell_listed (BellImapClient *self, const BellImapList *list)
{
  BellImapRole   role = bell_imap_role_find (list->attributes, list->mailbox, list->delimiter);
  BellImapEvent *event;

  if (role == BELL_IMAP_ROLE_NOT_SELECTABLE || self->errand.n_listed == MAX_LISTED)
    return;
  self->errand.n_listed++;
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_LISTED, NULL);
  event->mailbox = g_strdup (list->mailbox);
  event->role = role;
}

static void
tell_count (BellImapClient *self, const BellImapStatus *status)
{
  BellImapEvent *event;

  if (status->unseen < 0)
    return;
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_UNREAD, NULL);
  event->mailbox = g_strdup (status->mailbox);
  event->unread = (guint) MIN (status->unseen, G_MAXUINT32);
}

void
bell_imap_client_got_listed (BellImapClient *self, const BellImapResponse *response)
{
  if (!bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_MAILBOXES))
    return;
  if (response->type == BELL_IMAP_RESPONSE_LIST)
    tell_listed (self, response->list);
  else if (response->type == BELL_IMAP_RESPONSE_STATUS && self->errand.n_listed <= MAX_LISTED)
    tell_count (self, response->status);
}

static void
end_refused (BellImapClient *self, gint64 now_us)
{
  BellImapEvent *event = bell_imap_client_tell (self, BELL_IMAP_EVENT_ERRAND_DONE, NULL);

  event->error = g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_LIST, "LIST refused");
  bell_imap_client_set_state (self, BELL_IMAP_STATE_RESTING, now_us);
}

void
bell_imap_client_done_mailboxes (BellImapClient                  *self,
                                 const BellImapCompleted *command G_GNUC_UNUSED,
                                 const BellImapResponse          *response,
                                 gint64                           now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_OK)
    bell_imap_client_end_errand (self, NULL, now_us);
  else if (++self->errand.n_refused < 3 && self->errand.n_listed == 0)
    ask (self);
  else
    end_refused (self, now_us);
}
