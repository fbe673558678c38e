/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-exchange.h: one sign-in by AUTHENTICATE: the server's challenges in, our answers out, both in
 * base64 without the line end.
 * Limits: imap-limits.h: the length of a challenge and how many there may be.
 * Errors: those of BELL_IMAP_ERROR that speak of signing in. After one there is nothing to be said but
 *         "*"; what the server says does not become part of the message.
 * Owns:   the answers are secret, whatever is in them; the caller wipes what it copies.
 * Source: RFC 9051 §6.2.2, RFC 4422 (SASL), RFC 4959 (SASL-IR). */

#pragma once

#include "imap/imap-identity.h"

G_BEGIN_DECLS

/* What one kind of mechanism does. Messages are raw bytes. */
typedef struct {
  gboolean client_first; /* there is an initial response */

  /* PLUS_OFFERED: the server has told of a SCRAM that binds to the channel. (nullable): NULL with
   * ERROR. IDENTITY outlives it. */
  gpointer (*start) (const char             *mechanism,
                     const BellImapIdentity *identity,
                     gboolean                plus_offered,
                     GError                **error);

  /* The answer; the first of a client that speaks first is to an empty MESSAGE. (transfer full)
   * (nullable): NULL with ERROR. */
  BellSecretText *(*step) (gpointer self, const char *message, gsize length, GError **error);

  /* TRUE if nothing is missing on our side: an OK of the server may be believed. */
  gboolean (*is_complete) (gpointer self);

  void (*free) (gpointer self);
} BellImapExchangeForm;

typedef struct _BellImapExchange BellImapExchange;

BellImapExchange *bell_imap_exchange_new (const BellImapExchangeForm *form,
                                          const char                 *mechanism,
                                          const BellImapIdentity     *identity,
                                          gboolean                    plus_offered,
                                          GError                    **error); /* (nullable) */
void              bell_imap_exchange_free (BellImapExchange *self);

/* The initial response: with the command, where an empty one is written "=" (RFC 4959 §3), or after
 * the first "+", whatever stands behind that. (transfer full) (nullable): NULL without ERROR if the
 * server speaks first. */
BellSecretText *bell_imap_exchange_begin (BellImapExchange *self, GError **error);

/* The answer to CHALLENGE, which is NULL if nothing stood behind the "+". (transfer full) (nullable):
 * NULL with ERROR. */
BellSecretText *bell_imap_exchange_answer (BellImapExchange *self,
                                           const char       *challenge,
                                           GError          **error);

gboolean bell_imap_exchange_is_complete (const BellImapExchange *self);

/* How often we have said something. */
guint bell_imap_exchange_get_n_answers (const BellImapExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapExchange, bell_imap_exchange_free)

G_END_DECLS
