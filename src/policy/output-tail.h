/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output-tail.h: the last lines of what a program says, fit to be shown.
 * In:     its output, split anywhere, of any size.
 * Out:    at most BELL_OUTPUT_LINES lines of safe text (mail/safe-text.h); colours and other escape
 *         sequences of terminals are taken out, of a line that was written over only its last state
 *         counts, empty lines do not.
 * Limits: BELL_OUTPUT_BYTES are kept. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_OUTPUT_LINES 5
#define BELL_OUTPUT_LINE_GRAPHEMES 200
#define BELL_OUTPUT_BYTES 4096

typedef struct _BellOutputTail BellOutputTail;

BellOutputTail *bell_output_tail_new (void);
void            bell_output_tail_free (BellOutputTail *self);

void bell_output_tail_add (BellOutputTail *self, const char *bytes, gsize length);

/* Without an end of line behind the last one; "": it has said nothing. (transfer full) */
char *bell_output_tail_get_lines (BellOutputTail *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOutputTail, bell_output_tail_free)

G_END_DECLS
