/* SPDX-License-Identifier: GPL-3.0-or-later */
/* https.h: one request over HTTPS whose answer may hold secrets.
 * Limits: an answer of 64 KiB, 30 s, no redirection, no cookies, no authentication, TLS 1.2 at
 *         least; nothing but https addresses.
 * Errors: BELL_OAUTH_ERROR_UNREACHABLE, _UNTRUSTED, _ANSWER; G_IO_ERROR_CANCELLED.
 * Owns:   request and answer are wiped. */

#pragma once

#include <gio/gio.h>

#include "account/oauth-error.h"
#include "base/secret-text.h"

G_BEGIN_DECLS

/* Which certificates are believed; NULL, the default, for those that the system trusts. */
void          bell_https_set_trust (GTlsDatabase *trust);
GTlsDatabase *bell_https_get_trust (void); /* (transfer none) (nullable) */

/* TRUST (nullable) is what a TLS connection of this process has until it is told of another one: to be
 * called before a session of libsoup connects, which makes its connections so. The system's own would
 * be loaded for that, in the main loop and for good. TRUST is loaded in a thread meanwhile. */
void bell_https_use_trust (GTlsDatabase *trust);

/* An https address with a host and without a user. */
gboolean bell_https_is_allowed (const char *uri);

/* Such an address, in its parts. (transfer full) (nullable): NULL if it is not allowed. */
GUri *bell_https_parse (const char *text);

/* BODY (nullable): of type CONTENT_TYPE; with one it is a POST, without a GET. */
void bell_https_send_async (const char         *uri,
                            const char         *content_type,
                            BellSecretText     *body,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/* The body of the answer, whatever its STATUS. (transfer full) */
BellSecretText *bell_https_send_finish (GAsyncResult *result, guint *status, GError **error);

G_END_DECLS
