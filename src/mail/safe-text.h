/* SPDX-License-Identifier: GPL-3.0-or-later */
/* safe-text.h: text from the network made fit to be shown to people.
 * In:     any bytes.
 * Out:    valid UTF-8 in one line, without control characters, bidirectional overrides, invisible
 *         or tag characters (ZWJ and ZWNJ stay: scripts and emoji need them), white space folded,
 *         cut by grapheme with "…" where it was longer. It is not markup: whoever puts it into
 *         markup escapes it.
 * Limits: BELL_SAFE_TEXT_INPUT_BYTES of input are looked at.
 * Source: protocol rows M2, M3; UAX #9, UAX #29; Unicode TR #36. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_SAFE_TEXT_INPUT_BYTES (16 * 1024)
#define BELL_SAFE_TEXT_FOLDER_GRAPHEMES 100

/* TEXT need not be valid UTF-8: what is not becomes U+FFFD. LENGTH -1: NUL-terminated.
 * MAX_GRAPHEMES counts what a reader sees as characters; a cluster of many combining marks counts
 * more. (transfer full), never NULL, perhaps empty. */
char *bell_safe_text (const char *text, gssize length, guint max_graphemes);

/* The same of a folder's name, which is often a path. (transfer full) */
char *bell_safe_text_folder (const char *name);

/* SAFE between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that its direction cannot
 * reorder the text around it. (transfer full) */
char *bell_safe_text_isolate (const char *safe);

/* TRUE if TEXT mixes letters of scripts that honest names do not mix (UTS #39, moderately
 * restrictive): Latin with Cyrillic or Greek. */
gboolean bell_safe_text_mixes_scripts (const char *text);

G_END_DECLS
