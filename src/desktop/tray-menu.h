/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu.h: the menu as a GMenu: what needs the user ("Work: sign in again…"); Open Mail; a line
 * per account ("Work: 2 unread", "Home: wrong password …"); the newest unread messages, each with a
 * menu of its own; Mark All as Read; Check Now; Pause; Preferences; Quit. Updated in place, and only
 * where something changed, so that an open menu does not flicker. Actions: app.account-preferences,
 * app.unlock-keyring and app.open-mail (s: account id, "" for all), app.check-now, app.pause (u:
 * seconds, 0 until resumed), app.pause-until-tomorrow, app.resume, app.preferences, app.quit, and those
 * of messages (app/message-commands.h, app/mark-all-commands.h). No GTK in here. */

#pragma once

#include <gio/gio.h>

#include "policy/account-status.h"
#include "policy/newest-messages.h"

G_BEGIN_DECLS

#define BELL_TYPE_TRAY_MENU (bell_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (BellTrayMenu, bell_tray_menu, BELL, TRAY_MENU, GObject)

BellTrayMenu *bell_tray_menu_new (void);

/* (transfer none) */
GMenuModel *bell_tray_menu_get_model (BellTrayMenu *self);

/* STATUSES: of BellAccountStatus; kept. */
void bell_tray_menu_set_statuses (BellTrayMenu *self, GPtrArray *statuses);

/* UNTIL: Unix seconds; anything else while it is PAUSED: until somebody resumes. NOW: for how much is
 * left, which changes by itself: to be told again when somebody looks. */
void bell_tray_menu_set_pause (BellTrayMenu *self, gboolean paused, gint64 until, GDateTime *now);

/* MESSAGES: of BellNewestMessage, the newest first. Ten are shown, each as its content permits. */
void bell_tray_menu_set_messages (BellTrayMenu *self, GPtrArray *messages);

G_END_DECLS
