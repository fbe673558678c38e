/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-client-group.h: what opens on a click on a message of an account: the desktop's mail program, an
 * application, a web address, or a command. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_MAIL_CLIENT_GROUP (bell_mail_client_group_get_type ())
G_DECLARE_FINAL_TYPE (
  BellMailClientGroup, bell_mail_client_group, BELL, MAIL_CLIENT_GROUP, AdwPreferencesGroup)

/* SETTINGS: the account's. Once. */
void bell_mail_client_group_set_settings (BellMailClientGroup *self, GSettings *settings);

G_END_DECLS
