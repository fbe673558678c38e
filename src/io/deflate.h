/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deflate.h: the two compressed streams of one connection, ours and the server's. No I/O.
 * In:     plain bytes to be compressed; compressed bytes, split wherever the network split them.
 * Out:    compressed bytes, complete at each call (a sync flush); plain bytes, piece by piece.
 * Limits: a piece is at most BELL_DEFLATE_PIECE_BYTES. All pieces together may be
 *         BELL_DEFLATE_RATIO times what came in, and BELL_DEFLATE_SPARE_BYTES more at a time.
 * Errors: BELL_IMAP_ERROR_SYNTAX, BELL_IMAP_ERROR_TOO_LARGE, and BELL_IMAP_ERROR_CLOSED if the other
 *         side has ended its stream. Each once; nothing more comes out after it.
 * Source: RFC 1951; RFC 4978 §3 (raw, without zlib's header). */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_DEFLATE_PIECE_BYTES 4096

/* Deflate gives back up to 1032 bytes for one. The answers of a server are seldom over 20 for one;
 * a list of messages that are all alike, the most that honest ones reach, fits into the spare bytes. */
#define BELL_DEFLATE_RATIO 64
#define BELL_DEFLATE_SPARE_BYTES (1024 * 1024)

typedef struct _BellDeflate BellDeflate;

BellDeflate *bell_deflate_new (void);
void         bell_deflate_free (BellDeflate *self);

/* The other side can read all of PLAIN (transfer full) once it has the result. (transfer full) */
GByteArray *bell_deflate_compress (BellDeflate *self, GByteArray *plain);

/* What the other side has sent. */
void bell_deflate_put (BellDeflate *self, const void *bytes, gsize length);

/* The next piece of it. NULL without ERROR: there is no more for now. (transfer full) (nullable) */
GBytes *bell_deflate_inflate (BellDeflate *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellDeflate, bell_deflate_free)

G_END_DECLS
