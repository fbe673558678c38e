/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in.h: what an account signs in with: asks for it, and again when that failed; renews a token
 * before it ends; remembers what the server refused.
 * Asks where account/sign-in-secret.h does. A token that is refused is replaced by a fresh one once;
 * what is refused again is for the user to mend. Where a client certificate did not open, that is looked
 * at first.
 * Owns: the secret in use; the account is the caller's. */

#pragma once

#include "account/sign-in-secret.h"

G_BEGIN_DECLS

typedef struct _BellSignIn BellSignIn;

/* Called from the main loop only. */
typedef struct {
  /* Sign in with SECRET, in place of the one in use if there is one; while that one stands, not before
   * there has to be another connection. */
  void (*got) (BellSignInSecret *secret, gpointer user_data);
  /* There is none. RETRY_AT_US: it is tried again then; BELL_NEVER: not before it is asked for. */
  void (*failed) (const GError *error, gint64 retry_at_us, gpointer user_data);
} BellSignInCalls;

/* CALLS is copied. */
BellSignIn *bell_sign_in_new (BellAccount           *account,
                              const BellSignInCalls *calls,
                              gpointer               user_data);
void        bell_sign_in_free (BellSignIn *self);

/* Asks now, whatever was planned. */
void bell_sign_in_ask (BellSignIn *self);

/* The server ended what was signed in with the token: asks for one that is good now. */
void bell_sign_in_renew (BellSignIn *self);

/* The one in use. (transfer none) (nullable) */
BellSignInSecret *bell_sign_in_get_secret (BellSignIn *self);

/* The server took the secret. */
void bell_sign_in_taken (BellSignIn *self);

/* It did, and has not ended what was signed in with it. A fresh token changes nothing about that:
 * many servers look at one only when it signs in, the others say BYE when it is over. */
gboolean bell_sign_in_stands (BellSignIn *self);

/* The server did not, as ERROR says. TRUE: a fresh one is being asked for; FALSE: the user has to. */
gboolean bell_sign_in_refused (BellSignIn *self, const GError *error);

/* TRUE if ERROR is about the secret and not about the server or the way there, or may be. */
gboolean bell_sign_in_is_concerned (const GError *error);

/* TRUE if another secret may help: that, or what opens the client certificate. */
gboolean bell_sign_in_may_be_mended (const GError *error);

/* TRUE while a refused secret is remembered: it will not be given out again. */
gboolean bell_sign_in_has_refused (BellSignIn *self);

/* The user insists: what was refused, by whomever, is tried once more. */
void bell_sign_in_forget_refused (BellSignIn *self);

/* What was refused for no known reason may be given out again. */
void bell_sign_in_network_changed (BellSignIn *self);

/* Nothing is asked for any more, nothing kept but what was refused. */
void bell_sign_in_stop (BellSignIn *self);

G_END_DECLS
