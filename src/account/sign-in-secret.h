/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-secret.h: what signs an account in, a password or an OAuth 2 access token, asked for where
 * its setting "credential" says: the Secret Service, a sign-in at the provider, GNOME Online
 * Accounts, or a command.
 * Trusts: nothing is given out for another server than it was meant for, whatever the settings say
 *         now (server-name.h). What a command prints is the exception: the settings hold the
 *         command as well as the server, so who can change the one needs no leave of the other.
 * Errors: those of credentials.h, oauth-error.h and online-accounts.h, G_IO_ERROR_CANCELLED. */

#pragma once

#include "account/account.h"
#include "base/secret-text.h"
#include "base/time-units.h"

G_BEGIN_DECLS

typedef struct {
  BellSecretText *password;      /* (owned) (nullable): one of these two */
  BellSecretText *token;         /* (owned) (nullable) */
  gint64          expires_at_us; /* monotonic; BELL_NEVER: not known, or never */
} BellSignInSecret;

/* Each takes a reference to its secret. (transfer full) */
BellSignInSecret *bell_sign_in_secret_new_password (BellSecretText *password);
BellSignInSecret *bell_sign_in_secret_new_token (BellSecretText *token, gint64 expires_at_us);
BellSignInSecret *bell_sign_in_secret_ref (BellSignInSecret *self);
void              bell_sign_in_secret_unref (BellSignInSecret *self);

/* FALSE if either is NULL. */
gboolean bell_sign_in_secret_is_same (const BellSignInSecret *a, const BellSignInSecret *b);

/* REFUSED_BEFORE: the server did not take the last one, so a token that was kept does not do. */
void              bell_sign_in_secret_ask_async (BellAccount        *account,
                                                 gboolean            refused_before,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
BellSignInSecret *bell_sign_in_secret_ask_finish (GAsyncResult *result,
                                                  GError      **error); /* (transfer full) */

/* The user insists: what its provider has refused is asked for once more. */
void bell_sign_in_secret_forget_refusal (BellAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellSignInSecret, bell_sign_in_secret_unref)

G_END_DECLS
