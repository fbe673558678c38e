/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings-backend.h: the schemas of data/, and what is really stored.
 * Backend: GSettings' own choice: dconf, or where that is not installed GLib's key file in
 *          $XDG_CONFIG_HOME/glib-2.0/settings. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_SETTINGS_SCHEMA "io.github.mailbell.Mailbell"
#define BELL_SETTINGS_ACCOUNT_SCHEMA "io.github.mailbell.Mailbell.account"

/* Followed by the identifier and a slash. */
#define BELL_SETTINGS_ACCOUNT_PATH "/io/github/mailbell/Mailbell/accounts/"

/* The same settings as they are stored: waits until everything was written, since a backend may
 * take a value and fail later (dconf without a session bus does). (transfer full) */
GSettings *bell_settings_reread (GSettings *settings);

/* The same in a thread, for whom a main loop must not wait. */
void       bell_settings_reread_async (GAsyncReadyCallback callback, gpointer user_data);
GSettings *bell_settings_reread_finish (GAsyncResult *result, GSettings *settings);

G_END_DECLS
