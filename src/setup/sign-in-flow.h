/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-flow.h: a person signs in at a provider: in the browser of this computer (authorisation
 * code with PKCE, answer on a loopback port), or with a code that is typed on any device.
 * Out:    the tokens, and the provider with all that was learnt of it.
 * Limits: a quarter of an hour in the browser; as long as the provider says on another device.
 * Errors: BELL_OAUTH_ERROR, G_IO_ERROR_CANCELLED.
 * Source: RFC 6749 §4.1, RFC 7636, RFC 8252, RFC 8628, RFC 9207. */

#pragma once

#include "account/oauth-client.h"

G_BEGIN_DECLS

typedef struct {
  BellOAuthProvider *provider; /* (owned) complete: with the client id that was registered */
  BellOAuthTokens   *tokens;   /* (owned) with a refresh token */
} BellSignInFlowResult;

/* URI: to be opened in the browser. Nothing in it is secret for longer than the sign-in. */
typedef void (*BellSignInFlowOpen) (const char *uri, gpointer user_data);

/* DEVICE: where to go, what to type there. */
typedef void (*BellSignInFlowShow) (const BellOAuthDevice *device, gpointer user_data);

/* ADDRESS: whom the provider is to expect. OPEN is called once, with OPEN_DATA, which has to last as
 * long as the flow. */
void bell_sign_in_flow_in_browser_async (const BellOAuthProvider *provider,
                                         const char              *address,
                                         BellSignInFlowOpen       open,
                                         gpointer                 open_data,
                                         GCancellable            *cancellable,
                                         GAsyncReadyCallback      callback,
                                         gpointer                 user_data);
void bell_sign_in_flow_on_device_async (const BellOAuthProvider *provider,
                                        BellSignInFlowShow       show,
                                        gpointer                 show_data,
                                        GCancellable            *cancellable,
                                        GAsyncReadyCallback      callback,
                                        gpointer                 user_data);

/* Of both. (transfer full) */
BellSignInFlowResult *bell_sign_in_flow_finish (GAsyncResult *result, GError **error);

/* PROVIDER (transfer full), TOKENS (transfer full) (nullable), ERROR (transfer full) (nullable): ends
 * TASK with them; for the two flows. */
void bell_sign_in_flow_return (GTask             *task,
                               BellOAuthProvider *provider,
                               BellOAuthTokens   *tokens,
                               GError            *error);

void bell_sign_in_flow_result_free (BellSignInFlowResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellSignInFlowResult, bell_sign_in_flow_result_free)

G_END_DECLS
