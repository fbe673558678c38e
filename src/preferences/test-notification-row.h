/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notification-row.h: has the applet show a notification, to see what the settings come to. */

#pragma once

#include <adwaita.h>

#include "preferences/applet-link.h"

G_BEGIN_DECLS

#define BELL_TYPE_TEST_NOTIFICATION_ROW (bell_test_notification_row_get_type ())
G_DECLARE_FINAL_TYPE (
  BellTestNotificationRow, bell_test_notification_row, BELL, TEST_NOTIFICATION_ROW, AdwActionRow)

/* Once. */
void bell_test_notification_row_set_applet (BellTestNotificationRow *self, BellAppletLink *applet);

G_END_DECLS
