/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client's frame: states, input, output, and the way of a response to the theme that knows it.
 *
 * A state says what is being waited for and for how long; what each state does with a response is
 * in got_response(), what each command's answer means is in the table `commands`. After every
 * input bell_imap_client_advance() looks at what is due and writes it, all in one flight. */

#include "imap/imap-client-private.h"
#include "imap/imap-refusal.h"

/* An honest server answers at once; a sign-in may be slowed down on purpose after a failure (5 s
 * for Courier), and a search in a huge mailbox takes its time. */
#define ANSWER_TIMEOUT (60 * BELL_SECOND)
/* After a change of the network an answer is either here soon or it never comes: longer than a lost
 * packet takes to be sent again on a slow path. A living connection that is given up by mistake costs
 * one flight more; a dead one that is waited for costs the user's time. */
#define PROBE_TIMEOUT (3 * BELL_SECOND)
/* Before sign-in has ended it may be slowed down on purpose. */
#define SIGN_IN_PATIENCE (10 * BELL_SECOND)
#define LOG_OUT_TIMEOUT (5 * BELL_SECOND)

/* Responses in a row that make no sense; a few are known of honest servers (protocol row P7). */
#define MAX_MALFORMED 100

/* clang-format off */
static const struct {
  const char *name;
  gint64      timeout_us; /* BELL_NEVER: the theme sets the deadline, or none */
} states[] = {
  [BELL_IMAP_STATE_GREETING]    = { "greeting",    ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_CAPABILITY]  = { "capability",  ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_STARTTLS]    = { "starttls",    ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_HANDSHAKE]   = { "handshake",   BELL_NEVER },      /* the shell's own time */
  [BELL_IMAP_STATE_COMPUTING]   = { "computing",   ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_SIGN_IN]     = { "sign-in",     ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_SIGNED_IN]   = { "signed-in",   ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_COMPRESS]    = { "compress",    ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_DEFLATE]     = { "deflate",     BELL_NEVER },
  [BELL_IMAP_STATE_ERRAND]      = { "errand",      ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_RESTING]     = { "resting",     BELL_NEVER },
  [BELL_IMAP_STATE_WORKING]     = { "working",     ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_POLLING]     = { "polling",     BELL_NEVER },
  [BELL_IMAP_STATE_IDLE_ASKED]  = { "idle-asked",  ANSWER_TIMEOUT },
  [BELL_IMAP_STATE_IDLING]      = { "idling",      BELL_NEVER },
  [BELL_IMAP_STATE_LOGGING_OUT] = { "logging-out", LOG_OUT_TIMEOUT },
  [BELL_IMAP_STATE_ENDED]       = { "ended",       BELL_NEVER },
};

/* What the tagged answer to each command means; NULL: nothing, whatever it is. ONLY_LATEST: an
 * answer to an earlier command of the same type is of no interest. */
static const struct {
  void   (*done) (BellImapClient          *self,
                  const BellImapCompleted *command,
                  const BellImapResponse  *response,
                  gint64                   now_us);
  gboolean only_latest;
} commands[] = {
  [BELL_IMAP_COMMAND_CAPABILITY] = { bell_imap_client_done_capability, FALSE },
  [BELL_IMAP_COMMAND_STARTTLS]   = { bell_imap_client_done_starttls,   FALSE },
  [BELL_IMAP_COMMAND_SIGN_IN]    = { bell_imap_client_done_sign_in,    FALSE },
  [BELL_IMAP_COMMAND_COMPRESS]   = { bell_imap_client_done_compress,   FALSE },
  [BELL_IMAP_COMMAND_ID]         = { NULL,                             FALSE },
  [BELL_IMAP_COMMAND_ENABLE]     = { bell_imap_client_done_enable,     FALSE },
  [BELL_IMAP_COMMAND_OPEN]       = { bell_imap_client_done_open,       FALSE },
  [BELL_IMAP_COMMAND_LIST]       = { bell_imap_client_done_list,       TRUE },
  [BELL_IMAP_COMMAND_LIST_STATUS] = { bell_imap_client_done_list_status, FALSE },
  [BELL_IMAP_COMMAND_NOTIFY]     = { bell_imap_client_done_notify,     TRUE },
  [BELL_IMAP_COMMAND_BASELINE]   = { bell_imap_client_done_baseline,   FALSE },
  [BELL_IMAP_COMMAND_NEWEST_SEARCH] = { bell_imap_client_done_newest_search, FALSE },
  [BELL_IMAP_COMMAND_NEWEST_FETCH] = { bell_imap_client_done_newest_fetch, FALSE },
  [BELL_IMAP_COMMAND_NEWS]       = { bell_imap_client_done_news,       FALSE },
  [BELL_IMAP_COMMAND_PART]       = { bell_imap_client_done_part,       FALSE },
  [BELL_IMAP_COMMAND_TOLD]       = { bell_imap_client_done_told,       FALSE },
  [BELL_IMAP_COMMAND_COUNT]      = { bell_imap_client_done_count,      FALSE },
  [BELL_IMAP_COMMAND_STATUS]     = { bell_imap_client_done_status,     FALSE },
  [BELL_IMAP_COMMAND_VISIT]      = { bell_imap_client_done_visit,      FALSE },
  [BELL_IMAP_COMMAND_SEEK]       = { bell_imap_client_done_seek,       FALSE },
  [BELL_IMAP_COMMAND_ACT]        = { bell_imap_client_done_act,        FALSE },
  [BELL_IMAP_COMMAND_EXPUNGE]    = { bell_imap_client_done_act,        FALSE },
  [BELL_IMAP_COMMAND_TARGETS]    = { bell_imap_client_done_targets,    FALSE },
  [BELL_IMAP_COMMAND_MAILBOXES]  = { bell_imap_client_done_mailboxes,  FALSE },
  [BELL_IMAP_COMMAND_NOOP]       = { NULL,                             FALSE },
  [BELL_IMAP_COMMAND_IDLE]       = { bell_imap_client_done_idle,       TRUE },
  [BELL_IMAP_COMMAND_APPEND]     = { bell_imap_client_done_append,     FALSE },
  [BELL_IMAP_COMMAND_ERASE_OPEN] = { bell_imap_client_done_erase_open, FALSE },
  [BELL_IMAP_COMMAND_SWEEP_OPEN] = { bell_imap_client_done_sweep_open, FALSE },
  [BELL_IMAP_COMMAND_SWEEP]      = { bell_imap_client_done_sweep,      FALSE },
  [BELL_IMAP_COMMAND_SWEEP_PROVE] = { bell_imap_client_done_sweep_prove, FALSE },
  [BELL_IMAP_COMMAND_ERASE]      = { bell_imap_client_done_erase,      FALSE },
  [BELL_IMAP_COMMAND_LOGOUT]     = { NULL,                             FALSE },
};
/* clang-format on */

static void
take_remembered (BellImapClient *self, const BellImapClientConfig *config)
{
  for (guint i = 0; i < config->n_remembered; i++) {
    const BellImapRemembered *remembered = &config->remembered[i];
    BellImapMailbox *mailbox = bell_imap_mailbox_new (remembered->mailbox, BELL_IMAP_ROLE_ORDINARY);

    bell_imap_mailbox_remember (mailbox, remembered->uid_validity, remembered->uid_seen,
                                remembered->modseq, remembered->told);
    bell_imap_told_from_string (&mailbox->earlier, remembered->earlier);
    g_ptr_array_add (self->remembered, mailbox);
  }
}

BellImapClient *
bell_imap_client_new (const BellImapClientConfig *config, gint64 now_us)
{
  BellImapClient *self = g_new0 (BellImapClient, 1);

  self->security = config->security;
  self->secure = config->security != BELL_SECURITY_STARTTLS;
  bell_imap_client_take_identity (self, config);
  self->automatic = config->automatic;
  self->previews = config->previews;
  self->invitations = config->invitations;
  self->compress = config->compress;
  bell_imap_client_wish_newest (self, config->newest, config->newest_told);
  self->rung = config->best_rung != BELL_IMAP_RUNG_NONE ? config->best_rung : BELL_IMAP_RUNG_NOTIFY;
  if (self->rung == BELL_IMAP_RUNG_POLL)
    self->poll_reason = BELL_IMAP_POLL_REASON_LIED;
  self->renewal_us = config->renewal_us;
  self->exact_renewal = config->exact_renewal;
  self->polling_us = config->polling_us;
  self->keep_alive_us = config->keep_alive_us;
  self->idle_again_us = BELL_NEVER;
  self->framer = bell_imap_framer_new ();
  self->queue = bell_imap_queue_new (config->random, config->one_by_one);
  self->mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_mailbox_free);
  self->remembered = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_mailbox_free);
  self->actions = bell_imap_actions_new ();
  take_remembered (self, config);
  for (guint i = 0; config->mailboxes != NULL && config->mailboxes[i] != NULL; i++)
    bell_imap_client_add_mailbox (self, config->mailboxes[i], BELL_IMAP_ROLE_ORDINARY)->watched =
      TRUE;
  if (config->log)
    self->log = g_ptr_array_new_with_free_func (g_free);
  self->heard_us = now_us;
  bell_imap_client_set_state (self, BELL_IMAP_STATE_GREETING, now_us);
  return self;
}

void
bell_imap_client_free (BellImapClient *self)
{
  if (self == NULL)
    return;
  bell_imap_client_clear_sign_in (self);
  g_clear_pointer (&self->offered, bell_imap_capabilities_free);
  bell_imap_identity_clear (&self->identity);
  bell_imap_framer_free (self->framer);
  bell_imap_queue_free (self->queue);
  g_clear_pointer (&self->capabilities, bell_imap_capabilities_free);
  g_ptr_array_unref (self->mailboxes);
  g_ptr_array_unref (self->remembered);
  g_clear_pointer (&self->unread, bell_imap_uid_set_free);
  g_free (self->context_tag);
  g_free (self->sweep_for);
  bell_imap_actions_free (self->actions);
  bell_imap_client_clear_newest (self);
  g_queue_clear_full (&self->events, (GDestroyNotify) bell_imap_event_free);
  g_clear_pointer (&self->log, g_ptr_array_unref);
  g_free (self);
}

/* The only place where the state changes. */
void
bell_imap_client_set_state (BellImapClient *self, BellImapState state, gint64 now_us)
{
  gint64 timeout_us = states[state].timeout_us;

  if (self->state != state)
    g_debug ("state: %s → %s", states[self->state].name, states[state].name);
  self->state = state;
  self->deadline_us = timeout_us == BELL_NEVER ? BELL_NEVER : now_us + timeout_us;
}

/* MAILBOX (nullable): the one that it is about. */
BellImapEvent *
bell_imap_client_tell (BellImapClient *self, BellImapEventType type, const BellImapMailbox *mailbox)
{
  BellImapEvent *event = g_new0 (BellImapEvent, 1);

  event->type = type;
  event->rung = self->rung;
  if (mailbox != NULL) {
    event->mailbox = g_strdup (mailbox->name);
    event->uid_validity = mailbox->uid_validity;
    event->uid_seen = mailbox->uid_seen;
    event->modseq = mailbox->modseq;
    event->told = bell_imap_told_to_string (&mailbox->told);
    event->earlier = bell_imap_told_to_string (&mailbox->earlier);
  }
  g_queue_push_tail (&self->events, event);
  return event;
}

void
bell_imap_client_fail (BellImapClient *self, BellImapErrorCode code, const char *message)
{
  BellImapEvent *event;

  if (self->state == BELL_IMAP_STATE_ENDED)
    return;
  bell_imap_client_abandon (self);
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_FAILED, NULL);
  event->error = g_error_new_literal (BELL_IMAP_ERROR, (int) code, message);
  event->silent_us = self->silent_us;
  event->retry_after_us = self->retry_after_us;
  bell_imap_client_set_state (self, BELL_IMAP_STATE_ENDED, 0);
}

/* As CODE, unless the server only asks us to come back later; in clear, anybody could ask that. */
void
bell_imap_client_refused (BellImapClient         *self,
                          const BellImapResponse *response,
                          BellImapErrorCode       code,
                          const char             *message)
{
  gboolean busy = self->secure && bell_imap_refusal_is_busy (response);

  if (self->secure)
    self->retry_after_us = bell_imap_refusal_get_delay (response);
  bell_imap_client_fail (self, busy ? BELL_IMAP_ERROR_BUSY : code, message);
}

static void
end (BellImapClient *self)
{
  bell_imap_client_abandon (self);
  bell_imap_client_tell (self, BELL_IMAP_EVENT_CLOSED, NULL);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_ENDED, 0);
}

/* A writer with a fresh tag. (transfer full) */
BellImapWriter *
bell_imap_client_begin (BellImapClient *self)
{
  const BellImapCapabilities *capabilities = self->capabilities;
  BellImapLiterals            literals = BELL_IMAP_LITERALS_SYNCHRONISING;

  if (capabilities != NULL) {
    if (bell_imap_capabilities_has (capabilities, "LITERAL+"))
      literals = BELL_IMAP_LITERALS_PLUS;
    else if (bell_imap_capabilities_has (capabilities, "LITERAL-") ||
             bell_imap_capabilities_has (capabilities, "IMAP4rev2"))
      literals = BELL_IMAP_LITERALS_MINUS;
  }
  return bell_imap_queue_begin (self->queue, literals);
}

void
bell_imap_client_send (BellImapClient     *self,
                       BellImapCommandType type,
                       BellImapFollow      follow,
                       gpointer            subject,
                       const char         *text)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);

  bell_imap_writer_add_raw (writer, text);
  bell_imap_queue_append (self->queue, type, follow, subject, bell_imap_writer_finish (writer));
}

void
bell_imap_client_send_named (BellImapClient     *self,
                             BellImapCommandType type,
                             BellImapMailbox    *mailbox,
                             const char         *before,
                             const char         *name,
                             const char         *after)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);

  bell_imap_writer_add_raw (writer, before);
  bell_imap_writer_add_string (writer, name);
  bell_imap_writer_add_raw (writer, after);
  bell_imap_queue_append (self->queue, type, BELL_IMAP_FOLLOW_ANY, mailbox,
                          bell_imap_writer_finish (writer));
}

gboolean
bell_imap_client_has (const BellImapClient *self, const char *capability)
{
  return bell_imap_capabilities_has (self->capabilities, capability);
}

/* Capabilities, wherever they stand. What comes before TLS is not kept, nor what a server says
 * about itself before sign-in once sign-in has begun. */
void
bell_imap_client_learn (BellImapClient *self, const BellImapResponse *response)
{
  BellImapCapabilities *capabilities = NULL;

  if (!self->secure)
    return;
  if (response->type == BELL_IMAP_RESPONSE_CAPABILITY)
    capabilities = bell_imap_capabilities_new (response->words);
  else if (bell_imap_response_has_code (response, "CAPABILITY") && response->code->value != NULL)
    capabilities = bell_imap_capabilities_parse (response->code->value);
  if (capabilities == NULL)
    return;
  g_clear_pointer (&self->capabilities, bell_imap_capabilities_free);
  self->capabilities = capabilities;
}

/* A server that has ended IDLE by itself takes a DONE that was on its way for a command. */
static void
got_tagged (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  BellImapCompleted command;

  if (g_ascii_strcasecmp (response->tag, "DONE") == 0)
    return;
  if (!bell_imap_queue_complete (self->queue, response->tag, &command)) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_PROTOCOL, "an answer to no command of ours");
    return;
  }
  bell_imap_client_learn (self, response);
  if (states[self->state].timeout_us != BELL_NEVER)
    bell_imap_client_set_state (self, self->state, now_us);
  if (self->silent_us > 0) {
    bell_imap_client_tell (self, BELL_IMAP_EVENT_RENEWED, NULL)->silent_us = self->silent_us;
    self->silent_us = 0;
  }
  if (self->secure && response->type != BELL_IMAP_RESPONSE_OK &&
      bell_imap_refusal_get_delay (response) > 0)
    bell_imap_client_refused (self, response, BELL_IMAP_ERROR_BUSY, "throttled");
  else if (commands[command.type].done != NULL &&
           (command.latest || !commands[command.type].only_latest))
    commands[command.type].done (self, &command, response, now_us);
}

static void
got_continuation (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_GREETING) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NOT_IMAP, "\"+\" as greeting");
    return;
  }
  if (self->state == BELL_IMAP_STATE_STARTTLS) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NO_STARTTLS, "STARTTLS answered with \"+\"");
    return;
  }
  switch (bell_imap_queue_continue (self->queue)) {
  case BELL_IMAP_CONTINUED_IDLE:
    bell_imap_client_got_idling (self, now_us);
    break;
  case BELL_IMAP_CONTINUED_SIGN_IN:
    bell_imap_client_got_challenge (self, response->text, now_us);
    break;
  case BELL_IMAP_CONTINUED_NOTHING:
    self->n_malformed++;
    break;
  case BELL_IMAP_CONTINUED_CHUNK:
  default:
    break;
  }
}

static gboolean
is_watching (const BellImapClient *self)
{
  return self->state >= BELL_IMAP_STATE_WORKING && self->state <= BELL_IMAP_STATE_IDLING;
}

static void
got_untagged (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_GREETING)
    bell_imap_client_got_greeting (self, response, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_BYE) {
    if (self->state != BELL_IMAP_STATE_LOGGING_OUT)
      bell_imap_client_refused (self, response, BELL_IMAP_ERROR_BYE, "BYE");
  } else {
    bell_imap_client_learn (self, response);
    if (is_watching (self))
      bell_imap_client_got_data (self, response, now_us);
    else if (self->state == BELL_IMAP_STATE_ERRAND)
      bell_imap_client_got_errand_data (self, response);
  }
}

static void
got_response (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  self->n_malformed = 0;
  if (response->type == BELL_IMAP_RESPONSE_CONTINUATION)
    got_continuation (self, response, now_us);
  else if (response->tag != NULL && self->state != BELL_IMAP_STATE_GREETING)
    got_tagged (self, response, now_us);
  else
    got_untagged (self, response, now_us);
  if (self->state == BELL_IMAP_STATE_LOGGING_OUT &&
      !bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_LOGOUT) &&
      bell_imap_queue_is_empty (self->queue))
    end (self);
}

/* A response that makes no sense is dropped, since honest servers send some; before sign-in, and
 * when it is over a limit, it ends the connection. */
static void
got_nonsense (BellImapClient *self, const GError *error, gint64 now_us)
{
  bell_imap_client_log_line (self, 'S', "(malformed)");
  self->list_is_partial = TRUE;
  if (g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE)) {
    if (!is_watching (self) || !bell_imap_client_got_too_large (self, now_us))
      bell_imap_client_fail (self, BELL_IMAP_ERROR_TOO_LARGE, error->message);
  } else if (self->state == BELL_IMAP_STATE_GREETING)
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NOT_IMAP, error->message);
  else if (self->state < BELL_IMAP_STATE_SIGNED_IN || ++self->n_malformed > MAX_MALFORMED)
    bell_imap_client_fail (self, BELL_IMAP_ERROR_SYNTAX, error->message);
}

static gboolean
is_reading (const BellImapClient *self)
{
  return self->state != BELL_IMAP_STATE_ENDED && self->state != BELL_IMAP_STATE_HANDSHAKE &&
         self->state != BELL_IMAP_STATE_DEFLATE;
}

/* One response; FALSE if more bytes are needed. */
static gboolean
receive_one (BellImapClient *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellImapFrame) frame = bell_imap_framer_next (self->framer, &error);
  g_autoptr (BellImapResponse) response = NULL;

  if (frame != NULL)
    response = bell_imap_response_parse (frame, &error);
  if (response != NULL) {
    bell_imap_client_log_response (self, frame, response);
    got_response (self, response, now_us);
  } else if (error != NULL) {
    got_nonsense (self, error, now_us);
    bell_imap_client_got_unreadable (self, frame, now_us);
  }
  return frame != NULL || error != NULL;
}

void
bell_imap_client_receive (BellImapClient *self, const void *bytes, gsize length, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_HANDSHAKE)
    bell_imap_client_fail (self, BELL_IMAP_ERROR_INJECTION, "bytes in clear before the handshake");
  if (self->state == BELL_IMAP_STATE_DEFLATE)
    bell_imap_framer_feed (self->framer, bytes, length);
  if (!is_reading (self))
    return;
  self->heard_us = now_us;
  bell_imap_framer_feed (self->framer, bytes, length);
  while (is_reading (self) && receive_one (self, now_us))
    continue;
  bell_imap_client_advance (self, now_us);
}

void
bell_imap_client_opened (BellImapClient *self, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_GREETING)
    bell_imap_client_set_state (self, BELL_IMAP_STATE_GREETING, now_us);
}

void
bell_imap_client_end_of_stream (BellImapClient *self, gint64 now_us G_GNUC_UNUSED)
{
  if (self->state == BELL_IMAP_STATE_LOGGING_OUT)
    end (self);
  else
    bell_imap_client_fail (self, BELL_IMAP_ERROR_CLOSED, "the server closed the connection");
}

void
bell_imap_client_secured (BellImapClient *self, gint64 now_us)
{
  g_return_if_fail (self->state == BELL_IMAP_STATE_HANDSHAKE);
  self->secure = TRUE;
  bell_imap_client_prepare (self, now_us);
}

static void
log_out (BellImapClient *self, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_IDLING)
    bell_imap_queue_done (self->queue);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_LOGOUT, BELL_IMAP_FOLLOW_NONE, NULL, "LOGOUT");
  bell_imap_client_set_state (self, BELL_IMAP_STATE_LOGGING_OUT, now_us);
}

/* DONE may not be written before the server's "+" (Cyrus 3.6 leaves it unread), so while IDLE has
 * only been asked for there is no orderly way out but to wait; the caller's patience bounds it. */
static void
want_log_out (BellImapClient *self, gint64 now_us)
{
  self->log_out = TRUE;
  if (self->state == BELL_IMAP_STATE_RESTING || self->state == BELL_IMAP_STATE_POLLING ||
      self->state == BELL_IMAP_STATE_IDLING)
    log_out (self, now_us);
  else if (self->state < BELL_IMAP_STATE_RESTING)
    end (self);
}

void
bell_imap_client_want (BellImapClient *self, BellImapWish wish, gint64 now_us)
{
  gint64 patience_us = SIGN_IN_PATIENCE;

  if (wish == BELL_IMAP_WISH_LOG_OUT) {
    if (self->state < BELL_IMAP_STATE_LOGGING_OUT)
      want_log_out (self, now_us);
    return;
  }
  if (is_watching (self)) {
    patience_us = PROBE_TIMEOUT;
    bell_imap_client_look_everywhere (self, now_us);
    bell_imap_client_advance (self, now_us);
  }
  if (wish == BELL_IMAP_WISH_PROBE && states[self->state].timeout_us != BELL_NEVER)
    self->deadline_us = MIN (self->deadline_us, now_us + patience_us);
}

void
bell_imap_client_tick (BellImapClient *self, gint64 now_us)
{
  if (now_us < bell_imap_client_get_deadline (self))
    return;
  if (self->state == BELL_IMAP_STATE_LOGGING_OUT)
    end (self);
  else if (self->state == BELL_IMAP_STATE_IDLING || self->state == BELL_IMAP_STATE_POLLING)
    bell_imap_client_advance (self, now_us);
  else
    bell_imap_client_fail (self, BELL_IMAP_ERROR_TIMEOUT, "no answer in time");
}

GByteArray *
bell_imap_client_take_output (BellImapClient *self)
{
  g_autoptr (GPtrArray) lines = NULL;
  GByteArray *output;

  if (!is_reading (self) && self->state != BELL_IMAP_STATE_HANDSHAKE)
    return NULL;
  if (self->log != NULL)
    lines = g_ptr_array_new_with_free_func (g_free);
  output = bell_imap_queue_take_output (self->queue, lines);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    bell_imap_client_log_line (self, 'C', g_ptr_array_index (lines, i));
  return output;
}

BellImapEvent *
bell_imap_client_take_event (BellImapClient *self)
{
  return g_queue_pop_head (&self->events);
}

gint64
bell_imap_client_get_deadline (const BellImapClient *self)
{
  if (self->state != BELL_IMAP_STATE_IDLING && self->state != BELL_IMAP_STATE_POLLING)
    return self->deadline_us;
  return bell_imap_client_get_wake_up (self);
}

void
bell_imap_client_set_intervals (
  BellImapClient *self, gint64 renewal_us, gboolean exact_renewal, gint64 polling_us, gint64 now_us)
{
  self->renewal_us = renewal_us;
  self->exact_renewal = exact_renewal;
  self->polling_us = polling_us;
  if (self->state == BELL_IMAP_STATE_IDLING)
    self->deadline_us = MIN (self->deadline_us, now_us + renewal_us);
  else if (self->state == BELL_IMAP_STATE_POLLING)
    self->deadline_us = MIN (self->deadline_us, now_us + polling_us);
}

const BellImapCapabilities *
bell_imap_client_get_capabilities (const BellImapClient *self)
{
  return self->capabilities;
}

gboolean
bell_imap_client_awaits_tls (const BellImapClient *self)
{
  return self->state == BELL_IMAP_STATE_HANDSHAKE;
}

const char *
bell_imap_client_get_state_name (const BellImapClient *self)
{
  return states[self->state].name;
}
