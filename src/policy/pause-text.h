/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pause-text.h: a pause in words. Pure.
 * In:     UNTIL, when it ends: Unix seconds, anything else for "until somebody resumes"; NOW, in the
 *         time zone of the user, from which depends whether a time of day is enough.
 * All of it is translated and (transfer full). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Paused until 15:00", "Paused until Mon 06:00", "Paused": it stays right until the end. */
char *bell_pause_to_text (gint64 until, GDateTime *now);

/* "Resume (paused until 15:00, 40 minutes left)", "Resume": an item of a menu, right at NOW. */
char *bell_pause_to_item (gint64 until, GDateTime *now);

/* "Mailbell is paused until 15:00. “mailbell resume” ends it.": for a terminal. */
char *bell_pause_to_sentence (gint64 until, GDateTime *now);

G_END_DECLS
