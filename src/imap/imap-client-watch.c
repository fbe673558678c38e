/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watching: what the server tells meanwhile, when to look all the same, and how we know that it is
 * still there and does not only seem to push. */

#include "imap/imap-client-private.h"
#include "imap/imap-refusal.h"

/* An IDLE that the server ends by itself sooner than this is no watch; after so many of them in a
 * row we poll. */
#define SHORT_IDLE (10 * BELL_SECOND)
#define MAX_SHORT_IDLES 3

/* Mail that a look finds although IDLE, longer than this, has not told of it; so many times in a row
 * are no accident (Outlook.com was so for months). Courier tells only once a minute. */
#define LONG_IDLE (3 * BELL_MINUTE)
#define MAX_LIES 3

/* While the lines of an answer keep coming, on a slow path: until the next, and altogether. */
#define NEXT_LINE_TIMEOUT (60 * BELL_SECOND)
#define LONGEST_ANSWER (10 * BELL_MINUTE)

/* Dovecot says "Still here" every 2 minutes, to the second. Lines that are further apart than
 * this prove nothing in time, and closer ones are talk unless they come regularly; one that is so
 * late is missing. */
#define MIN_KEEP_ALIVE (20 * BELL_SECOND)
#define MAX_KEEP_ALIVE (5 * BELL_MINUTE)
#define KEEP_ALIVE_SLACK (8 * BELL_SECOND)

/* A server that could not push is tried again after this. */
#define TRY_IDLE_AGAIN (24 * BELL_HOUR)

void
bell_imap_client_tell_watching (BellImapClient *self)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);
  gboolean         others = self->notify_set == BELL_IMAP_NOTIFY_ALL;
  BellImapRung     rung = self->rung;
  BellImapEvent   *event;

  if (rung == BELL_IMAP_RUNG_NOTIFY && self->notify_set == BELL_IMAP_NOTIFY_OFF)
    rung = BELL_IMAP_RUNG_IDLE;
  if (!home->known || (self->rung_told == rung && self->others_told == others &&
                       self->no_list_told == self->no_list))
    return;
  self->rung_told = rung;
  self->others_told = others;
  self->no_list_told = self->no_list;
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_WATCHING, home);
  event->others_pushed = others;
  event->rung = rung;
  event->poll_reason = rung == BELL_IMAP_RUNG_POLL ? self->poll_reason : BELL_IMAP_POLL_REASON_NONE;
  if (self->no_list)
    event->error = g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_NO_LIST, "LIST refused");
}

/* Renewals and looks of several accounts are to fall together, one wake-up instead of ten: on a
 * multiple of the interval if one lies in its last three eighths, else on the first quarter of a
 * multiple there, from which the next or the one after leads to it. A quarter alone would keep those
 * apart for ever that once began apart; an eighth more makes up for the time that an answer takes. */
static gint64
get_shared_tick (gint64 interval_us, gint64 now_us)
{
  gint64 quarter_us = MAX (interval_us / 4, 1);
  gint64 latest_us = now_us + interval_us;
  gint64 earliest_us = latest_us - interval_us / 8 * 3;
  gint64 multiple_us = latest_us / (4 * quarter_us) * (4 * quarter_us);

  if (multiple_us >= earliest_us)
    return multiple_us;
  return (earliest_us + quarter_us - 1) / quarter_us * quarter_us;
}

static gint64
renewal_deadline (const BellImapClient *self, gint64 now_us)
{
  if (self->exact_renewal)
    return now_us + self->renewal_us;
  return get_shared_tick (self->renewal_us, now_us);
}

void
bell_imap_client_got_idling (BellImapClient *self, gint64 now_us)
{
  bell_imap_client_set_state (self, BELL_IMAP_STATE_IDLING, now_us);
  self->deadline_us = renewal_deadline (self, now_us);
  self->idle_since_us = now_us;
  self->idle_lasted_us = 0;
  self->kept_alive_us = BELL_NEVER;
  bell_imap_client_tell_watching (self);
}

/* A server that cannot just now will in a while, perhaps. */
static void
give_up_idle (BellImapClient *self, gboolean busy, gint64 now_us)
{
  self->rung = BELL_IMAP_RUNG_POLL;
  self->poll_reason = busy ? BELL_IMAP_POLL_REASON_NONE : BELL_IMAP_POLL_REASON_REFUSED;
  self->idle_again_us = busy ? now_us + BELL_IMAP_BUSY_PAUSE : BELL_NEVER;
}

/* The IDLE that we count on has ended without our DONE: it was refused, or the server had enough. */
void
bell_imap_client_done_idle (BellImapClient                  *self,
                            const BellImapCompleted *command G_GNUC_UNUSED,
                            const BellImapResponse          *response,
                            gint64                           now_us)
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
    give_up_idle (self, bell_imap_refusal_is_busy (response), now_us);
  bell_imap_client_look_everywhere (self, now_us);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_WORKING, now_us);
}

/* What the others say comes along when the server is spoken to anyway. */
void
bell_imap_client_refresh_others (BellImapClient *self, gint64 now_us)
{
  self->others_asked_us = now_us;
  for (guint i = 1; i < self->mailboxes->len; i++) {
    BellImapMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

    if (mailbox->watched && self->notify != BELL_IMAP_NOTIFY_ALL)
      bell_imap_mailbox_count_soon (mailbox, now_us);
  }
}

/* Everything is asked for again that the server does not tell by itself, and one thing in any case:
 * a count costs little more than NOOP and proves the number as well. */
void
bell_imap_client_look_everywhere (BellImapClient *self, gint64 now_us)
{
  bell_imap_mailbox_count_soon (bell_imap_client_get_home (self), now_us);
  bell_imap_client_refresh_others (self, now_us);
}

static gboolean
is_about_messages (const BellImapResponse *response)
{
  return response->type == BELL_IMAP_RESPONSE_FETCH ||
         response->type == BELL_IMAP_RESPONSE_EXPUNGE ||
         (response->type == BELL_IMAP_RESPONSE_VANISHED && !response->earlier);
}

/* The mailbox that untagged data is about: the one that is being opened, else the one that is open.
 * Until the server says that the one before is closed, or how large the new one is, it may still
 * tell of messages in the one before (RFC 7162 §3.2.11). Of one that is visited to act on messages
 * nothing is kept: what has changed meanwhile shows when it is opened to be watched. */
static BellImapMailbox *
get_target (BellImapClient *self, const BellImapResponse *response)
{
  BellImapCommandType type;
  gpointer            subject;

  if (!bell_imap_queue_get_current (self->queue, &type, &subject) ||
      (type != BELL_IMAP_COMMAND_OPEN && type != BELL_IMAP_COMMAND_VISIT))
    return self->selected;
  if (response->type == BELL_IMAP_RESPONSE_EXISTS ||
      bell_imap_response_has_code (response, "CLOSED"))
    self->selected = NULL;
  if (self->selected != NULL && is_about_messages (response))
    return self->selected;
  return type == BELL_IMAP_COMMAND_OPEN ? subject : NULL;
}

static gboolean
is_still_here (const BellImapClient *self, const BellImapResponse *response)
{
  return self->state == BELL_IMAP_STATE_IDLING && response->type == BELL_IMAP_RESPONSE_OK &&
         response->code == NULL;
}

/* Only lines that follow one another directly tell the period, and close ones only when they come at
 * the same distance again: two lines in a row are talk. */
static void
got_still_here (BellImapClient *self, gint64 now_us)
{
  gint64 period_us = self->kept_alive_us != BELL_NEVER ? now_us - self->kept_alive_us : 0;
  gint64 difference_us = ABS (period_us - self->last_period_us);

  if (period_us > 0 && period_us <= MAX_KEEP_ALIVE &&
      (period_us >= MIN_KEEP_ALIVE || difference_us <= period_us / 4)) {
    if (self->keep_alive_us == 0)
      g_debug ("the server says every %.1f s that it is there", (double) period_us / BELL_SECOND);
    self->keep_alive_us = period_us;
  }
  self->last_period_us = period_us;
  self->kept_alive_us = now_us;
}

gint64
bell_imap_client_get_keep_alive (const BellImapClient *self)
{
  return self->keep_alive_us;
}

gint64
bell_imap_client_get_silence (const BellImapClient *self)
{
  return self->silent_us;
}

/* EXISTS went up in a look that ended a long IDLE, and IDLE had not told. */
static void
judge_idle (BellImapClient *self, gint64 n_arrived_before)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);

  if (home->n_arrived <= n_arrived_before)
    return;
  if (self->state == BELL_IMAP_STATE_IDLING || self->idle_lasted_us < LONG_IDLE) {
    self->n_lies = 0;
    return;
  }
  self->idle_lasted_us = 0;
  if (++self->n_lies < MAX_LIES)
    return;
  self->n_lies = 0;
  self->notify = self->notify_set = BELL_IMAP_NOTIFY_OFF;
  self->rung = BELL_IMAP_RUNG_POLL;
  self->poll_reason = BELL_IMAP_POLL_REASON_LIED;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_LIED, home);
}

static void
update_target (BellImapClient         *self,
               BellImapMailbox        *target,
               const BellImapResponse *response,
               gint64                  now_us)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);
  gboolean         pushing = target == home && self->notify_set != BELL_IMAP_NOTIFY_OFF;
  gint64           count_due_us = target->count_due_us;
  gint64           n_arrived = home->n_arrived;

  bell_imap_mailbox_update (target, response, pushing, now_us);
  /* A count follows every opening, and a search with updates keeps itself right. */
  if (!target->known || (target == home && self->context_tag != NULL))
    target->count_due_us = count_due_us;
  if (target == home)
    judge_idle (self, n_arrived);
}

static void
got_code (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  bell_imap_client_got_action_code (self, response);
  if (bell_imap_response_has_code (response, "NOTIFICATIONOVERFLOW"))
    bell_imap_client_lose_notify (self, now_us);
  else if (bell_imap_response_has_code (response, "NOUPDATE"))
    bell_imap_client_lose_context (self, now_us);
}

/* While a mailbox is being opened it gathers what QRESYNC tells; else each word is told at once. */
void
bell_imap_client_tell_gone (BellImapClient *self, BellImapMailbox *mailbox)
{
  bell_imap_client_tell_outdated (self, mailbox);
  if (mailbox->gone != NULL)
    bell_imap_client_tell (self, BELL_IMAP_EVENT_GONE, mailbox)->uids =
      g_steal_pointer (&mailbox->gone);
}

static void
bide (BellImapClient *self, gint64 now_us)
{
  gint64 latest_us = self->flown_us + LONGEST_ANSWER;

  if (self->state == BELL_IMAP_STATE_WORKING || self->state == BELL_IMAP_STATE_IDLE_ASKED)
    self->deadline_us = MAX (self->deadline_us, MIN (now_us + NEXT_LINE_TIMEOUT, latest_us));
}

void
bell_imap_client_got_data (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  BellImapMailbox *target = get_target (self, response);

  if (is_still_here (self, response)) {
    got_still_here (self, now_us);
    return;
  }
  bide (self, now_us);
  self->kept_alive_us = BELL_NEVER;
  self->last_period_us = 0;
  if (response->type == BELL_IMAP_RESPONSE_LIST) {
    if (bell_imap_client_got_target (self, response))
      bell_imap_client_got_list (self, response, now_us);
  } else if (response->type == BELL_IMAP_RESPONSE_STATUS)
    bell_imap_client_got_status (self, response->status, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_SEARCH)
    bell_imap_client_got_unread (self, response->numbers);
  else if (response->type == BELL_IMAP_RESPONSE_ESEARCH)
    bell_imap_client_got_search (self, response->search, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_OK && response->code != NULL)
    got_code (self, response, now_us);
  if (target == NULL)
    return;
  if (response->type == BELL_IMAP_RESPONSE_FETCH &&
      bell_imap_client_got_fetch (self, target, response)) {
    bell_imap_client_tell_pushed (self, target, now_us);
    return;
  }
  update_target (self, target, response, now_us);
  if (target->known)
    bell_imap_client_tell_gone (self, target);
}

/* Once a day it may be another server, or have learnt. */
static void
try_idle_again (BellImapClient *self, gint64 now_us)
{
  if (self->idle_again_us == BELL_NEVER && self->poll_reason >= BELL_IMAP_POLL_REASON_REFUSED)
    self->idle_again_us = now_us + TRY_IDLE_AGAIN;
  if (now_us < self->idle_again_us)
    return;
  self->idle_again_us = BELL_NEVER;
  self->n_short_idles = 0;
  self->poll_reason = BELL_IMAP_POLL_REASON_NONE;
  self->rung = self->notify != BELL_IMAP_NOTIFY_OFF ? BELL_IMAP_RUNG_NOTIFY : BELL_IMAP_RUNG_IDLE;
}

void
bell_imap_client_begin_polling (BellImapClient *self, gint64 now_us)
{
  bell_imap_client_set_state (self, BELL_IMAP_STATE_POLLING, now_us);
  self->deadline_us = MIN (get_shared_tick (self->polling_us, now_us), self->idle_again_us);
  bell_imap_client_tell_watching (self);
}

gint64
bell_imap_client_get_keep_alive_due (const BellImapClient *self)
{
  if (self->state != BELL_IMAP_STATE_IDLING || self->keep_alive_us == 0)
    return BELL_NEVER;
  return self->heard_us + self->keep_alive_us + KEEP_ALIVE_SLACK;
}

void
bell_imap_client_end_wait (BellImapClient *self, gint64 now_us)
{
  if (now_us >= bell_imap_client_get_keep_alive_due (self)) {
    self->keep_alive_us = 0; /* dead, or it has stopped to send them: not to be trusted again */
    bell_imap_client_look_everywhere (self, now_us);
  }
  if (now_us >= self->deadline_us) {
    if (self->state == BELL_IMAP_STATE_POLLING)
      try_idle_again (self, now_us);
    bell_imap_client_look_everywhere (self, now_us);
  }
}
