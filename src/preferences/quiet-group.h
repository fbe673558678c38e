/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-group.h: when notifications are quiet: a row for each span of time. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_QUIET_GROUP (bell_quiet_group_get_type ())
G_DECLARE_FINAL_TYPE (BellQuietGroup, bell_quiet_group, BELL, QUIET_GROUP, AdwPreferencesGroup)

/* SETTINGS: the general ones. Once. */
void bell_quiet_group_set_settings (BellQuietGroup *self, GSettings *settings);

G_END_DECLS
