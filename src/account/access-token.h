/* SPDX-License-Identifier: GPL-3.0-or-later */
/* access-token.h: the OAuth 2 access token of an account, kept in memory and refreshed by the refresh
 * token in the Secret Service at 80 % of its life, or when the server did not take it.
 * The stored refresh token is what counts: one that was stored anew, by another process even, makes
 * the access token of the one before worthless. All who ask at once share one request.
 * A refresh token that the provider has refused is not sent again of itself.
 * Nothing is stored for an account that has been erased meanwhile.
 * A token goes to no other mail server than the user signed in for, whatever the settings say now.
 * Errors: BELL_OAUTH_ERROR (_SIGN_IN_AGAIN, _OTHER_SERVER: only the user can help),
 *         BELL_CREDENTIALS_ERROR, G_IO_ERROR_CANCELLED. */

#pragma once

#include "account/sign-in-secret.h"

G_BEGIN_DECLS

void              bell_access_token_ask_async (BellAccount        *account,
                                               gboolean            refused_before,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
BellSignInSecret *bell_access_token_ask_finish (GAsyncResult *result,
                                                GError      **error); /* (transfer full) */

/* The next to ask may have a refusal confirmed. */
void bell_access_token_forget_refusal (const char *account_id);

/* The account is gone: so are its tokens. */
void bell_access_token_drop (const char *account_id);

G_END_DECLS
