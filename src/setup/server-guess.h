/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-guess.h: the IMAP server of a mail address by DNS: SRV records (RFC 6186, RFC 8314 §5.1),
 * else the first of imap.DOMAIN and mail.DOMAIN that exists. No connection is made, no password is
 * sent; SRV targets are shown to the user before they are used (RFC 6186 §6). */

#pragma once

#include <gio/gio.h>

#include "base/security.h"

G_BEGIN_DECLS

typedef struct {
  char        *host; /* (owned) */
  guint16      port;
  BellSecurity security;
} BellServerGuess;

void bell_server_guess_free (BellServerGuess *guess);

void bell_server_guess_async (const char         *address,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);

/* (transfer full) (nullable): NULL with G_RESOLVER_ERROR_NOT_FOUND if nothing was found. */
BellServerGuess *bell_server_guess_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellServerGuess, bell_server_guess_free)

G_END_DECLS
