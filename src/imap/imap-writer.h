/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-writer.h: builds one command as chunks.
 * Out:   chunks of bytes. One that must wait for the server's "+" (a synchronising literal) says
 *        so; the queue is the only one that waits. One that holds a secret says so: no log shows it.
 * Text:  bell_imap_writer_add_string() picks the smallest form that carries the bytes: quoted,
 *        a non-synchronising literal where the server takes one, else a synchronising literal.
 * Source: RFC 9051 §4.3, RFC 7888 (LITERAL+, LITERAL-: at most 4096 bytes). */

#pragma once

#include <glib.h>

#include "base/secret-text.h"

G_BEGIN_DECLS

typedef enum {
  BELL_IMAP_LITERALS_SYNCHRONISING, /* neither extension */
  BELL_IMAP_LITERALS_MINUS,         /* LITERAL- or IMAP4rev2 */
  BELL_IMAP_LITERALS_PLUS,          /* LITERAL+ */
} BellImapLiterals;

typedef struct {
  GByteArray *bytes;        /* (owned) wiped when freed if secret */
  gboolean    waits_before; /* may be written only after "+" */
  gboolean    secret;
} BellImapChunk;

typedef struct _BellImapWriter BellImapWriter;

BellImapWriter *bell_imap_writer_new (BellImapLiterals literals);
void            bell_imap_writer_free (BellImapWriter *self);

/* Raw text of our own making; never data from outside. */
void bell_imap_writer_add_raw (BellImapWriter *self, const char *text);

/* An IMAP string of any bytes but NUL. */
void bell_imap_writer_add_string (BellImapWriter *self, const char *text);

/* The same for a secret: its chunk is marked. */
void bell_imap_writer_add_secret_string (BellImapWriter *self, const BellSecretText *secret);

/* Raw secret text of our own making: a base64 SASL response. */
void bell_imap_writer_add_secret_raw (BellImapWriter *self, const BellSecretText *secret);

/* Ends the command with CRLF and hands its chunks over: of BellImapChunk, first to last.
 * The writer is empty afterwards. (transfer full) */
GPtrArray *bell_imap_writer_finish (BellImapWriter *self);

BellImapChunk *bell_imap_chunk_new (const void *bytes,
                                    gsize       length,
                                    gboolean    waits,
                                    gboolean    secret);
void           bell_imap_chunk_free (BellImapChunk *chunk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapWriter, bell_imap_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellImapChunk, bell_imap_chunk_free)

G_END_DECLS
