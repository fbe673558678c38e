/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hostile-text.h: input that nobody would send by accident, the same in every run, and what must
 * be true of the text that comes out. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* LENGTH bytes or a little more, from fragments of encoded words, markup, MIME, controls, scripts
 * and noise, cut anywhere. No NUL among them. (transfer full) */
GString *bell_test_make_hostile (GRand *rand, gsize length);

/* Aborts unless TEXT is what safe-text.h promises, of at most GRAPHEMES. */
void bell_test_assert_safe (const char *text, guint graphemes);

/* Aborts unless less than SECONDS of processor time went by since STARTED, a clock(3) value. */
void   bell_test_assert_quick (gint64 started, guint seconds);
gint64 bell_test_now (void);

G_END_DECLS
