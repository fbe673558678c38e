/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth-client.h: what is asked of a provider's token endpoint, and its device and registration
 * endpoints. One request each; who asks again, and when, is the caller's business.
 * Errors: BELL_OAUTH_ERROR, G_IO_ERROR_CANCELLED; none of them holds text of the provider's.
 * Source: RFC 6749, RFC 7591, RFC 7636, RFC 8414, RFC 8628. */

#pragma once

#include "account/oauth-provider.h"
#include "base/secret-text.h"
#include "base/time-units.h"

G_BEGIN_DECLS

typedef struct {
  BellSecretText *access_token; /* (owned) */
  BellSecretText
        *refresh_token; /* (owned) (nullable): the one before stays good, or none was given */
  gint64 lifetime_us;   /* of the access token; BELL_NEVER: not told */
} BellOAuthTokens;

/* What the device endpoint said. */
typedef struct {
  BellSecretText *device_code;               /* (owned) */
  char           *user_code;                 /* (owned) to be typed */
  char           *verification_uri;          /* (owned) https */
  char           *verification_uri_complete; /* (owned) (nullable) https, with the code in it */
  gint64          lifetime_us;
  gint64          interval_us; /* between questions */
} BellOAuthDevice;

/* Exchanges the CODE of an authorisation (RFC 6749 §4.1.3) with its VERIFIER (RFC 7636 §4.5). */
void bell_oauth_client_exchange_async (const BellOAuthProvider *provider,
                                       BellSecretText          *code,
                                       BellSecretText          *verifier,
                                       const char              *redirect_uri,
                                       GCancellable            *cancellable,
                                       GAsyncReadyCallback      callback,
                                       gpointer                 user_data);

/* RFC 6749 §6. */
void bell_oauth_client_refresh_async (const BellOAuthProvider *provider,
                                      BellSecretText          *refresh_token,
                                      GCancellable            *cancellable,
                                      GAsyncReadyCallback      callback,
                                      gpointer                 user_data);

/* RFC 8628 §3.4; BELL_OAUTH_ERROR_PENDING and _SLOW_DOWN ask for another. */
void bell_oauth_client_poll_async (const BellOAuthProvider *provider,
                                   BellSecretText          *device_code,
                                   GCancellable            *cancellable,
                                   GAsyncReadyCallback      callback,
                                   gpointer                 user_data);

/* Of the three above. (transfer full) */
BellOAuthTokens *bell_oauth_client_tokens_finish (GAsyncResult *result, GError **error);

/* RFC 8628 §3.1. */
void             bell_oauth_client_ask_device_async (const BellOAuthProvider *provider,
                                                     GCancellable            *cancellable,
                                                     GAsyncReadyCallback      callback,
                                                     gpointer                 user_data);
BellOAuthDevice *bell_oauth_client_ask_device_finish (GAsyncResult *result,
                                                      GError      **error); /* (transfer full) */

/* Asks PROVIDER's issuer for its metadata (RFC 8414) and, without a client id, registers as a public
 * client (RFC 7591). Gives a copy of PROVIDER with what it learnt. */
void               bell_oauth_client_discover_async (const BellOAuthProvider *provider,
                                                     GCancellable            *cancellable,
                                                     GAsyncReadyCallback      callback,
                                                     gpointer                 user_data);
BellOAuthProvider *bell_oauth_client_discover_finish (GAsyncResult *result,
                                                      GError      **error); /* (transfer full) */

void bell_oauth_tokens_free (BellOAuthTokens *self);
void bell_oauth_device_free (BellOAuthDevice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOAuthTokens, bell_oauth_tokens_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOAuthDevice, bell_oauth_device_free)

G_END_DECLS
