/* SPDX-License-Identifier: GPL-3.0-or-later */
/* https-get.h: fetches a small document over HTTPS, and over nothing else.
 * Limits: the size is the caller's, a few redirects (to HTTPS only), ten seconds without news.
 * Trust:  that of io/tls-trust, TLS 1.2 or later. No cookies, no passwords, no cache.
 * Errors: those of GIO and libsoup; G_IO_ERROR_INVALID_DATA, G_IO_ERROR_MESSAGE_TOO_LARGE. */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* (transfer full) */
SoupSession *bell_https_session_new (void);

void bell_https_get_async (SoupSession        *session,
                           const char         *url,
                           gsize               limit_bytes,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);

/* (transfer full) (nullable): NULL with ERROR, also for an answer that is not "200 OK". */
GBytes *bell_https_get_finish (GAsyncResult *result, GError **error);

G_END_DECLS
