/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-response-private.h: what the three files of the response parser share.
 * Each reader begins behind the name of its response, fills SELF and returns FALSE with ERROR set
 * if the response is broken as a whole. */

#pragma once

#include "imap/imap-parser.h"
#include "imap/imap-response.h"

G_BEGIN_DECLS

/* The largest mod-sequence, size or STATUS number (RFC 9051 §9: number64, RFC 7162 §7). */
#define BELL_IMAP_MAX_63 ((guint64) G_MAXINT64)

typedef gboolean (*BellImapResponseReader) (BellImapResponse *self,
                                            BellImapParser   *parser,
                                            GError          **error);

gboolean bell_imap_read_words (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_flags (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_list (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_status (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_search (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_esearch (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_vanished (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_id (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_namespace (BellImapResponse *self, BellImapParser *parser, GError **error);
gboolean bell_imap_read_fetch (BellImapResponse *self, BellImapParser *parser, GError **error);

void bell_imap_list_free (BellImapList *list);
void bell_imap_status_free (BellImapStatus *status);
void bell_imap_search_result_free (BellImapSearchResult *search);
void bell_imap_fetch_free (BellImapFetch *fetch);

/* The next value if it is a list. (transfer full) (nullable): NULL with ERROR set. */
BellImapValue *bell_imap_read_list_value (BellImapParser *parser, GError **error);

/* Reads on to the end and drops what is there: FALSE if it is no sequence of values. */
gboolean bell_imap_read_end (BellImapParser *parser, GError **error);

/* The text of an atom or string. (transfer full) (nullable): NULL for NIL and lists, and for a
 * string that holds a NUL and would look like a shorter one. */
char *bell_imap_value_dup_text (const BellImapValue *value);

/* The texts of a list. (transfer full) */
char **bell_imap_value_dup_texts (const BellImapValue *list);

void bell_imap_set_syntax_error (GError **error, const char *message);

G_END_DECLS
