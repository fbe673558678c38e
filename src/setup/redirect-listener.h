/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redirect-listener.h: waits on a loopback port for the browser to come back from a sign-in.
 * In:     HTTP requests of whoever can reach the port: the browser, or other programs of this computer.
 * Out:    the parameters of the one request that has the state of this sign-in.
 * Limits: 16 KiB and 10 s of silence for a request, 16 connections at once. All others are told off, and the
 *         wait goes on.
 * Errors: G_IO_ERROR.
 * Source: RFC 8252 §7.3 and §8.3, RFC 6749 §4.1.2. */

#pragma once

#include <gio/gio.h>

#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_TYPE_REDIRECT_LISTENER (bell_redirect_listener_get_type ())
G_DECLARE_FINAL_TYPE (
  BellRedirectListener, bell_redirect_listener, BELL, REDIRECT_LISTENER, GObject)

/* HOST: what the address is to call this computer, "127.0.0.1" or "localhost"; it listens on 127.0.0.1
 * in either case. (transfer full) (nullable): NULL with ERROR set. */
BellRedirectListener *bell_redirect_listener_new (const char     *host,
                                                  BellSecretText *state,
                                                  GError        **error);

/* "http://127.0.0.1:PORT/" */
const char *bell_redirect_listener_get_uri (BellRedirectListener *self);

/* Once. The port is closed when the matching request has come, or with the last reference. */
void        bell_redirect_listener_wait_async (BellRedirectListener *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
GHashTable *bell_redirect_listener_wait_finish (BellRedirectListener *self,
                                                GAsyncResult         *result,
                                                GError **error); /* (transfer full) text to text */

G_END_DECLS
