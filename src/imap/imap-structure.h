/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-structure.h: finds one part in what a server says of a message's MIME structure (BODY).
 * Limits: the parser's nesting; BELL_IMAP_STRUCTURE_PARTS are looked at. Forwarded messages are
 *         not looked into: what is in them was meant for others.
 * Source: RFC 9051 §7.5.2 (BODYSTRUCTURE), §6.4.5 (part numbers). */

#pragma once

#include "imap/imap-value.h"

G_BEGIN_DECLS

#define BELL_IMAP_STRUCTURE_PARTS 50

typedef struct {
  char *section;  /* (owned) such as "1.2" */
  char *encoding; /* (owned) of its transfer, such as "base64" */
  char *charset;  /* (owned) (nullable) */
} BellImapPart;

/* The first part of the media type TYPE/SUBTYPE. (transfer full) (nullable) */
BellImapPart *bell_imap_structure_find (const BellImapValue *structure,
                                        const char          *type,
                                        const char          *subtype);

BellImapPart *bell_imap_part_copy (const BellImapPart *part); /* (transfer full) */
void          bell_imap_part_free (BellImapPart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapPart, bell_imap_part_free)

G_END_DECLS
