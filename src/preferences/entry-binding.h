/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entry-binding.h: ties an entry row to a setting. What is typed is judged at once, and stored when it
 * is applied (Enter, the row's button), when something else of the window is turned to, or when the window
 * is closed, which for a command is no consent; what will not do stays in the field, with the reason below
 * it, and is not stored. What others store is shown. */

#pragma once

#include <adwaita.h>

#include "preferences/field-check.h"
#include "preferences/hint-row.h"

G_BEGIN_DECLS

/* KEY: of type s, q, u or i, or as for a command (command-text.h). A number that CHECK refuses is
 * shown as an empty field, for it has a meaning of its own. CHECK_DATA lives as long as ROW. The binding
 * lives and dies with ROW. */
void bell_entry_binding_new (AdwEntryRow   *row,
                             BellHintRow   *hint,
                             GSettings     *settings,
                             const char    *key,
                             BellFieldCheck check,
                             gpointer       check_data);

G_END_DECLS
