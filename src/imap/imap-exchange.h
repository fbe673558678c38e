/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-exchange.h: one sign-in by AUTHENTICATE: the server's challenges in, our answers out, both in
 * base64 without the line end. An answer is put together in three steps, of which the middle one can
 * take seconds, and may be taken in another thread: put(), compute(), take().
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

  /* TRUE if the next step() can take seconds. (nullable): none can. */
  gboolean (*takes_time) (gpointer self);

  /* The answer; the first of a client that speaks first is to an empty MESSAGE. (transfer full)
   * (nullable): NULL with ERROR. */
  BellSecretText *(*step) (gpointer self, const char *message, gsize length, GError **error);

  /* TRUE if nothing is missing on our side: an OK of the server may be believed. */
  gboolean (*is_complete) (gpointer self);

  void (*free) (gpointer self);
} BellImapExchangeForm;

typedef struct _BellImapExchange BellImapExchange;

/* IDENTITY is copied. (transfer full) (nullable): NULL with ERROR. */
BellImapExchange *bell_imap_exchange_new (const BellImapExchangeForm *form,
                                          const char                 *mechanism,
                                          const BellImapIdentity     *identity,
                                          gboolean                    plus_offered,
                                          GError                    **error);

/* In any thread. */
BellImapExchange *bell_imap_exchange_ref (BellImapExchange *self);
void              bell_imap_exchange_unref (BellImapExchange *self);

/* TRUE: the first put() is of no challenge, and what it leads to is the initial response: with the command,
 * where an empty one is written "=" (RFC 4959 §3), or after the first "+", whatever stands behind that. */
gboolean bell_imap_exchange_is_client_first (const BellImapExchange *self);

/* CHALLENGE (nullable) is what is to be answered: NULL if nothing stood behind the "+". FALSE with ERROR:
 * it is not. */
gboolean bell_imap_exchange_put (BellImapExchange *self, const char *challenge, GError **error);

/* After put(): compute() is better called in a thread of its own. */
gboolean bell_imap_exchange_takes_time (const BellImapExchange *self);

/* Once after put(), in any thread. */
void bell_imap_exchange_compute (BellImapExchange *self);

/* The answer, after compute(). (transfer full) (nullable): NULL with ERROR. */
BellSecretText *bell_imap_exchange_take (BellImapExchange *self, GError **error);

/* Nothing is missing on our side, and no challenge is being answered. */
gboolean bell_imap_exchange_is_complete (const BellImapExchange *self);

/* The same, before the last challenge came. */
gboolean bell_imap_exchange_was_complete (const BellImapExchange *self);

/* How often we have said something. */
guint bell_imap_exchange_get_n_answers (const BellImapExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapExchange, bell_imap_exchange_unref)

G_END_DECLS
