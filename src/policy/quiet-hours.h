/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-hours.h: when notifications are to be quiet. Pure.
 * In:     spans such as "mon-fri 22:00-07:00", "sat,sun 00:00-24:00" or, for every day,
 *         "22:00-07:00"; the time of day as the clock on the wall shows it.
 * Out:    whether that is a quiet time. A span that ends before it begins goes on until the next
 *         day: the day is the one on which it begins.
 * Since only the shown time counts, a change of summer time neither adds nor skips a quiet hour on
 * the clock. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More than a week of four spans a day. */
#define BELL_QUIET_SPANS 28

typedef struct {
  guint8  days; /* bit 0: Monday … bit 6: Sunday */
  guint16 from; /* minutes since midnight */
  guint16 to;   /* up to 1440; not after FROM: of the next day */
} BellQuietSpan;

/* FALSE if TEXT is none; then SPAN is untouched. */
gboolean bell_quiet_span_parse (const char *text, BellQuietSpan *span);

/* The way it is written: "mon-fri 22:00-07:00". (transfer full) */
char *bell_quiet_span_to_text (const BellQuietSpan *span);

/* Whether LOCAL lies in one of TEXTS. What is no span is skipped: a message too loud is better than
 * one that nobody hears of. */
gboolean bell_quiet_hours_contain (const char *const *texts, GDateTime *local);

/* When the quiet time that LOCAL lies in is over; NULL if there is no end to it, or it is none.
 * (transfer full) (nullable) */
GDateTime *bell_quiet_hours_end (const char *const *texts, GDateTime *local);

G_END_DECLS
