/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-activation.h: what libayatana-appindicator3 leaves out of org.kde.StatusNotifierItem: the left
 * click (Activate, with ItemIsMenu false so that hosts send it), ToolTip, ProvideXdgActivationToken.
 * In:     the session connection that the library uses, and the item's object path on it.
 * How:    a GDBus message filter. It runs in GDBus's worker thread; what both threads touch is
 *         behind a lock, and the click is handed to the main context that made the object.
 * Limits: one token of bounded length is kept; a bounded number of property calls is followed.
 * Source: freedesktop.org's StatusNotifierItem specification. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BellTrayActivation BellTrayActivation;

/* ACTIVATE runs on the main loop, never after bell_tray_activation_free(). (transfer full) */
BellTrayActivation *bell_tray_activation_new (GDBusConnection *session,
                                              const char      *item_path,
                                              void (*activate) (gpointer user_data),
                                              gpointer user_data);
void                bell_tray_activation_free (BellTrayActivation *self);

/* For tests: NOW tells when a click comes, in any thread. */
BellTrayActivation *bell_tray_activation_new_for_clock (GDBusConnection *session,
                                                        const char      *item_path,
                                                        gint64 (*now) (void),
                                                        void (*activate) (gpointer user_data),
                                                        gpointer user_data);

/* Both plain text. Tells the hosts if something changed. */
void bell_tray_activation_set_tool_tip (BellTrayActivation *self,
                                        const char         *title,
                                        const char         *text);

/* The token that came with the last click, once. (transfer full) (nullable) */
char *bell_tray_activation_take_token (BellTrayActivation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellTrayActivation, bell_tray_activation_free)

G_END_DECLS
