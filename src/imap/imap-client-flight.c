/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is due, and in which flight it goes.
 *
 * All that is due is written in one flight, DONE and the next IDLE included, so that news costs one
 * round trip and the watch is never off for longer. IDLE follows NOTIFY too: without it Dovecot 2.3
 * loses a message that comes within a second of NOTIFY, and sends no sign of life. */

#include "imap/imap-client-private.h"

/* A living server answers DONE at once, whatever the commands behind it take. */
#define FIRST_ANSWER_TIMEOUT (10 * BELL_SECOND)

/* Silence worth a word: that a path survived a few seconds says nothing. */
#define LONG_SILENCE (30 * BELL_SECOND)

/* What a server says makes us ask; one whose every answer gives cause for the next question would keep
 * us busy for ever. So many flights may follow one another at once, one in so long a time without
 * end. */
#define FLIGHT_BURST 30
#define FLIGHT_PACE (3 * BELL_SECOND)

/* Commands in flight: far more than one flight holds. */
#define MAX_UNANSWERED 200

/* Other mailboxes looked into in one flight; the rest follow in the next. */
#define MAX_VISITS 5

/* Somebody who reads in one mailbox makes the server tell of every message: the others are not asked
 * for theirs each time. */
#define OTHERS_PACE (5 * BELL_MINUTE)

/* Ends a flight with the wait for more: IDLE, or nothing. */
void
bell_imap_client_send_wait (BellImapClient *self, gint64 now_us)
{
  self->flown_us = now_us;
  if (self->rung >= BELL_IMAP_RUNG_IDLE) {
    bell_imap_client_send (self, BELL_IMAP_COMMAND_IDLE, BELL_IMAP_FOLLOW_DONE, NULL, "IDLE");
    bell_imap_client_set_state (self, BELL_IMAP_STATE_IDLE_ASKED, now_us);
  } else {
    bell_imap_client_set_state (self, BELL_IMAP_STATE_WORKING, now_us);
  }
}

/* What is asked for is not asked for twice; of the mailbox that is kept open a count may be due while
 * its baseline waits behind IDLE. */
static gint64
get_mailbox_due (const BellImapClient *self, const BellImapMailbox *mailbox)
{
  if (!mailbox->watched)
    return BELL_NEVER;
  if (mailbox->look == NULL)
    return MIN (MIN (mailbox->news_due_us, mailbox->count_due_us),
                bell_imap_client_get_told_due (self, mailbox));
  if (mailbox != bell_imap_client_get_home (self))
    return bell_imap_client_get_parts_due (mailbox);
  return MIN (mailbox->count_due_us, bell_imap_client_get_parts_due (mailbox));
}

/* When something becomes due by itself. */
static gint64
get_due (const BellImapClient *self)
{
  gint64 due_us = self->notify_due ? 0 : bell_imap_client_get_actions_due (self);

  due_us = MIN (due_us, bell_imap_client_get_newest_due (self));
  for (guint i = 0; i < self->mailboxes->len; i++)
    due_us = MIN (due_us, get_mailbox_due (self, g_ptr_array_index (self->mailboxes, i)));
  return MIN (due_us, bell_imap_client_get_keep_alive_due (self));
}

static gint64
get_next_flight (const BellImapClient *self)
{
  return self->paced_us - FLIGHT_BURST * FLIGHT_PACE;
}

/* While it waits, for IDLE to tell or for the next poll. */
gint64
bell_imap_client_get_wake_up (const BellImapClient *self)
{
  gint64 push_due_us = bell_imap_client_get_push_due (bell_imap_client_get_home (self));

  return MIN (MAX (MIN (self->deadline_us, get_due (self)), get_next_flight (self)), push_due_us);
}

static gboolean
is_due (const BellImapClient *self, gint64 now_us)
{
  return MAX (get_due (self), get_next_flight (self)) <= now_us;
}

/* A mailbox with a look under way is opened only for the parts that the look waits for. */
static gboolean
wants_visit (const BellImapClient *self, const BellImapMailbox *mailbox, gint64 now_us)
{
  gint64 due_us = bell_imap_client_get_parts_due (mailbox);

  if (mailbox->look == NULL)
    due_us = MIN (mailbox->news_due_us, bell_imap_client_get_told_due (self, mailbox));
  return mailbox->watched && due_us <= now_us;
}

static void
visit (BellImapClient *self, BellImapMailbox *mailbox)
{
  bell_imap_client_send_open (self, mailbox);
  if (mailbox->look != NULL) {
    bell_imap_client_ask_parts (self, mailbox);
    return;
  }
  if (mailbox->fell) {
    mailbox->news_due_us = BELL_NEVER;
    bell_imap_client_ask_baseline (self, mailbox);
    return;
  }
  bell_imap_client_ask_news (self, mailbox);
  bell_imap_client_ask_told (self, mailbox);
}

/* Looks into the other mailboxes where something is new, and comes back. NOTIFY is off meanwhile
 * and set anew afterwards: Dovecot 2.3 dies of an assertion when it pushes headers from a mailbox
 * that is not the one that was open when NOTIFY was set (mail_get_header_stream, 2026-11). */
static guint
visit_others (BellImapClient *self, gint64 now_us)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);
  guint            n = 0;

  for (guint i = 1; i < self->mailboxes->len && n < MAX_VISITS; i++) {
    BellImapMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

    if (!wants_visit (self, mailbox, now_us))
      continue;
    if (n++ == 0 && self->notify_set != BELL_IMAP_NOTIFY_OFF)
      bell_imap_client_send (self, BELL_IMAP_COMMAND_NOTIFY, BELL_IMAP_FOLLOW_ANY, NULL,
                             "NOTIFY NONE");
    visit (self, mailbox);
  }
  if (n == 0)
    return 0;
  self->notify_due = self->notify != BELL_IMAP_NOTIFY_OFF;
  self->notify_set = BELL_IMAP_NOTIFY_OFF;
  bell_imap_client_send_open (self, home);
  bell_imap_client_ask_told (self, home);
  bell_imap_client_lose_context (self, now_us);
  return n;
}

/* So many of the others may be due that they take several flights; only then are they due again. */
static gboolean
others_are_due (const BellImapClient *self, gint64 now_us)
{
  for (guint i = 1; i < self->mailboxes->len; i++)
    if (get_mailbox_due (self, g_ptr_array_index (self->mailboxes, i)) <= now_us)
      return TRUE;
  return FALSE;
}

/* A server that lets us idle again and again and never says how the commands before went is none. */
static gboolean
lost_patience (BellImapClient *self)
{
  if (bell_imap_queue_get_n_unanswered (self->queue) < MAX_UNANSWERED)
    return FALSE;
  bell_imap_client_fail (self, BELL_IMAP_ERROR_PROTOCOL, "commands are not answered");
  return TRUE;
}

/* All that is due at home, and the wait behind it. A flight visits others or acts on messages, not
 * both: home is opened again once. What home is asked for comes first, since from the command that
 * opens it again on nothing that is told of it is known to be true. */
static void
send_due (BellImapClient *self, BellImapJourney journey, gboolean rested, gint64 now_us)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);
  guint            n_visited = 0;

  if (home->news_due_us <= now_us)
    bell_imap_client_ask_news (self, home);
  if (bell_imap_client_get_parts_due (home) <= now_us)
    bell_imap_client_ask_parts (self, home);
  if (bell_imap_client_get_told_due (self, home) <= now_us)
    bell_imap_client_ask_told (self, home);
  if (journey == BELL_IMAP_JOURNEY_NONE && home->look == NULL)
    n_visited = visit_others (self, now_us);
  if (n_visited == 0 && rested && !others_are_due (self, now_us) &&
      (home->look != NULL || now_us - self->others_asked_us >= OTHERS_PACE))
    bell_imap_client_refresh_others (self, now_us);
  if (self->notify_due)
    bell_imap_client_send_notify (self);
  bell_imap_client_send_statuses (self, now_us); /* which may be a LIST */
  if (bell_imap_client_list_is_stale (self, now_us))
    bell_imap_client_send_list (self, FALSE, now_us);
  if (home->count_due_us <= now_us)
    bell_imap_client_send_count (self);
  if (bell_imap_client_get_newest_due (self) <= now_us)
    bell_imap_client_ask_newest (self);
  bell_imap_client_send_wait (self, now_us);
}

/* Writes what is due, and the wait behind it unless what follows depends on the answer. */
static void
fly (BellImapClient *self, gint64 now_us)
{
  gboolean        idled = self->state == BELL_IMAP_STATE_IDLING;
  gboolean        rested = self->state != BELL_IMAP_STATE_WORKING;
  BellImapJourney journey;

  if (lost_patience (self))
    return;
  self->flown_us = now_us;
  self->paced_us = MAX (self->paced_us, now_us) + FLIGHT_PACE;
  if (rested && now_us - self->heard_us >= LONG_SILENCE)
    self->silent_us = now_us - self->heard_us;
  if (idled) {
    self->idle_lasted_us = now_us - self->idle_since_us;
    bell_imap_queue_done (self->queue);
  }
  journey = bell_imap_client_fly_actions (self, now_us);
  if (journey == BELL_IMAP_JOURNEY_AWAY)
    bell_imap_client_set_state (self, BELL_IMAP_STATE_WORKING, now_us);
  else
    send_due (self, journey, rested, now_us);
  if (idled)
    self->deadline_us = now_us + FIRST_ANSWER_TIMEOUT;
}

/* Called after every input: does what is due as soon as the state allows it. */
void
bell_imap_client_advance (BellImapClient *self, gint64 now_us)
{
  if (self->state < BELL_IMAP_STATE_WORKING || self->state > BELL_IMAP_STATE_IDLING)
    return;
  bell_imap_client_tell_pushed (self, bell_imap_client_get_home (self), now_us);
  bell_imap_client_settle_newest (self, now_us);
  if (self->state == BELL_IMAP_STATE_WORKING) {
    if (!bell_imap_queue_is_empty (self->queue))
      return;
    if (!is_due (self, now_us) && self->rung == BELL_IMAP_RUNG_POLL)
      bell_imap_client_begin_polling (self, now_us);
    else
      fly (self, now_us);
  }
  if (self->state != BELL_IMAP_STATE_IDLING && self->state != BELL_IMAP_STATE_POLLING)
    return;
  if (self->log_out) {
    bell_imap_client_want (self, BELL_IMAP_WISH_LOG_OUT, now_us);
    return;
  }
  if (now_us < get_next_flight (self))
    return;
  bell_imap_client_end_wait (self, now_us);
  if (is_due (self, now_us))
    fly (self, now_us);
}
