/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-item.h: the library's item of the tray, which falls back to a GtkStatusIcon where no host answers.
 * The library makes one in any case: also under Wayland, where GTK only complains about it, and where
 * nothing would ever embed it, at the cost of all that draws it. This one makes it while there is a
 * tray to embed it, once and not twice, and has it behave like the item elsewhere: a left and a middle
 * click are told, a right one shows the menu, and there is a tooltip. */

#pragma once

#include <libayatana-appindicator/app-indicator.h>

#include "policy/summary.h"

G_BEGIN_DECLS

#define BELL_TYPE_TRAY_ITEM (bell_tray_item_get_type ())
GType bell_tray_item_get_type (void);

typedef struct _BellTrayItem BellTrayItem;

/* ACTIVATED: after a left or a middle click on the fallback. ICON_THEME_PATH (nullable). (transfer full) */
BellTrayItem *bell_tray_item_new (const char     *icon_theme_path,
                                  GSourceOnceFunc activated,
                                  gpointer        user_data);

void bell_tray_item_set_summary (BellTrayItem *self, const BellSummary *summary);

/* TRUE once it is known that nothing shows it. */
gboolean bell_tray_item_is_out_of_sight (BellTrayItem *self);

G_END_DECLS
