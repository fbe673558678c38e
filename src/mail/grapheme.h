/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grapheme.h: where a reader sees one character end and the next begin.
 * A compact form of the extended grapheme clusters of UAX #29, from GLib's Unicode data alone. It
 * may join what the standard separates (rare spacing marks) but never separates what it joins.
 * In:     valid UTF-8 without control characters.
 * Source: UAX #29 §3, rules GB6 to GB13. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The end of the cluster that begins at TEXT, which is before END. */
const char *bell_grapheme_end (const char *text, const char *end);

gsize bell_grapheme_count (const char *text);

/* Where the last COUNT clusters of TEXT begin. */
const char *bell_grapheme_tail (const char *text, gsize count);

G_END_DECLS
