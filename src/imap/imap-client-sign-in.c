/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the greeting to being signed in. Before TLS nothing is believed but the greeting, CAPABILITY
 * and the answer to STARTTLS, and none of it is kept (RFC 9051 §6.2.1, protocol rows N, B, T). */

#include "imap/imap-client-private.h"

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
sign_in (BellImapClient *self, gint64 now_us)
{
  const BellImapMechanism *mechanism = bell_imap_auth_choose (self->capabilities, self->mechanism);
  g_autoptr (BellImapWriter) writer = NULL;

  if (mechanism == NULL || self->password == NULL) {
    bell_imap_client_fail (self, BELL_IMAP_ERROR_NO_MECHANISM, "no usable sign-in method");
    return;
  }
  writer = bell_imap_client_begin (self);
  bell_imap_queue_append (
    self->queue, BELL_IMAP_COMMAND_SIGN_IN, BELL_IMAP_FOLLOW_NONE, NULL,
    bell_imap_auth_write (mechanism, writer, self->capabilities, self->user, self->password));
  g_clear_pointer (&self->capabilities, bell_imap_capabilities_free);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_SIGN_IN, now_us);
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
  } else if (self->user == NULL) {
    bell_imap_client_tell (self, BELL_IMAP_EVENT_READY, NULL);
    bell_imap_client_set_state (self, BELL_IMAP_STATE_RESTING, now_us);
  } else {
    sign_in (self, now_us);
  }
}

static void
signed_in (BellImapClient *self, gint64 now_us)
{
  if (self->capabilities == NULL) {
    ask_capability (self, BELL_IMAP_STATE_SIGNED_IN, now_us);
    return;
  }
  self->quirks = bell_imap_quirks_find (self->capabilities);
  bell_imap_client_tell (self, BELL_IMAP_EVENT_READY, NULL);
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

/* RFC 5530 codes; a NO without one is most often a wrong password (Cyrus, Courier). */
static BellImapErrorCode
refusal_of (const BellImapResponse *response)
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
    if (bell_imap_response_has_code (response, codes[i].code))
      return codes[i].error;
  return BELL_IMAP_ERROR_SIGN_IN_UNCLEAR;
}

void
bell_imap_client_done_sign_in (BellImapClient                  *self,
                               const BellImapCompleted *command G_GNUC_UNUSED,
                               const BellImapResponse          *response,
                               gint64                           now_us)
{
  if (response->type == BELL_IMAP_RESPONSE_OK)
    signed_in (self, now_us);
  else
    bell_imap_client_refused (self, response, refusal_of (response), "sign-in refused");
}
