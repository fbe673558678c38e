/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-value.h: the tree that the grammar knows: NIL, atoms, strings and lists of them.
 * Owns: a value owns its bytes and children; freeing it is iterative, whatever its depth.
 * Source: RFC 9051 §4. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_VALUE_NIL,
  BELL_IMAP_VALUE_ATOM,   /* numbers, flags ("\Seen"), "BODY[HEADER.FIELDS (FROM)]<0>" too */
  BELL_IMAP_VALUE_STRING, /* quoted or literal */
  BELL_IMAP_VALUE_LIST,
} BellImapValueKind;

typedef struct _BellImapValue BellImapValue;

struct _BellImapValue {
  BellImapValueKind kind;
  char      *text; /* (owned) (nullable) bytes of an atom or string, NUL-terminated; any charset */
  gsize      length;   /* of text */
  GPtrArray *children; /* (owned) (nullable) of BellImapValue, for a list */
};

void bell_imap_value_free (BellImapValue *value);

/* Case-insensitive comparison of an atom. */
gboolean bell_imap_value_is_atom (const BellImapValue *value, const char *name);

/* An atom of digits only, up to MAX; FALSE, NUMBER untouched, for anything else. */
gboolean bell_imap_value_get_number (const BellImapValue *value, guint64 max, guint64 *number);

/* Children of a list; 0 and NULL for anything else or beyond the end. */
guint                bell_imap_value_get_size (const BellImapValue *value);
const BellImapValue *bell_imap_value_get_child (const BellImapValue *value, guint i);

/* The text of an atom or string; NULL for NIL and lists. */
const char *bell_imap_value_get_text (const BellImapValue *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapValue, bell_imap_value_free)

G_END_DECLS
