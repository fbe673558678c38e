/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-words.h: times, durations and counts of a history in words. Pure. All translated, and (transfer
 * full) but for the name of a state. */

#pragma once

#include "policy/meter.h"

G_BEGIN_DECLS

/* "Connected". (transfer none) */
const char *bell_history_words_name_state (BellMeterState state);

/* "Connected for 2 h 5 min". */
char *bell_history_words_state (BellMeterState state, gint64 seconds);

/* "2 h 5 min". */
char *bell_history_words_duration (gint64 seconds);

/* "Tuesday, 17 November". */
char *bell_history_words_day (GDateTime *day);

/* "Tue". */
char *bell_history_words_short_day (GDateTime *day);

/* "Tuesday, 17 November, 14:05 – 16:20"; with the same minute twice only once; over several days with
 * short ones. UNTIL (nullable): until now. */
char *bell_history_words_time (GDateTime *from, GDateTime *until);

/* "3 bells", of one with its delay, where it is known. DELAY_MS: -1: it is not. */
char *bell_history_words_bells (guint n, gint64 delay_ms);

/* "34 kB received, 2 kB sent, 5 bells". */
char *bell_history_words_counts (const BellMeterCounts *counts);

/* "Connected 96 % of the time, 23 bells, 4.2 MB". KNOWN_S: of how many seconds anything is known. */
char *bell_history_words_week (gint64 connected_s, gint64 known_s, guint64 n_bells, guint64 bytes);

G_END_DECLS
