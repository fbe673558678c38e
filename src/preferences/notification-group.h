/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notification-group.h: what notifications tell, how many there are, and which buttons they have. */

#pragma once

#include <adwaita.h>

#include "preferences/applet-link.h"

G_BEGIN_DECLS

#define BELL_TYPE_NOTIFICATION_GROUP (bell_notification_group_get_type ())
G_DECLARE_FINAL_TYPE (
  BellNotificationGroup, bell_notification_group, BELL, NOTIFICATION_GROUP, AdwPreferencesGroup)

/* SETTINGS: the general ones. Once. */
void bell_notification_group_set_settings (BellNotificationGroup *self, GSettings *settings);

/* Once. */
void bell_notification_group_set_applet (BellNotificationGroup *self, BellAppletLink *applet);

G_END_DECLS
