/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The unread count of the mailbox that is kept open: the server's own number, at constant cost. */

#include "imap/imap-client-private.h"
#include "imap/imap-refusal.h"

void
bell_imap_client_tell_unread (BellImapClient *self, BellImapMailbox *mailbox, gint64 unread)
{
  if (unread < 0 || unread > G_MAXUINT32 || unread == mailbox->unread)
    return;
  mailbox->unread = unread;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_UNREAD, mailbox)->unread = (guint) unread;
}

/* The server tells of changes from now on (RFC 5267 §4.3), until the mailbox is closed. */
static void
send_context (BellImapClient *self, BellImapMailbox *home)
{
  bell_imap_client_send (self, BELL_IMAP_COMMAND_COUNT, BELL_IMAP_FOLLOW_ANY, home,
                         "UID SEARCH RETURN (COUNT UPDATE) UNSEEN");
  g_free (self->context_tag);
  self->context_tag = bell_imap_queue_get_last_tag (self->queue);
}

/* STATUS of the open mailbox is no check for new messages (RFC 3501 §6.3.10): Courier tells what it
 * saw last. A look that is under way needs none. */
static void
send_status (BellImapClient *self, BellImapMailbox *home)
{
  if (home->known && home->look == NULL)
    bell_imap_client_send (self, BELL_IMAP_COMMAND_NOOP, BELL_IMAP_FOLLOW_ANY, NULL, "NOOP");
  bell_imap_client_send_named (self, BELL_IMAP_COMMAND_STATUS, home, "STATUS ", home->name,
                               " (UNSEEN)");
}

void
bell_imap_client_send_count (BellImapClient *self)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);

  home->count_due_us = BELL_NEVER;
  if (self->count_form == BELL_IMAP_COUNT_BY_CONTEXT && self->context_tag == NULL)
    send_context (self, home);
  else if (self->count_form <= BELL_IMAP_COUNT_BY_SEARCH)
    bell_imap_client_send (self, BELL_IMAP_COMMAND_COUNT, BELL_IMAP_FOLLOW_ANY, home,
                           "UID SEARCH RETURN (COUNT) UNSEEN");
  else if (self->count_form == BELL_IMAP_COUNT_BY_STATUS)
    send_status (self, home);
  else
    bell_imap_client_send (self, BELL_IMAP_COMMAND_NOOP, BELL_IMAP_FOLLOW_ANY, NULL, "NOOP");
}

/* The mailbox was closed, or the server gave up keeping the search up to date ([NOUPDATE]). */
void
bell_imap_client_lose_context (BellImapClient *self, gint64 now_us)
{
  g_clear_pointer (&self->context_tag, g_free);
  bell_imap_mailbox_count_soon (bell_imap_client_get_home (self), now_us);
}

/* What the server adds and takes away does not lead to a number: it is asked for. */
static void
apply_update (BellImapClient             *self,
              BellImapMailbox            *home,
              const BellImapSearchResult *search,
              gint64                      now_us)
{
  gint64 unread = home->unread + search->n_added - search->n_removed;

  if (unread < 0 || unread > G_MAXUINT32)
    bell_imap_client_lose_context (self, now_us);
  else
    bell_imap_client_tell_unread (self, home, unread);
}

/* A count, asked for while the server tells of changes, that says otherwise: it has not told all. */
static void
judge_context (BellImapClient *self, const BellImapMailbox *home, gint64 count)
{
  if (self->context_tag == NULL || home->unread < 0 || count < 0 || count == home->unread)
    return;
  g_clear_pointer (&self->context_tag, g_free);
  self->count_form = MAX (self->count_form, BELL_IMAP_COUNT_BY_SEARCH);
}

void
bell_imap_client_got_search (BellImapClient             *self,
                             const BellImapSearchResult *search,
                             gint64                      now_us)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);
  gboolean         updated = search->n_added > 0 || search->n_removed > 0;

  if (bell_imap_client_got_sought (self, search) ||
      bell_imap_client_got_newest_found (self, search))
    return;
  if (search->tag == NULL) {
    if (bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_COUNT))
      bell_imap_client_tell_unread (self, home, search->count);
  } else if (updated && g_strcmp0 (search->tag, self->context_tag) == 0 && home->unread >= 0) {
    apply_update (self, home, search, now_us);
  } else if (bell_imap_queue_find_subject (self->queue, search->tag) == home) {
    if (g_strcmp0 (search->tag, self->context_tag) != 0)
      judge_context (self, home, search->count);
    bell_imap_client_tell_unread (self, home, search->count);
  }
}

/* A form that has led to a number may be refused once. */
static gboolean
is_passing (const BellImapClient   *self,
            const BellImapMailbox  *home,
            const BellImapResponse *response)
{
  return bell_imap_refusal_is_busy (response) ||
         (response->type == BELL_IMAP_RESPONSE_NO && home->unread >= 0 && !self->count_refused);
}

/* The next weaker form; without any the count stays unknown, which is no reason to stop watching. */
void
bell_imap_client_done_count (BellImapClient          *self,
                             const BellImapCompleted *command,
                             const BellImapResponse  *response,
                             gint64                   now_us)
{
  BellImapMailbox *home = command->subject;
  gboolean         passing = is_passing (self, home, response);

  if (response->type == BELL_IMAP_RESPONSE_OK || home->known)
    self->count_refused = response->type != BELL_IMAP_RESPONSE_OK;
  if (response->type == BELL_IMAP_RESPONSE_OK || !home->known)
    return;
  g_clear_pointer (&self->context_tag, g_free);
  if (passing) {
    bell_imap_mailbox_count_soon (home, now_us + BELL_IMAP_BUSY_PAUSE);
    return;
  }
  if (self->count_form < BELL_IMAP_COUNT_IMPOSSIBLE)
    self->count_form++;
  if (self->count_form != BELL_IMAP_COUNT_IMPOSSIBLE)
    bell_imap_mailbox_count_soon (home, now_us);
}
