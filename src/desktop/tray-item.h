/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-item.h: the library's item of the tray, which falls back to a GtkStatusIcon where no host answers.
 * The library makes one in any case: also under Wayland, where GTK only complains about it, and where
 * nothing would ever embed it, at the cost of all that draws it. This one makes it while there is a
 * tray to embed it, and has it behave like the item elsewhere: clicks are told, a tooltip is shown. */

#pragma once

#include <libayatana-appindicator/app-indicator.h>

G_BEGIN_DECLS

#define BELL_TYPE_TRAY_ITEM (bell_tray_item_get_type ())
GType bell_tray_item_get_type (void);

typedef struct _BellTrayItem BellTrayItem;

/* ACTIVATED: after a left or a middle click on the fallback. ICON_THEME_PATH (nullable). (transfer full) */
BellTrayItem *bell_tray_item_new (const char     *icon_theme_path,
                                  GSourceOnceFunc activated,
                                  gpointer        user_data);

void bell_tray_item_set_tool_tip (BellTrayItem *self, const char *text);

/* TRUE once it is known that nothing shows it. */
gboolean bell_tray_item_is_out_of_sight (BellTrayItem *self);

G_END_DECLS
