/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIO's converters, which are zlib's. A stream of compressed bytes says nothing of how much it will
 * become, so what it becomes is taken piece by piece and counted against an allowance. */

#include "io/deflate.h"

#include "imap/imap-error.h"

/* zlib repeats the mark of a flush when it has room for little more than that. */
#define COMPRESSED_BYTES 512

struct _BellDeflate {
  GConverter *compressor;   /* (owned) */
  GConverter *decompressor; /* (owned) */
  GByteArray *unread;       /* (owned) compressed and, from read_at on, not yet looked at */
  gsize       read_at;
  gsize       allowance; /* bytes that may still come out */
  gboolean    over;      /* an error has been told, or the stream has ended */
};

BellDeflate *
bell_deflate_new (void)
{
  BellDeflate *self = g_new0 (BellDeflate, 1);

  self->compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, -1));
  self->decompressor = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  self->unread = g_byte_array_new ();
  self->allowance = BELL_DEFLATE_SPARE_BYTES;
  return self;
}

void
bell_deflate_free (BellDeflate *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->compressor);
  g_object_unref (self->decompressor);
  g_byte_array_unref (self->unread);
  g_free (self);
}

/* It can fail only where there is no room for its output. */
GByteArray *
bell_deflate_compress (BellDeflate *self, GByteArray *plain)
{
  g_autoptr (GByteArray) input = plain;
  GByteArray      *output = g_byte_array_new ();
  GConverterResult result;
  guint8           buffer[COMPRESSED_BYTES];
  gsize            at = 0, n_read, n_written;

  do {
    n_read = n_written = 0;
    result = g_converter_convert (self->compressor, input->data + at, input->len - at, buffer,
                                  sizeof buffer, G_CONVERTER_FLUSH, &n_read, &n_written, NULL);
    at += n_read;
    g_byte_array_append (output, buffer, (guint) n_written);
  } while (result == G_CONVERTER_CONVERTED);
  return output;
}

void
bell_deflate_put (BellDeflate *self, const void *bytes, gsize length)
{
  gsize earned = MIN (length, BELL_DEFLATE_SPARE_BYTES) * BELL_DEFLATE_RATIO;

  if (self->over)
    return;
  self->allowance = MIN (self->allowance + earned, MAX (earned, BELL_DEFLATE_SPARE_BYTES));
  g_byte_array_append (self->unread, bytes, (guint) length);
}

static GBytes *
give_up (BellDeflate *self, BellImapErrorCode code, const char *message, GError **error)
{
  self->over = TRUE;
  g_set_error_literal (error, BELL_IMAP_ERROR, (int) code, message);
  return NULL;
}

/* An idle connection keeps no buffer. */
static void
forget_what_was_read (BellDeflate *self)
{
  g_free (g_byte_array_steal (self->unread, NULL));
  self->read_at = 0;
}

/* One step. A result without bytes is no end: the input may have been a header only. */
static GConverterResult
convert (BellDeflate *self, guint8 *piece, gsize *n_written, GError **error)
{
  GConverterResult result;
  gsize            n_read = 0;

  *n_written = 0;
  result = g_converter_convert (self->decompressor, self->unread->data + self->read_at,
                                self->unread->len - self->read_at, piece, BELL_DEFLATE_PIECE_BYTES,
                                G_CONVERTER_NO_FLAGS, &n_read, n_written, error);
  self->read_at += n_read;
  return result;
}

GBytes *
bell_deflate_inflate (BellDeflate *self, GError **error)
{
  guint8           piece[BELL_DEFLATE_PIECE_BYTES];
  gsize            n_written = 0;
  GConverterResult result = G_CONVERTER_CONVERTED;
  g_autoptr (GError) problem = NULL;

  if (self->over || self->unread->len == 0)
    return NULL;
  while (result == G_CONVERTER_CONVERTED && n_written == 0)
    result = convert (self, piece, &n_written, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)) {
    forget_what_was_read (self);
    return NULL;
  }
  if (result == G_CONVERTER_ERROR)
    return give_up (self, BELL_IMAP_ERROR_SYNTAX, "no deflate stream", error);
  if (result == G_CONVERTER_FINISHED && n_written == 0)
    return give_up (self, BELL_IMAP_ERROR_CLOSED, "the compressed stream has ended", error);
  if (n_written > self->allowance)
    return give_up (self, BELL_IMAP_ERROR_TOO_LARGE, "too much from so few bytes", error);
  self->allowance -= n_written;
  return g_bytes_new (piece, n_written);
}
