/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the greeting to being signed in. Before TLS nothing is believed but the greeting, CAPABILITY
 * and the answer to STARTTLS, and none of it is kept (RFC 9051 §6.2.1, protocol rows N, B, T). */

#include "imap/imap-client-private.h"
#include "imap/imap-limits.h"
#include "imap/imap-refusal.h"

void
bell_imap_client_take_identity (BellImapClient *self, const BellImapClientConfig *config)
{
  BellImapIdentity *identity = &self->identity;

  identity->user = g_strdup (config->user);
  identity->address = g_strdup (config->address);
  if (config->password != NULL)
    identity->password = bell_secret_text_ref (config->password);
  if (config->token != NULL)
    identity->token = bell_secret_text_ref (config->token);
  identity->external = config->external;
  identity->mechanism = g_strdup (config->mechanism);
  identity->strongest = g_strdup (config->strongest);
  identity->plus_broken = config->plus_broken;
  identity->external_broken = config->external_broken;
  identity->host = g_strdup (config->host);
  identity->port = config->port;
  identity->nonce = g_strdup (config->nonce);
}

void
bell_imap_client_set_channel_binding (BellImapClient *self, const char *type, GBytes *data)
{
  bell_imap_identity_set_binding (&self->identity, type, data);
}

const BellImapCapabilities *
bell_imap_client_get_offer (const BellImapClient *self)
{
  return self->offered != NULL ? self->offered : self->capabilities;
}

/* PREAUTH skips the sign-in that proves who we are, and on a STARTTLS port it skips TLS
 * (protocol row N3): refused always. */
void
bell_imap_client_got_greeting (BellImapClient         *self,
                               const BellImapResponse *response,
                               gint64                  now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_PREAUTH) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_PREAUTH, "PREAUTH greeting");
    return;
  }
  if (response->type == BELL_IMAP_RESPONSE_BYE) {
    bell_imap_client_refused (self, response, BELL_IMAP_ERROR_BYE, "BYE as greeting");
    return;
  }
  if (response->type != BELL_IMAP_RESPONSE_OK || response->tag != NULL) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NOT_IMAP, "no IMAP greeting");
    return;
  }
  bell_imap_client_learn (self, response);
  bell_imap_client_prepare (self, now_us);
}

static void
ask_capability (BellImapClient *self, BellImapState state, gint64 now_us)
{
  bell_imap_client_send (self, BELL_IMAP_COMMAND_CAPABILITY, BELL_IMAP_FOLLOW_NONE, NULL,
                         "CAPABILITY");
  bell_imap_client_set_state (self, state, now_us);
}

static void
fail_with (BellImapClient *self, const GError *error)
{
  bell_imap_client_fail (self, (BellImapErrorCode) error->code, error->message);
}

static void
send_sign_in (BellImapClient *self, GPtrArray *chunks, gint64 now_us)
{
  bell_imap_queue_append (self->queue, BELL_IMAP_COMMAND_SIGN_IN, BELL_IMAP_FOLLOW_NONE, NULL,
                          chunks);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_SIGN_IN, now_us);
}

static void
log_in (BellImapClient *self, gint64 now_us)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);

  bell_imap_writer_add_raw (writer, "LOGIN ");
  bell_imap_writer_add_string (writer, self->identity.user);
  bell_imap_writer_add_raw (writer, " ");
  bell_imap_writer_add_secret_string (writer, self->identity.password);
  send_sign_in (self, bell_imap_writer_finish (writer), now_us);
}

/* AUTHENTICATE, with INITIAL (nullable) behind it if the server takes it there (SASL-IR, RFC 4959) and
 * it makes no overlong line, else as a line that waits for the "+". (transfer full) */
static GPtrArray *
write_authenticate (BellImapClient *self, const char *name, const BellSecretText *initial)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);
  gsize    length = initial != NULL ? bell_secret_text_get_length (initial) : 0;
  gboolean at_once = bell_imap_capabilities_has (self->offered, "SASL-IR") &&
                     length <= BELL_IMAP_LIMIT_INITIAL_RESPONSE_BYTES;
  GPtrArray *chunks;

  bell_imap_writer_add_raw (writer, "AUTHENTICATE ");
  bell_imap_writer_add_raw (writer, name);
  if (initial != NULL && at_once) {
    bell_imap_writer_add_raw (writer, length > 0 ? " " : " =");
    bell_imap_writer_add_secret_raw (writer, initial);
  }
  chunks = bell_imap_writer_finish (writer);
  if (initial != NULL && !at_once) {
    g_ptr_array_add (chunks,
                     bell_imap_chunk_new (bell_secret_text_peek (initial), length, TRUE, TRUE));
    g_ptr_array_add (chunks, bell_imap_chunk_new ("\r\n", 2, FALSE, FALSE));
  }
  return chunks;
}

static gboolean
is_about_the_server (const GError *error)
{
  return g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SIGN_IN_INVALID) ||
         g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SERVER_UNPROVEN);
}

/* Ends the exchange, or all. What a server says that we cannot follow ends the exchange in good order
 * (RFC 9051 §6.2.2); what it must not say ends the connection. */
static void
give_up (BellImapClient *self, const GError *error, gint64 now_us)
{
  gboolean begun = !bell_imap_exchange_is_client_first (self->exchange) ||
                   bell_imap_exchange_get_n_answers (self->exchange) > 0;
  gboolean harmful =
    !bell_imap_exchange_was_complete (self->exchange) && is_about_the_server (error);

  if (!begun || harmful) {
    fail_with (self, error);
  } else {
    g_clear_error (&self->given_up);
    self->given_up = g_error_copy (error);
    bell_imap_queue_answer (self->queue, "*");
    bell_imap_client_set_state (self, BELL_IMAP_STATE_SIGN_IN, now_us);
  }
}

/* What has been computed. */
static void
say (BellImapClient *self, gint64 now_us)
{
  const char *name = bell_imap_mechanism_get_name (self->mechanism);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) answer = bell_imap_exchange_take (self->exchange, &error);

  if (answer == NULL) {
    give_up (self, error, now_us);
  } else if (bell_imap_exchange_is_client_first (self->exchange) &&
             bell_imap_exchange_get_n_answers (self->exchange) == 1) {
    send_sign_in (self, write_authenticate (self, name, answer), now_us);
  } else {
    bell_imap_queue_answer_secretly (self->queue, answer);
    bell_imap_client_set_state (self, BELL_IMAP_STATE_SIGN_IN, now_us);
  }
}

/* CHALLENGE (nullable) */
static void
respond (BellImapClient *self, const char *challenge, gint64 now_us)
{
  g_autoptr (GError) error = NULL;

  if (!bell_imap_exchange_put (self->exchange, challenge, &error)) {
    give_up (self, error, now_us);
  } else if (bell_imap_exchange_takes_time (self->exchange)) {
    bell_imap_client_tell (self, BELL_IMAP_EVENT_COMPUTE, NULL)->exchange =
      bell_imap_exchange_ref (self->exchange);
    bell_imap_client_set_state (self, BELL_IMAP_STATE_COMPUTING, now_us);
  } else {
    bell_imap_exchange_compute (self->exchange);
    say (self, now_us);
  }
}

void
bell_imap_client_computed (BellImapClient *self, BellImapExchange *exchange, gint64 now_us)
{
  if (self->state == BELL_IMAP_STATE_COMPUTING && exchange == self->exchange)
    say (self, now_us);
}

static void
authenticate (BellImapClient *self, gint64 now_us)
{
  const char *name = bell_imap_mechanism_get_name (self->mechanism);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->exchange, bell_imap_exchange_unref);
  g_clear_error (&self->given_up);
  self->exchange = bell_imap_auth_start (self->mechanism, self->offered, &self->identity, &error);
  if (self->exchange == NULL)
    fail_with (self, error);
  else if (bell_imap_exchange_is_client_first (self->exchange))
    respond (self, NULL, now_us);
  else
    send_sign_in (self, write_authenticate (self, name, NULL), now_us);
}

static void
sign_in (BellImapClient *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;

  self->mechanism = bell_imap_auth_choose (self->capabilities, &self->identity, &error);
  if (self->mechanism == NULL) {
    fail_with (self, error);
    return;
  }
  if (bell_imap_mechanism_is_command (self->mechanism))
    log_in (self, now_us);
  g_clear_pointer (&self->offered, bell_imap_capabilities_free);
  self->offered = g_steal_pointer (&self->capabilities);
  if (!bell_imap_mechanism_is_command (self->mechanism))
    authenticate (self, now_us);
}

/* For a look: what somebody with a password would sign in by. (nullable) */
static const char *
foresee (BellImapClient *self)
{
  BellImapIdentity identity = self->identity;
  g_autoptr (BellSecretText) password = bell_secret_text_new ("any", -1);
  const BellImapMechanism *mechanism;

  identity.password = password;
  mechanism = bell_imap_auth_choose (self->capabilities, &identity, NULL);
  return mechanism != NULL ? bell_imap_mechanism_get_name (mechanism) : NULL;
}

void
bell_imap_client_got_challenge (BellImapClient *self, const char *challenge, gint64 now_us)
{
  if (self->exchange != NULL)
    respond (self, challenge, now_us);
  else
    bell_imap_queue_answer (self->queue, "*");
}

/* What is of no more use once it is known who we are. */
void
bell_imap_client_clear_sign_in (BellImapClient *self)
{
  g_clear_pointer (&self->exchange, bell_imap_exchange_unref);
  g_clear_error (&self->given_up);
  g_clear_pointer (&self->identity.password, bell_secret_text_unref);
  g_clear_pointer (&self->identity.token, bell_secret_text_unref);
}

/* The next step before sign-in. STARTTLS is sent whatever the server says that it can do, for what
 * it says in clear proves nothing (protocol row N2). */
void
bell_imap_client_prepare (BellImapClient *self, gint64 now_us)
{
  if (!self->secure) {
    bell_imap_client_send (self, BELL_IMAP_COMMAND_STARTTLS, BELL_IMAP_FOLLOW_NONE, NULL,
                           "STARTTLS");
    bell_imap_client_set_state (self, BELL_IMAP_STATE_STARTTLS, now_us);
  } else if (self->capabilities == NULL) {
    ask_capability (self, BELL_IMAP_STATE_CAPABILITY, now_us);
  } else if (self->identity.user == NULL) {
    bell_imap_client_tell (self, BELL_IMAP_EVENT_READY, NULL)->mechanism = foresee (self);
    bell_imap_client_set_state (self, BELL_IMAP_STATE_RESTING, now_us);
  } else {
    sign_in (self, now_us);
  }
}

static void
tell_signed_in (BellImapClient *self)
{
  BellImapEvent *event = bell_imap_client_tell (self, BELL_IMAP_EVENT_READY, NULL);

  event->mechanism = bell_imap_mechanism_get_name (self->mechanism);
  event->plus_broken = self->plus_refused;
  event->external_broken = self->external_refused;
}

static void
signed_in (BellImapClient *self, gint64 now_us)
{
  if (self->capabilities == NULL) {
    ask_capability (self, BELL_IMAP_STATE_SIGNED_IN, now_us);
    return;
  }
  self->quirks = bell_imap_quirks_find (self->capabilities);
  tell_signed_in (self);
  if (self->mailboxes->len == 0)
    bell_imap_client_set_state (self, BELL_IMAP_STATE_RESTING, now_us);
  else
    bell_imap_client_begin_watch (self, now_us);
}

/* A server that does not answer CAPABILITY has, at the least, none. */
void
bell_imap_client_done_capability (BellImapClient                  *self,
                                  const BellImapCompleted *command G_GNUC_UNUSED,
                                  const BellImapResponse *response G_GNUC_UNUSED,
                                  gint64                           now_us)
{
  if (self->capabilities == NULL)
    self->capabilities = bell_imap_capabilities_new (NULL);
  if (self->state == BELL_IMAP_STATE_SIGNED_IN)
    signed_in (self, now_us);
  else
    bell_imap_client_prepare (self, now_us);
}

void
bell_imap_client_done_starttls (BellImapClient                  *self,
                                const BellImapCompleted *command G_GNUC_UNUSED,
                                const BellImapResponse          *response,
                                gint64                           now_us)
{
  if (response->type != BELL_IMAP_RESPONSE_OK) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NO_STARTTLS, "STARTTLS refused");
    return;
  }
  if (!bell_imap_framer_is_empty (self->framer)) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_INJECTION, "bytes behind the STARTTLS answer");
    return;
  }
  g_clear_pointer (&self->capabilities, bell_imap_capabilities_free);
  bell_imap_client_tell (self, BELL_IMAP_EVENT_START_TLS, NULL);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_HANDSHAKE, now_us);
}

/* RFC 5530. FALSE, ERROR untouched, if there is none of these. */
static gboolean
read_code (const BellImapResponse *response, BellImapErrorCode *error)
{
  /* clang-format off */
  static const struct {
    const char       *code;
    BellImapErrorCode error;
  } codes[] = {
    { "AUTHENTICATIONFAILED", BELL_IMAP_ERROR_SIGN_IN_REFUSED },
    { "AUTHORIZATIONFAILED",  BELL_IMAP_ERROR_SIGN_IN_REFUSED },
    { "EXPIRED",              BELL_IMAP_ERROR_SIGN_IN_REFUSED },
    { "PRIVACYREQUIRED",      BELL_IMAP_ERROR_NO_MECHANISM },
    { "CONTACTADMIN",         BELL_IMAP_ERROR_SIGN_IN_REFUSED },
    { "WEBALERT",             BELL_IMAP_ERROR_SIGN_IN_REFUSED }, /* Gmail: sign in on the web first */
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (bell_imap_response_has_code (response, codes[i].code)) {
      *error = codes[i].error;
      return TRUE;
    }
  return FALSE;
}

/* TRUE if the server has all that the password is proved by: the one message that has it, or what
 * follows the first one. */
static gboolean
has_used_password (const BellImapClient *self, const BellImapCompleted *command)
{
  const char *name = bell_imap_mechanism_get_name (self->mechanism);

  if (!command->whole || bell_imap_auth_is_without_secret (name))
    return FALSE;
  return self->exchange == NULL || bell_imap_exchange_was_complete (self->exchange) ||
         bell_imap_exchange_is_complete (self->exchange) ||
         bell_imap_exchange_get_n_answers (self->exchange) > 1;
}

/* A refusal without a code says that the password is not accepted (RFC 9051 §6.2.2, §6.2.3), and is all
 * that Cyrus and Courier say: another attempt would only come nearer to a lock-out. Some say BAD for it;
 * before the password was used that is about something else. What the mechanism has told is clearer
 * than what the server has to say to our "*", which is BAD. A server that is in trouble has a code, or
 * one of the phrases of imap-refusal.c. */
static BellImapErrorCode
refusal_of (const BellImapClient    *self,
            const BellImapCompleted *command,
            const BellImapResponse  *response)
{
  BellImapErrorCode code;

  if (read_code (response, &code))
    return code;
  if (self->given_up != NULL && !is_about_the_server (self->given_up))
    return (BellImapErrorCode) self->given_up->code;
  if (response->type == BELL_IMAP_RESPONSE_NO || has_used_password (self, command))
    return BELL_IMAP_ERROR_SIGN_IN_UNCLEAR;
  return BELL_IMAP_ERROR_UNEXPLAINED;
}

static gboolean
is_about_the_secret (BellImapErrorCode code)
{
  return code == BELL_IMAP_ERROR_SIGN_IN_REFUSED || code == BELL_IMAP_ERROR_SIGN_IN_UNCLEAR ||
         code == BELL_IMAP_ERROR_UNEXPLAINED;
}

static void
refused (BellImapClient *self, const BellImapResponse *response, BellImapErrorCode code)
{
  if (bell_imap_mechanism_is_external (self->mechanism) && is_about_the_secret (code))
    code = BELL_IMAP_ERROR_CERTIFICATE_REFUSED;
  else if (self->identity.token != NULL && is_about_the_secret (code))
    code = BELL_IMAP_ERROR_TOKEN_REFUSED;
  bell_imap_client_refused (self, response, code, "sign-in refused");
}

/* A server that has seen nothing but our first message cannot know that the password is wrong. */
static gboolean
is_without_reason (const BellImapClient   *self,
                   const BellImapResponse *response,
                   BellImapErrorCode       code)
{
  if (bell_imap_refusal_is_busy (response))
    return FALSE;
  return code == BELL_IMAP_ERROR_SIGN_IN_UNCLEAR || code == BELL_IMAP_ERROR_UNEXPLAINED ||
         (code == BELL_IMAP_ERROR_SIGN_IN_REFUSED &&
          bell_imap_exchange_get_n_answers (self->exchange) == 1);
}

static void
try_instead (BellImapClient *self, const BellImapMechanism *other, gint64 now_us)
{
  if (bell_imap_mechanism_is_external (self->mechanism))
    self->external_refused = self->identity.external_broken = TRUE;
  else
    self->plus_refused = TRUE;
  g_clear_pointer (&self->exchange, bell_imap_exchange_unref);
  g_clear_pointer (&self->capabilities, bell_imap_capabilities_free);
  self->mechanism = other;
  if (bell_imap_mechanism_is_command (other))
    log_in (self, now_us);
  else
    authenticate (self, now_us);
}

/* FALSE if there is nothing else to be tried, see imap-auth.c. */
static gboolean
fall_back (BellImapClient         *self,
           const BellImapResponse *response,
           BellImapErrorCode       code,
           gint64                  now_us)
{
  const BellImapMechanism *other;
  g_autoptr (GError) error = NULL;

  if (self->exchange == NULL || !is_without_reason (self, response, code))
    return FALSE;
  other = bell_imap_auth_fall_back (self->mechanism, self->offered, &self->identity, &error);
  if (other != NULL)
    try_instead (self, other, now_us);
  else if (error != NULL)
    fail_with (self, error);
  return other != NULL || error != NULL;
}

/* An OK before the exchange is through is what a server says that cannot prove who it is (row A2). */
void
bell_imap_client_done_sign_in (BellImapClient          *self,
                               const BellImapCompleted *command,
                               const BellImapResponse  *response,
                               gint64                   now_us)
{
  BellImapErrorCode code = refusal_of (self, command, response);

  if (response->type == BELL_IMAP_RESPONSE_OK) {
    if (self->exchange != NULL && !bell_imap_exchange_is_complete (self->exchange)) {
      bell_imap_client_fail (self, BELL_IMAP_ERROR_SERVER_UNPROVEN, "OK before its time");
      return;
    }
    bell_imap_client_clear_sign_in (self);
    signed_in (self, now_us);
  } else if (!fall_back (self, response, code, now_us)) {
    refused (self, response, code);
  }
}
