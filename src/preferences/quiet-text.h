/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-text.h: quiet hours as people read and type them. Pure. */

#pragma once

#include "policy/quiet-hours.h"

G_BEGIN_DECLS

/* Monday is 0. (transfer none) */
const char *bell_quiet_text_get_day (guint day);       /* "Monday" */
const char *bell_quiet_text_get_short_day (guint day); /* "Mo" */

/* "Every day", "Monday to Friday", "Saturday, Sunday"; DAYS as in BellQuietSpan. (transfer full) */
char *bell_quiet_text_describe_days (guint8 days);

/* "Monday to Friday, 22:00–07:00". (transfer full) */
char *bell_quiet_text_describe (const BellQuietSpan *span);

/* "22:00". (transfer full) */
char *bell_quiet_text_of_time (guint16 minutes);

/* "7", "7:30", "07.30", up to "24:00", in minutes since midnight. FALSE: it is none. */
gboolean bell_quiet_text_parse_time (const char *text, guint16 *minutes);

typedef enum {
  BELL_QUIET_DAYS,
  BELL_QUIET_FROM,
  BELL_QUIET_TO,
  BELL_QUIET_N_PARTS,
} BellQuietPart;

/* FROM and TO as they are typed. SPAN (out): the span, if nothing is wrong. REFUSED (out) (transfer
 * full): what is wrong with each part, NULL if nothing is. */
gboolean bell_quiet_text_check (guint8         days,
                                const char    *from,
                                const char    *to,
                                BellQuietSpan *span,
                                char          *refused[BELL_QUIET_N_PARTS]);

G_END_DECLS
