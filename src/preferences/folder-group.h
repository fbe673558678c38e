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

/* CONNECTED: the applet has signed in. When it has anew, folders that could not be had before are asked
 * for again. */
void bell_folder_group_set_connected (BellFolderGroup *self, gboolean connected);

/* What it takes to sign in has changed: an answer to what was asked before is not waited for. */
void bell_folder_group_ask_again (BellFolderGroup *self);

G_END_DECLS
