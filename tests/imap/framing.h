/* SPDX-License-Identifier: GPL-3.0-or-later */
/* framing.h: what the tests of the byte-eaters share. */

#pragma once

#include "imap/imap-framer.h"
#include "imap/imap-response.h"

G_BEGIN_DECLS

/* The one frame of BYTES, without the CRLF at its end. (transfer full) */
BellImapFrame *framing_one (const char *bytes);

/* A frame made without a framer and its limits. (transfer full) */
BellImapFrame *framing_bare (const char *text);

/* The response to BYTES, without the CRLF at its end. (transfer full) */
BellImapResponse *framing_response (const char *bytes);

/* Fails unless BYTES are one frame, and that is refused with the code CODE. */
void framing_assert_refused (const char *bytes, int code);

/* Fails unless WORDS are those of EXPECTED, joined by "|". */
void framing_assert_words (char *const *words, const char *expected);

/* One line per frame or error, and one for the state at the end. The bytes are fed in pieces: the
 * first one of FIRST bytes, the others of STEP bytes. (transfer full) */
char *framing_describe (const void *bytes, gsize length, gsize first, gsize step);

/* Fails unless BYTES give the same, wherever they are split. (transfer full): the description */
char *framing_describe_split_everywhere (const void *bytes, gsize length);

/* The contents of all files of the corpus, of GBytes. (transfer full) */
GPtrArray *framing_load_corpus (void);

G_END_DECLS
