/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network-identity.h: a short name for the network that we are on, the same whenever we are back.
 * From:   NetworkManager's primary connection, where there is one on the system bus, and the default
 *         IPv4 gateway, read in a worker thread.
 * Out:    16 hexadecimal digits, or "unknown" if there is neither. A hash, so that no address and no
 *         network is stored in clear.
 * Errors: G_IO_ERROR_CANCELLED only. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_NETWORK_UNKNOWN "unknown"

/* ROUTE_FILE (nullable): NULL for /proc/net/route. */
void bell_network_identity_find_async (const char         *route_file,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);

/* (transfer full) (nullable): NULL with an error. */
char *bell_network_identity_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
