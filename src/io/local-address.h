/* SPDX-License-Identifier: GPL-3.0-or-later */
/* local-address.h: whether an address is still one of this computer's. A connection from an address
 * that is gone is dead, whatever the kernel still believes of it. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the kernel, no network. TRUE if it cannot be told. */
gboolean bell_local_address_exists (GInetAddress *address);

G_END_DECLS
