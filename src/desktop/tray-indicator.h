/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-indicator.h: the icon. Shows a policy/summary and decides nothing.
 * Without a display (gtk_init_check() fails) new() returns NULL and the program runs on without.
 * Signals: "opened" (): somebody is about to see the menu; not every host announces that.
 * Hosts may come and go; the library registers again by itself.
 * Left click: SNI Activate, which libayatana-appindicator3 0.5.92 does not know. A GDBus message
 * filter on the session connection answers Activate, ItemIsMenu, ToolTip and
 * ProvideXdgActivationToken for our item's path (tray-activation.c). */

#pragma once

#include <gio/gio.h>

#include "policy/summary.h"

G_BEGIN_DECLS

#define BELL_TYPE_TRAY_INDICATOR (bell_tray_indicator_get_type ())
G_DECLARE_FINAL_TYPE (BellTrayIndicator, bell_tray_indicator, BELL, TRAY_INDICATOR, GObject)

/* MENU: actions with the prefix "app." of ACTIONS. Left and middle click activate "app.open-mail"
 * with an empty string. (transfer full) (nullable) */
BellTrayIndicator *bell_tray_indicator_new (GDBusConnection *session,
                                            GMenuModel      *menu,
                                            GActionGroup    *actions);

void bell_tray_indicator_set_summary (BellTrayIndicator *self, const BellSummary *summary);

/* TRUE once it is known that nothing shows the icon. */
gboolean bell_tray_indicator_is_out_of_sight (BellTrayIndicator *self);

/* The activation token of the last click, once. (transfer full) (nullable) */
char *bell_tray_indicator_take_activation_token (BellTrayIndicator *self);

G_END_DECLS
