/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the mailbox and watching it: IDLE where the server has it, else polling; the unread count.
 *
 * What is due is written in one flight, DONE and the next IDLE included, so that news costs one
 * round trip and the watch is never off for longer (accepted by Dovecot 2.3 and 2.4, Cyrus 3.6 and
 * 3.10, Courier 5.0). The mailbox is opened with EXAMINE: a watcher changes nothing, and leaves
 * \Recent to the mail client (RFC 9051 §6.3.3). */

#include "imap/imap-client-private.h"

/* An IDLE that the server ends by itself sooner than this is no watch; after so many of them in a
 * row we poll. */
#define SHORT_IDLE (10 * BELL_SECOND)
#define MAX_SHORT_IDLES 3

static gboolean
has (const BellImapClient *self, const char *capability)
{
  return bell_imap_capabilities_has (self->capabilities, capability);
}

static void
send_id (BellImapClient *self)
{
  bell_imap_client_send (self, BELL_IMAP_COMMAND_ID, BELL_IMAP_FOLLOW_ANY,
                         "ID (\"name\" \"Mailbell\" \"version\" \"" BELL_VERSION "\")");
  self->identified = TRUE;
}

static void
send_examine (BellImapClient *self)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);

  bell_imap_writer_add_raw (writer, "EXAMINE ");
  bell_imap_writer_add_string (writer, self->mailbox.name);
  bell_imap_queue_append (self->queue, BELL_IMAP_COMMAND_EXAMINE, BELL_IMAP_FOLLOW_ANY,
                          bell_imap_writer_finish (writer));
}

static void
send_count (BellImapClient *self)
{
  g_autoptr (BellImapWriter) writer = NULL;

  self->mailbox.count_due_us = BELL_NEVER;
  if (self->count_form == BELL_IMAP_COUNT_BY_SEARCH) {
    bell_imap_client_send (self, BELL_IMAP_COMMAND_COUNT, BELL_IMAP_FOLLOW_ANY,
                           "UID SEARCH RETURN (COUNT) UNSEEN");
  } else if (self->count_form == BELL_IMAP_COUNT_BY_STATUS) {
    writer = bell_imap_client_begin (self);
    bell_imap_writer_add_raw (writer, "STATUS ");
    bell_imap_writer_add_string (writer, self->mailbox.name);
    bell_imap_writer_add_raw (writer, " (UNSEEN)");
    bell_imap_queue_append (self->queue, BELL_IMAP_COMMAND_COUNT, BELL_IMAP_FOLLOW_ANY,
                            bell_imap_writer_finish (writer));
  } else {
    bell_imap_client_send (self, BELL_IMAP_COMMAND_NOOP, BELL_IMAP_FOLLOW_ANY, "NOOP");
  }
}

/* Ends what was asked for with the wait for more: IDLE, or nothing. */
static void
send_wait (BellImapClient *self, gint64 now_us)
{
  if (self->rung == BELL_IMAP_RUNG_IDLE) {
    bell_imap_client_send (self, BELL_IMAP_COMMAND_IDLE, BELL_IMAP_FOLLOW_DONE, "IDLE");
    bell_imap_client_set_state (self, BELL_IMAP_STATE_IDLE_ASKED, now_us);
  } else {
    bell_imap_client_set_state (self, BELL_IMAP_STATE_WORKING, now_us);
  }
}

void
bell_imap_client_open (BellImapClient *self, gint64 now_us)
{
  self->rung = has (self, "IDLE") ? BELL_IMAP_RUNG_IDLE : BELL_IMAP_RUNG_POLL;
  self->count_form = has (self, "ESEARCH") || has (self, "IMAP4rev2") ? BELL_IMAP_COUNT_BY_SEARCH
                                                                      : BELL_IMAP_COUNT_BY_STATUS;
  if (has (self, "ID"))
    send_id (self);
  if (has (self, "QRESYNC") && !(self->quirks & BELL_IMAP_QUIRK_NO_QRESYNC))
    bell_imap_client_send (self, BELL_IMAP_COMMAND_ENABLE, BELL_IMAP_FOLLOW_ANY, "ENABLE QRESYNC");
  send_examine (self);
  send_count (self);
  send_wait (self, now_us);
}

/* The code says whether waiting helps; a NO without one is most often a name that does not exist. */
static void
examine_refused (BellImapClient *self, const BellImapResponse *response)
{
  if (!self->identified) { /* 163.com refuses until it knows who asks, without offering ID */
    send_id (self);
    send_examine (self);
    bell_imap_mailbox_count_soon (&self->mailbox, 0);
  } else if (bell_imap_response_has_code (response, "UNAVAILABLE") ||
             bell_imap_response_has_code (response, "INUSE") ||
             bell_imap_response_has_code (response, "LIMIT") ||
             bell_imap_response_has_code (response, "SERVERBUG"))
    bell_imap_client_fail (self, BELL_IMAP_ERROR_BUSY, "mailbox not available now");
  else if (response->type == BELL_IMAP_RESPONSE_NO)
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NO_MAILBOX, "mailbox refused");
  else
    bell_imap_client_fail (self, BELL_IMAP_ERROR_COMMAND_FAILED, "EXAMINE failed");
}

static void
tell_watching (BellImapClient *self)
{
  if (self->rung_told == self->rung)
    return;
  self->rung_told = self->rung;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_WATCHING);
}

void
bell_imap_client_done_examine (BellImapClient         *self,
                               const BellImapResponse *response,
                               gint64                  now_us)
{
  if (response->type != BELL_IMAP_RESPONSE_OK) {
    examine_refused (self, response);
    return;
  }
  bell_imap_mailbox_opened (&self->mailbox, now_us);
  if (bell_imap_mailbox_is_first_sight (&self->mailbox) && self->mailbox.uid_next == 0 &&
      self->mailbox.exists > 0)
    bell_imap_client_ask_baseline (self);
  else
    bell_imap_client_tell (self, BELL_IMAP_EVENT_MAILBOX);
  if (self->state == BELL_IMAP_STATE_IDLING)
    tell_watching (self);
}

static void
tell_unread (BellImapClient *self, gint64 unread)
{
  if (unread < 0 || unread > G_MAXUINT32 || unread == self->mailbox.unread)
    return;
  self->mailbox.unread = unread;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_UNREAD)->unread = (guint) unread;
}

static gboolean
is_our_mailbox (const BellImapClient *self, const char *name)
{
  if (g_ascii_strcasecmp (self->mailbox.name, "INBOX") == 0)
    return g_ascii_strcasecmp (name, "INBOX") == 0;
  return g_str_equal (self->mailbox.name, name);
}

static void
tell_gone (BellImapClient *self, BellImapUidSet *uids)
{
  bell_imap_client_tell (self, BELL_IMAP_EVENT_GONE)->uids = uids;
}

/* FETCH that answers no look of ours: flags changed elsewhere. */
static void
got_flags (BellImapClient *self, const BellImapFetch *fetch)
{
  BellImapUidSet *uids;

  if (fetch->uid == 0 || !bell_imap_flags_contain (fetch->flags, "\\Seen"))
    return;
  uids = bell_imap_uid_set_new ();
  bell_imap_uid_set_add (uids, fetch->uid);
  tell_gone (self, uids);
}

void
bell_imap_client_got_data (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_FETCH &&
      bell_imap_client_got_fetch (self, response->fetch))
    return;
  bell_imap_mailbox_update (&self->mailbox, response, now_us);
  if (response->type == BELL_IMAP_RESPONSE_FETCH)
    got_flags (self, response->fetch);
  else if (response->type == BELL_IMAP_RESPONSE_VANISHED && !response->earlier)
    tell_gone (self, bell_imap_uid_set_copy (response->vanished));
  else if (response->type == BELL_IMAP_RESPONSE_ESEARCH &&
           bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_COUNT))
    tell_unread (self, response->search->count);
  else if (response->type == BELL_IMAP_RESPONSE_STATUS &&
           is_our_mailbox (self, response->status->mailbox))
    tell_unread (self, response->status->unseen);
}

/* The next weaker form; without any the count stays unknown, which is no reason to stop watching. */
void
bell_imap_client_done_count (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_OK || !self->mailbox.open)
    return;
  self->count_form = self->count_form == BELL_IMAP_COUNT_BY_SEARCH ? BELL_IMAP_COUNT_BY_STATUS
                                                                   : BELL_IMAP_COUNT_IMPOSSIBLE;
  if (self->count_form != BELL_IMAP_COUNT_IMPOSSIBLE)
    bell_imap_mailbox_count_soon (&self->mailbox, now_us);
}

void
bell_imap_client_got_idling (BellImapClient *self, gint64 now_us)
{
  bell_imap_client_set_state (self, BELL_IMAP_STATE_IDLING, now_us);
  self->deadline_us = now_us + self->renewal_us;
  self->idle_since_us = now_us;
  if (self->mailbox.open)
    tell_watching (self);
}

/* The IDLE that we count on has ended without our DONE: it was refused, or the server had enough. */
void
bell_imap_client_done_idle (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  gboolean refused =
    self->state == BELL_IMAP_STATE_IDLE_ASKED || response->type != BELL_IMAP_RESPONSE_OK;

  if (self->state != BELL_IMAP_STATE_IDLE_ASKED && self->state != BELL_IMAP_STATE_IDLING)
    return;
  if (now_us - self->idle_since_us >= SHORT_IDLE)
    self->n_short_idles = 0;
  else
    self->n_short_idles++;
  if (refused || self->n_short_idles >= MAX_SHORT_IDLES)
    self->rung = BELL_IMAP_RUNG_POLL;
  bell_imap_mailbox_count_soon (&self->mailbox, now_us);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_WORKING, now_us);
}

/* Writes what is due, and the wait behind it. */
static void
fly (BellImapClient *self, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_IDLING)
    bell_imap_queue_done (self->queue);
  if (self->mailbox.news_due_us <= now_us)
    bell_imap_client_ask_news (self);
  if (self->mailbox.count_due_us <= now_us)
    send_count (self);
  send_wait (self, now_us);
}

static gboolean
is_due (const BellImapClient *self, gint64 now_us)
{
  return self->mailbox.news_due_us <= now_us || self->mailbox.count_due_us <= now_us;
}

static void
rest_until_next_poll (BellImapClient *self, gint64 now_us)
{
  bell_imap_client_set_state (self, BELL_IMAP_STATE_POLLING, now_us);
  self->deadline_us = now_us + self->polling_us;
  tell_watching (self);
}

/* Called after every input: does what is due as soon as the state allows it. A renewal is a count:
 * it costs little more than NOOP, makes the server tell what it has, and proves the number. */
void
bell_imap_client_advance (BellImapClient *self, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_WORKING) {
    if (!bell_imap_queue_is_empty (self->queue))
      return;
    if (!is_due (self, now_us) && self->rung == BELL_IMAP_RUNG_POLL)
      rest_until_next_poll (self, now_us);
    else
      fly (self, now_us);
  }
  if (self->state != BELL_IMAP_STATE_IDLING && self->state != BELL_IMAP_STATE_POLLING)
    return;
  if (self->log_out) {
    bell_imap_client_want (self, BELL_IMAP_WISH_LOG_OUT, now_us);
    return;
  }
  if (now_us >= self->deadline_us)
    bell_imap_mailbox_count_soon (&self->mailbox, now_us);
  if (is_due (self, now_us))
    fly (self, now_us);
}
