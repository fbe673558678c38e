/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-group.h: which folders of an account are watched, and where archived, deleted and junk
 * messages go. The server is asked for its folders when one of the two is unfolded. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_FOLDER_GROUP (bell_folder_group_get_type ())
G_DECLARE_FINAL_TYPE (BellFolderGroup, bell_folder_group, BELL, FOLDER_GROUP, AdwPreferencesGroup)

/* Once. */
void bell_folder_group_set_account (BellFolderGroup *self, BellAccount *account);

/* NAMES: those that are watched now, as the applet says. */
void bell_folder_group_set_watched (BellFolderGroup *self, const char *const *names);

G_END_DECLS
