/* SPDX-License-Identifier: GPL-3.0-or-later */
/* autostart-row.h: whether Mailbell starts with the session: the real state, and the wish to change it. */

#pragma once

#include <adwaita.h>

#include "preferences/hint-row.h"

G_BEGIN_DECLS

#define BELL_TYPE_AUTOSTART_ROW (bell_autostart_row_get_type ())
G_DECLARE_FINAL_TYPE (BellAutostartRow, bell_autostart_row, BELL, AUTOSTART_ROW, AdwActionRow)

/* HINT: where a refusal is told. Once. */
void bell_autostart_row_set_hint (BellAutostartRow *self, BellHintRow *hint);

G_END_DECLS
