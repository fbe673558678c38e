/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socket-options.h: what we ask of the kernel for a TCP connection (tcp(7)). All of it is for speed
 * and thrift: where an option is refused the connection works without. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* No Nagle, keep-alive, and an end within 30 s when what we sent is not acknowledged. */
void bell_socket_prepare (GSocket *socket);

/* Acknowledge what comes next at once. To be called before every read: the kernel forgets. */
void bell_socket_want_quick_acknowledgement (GSocket *socket);

/* What has been carried, retransmissions included. FALSE, and both untouched: not known. */
gboolean bell_socket_get_bytes (GSocket *socket, guint64 *in, guint64 *out);

/* TRUE for an IP address that never leaves this computer. */
gboolean bell_socket_address_is_loopback (GSocketAddress *address);

G_END_DECLS
