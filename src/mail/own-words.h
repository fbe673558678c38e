/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own-words.h: what the writer of a mail says himself: without quoted lines, the lines that
 * introduce them ("On … wrote:"), ornaments, PGP armour, and everything from the signature or from
 * the copy of an earlier message on. It knows habits, not a standard: RFC 3676 §4.3, §4.5. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TEXT is UTF-8 in lines; the result is one line, white space not folded. (transfer full) */
char *bell_own_words (const char *text);

G_END_DECLS
