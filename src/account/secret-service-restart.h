/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret-service-restart.h: a Secret Service that ends and comes back. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From the first call on, in the default main context, libsecret's functions for passwords let a service
 * that has ended go: they keep it, with a session that its successor does not know, and so every
 * secret would be refused until this process ends. */
void bell_secret_service_heed_restarts (void);

G_END_DECLS
