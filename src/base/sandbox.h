/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sandbox.h: whether this process runs inside a Flatpak, which may start no programs of the computer and
 * reaches the desktop by portals.
 * Source: flatpak-metadata(5). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bell_is_in_sandbox (void);

/* The file that describes the sandbox, of which there is none outside. (transfer none) */
const char *bell_sandbox_get_info (void);

/* Another file, for tests; NULL: the usual one again. */
void bell_sandbox_set_info (const char *path);

G_END_DECLS
