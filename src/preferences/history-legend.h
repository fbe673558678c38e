/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-legend.h: the key to the picture of a history: a sample of each state that occurs in it, of a
 * bell and of a bar, with their names. Wraps where it is narrow. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BELL_TYPE_HISTORY_LEGEND (bell_history_legend_get_type ())
G_DECLARE_FINAL_TYPE (BellHistoryLegend, bell_history_legend, BELL, HISTORY_LEGEND, AdwBin)

/* STATES: a bit for each BellMeterState. */
void bell_history_legend_set_states (BellHistoryLegend *self, guint states);

G_END_DECLS
