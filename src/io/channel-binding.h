/* SPDX-License-Identifier: GPL-3.0-or-later */
/* channel-binding.h: what tells one TLS connection from all others, for sign-ins that are bound to it.
 * TLS 1.3: tls-exporter (RFC 9266). Before that, and where the library does not have it:
 * tls-server-end-point, the server's certificate (RFC 5929 §4). Not tls-unique, which an attacker can
 * make equal on two connections (RFC 7627 §1). */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TYPE (out): its registered name. (transfer full) (nullable): NULL if STREAM (nullable) is no TLS
 * connection, or has none. */
GBytes *bell_channel_binding_get (GIOStream *stream, const char **type);

G_END_DECLS
