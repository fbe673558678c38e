/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-span-row.h: quiet hours of some days of the week, in words; unfolded, they can be changed.
 * Signals: "changed": it is another span now; "remove": its button was clicked. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_QUIET_SPAN_ROW (bell_quiet_span_row_get_type ())
G_DECLARE_FINAL_TYPE (BellQuietSpanRow, bell_quiet_span_row, BELL, QUIET_SPAN_ROW, AdwExpanderRow)

/* TEXT: as in the setting "quiet-hours"; what is no span is shown as it is. */
GtkWidget *bell_quiet_span_row_new (const char *text);

/* The last one that could be read. (transfer none) */
const char *bell_quiet_span_row_get_text (BellQuietSpanRow *self);

G_END_DECLS
