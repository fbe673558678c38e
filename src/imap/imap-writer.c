/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands in chunks. The bytes of a secret lie in a chunk of its own, made in one piece, because
 * a buffer that grows leaves copies behind that nobody wipes. */

#include "imap/imap-writer.h"

#include <string.h>

/* A quoted string counts into the line, and servers need not take lines of more than about 1000
 * bytes (RFC 2683 §3.2.1.5); a literal does not. */
#define QUOTED_MAX_BYTES 900

/* RFC 7888 §5: the largest non-synchronising literal under LITERAL-. */
#define LITERAL_MINUS_MAX_BYTES 4096

struct _BellImapWriter {
  BellImapLiterals literals;
  GPtrArray       *chunks; /* (owned) of BellImapChunk */
};

static GPtrArray *
chunks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_chunk_free);
}

static void
add_chunk (BellImapWriter *self, const char *bytes, gsize length, gboolean waits, gboolean secret)
{
  g_ptr_array_add (self->chunks, bell_imap_chunk_new (bytes, length, waits, secret));
}

/* Appends to the last chunk where that may be shown. */
static void
add_bytes (BellImapWriter *self, const char *bytes, gsize length)
{
  BellImapChunk *last = NULL;

  if (self->chunks->len > 0)
    last = g_ptr_array_index (self->chunks, self->chunks->len - 1);
  if (last != NULL && !last->secret)
    g_byte_array_append (last->bytes, (const guint8 *) bytes, (guint) length);
  else
    add_chunk (self, bytes, length, FALSE, FALSE);
}

static gboolean
needs_escape (char byte)
{
  return byte == '"' || byte == '\\';
}

/* The length of TEXT as a quoted string; 0 if it cannot, or should not, be one. */
static gsize
measure_quoted (const char *text, gsize length)
{
  gsize quoted = 2;

  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isprint (text[i]))
      return 0;
    quoted += needs_escape (text[i]) ? 2 : 1;
  }

  return quoted <= QUOTED_MAX_BYTES ? quoted : 0;
}

static void
write_quoted (char *to, const char *text, gsize length)
{
  *to++ = '"';
  for (gsize i = 0; i < length; i++) {
    if (needs_escape (text[i]))
      *to++ = '\\';
    *to++ = text[i];
  }
  *to = '"';
}

static void
add_quoted (
  BellImapWriter *self, const char *text, gsize length, gsize quoted_length, gboolean secret)
{
  g_autofree char *quoted = g_malloc (quoted_length);

  write_quoted (quoted, text, length);
  if (secret) {
    add_chunk (self, quoted, quoted_length, FALSE, TRUE);
    bell_secret_wipe (quoted, quoted_length);
  } else {
    add_bytes (self, quoted, quoted_length);
  }
}

static gboolean
literal_must_wait (const BellImapWriter *self, gsize length)
{
  switch (self->literals) {
  case BELL_IMAP_LITERALS_PLUS:
    return FALSE;
  case BELL_IMAP_LITERALS_MINUS:
    return length > LITERAL_MINUS_MAX_BYTES;
  case BELL_IMAP_LITERALS_SYNCHRONISING:
  default:
    return TRUE;
  }
}

static void
add_literal (BellImapWriter *self, const char *text, gsize length, gboolean secret)
{
  gboolean         waits = literal_must_wait (self, length);
  g_autofree char *announcement = NULL;

  announcement = g_strdup_printf ("{%" G_GSIZE_FORMAT "%s}\r\n", length, waits ? "" : "+");
  add_bytes (self, announcement, strlen (announcement));
  if (waits || secret)
    add_chunk (self, text, length, waits, secret);
  else
    add_bytes (self, text, length);
}

static void
add_string (BellImapWriter *self, const char *text, gsize length, gboolean secret)
{
  gsize quoted_length = measure_quoted (text, length);

  if (quoted_length > 0)
    add_quoted (self, text, length, quoted_length, secret);
  else
    add_literal (self, text, length, secret);
}

BellImapWriter *
bell_imap_writer_new (BellImapLiterals literals)
{
  BellImapWriter *self = g_new0 (BellImapWriter, 1);

  self->literals = literals;
  self->chunks = chunks_new ();

  return self;
}

void
bell_imap_writer_free (BellImapWriter *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->chunks);
  g_free (self);
}

void
bell_imap_writer_add_raw (BellImapWriter *self, const char *text)
{
  add_bytes (self, text, strlen (text));
}

void
bell_imap_writer_add_string (BellImapWriter *self, const char *text)
{
  add_string (self, text, strlen (text), FALSE);
}

void
bell_imap_writer_add_secret_string (BellImapWriter *self, const BellSecretText *secret)
{
  add_string (self, bell_secret_text_peek (secret), bell_secret_text_get_length (secret), TRUE);
}

void
bell_imap_writer_add_secret_raw (BellImapWriter *self, const BellSecretText *secret)
{
  add_chunk (self, bell_secret_text_peek (secret), bell_secret_text_get_length (secret), FALSE,
             TRUE);
}

GPtrArray *
bell_imap_writer_finish (BellImapWriter *self)
{
  GPtrArray *chunks;

  add_bytes (self, "\r\n", 2);
  chunks = g_steal_pointer (&self->chunks);
  self->chunks = chunks_new ();

  return chunks;
}

BellImapChunk *
bell_imap_chunk_new (const void *bytes, gsize length, gboolean waits, gboolean secret)
{
  BellImapChunk *chunk = g_new0 (BellImapChunk, 1);

  chunk->bytes = g_byte_array_sized_new ((guint) length);
  g_byte_array_append (chunk->bytes, bytes, (guint) length);
  chunk->waits_before = waits;
  chunk->secret = secret;

  return chunk;
}

void
bell_imap_chunk_free (BellImapChunk *chunk)
{
  if (chunk == NULL)
    return;

  if (chunk->secret)
    bell_secret_wipe (chunk->bytes->data, chunk->bytes->len);
  g_byte_array_unref (chunk->bytes);
  g_free (chunk);
}
