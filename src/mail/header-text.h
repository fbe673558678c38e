/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header-text.h: one raw header value, decoded: folding, encoded words (RFC 2047), raw 8-bit.
 * Limits: BELL_HEADER_TEXT_INPUT_BYTES of input, BELL_HEADER_TEXT_OUTPUT_BYTES of output; charsets
 *         that people use in mail, never UTF-7 (RFC 2047 §6.3, protocol row M4). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_HEADER_TEXT_INPUT_BYTES (4 * 1024)
#define BELL_HEADER_TEXT_OUTPUT_BYTES (2 * 1024)

/* Valid UTF-8, not yet safe for showing. RAW: bytes behind "Subject:", NUL-terminated.
 * (transfer full), never NULL. */
char *bell_header_text_decode (const char *raw);

/* The length of the encoded word that begins at TEXT, 0 if none does: for parsers of structured
 * headers, where an encoded word hides commas and brackets from them. */
gsize bell_header_text_measure_word (const char *text, gsize length);

G_END_DECLS
