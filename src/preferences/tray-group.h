/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-group.h: where the number of unread messages is shown. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_TRAY_GROUP (bell_tray_group_get_type ())
G_DECLARE_FINAL_TYPE (BellTrayGroup, bell_tray_group, BELL, TRAY_GROUP, AdwPreferencesGroup)

/* SETTINGS: the general ones. Once. */
void bell_tray_group_set_settings (BellTrayGroup *self, GSettings *settings);

G_END_DECLS
