/* SPDX-License-Identifier: GPL-3.0-or-later */
/* token-consent.h: whether the token of an OAuth 2 provider may go to the mail server of an account
 * that exists. Whoever has it can read the mail at that provider, and of such an account nobody knows
 * any more who named its server. So it goes to the servers that the provider or the table of providers
 * names, and where a refresh token of that provider and client is stored for: the user has agreed to
 * that once. To any other the user has to agree before the sign-in begins.
 * Errors: G_IO_ERROR_CANCELLED. */

#pragma once

#include "account/oauth-provider.h"

G_BEGIN_DECLS

void bell_token_consent_look_up_async (BellAccount             *account,
                                       const BellOAuthProvider *provider,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);

/* FALSE without ERROR: the user has to be asked. */
gboolean bell_token_consent_look_up_finish (GAsyncResult *result, GError **error);

/* What the user has to know before the question, in words. (transfer full) */
char *bell_token_consent_describe (const BellOAuthProvider *provider, const char *host);

G_END_DECLS
