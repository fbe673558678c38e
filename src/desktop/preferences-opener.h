/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences-opener.h: starts the preferences, a program of their own. If they are open already, their
 * window comes to the front. Returns at once.
 * Errors: G_IO_ERROR_NOT_FOUND (they are not installed), G_IO_ERROR_NOT_SUPPORTED (there is no display),
 *         with translated sentences; those of G_SPAWN_ERROR. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* ACCOUNT_ID (nullable): whose page to show. ACTIVATION_TOKEN (nullable): of the click, so that the
 * window may come to the front. */
gboolean bell_preferences_opener_open (const char *account_id,
                                       const char *activation_token,
                                       GError    **error);

G_END_DECLS
