/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-parser.h: reads words and values off one frame, left to right.
 * In:     a frame, which must outlive the parser.
 * Out:    words, numbers, values.
 * Limits: BELL_IMAP_LIMIT_NESTING, BELL_IMAP_LIMIT_VALUES; no recursion.
 * Errors: BELL_IMAP_ERROR_SYNTAX, BELL_IMAP_ERROR_TOO_LARGE.
 * Source: RFC 9051 §9 (formal syntax); more lenient than it where servers are known to be. */

#pragma once

#include "imap/imap-framer.h"
#include "imap/imap-value.h"

G_BEGIN_DECLS

typedef struct {
  const BellImapFrame *frame;
  gsize                at;           /* offset of the next unread byte */
  guint                next_literal; /* index of the first literal at or behind it */
  guint                n_values;     /* values built so far, for the limit */
} BellImapParser;

void     bell_imap_parser_init (BellImapParser *self, const BellImapFrame *frame);
gboolean bell_imap_parser_at_end (const BellImapParser *self);
char     bell_imap_parser_peek (const BellImapParser *self); /* '\0' at the end */
void     bell_imap_parser_skip_spaces (BellImapParser *self);

/* The bytes up to the next space or the end. (transfer full) (nullable): NULL if there are none. */
char *bell_imap_parser_read_word (BellImapParser *self);

/* The rest of the frame as it stands, literals included. (transfer full) */
char *bell_imap_parser_read_rest (BellImapParser *self);

/* One value, with all that is nested in it. (transfer full) (nullable): NULL with ERROR set. */
BellImapValue *bell_imap_parser_read_value (BellImapParser *self, GError **error);

G_END_DECLS
