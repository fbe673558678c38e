/* SPDX-License-Identifier: GPL-3.0-or-later */
/* autostart.h: whether Mailbell starts with the session.
 * Outside a sandbox a file of the XDG autostart directories says so, and is read and written here:
 * the user's own, which also takes precedence over one that the system brings along; or our unit of
 * systemd does, which is seen and left to the user's command. Inside, the desktop alone knows and can
 * be asked for a change, but not how things are: there the last change that it granted is
 * remembered, in the setting "autostart".
 * Source: Desktop Application Autostart Specification 0.5. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As far as can be known. It reads a file or two; the second form does so in a thread. */
gboolean bell_autostart_get (void);
void     bell_autostart_get_async (GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/* The only error is G_IO_ERROR_CANCELLED. */
gboolean bell_autostart_get_finish (GAsyncResult *result, GError **error);

/* Our unit of systemd is switched on, which bell_autostart_set_async() does not undo. Reads a link. */
gboolean bell_autostart_is_by_systemd (void);

/* SESSION (nullable): the session bus, which only a sandbox needs. Each error's message is a sentence;
 * inside a sandbox the errors are those of background-portal.h. */
void bell_autostart_set_async (GDBusConnection    *session,
                               gboolean            on,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/* TRUE: bell_autostart_get() now gives what was wished. */
gboolean bell_autostart_set_finish (GAsyncResult *result, GError **error);

G_END_DECLS
