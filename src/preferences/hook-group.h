/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-group.h: the command that is run when new mail has come to an account. */

#pragma once

#include <adwaita.h>

#include "preferences/live-account.h"

G_BEGIN_DECLS

#define BELL_TYPE_HOOK_GROUP (bell_hook_group_get_type ())
G_DECLARE_FINAL_TYPE (BellHookGroup, bell_hook_group, BELL, HOOK_GROUP, AdwPreferencesGroup)

/* SETTINGS: the account's. LIVE: the same account, for the applet is who runs the command. Once. */
void bell_hook_group_set_account (BellHookGroup *self, GSettings *settings, BellLiveAccount *live);

G_END_DECLS
