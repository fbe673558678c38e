/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-group.h: where an account's mail is and how it signs in: server, port, protection, user,
 * password. A new password is tried at the server before it is stored.
 * Signals: "told" (const char *text): a sentence about what has been done. */

#pragma once

#include <adwaita.h>

#include "account/account.h"

G_BEGIN_DECLS

#define BELL_TYPE_SERVER_GROUP (bell_server_group_get_type ())
G_DECLARE_FINAL_TYPE (BellServerGroup, bell_server_group, BELL, SERVER_GROUP, AdwPreferencesGroup)

/* Once. */
void bell_server_group_set_account (BellServerGroup *self, BellAccount *account);

G_END_DECLS
