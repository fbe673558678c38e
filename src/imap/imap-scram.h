/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-scram.h: the client's side of SCRAM: neither side shows the other the password, each proves
 * to the other that it knows it. libgsasl derives the keys, see imap-scram.c for why not more.
 * In:     the server's messages, hostile until the last has been verified.
 * Out:    our messages.
 * Limits: imap-limits.h bounds the iterations before anything is computed (protocol row A2).
 * Errors: BELL_IMAP_ERROR_SIGN_IN_INVALID, BELL_IMAP_ERROR_SERVER_UNPROVEN,
 *         BELL_IMAP_ERROR_SIGN_IN_REFUSED: the server said so in its own message.
 * Source: RFC 5802, RFC 7677 (SHA-256), RFC 9266 and RFC 5929 (channel bindings). */

#pragma once

#include "imap/imap-exchange.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_SCRAM_SHA_1,
  BELL_IMAP_SCRAM_SHA_256,
} BellImapScramHash;

/* What our first message says of channel binding (RFC 5802 §6). */
typedef enum {
  BELL_IMAP_SCRAM_UNBOUND,   /* "n": we do not bind */
  BELL_IMAP_SCRAM_NOT_BOUND, /* "y": we could, and have not seen that the server can. One that can
                               * has then been hidden from us, and refuses. */
  BELL_IMAP_SCRAM_BOUND,     /* "p": bound to the TLS connection */
} BellImapScramBinding;

typedef struct _BellImapScram BellImapScram;

/* IDENTITY must have user and password, for BOUND a channel binding, and outlive it. (nullable): NULL
 * with ERROR if the user name cannot be prepared. */
BellImapScram *bell_imap_scram_new (const BellImapIdentity *identity,
                                    BellImapScramHash       hash,
                                    BellImapScramBinding    binding,
                                    GError                **error);
void           bell_imap_scram_free (BellImapScram *self);

/* The answer to MESSAGE, which is empty the first time. (transfer full) (nullable): NULL with ERROR. */
BellSecretText *bell_imap_scram_step (BellImapScram *self,
                                      const char    *message,
                                      gsize          length,
                                      GError       **error);

/* TRUE once the server has proved that it knows the password. */
gboolean bell_imap_scram_is_complete (const BellImapScram *self);

/* All of that for a mechanism by its name. */
extern const BellImapExchangeForm bell_imap_scram;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapScram, bell_imap_scram_free)

G_END_DECLS
