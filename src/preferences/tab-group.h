/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tab-group.h: one stop of the Tab key, whatever it holds: Tab goes in and out again, the arrows move
 * within. A list in which the focus selects would otherwise be walked through, and all of it selected,
 * on the way to what follows. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BELL_TYPE_TAB_GROUP (bell_tab_group_get_type ())
G_DECLARE_FINAL_TYPE (BellTabGroup, bell_tab_group, BELL, TAB_GROUP, GtkWidget)

G_END_DECLS
