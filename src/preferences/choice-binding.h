/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choice-binding.h: ties a combo row to a setting of which the schema lists all values. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* KEY: an enumeration, or a text with choices. The choices of ROW stand in the order of the schema's
 * values. The binding lives and dies with ROW. */
void bell_choice_binding_new (AdwComboRow *row, GSettings *settings, const char *key);

G_END_DECLS
