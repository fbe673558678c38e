/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu-binding.h: a GtkMenu that follows a GMenuModel, made of plain GtkMenuItems.
 * gtk_menu_new_from_model() makes items that libdbusmenu exports as check boxes, every one of them.
 * In:     a menu of sections, not nested deeper; the sections stay, their items may change.
 * Owns:   what it needs for as long as the GtkMenu lives. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* ACTIONS are found under the prefix "app.". (transfer full): a sunk reference. */
GtkWidget *bell_tray_menu_binding_new (GMenuModel *model, GActionGroup *actions);

G_END_DECLS
