/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first flight after sign-in, and how a mailbox is opened later.
 *
 * One write from the answer to sign-in to the watch: ID, ENABLE, EXAMINE, LIST, NOTIFY, the count and
 * IDLE (accepted in one piece by Dovecot 2.3 and 2.4 and Cyrus 3.10, without NOTIFY by Cyrus 3.6 and
 * Courier 5.0). Mailboxes are opened with EXAMINE: a watcher changes nothing, and leaves \Recent to
 * the mail client (RFC 9051 §6.3.3). imap-quirks.c tells where that cannot be. */

#include "imap/imap-client-private.h"
#include "imap/imap-mailbox-name.h"
#include "imap/imap-refusal.h"

#define EVENTS "MessageNew MessageExpunge FlagChange"

static void
send_id (BellImapClient *self)
{
  bell_imap_client_send (self, BELL_IMAP_COMMAND_ID, BELL_IMAP_FOLLOW_ANY, NULL,
                         "ID (\"name\" \"Mailbell\" \"version\" \"" BELL_VERSION "\")");
  self->identified = TRUE;
}

/* With QRESYNC the server tells at once what was read and removed since MODSEQ, of the messages that
 * may still be on show (RFC 7162 §3.2.5): all of them could be more than a line may hold. */
#define RESYNCHRONISED_UIDS 1000

void
bell_imap_client_send_open (BellImapClient *self, BellImapMailbox *mailbox)
{
  const char      *command = self->quirks & BELL_IMAP_QUIRK_SELECT ? "SELECT " : "EXAMINE ";
  g_autofree char *resync = NULL;
  guint32          last = mailbox->uid_seen;
  guint32          first = last > RESYNCHRONISED_UIDS ? last - RESYNCHRONISED_UIDS + 1 : 1;

  if (self->qresync && mailbox->modseq > 0 && mailbox->uid_validity_remembered > 0 && last > 0)
    resync = g_strdup_printf (" (QRESYNC (%u %" G_GUINT64_FORMAT " %u:%u))",
                              mailbox->uid_validity_remembered, mailbox->modseq, first, last);
  bell_imap_mailbox_opening (mailbox);
  bell_imap_client_send_named (self, BELL_IMAP_COMMAND_OPEN, mailbox, command, mailbox->name,
                               resync != NULL ? resync : "");
}

static void
add_named_mailboxes (BellImapClient *self, BellImapWriter *writer)
{
  const char *before = " (MAILBOXES (";

  for (guint i = 1; i < self->mailboxes->len; i++) {
    const BellImapMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

    if (!mailbox->watched)
      continue;
    bell_imap_writer_add_raw (writer, before);
    bell_imap_writer_add_string (writer, mailbox->name);
    before = " ";
  }
  bell_imap_writer_add_raw (writer, ") (" EVENTS "))");
}

/* SELECTED must always be named: without it Dovecot tells nothing of the open mailbox, not even in
 * IDLE. Nor is NONE ever the way back to plain IDLE, for it silences IDLE too (RFC 5465 §5.8). */
void
bell_imap_client_send_notify (BellImapClient *self)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);
  g_autofree char *attributes = bell_imap_client_get_attributes (self);
  gboolean         others =
    self->notify == BELL_IMAP_NOTIFY_ALL && (self->automatic || bell_imap_client_has_others (self));

  bell_imap_writer_add_raw (writer, others ? "NOTIFY SET STATUS" : "NOTIFY SET");
  bell_imap_writer_add_raw (writer, " (SELECTED (MessageNew");
  if (self->notify != BELL_IMAP_NOTIFY_OFF) {
    bell_imap_writer_add_raw (writer, " ");
    bell_imap_writer_add_raw (writer, attributes);
  }
  bell_imap_writer_add_raw (writer, " MessageExpunge FlagChange))");
  if (others && self->automatic)
    bell_imap_writer_add_raw (writer, " (SUBSCRIBED (" EVENTS " MailboxName SubscriptionChange))");
  else if (others)
    add_named_mailboxes (self, writer);
  bell_imap_queue_append (self->queue, BELL_IMAP_COMMAND_NOTIFY, BELL_IMAP_FOLLOW_ANY, NULL,
                          bell_imap_writer_finish (writer));
  self->notify_due = FALSE;
}

/* A rung down: the others by STATUS, then plain IDLE. */
void
bell_imap_client_lose_notify (BellImapClient *self, gint64 now_us)
{
  self->notify_set = BELL_IMAP_NOTIFY_OFF;
  self->notify_due = TRUE;
  if (self->notify == BELL_IMAP_NOTIFY_ALL) {
    self->notify = BELL_IMAP_NOTIFY_SELECTED;
  } else if (self->notify == BELL_IMAP_NOTIFY_SELECTED) {
    self->notify = BELL_IMAP_NOTIFY_OFF;
    self->rung = MIN (self->rung, BELL_IMAP_RUNG_IDLE);
  } else {
    self->notify_due = FALSE;
    return;
  }
  bell_imap_client_look_everywhere (self, now_us);
}

void
bell_imap_client_done_notify (BellImapClient                  *self,
                              const BellImapCompleted *command G_GNUC_UNUSED,
                              const BellImapResponse          *response,
                              gint64                           now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_OK)
    self->notify_set = self->notify;
  else
    bell_imap_client_lose_notify (self, now_us);
}

static void
choose_forms (BellImapClient *self)
{
  BellImapRung best = BELL_IMAP_RUNG_POLL;

  if (bell_imap_client_has (self, "IDLE"))
    best = bell_imap_client_has (self, "NOTIFY") ? BELL_IMAP_RUNG_NOTIFY : BELL_IMAP_RUNG_IDLE;
  if (best == BELL_IMAP_RUNG_POLL)
    self->poll_reason = BELL_IMAP_POLL_REASON_NO_IDLE;
  self->rung = MIN (self->rung, best);
  if (self->rung == BELL_IMAP_RUNG_NOTIFY)
    self->notify = self->automatic || bell_imap_client_has_others (self)
                     ? BELL_IMAP_NOTIFY_ALL
                     : BELL_IMAP_NOTIFY_SELECTED;

  if (!bell_imap_client_has (self, "ESEARCH") && !bell_imap_client_has (self, "IMAP4rev2"))
    self->count_form = BELL_IMAP_COUNT_BY_STATUS;
  else if (bell_imap_client_has (self, "CONTEXT=SEARCH") && self->rung >= BELL_IMAP_RUNG_IDLE)
    self->count_form = BELL_IMAP_COUNT_BY_CONTEXT;
  else
    self->count_form = BELL_IMAP_COUNT_BY_SEARCH;

  bell_imap_client_choose_preview (self);
}

void
bell_imap_client_done_enable (BellImapClient                  *self,
                              const BellImapCompleted *command G_GNUC_UNUSED,
                              const BellImapResponse          *response,
                              gint64 now_us                    G_GNUC_UNUSED)
{
  self->qresync = response->type == BELL_IMAP_RESPONSE_OK;
}

void
bell_imap_client_open (BellImapClient *self, gint64 now_us)
{
  choose_forms (self);
  if (bell_imap_client_has (self, "ID"))
    send_id (self);
  if (bell_imap_client_has (self, "QRESYNC") && !(self->quirks & BELL_IMAP_QUIRK_NO_QRESYNC)) {
    bell_imap_client_send (self, BELL_IMAP_COMMAND_ENABLE, BELL_IMAP_FOLLOW_ANY, NULL,
                           "ENABLE QRESYNC");
    self->qresync = TRUE;
  }
  bell_imap_client_send_open (self, bell_imap_client_get_home (self));
  bell_imap_client_ask_told (self, bell_imap_client_get_home (self));
  if (self->automatic)
    bell_imap_client_send_list (self, self->notify != BELL_IMAP_NOTIFY_ALL, now_us);
  if (self->notify != BELL_IMAP_NOTIFY_OFF)
    bell_imap_client_send_notify (self);
  bell_imap_client_send_count (self);
  if (self->notify != BELL_IMAP_NOTIFY_ALL) {
    bell_imap_client_refresh_others (self, now_us);
    bell_imap_client_send_statuses (self, now_us);
  }
  bell_imap_client_send_wait (self, now_us);
}

/* Where the code does not say that waiting helps, the name most often does not exist. The INBOX always
 * exists (RFC 9051 §5.1): it will be opened again, unless it is IMAP itself that was switched off
 * (jstedfast/MailKit issue 860). */
static BellImapErrorCode
refusal_of (const BellImapMailbox *home, const BellImapResponse *response)
{
  if (response->type != BELL_IMAP_RESPONSE_NO)
    return BELL_IMAP_ERROR_COMMAND_FAILED;
  if (bell_imap_response_has_code (response, "REFERRAL"))
    return BELL_IMAP_ERROR_ELSEWHERE;
  if (bell_imap_mailbox_name_is_inbox (home->name))
    return BELL_IMAP_ERROR_INBOX_REFUSED;
  return BELL_IMAP_ERROR_NO_MAILBOX;
}

/* 163.com refuses until it knows who asks, without offering ID. */
static void
home_refused (BellImapClient *self, BellImapMailbox *home, const BellImapResponse *response)
{
  if (!self->identified && !bell_imap_refusal_is_busy (response)) {
    send_id (self);
    bell_imap_client_send_open (self, home);
    bell_imap_mailbox_count_soon (home, 0);
  } else
    bell_imap_client_refused (self, response, refusal_of (home, response), "mailbox not opened");
}

static gboolean
needs_baseline (const BellImapMailbox *mailbox)
{
  return mailbox->fell || (mailbox->uid_next == 0 && mailbox->uid_seen == 0 && mailbox->exists > 0);
}

/* What waits for parts was found under another UIDVALIDITY: it is not there any more. */
static void
drop_stale_look (BellImapMailbox *mailbox)
{
  if (mailbox->look != NULL && mailbox->look->n_parts > 0 &&
      bell_imap_mailbox_is_first_sight (mailbox))
    g_clear_pointer (&mailbox->look, bell_imap_look_free);
}

/* The look that is under way will; one that waits for parts has, if nothing has come since. */
static gboolean
finds_all (const BellImapMailbox *mailbox)
{
  const BellImapLook *look = mailbox->look;

  if (look->baseline)
    return FALSE;
  return look->n_parts == 0 ||
         (mailbox->uid_next > 0 && mailbox->uid_next - 1 <= look->uid_highest);
}

void
bell_imap_client_done_open (BellImapClient          *self,
                            const BellImapCompleted *command,
                            const BellImapResponse  *response,
                            gint64                   now_us)
{
  BellImapMailbox *mailbox = command->subject;

  if (response->type != BELL_IMAP_RESPONSE_OK) {
    self->selected = NULL;
    if (mailbox == bell_imap_client_get_home (self))
      home_refused (self, mailbox, response);
    else
      bell_imap_mailbox_not_opened (mailbox);
    return;
  }
  self->selected = mailbox;
  drop_stale_look (mailbox);
  bell_imap_mailbox_opened (mailbox, now_us);
  bell_imap_client_tell_gone (self, mailbox);
  if (mailbox->look != NULL) {
    if (finds_all (mailbox)) { /* a visit */
      mailbox->news_due_us = BELL_NEVER;
      mailbox->n_arrived = 0;
    }
  } else if (needs_baseline (mailbox))
    bell_imap_client_ask_baseline (self, mailbox);
  else
    bell_imap_client_tell (self, BELL_IMAP_EVENT_MAILBOX, mailbox);
  if (self->state == BELL_IMAP_STATE_IDLING)
    bell_imap_client_tell_watching (self);
}
