/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-report.h: what was counted for an account as a table and as JSON, for `mailbell history`.
 * Pure. The keys of the JSON are a contract with other people's programs: none is left out or
 * renamed. */

#pragma once

#include "policy/meter.h"

G_BEGIN_DECLS

/* TRUE if there is nothing to report of the last N_DAYS. */
gboolean bell_history_report_is_empty (const BellMeter     *meter,
                                       const BellMeterTime *now,
                                       guint                n_days);

/* A line per day, oldest first, a head and a sum; each with its end. (transfer full) */
char *bell_history_report_to_text (const BellMeter *meter, const BellMeterTime *now, guint n_days);

/* One line without its end. (transfer full) */
char *bell_history_report_to_json (const BellMeter     *meter,
                                   const char          *address,
                                   const BellMeterTime *now,
                                   guint                n_days);

G_END_DECLS
