/* SPDX-License-Identifier: GPL-3.0-or-later */
/* initials.h: what stands for somebody's face where there is no picture of it. Pure.
 * In: safe text (safe-text.h). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_INITIALS_COLOURS 12

/* The first letters of the first and the last word of NAME that begin with one, as capitals; "" if
 * no word does. (transfer full) */
char *bell_initials_new (const char *name);

/* The same for the same KEY, an address, on every computer; less than BELL_INITIALS_COLOURS. */
guint bell_initials_get_colour (const char *key);

G_END_DECLS
