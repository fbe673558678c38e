/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-group.h: “Clear history”: makes the applet forget what it has counted for all accounts, after
 * asking whether that is meant. */

#pragma once

#include <adwaita.h>

#include "preferences/applet-link.h"

G_BEGIN_DECLS

#define BELL_TYPE_HISTORY_GROUP (bell_history_group_get_type ())
G_DECLARE_FINAL_TYPE (
  BellHistoryGroup, bell_history_group, BELL, HISTORY_GROUP, AdwPreferencesGroup)

/* Once. */
void bell_history_group_set_applet (BellHistoryGroup *self, BellAppletLink *applet);

G_END_DECLS
