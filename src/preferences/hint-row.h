/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hint-row.h: the line below a field that says what is wrong with it, what is being done about it, or
 * what is good to know. In a template, "field" and "note" say the first and the last. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_HINT_ROW (bell_hint_row_get_type ())
G_DECLARE_FINAL_TYPE (BellHintRow, bell_hint_row, BELL, HINT_ROW, AdwPreferencesRow)

/* FIELD: the row that it is about. Once. */
void bell_hint_row_set_field (BellHintRow *self, GtkWidget *field);

/* TEXT: why the field's text will not do; NULL: it will, and the row is not seen. */
void bell_hint_row_set_error (BellHintRow *self, const char *text);

/* TEXT: what is so, without blame; NULL: the row is not seen. */
void bell_hint_row_set_note (BellHintRow *self, const char *text);

G_END_DECLS
