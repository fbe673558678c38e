/* SPDX-License-Identifier: GPL-3.0-or-later */
/* background-portal.h: asks the desktop, from inside a sandbox, to start Mailbell with the session.
 * Errors: G_IO_ERROR_NOT_SUPPORTED (no portal of this desktop does it), G_IO_ERROR_PERMISSION_DENIED,
 *         G_IO_ERROR_TIMED_OUT; their messages say what to do instead.
 * Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* COMMAND: what to start, as the sandbox knows it. AUTOSTART FALSE takes an earlier wish back. */
void bell_background_portal_request_async (GDBusConnection    *session,
                                           gboolean            autostart,
                                           const char *const  *command,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);

/* TRUE: it will be as was wished. */
gboolean bell_background_portal_request_finish (GAsyncResult *result, GError **error);

G_END_DECLS
