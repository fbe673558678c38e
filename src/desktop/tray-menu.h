/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu.h: the menu as a GMenu: Open mail; a line per account ("Work: 2 unread", "Home: wrong
 * password …"); Check now; Preferences; Quit. Updated in place, and only where something changed, so
 * that an open menu does not flicker. Actions: app.open-mail (s: account id, "" for all),
 * app.check-now, app.preferences, app.quit. No GTK in here. */

#pragma once

#include <gio/gio.h>

#include "policy/account-status.h"

G_BEGIN_DECLS

#define BELL_TYPE_TRAY_MENU (bell_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (BellTrayMenu, bell_tray_menu, BELL, TRAY_MENU, GObject)

BellTrayMenu *bell_tray_menu_new (void);

/* (transfer none) */
GMenuModel *bell_tray_menu_get_model (BellTrayMenu *self);

/* STATUSES: of BellAccountStatus. */
void bell_tray_menu_set_statuses (BellTrayMenu *self, GPtrArray *statuses, gboolean paused);

G_END_DECLS
