/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-colour.h: the colour that an account is told by, as its setting "colour" has it. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives AVATAR that colour, now and whenever the setting changes; without one, the colour that comes
 * of its text. SETTINGS: the account's. */
void bell_account_colour_bind (GSettings *settings, AdwAvatar *avatar);

G_END_DECLS
