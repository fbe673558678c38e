/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duration-binding.h: ties a combo row, and a field for a number, to the setting of how long
 * notifications stay. The row's choices: as the desktop has it, so many seconds, until closed. */

#pragma once

#include <adwaita.h>

#include "preferences/hint-row.h"

G_BEGIN_DECLS

/* The binding lives and dies with CHOICE_ROW. SECONDS_ROW is there only while it is of use. */
void bell_duration_binding_new (AdwComboRow *choice_row,
                                AdwEntryRow *seconds_row,
                                BellHintRow *seconds_hint,
                                GSettings   *settings);

G_END_DECLS
