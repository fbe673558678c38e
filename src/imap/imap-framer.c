/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A byte at a time outside literals, so that no split of the stream can matter: what a line has
 * announced at its end is known from a small state, also while the line itself is skipped. */

#include "imap/imap-framer.h"

#include "imap/imap-error.h"
#include "imap/imap-limits.h"

#include <string.h>

/* As much of a skipped response as tells whether it can hold literals. */
#define HEAD_BYTES 256

/* RFC 9051 §9: number64 has 63 bits. */
#define IMPOSSIBLE_SIZE G_MAXUINT64

/* How much of "{n}" or "{n+}" stands directly before the next byte. */
typedef enum {
  BRACE_NONE,
  BRACE_OPEN,
  BRACE_DIGITS,
  BRACE_PLUS,
  BRACE_CLOSED,
  BRACE_CLOSED_CR,
} BraceState;

struct _BellImapFramer {
  GByteArray *unread; /* (owned) fed and, from read_at on, not yet looked at */
  gsize       read_at;

  GByteArray *text;         /* (owned) of the response in progress; its head only while skipping */
  GArray     *literals;     /* (owned) of BellImapSpan */
  gsize       line_bytes;   /* of the response in progress, without its literals */
  guint64     literal_left; /* bytes of the current literal still to come */
  guint64     size;         /* announced between the braces */
  BraceState  brace;
  gboolean    skipping; /* the response has been reported as broken */
};

void
bell_imap_frame_free (BellImapFrame *frame)
{
  if (frame == NULL)
    return;

  g_free (frame->text);
  g_free (frame->literals);
  g_free (frame);
}

static void
begin_response (BellImapFramer *self)
{
  g_byte_array_set_size (self->text, 0);
  g_array_set_size (self->literals, 0);
  self->line_bytes = 0;
  self->brace = BRACE_NONE;
  self->skipping = FALSE;
}

static BellImapFrame *
take_frame (BellImapFramer *self)
{
  BellImapFrame *frame = g_new0 (BellImapFrame, 1);

  frame->length = self->text->len;
  g_byte_array_append (self->text, (const guint8 *) "", 1);
  frame->text = (char *) g_byte_array_steal (self->text, NULL);
  frame->n_literals = self->literals->len;
  if (frame->n_literals > 0)
    frame->literals = (BellImapSpan *) (gpointer) g_array_steal (self->literals, NULL);
  begin_response (self);

  return frame;
}

/* The bytes of the word that begins at or behind *AT; moves *AT behind it. */
static const char *
next_word (const GByteArray *text, gsize *at, gsize *length)
{
  gsize begin = *at;
  gsize end;

  while (begin < text->len && text->data[begin] == ' ')
    begin++;
  for (end = begin; end < text->len && text->data[end] != ' '; end++)
    ;
  *at = end;
  *length = end - begin;

  return (const char *) text->data + begin;
}

/* The text for people at the end of a status response or behind a "+" holds no literal, but it may
 * end in "{5}" when the server repeats a mailbox name. A code that is still open may hold one. */
static gboolean
may_hold_literal (const BellImapFramer *self)
{
  static const char *const with_text[] = { "OK", "NO", "BAD", "BYE", "PREAUTH", "+" };
  gsize                    at = 0;
  gsize                    length;
  const char              *word = next_word (self->text, &at, &length);

  if (length > 0 && word[0] == '+')
    return FALSE;

  word = next_word (self->text, &at, &length);
  for (guint i = 0; i < G_N_ELEMENTS (with_text); i++) {
    if (length == strlen (with_text[i]) && g_ascii_strncasecmp (word, with_text[i], length) == 0) {
      word = next_word (self->text, &at, &length);
      return length > 0 && word[0] == '[' &&
             memchr (word, ']', self->text->len - (gsize) (word - (char *) self->text->data)) ==
               NULL;
    }
  }

  return TRUE;
}

static void
add_digit (BellImapFramer *self, guint64 digit)
{
  if (self->size > (G_MAXINT64 - digit) / 10)
    self->size = IMPOSSIBLE_SIZE;
  else
    self->size = 10 * self->size + digit;
}

static void
follow_braces (BellImapFramer *self, guint8 byte)
{
  BraceState before = self->brace;

  self->brace = BRACE_NONE;
  if (byte == '{') {
    self->brace = BRACE_OPEN;
    self->size = 0;
  } else if (g_ascii_isdigit (byte) && (before == BRACE_OPEN || before == BRACE_DIGITS)) {
    self->brace = BRACE_DIGITS;
    add_digit (self, byte - '0');
  } else if (byte == '+' && before == BRACE_DIGITS) {
    self->brace = BRACE_PLUS;
  } else if (byte == '}' && (before == BRACE_DIGITS || before == BRACE_PLUS)) {
    self->brace = BRACE_CLOSED;
  } else if (byte == '\r' && before == BRACE_CLOSED) {
    self->brace = BRACE_CLOSED_CR;
  }
}

static void
keep_byte (BellImapFramer *self, guint8 byte)
{
  if (!self->skipping || self->text->len < HEAD_BYTES)
    g_byte_array_append (self->text, &byte, 1);
}

static void
drop_carriage_return (BellImapFramer *self)
{
  gsize line_at = 0;

  if (self->literals->len > 0) {
    BellImapSpan *last = &g_array_index (self->literals, BellImapSpan, self->literals->len - 1);
    line_at = last->offset + last->length;
  }
  if (self->text->len > line_at && self->text->data[self->text->len - 1] == '\r')
    g_byte_array_set_size (self->text, self->text->len - 1);
}

static void
begin_literal (BellImapFramer *self, GError **error)
{
  BellImapSpan span;

  self->literal_left = self->size;
  if (self->skipping)
    return;

  span.offset = self->text->len;
  span.length = (gsize) self->size;
  if (self->size > BELL_IMAP_LIMIT_LITERAL_BYTES)
    g_set_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE,
                 "a literal of %" G_GUINT64_FORMAT " bytes", self->size);
  else if (span.offset + span.length > BELL_IMAP_LIMIT_RESPONSE_BYTES)
    g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE, "a response too large");
  else
    g_array_append_val (self->literals, span);
}

/* TRUE if the response ends with this line. */
static gboolean
end_line (BellImapFramer *self, GError **error)
{
  gboolean announced =
    (self->brace == BRACE_CLOSED || self->brace == BRACE_CLOSED_CR) && may_hold_literal (self);

  self->brace = BRACE_NONE;
  if (!announced) {
    drop_carriage_return (self);
    return TRUE;
  }
  if (self->size == IMPOSSIBLE_SIZE) {
    if (!self->skipping)
      g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX,
                           "an impossible literal size");
    return TRUE;
  }

  keep_byte (self, '\n');
  begin_literal (self, error);

  return FALSE;
}

/* TRUE if the response ends with this byte. */
static gboolean
take_line_byte (BellImapFramer *self, GError **error)
{
  guint8 byte = self->unread->data[self->read_at++];

  if (byte == '\n') {
    self->line_bytes++;
    return end_line (self, error);
  }

  self->line_bytes++;
  follow_braces (self, byte);
  keep_byte (self, byte);
  if (self->skipping)
    return FALSE;

  if (byte == '\0')
    g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX, "a NUL in a line");
  else if (self->line_bytes - (byte == '\r') > BELL_IMAP_LIMIT_LINE_BYTES)
    g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE, "a line too long");

  return FALSE;
}

static void
take_literal_bytes (BellImapFramer *self)
{
  gsize there = self->unread->len - self->read_at;
  gsize length = (gsize) MIN ((guint64) there, self->literal_left);

  if (!self->skipping)
    g_byte_array_append (self->text, self->unread->data + self->read_at, (guint) length);
  self->read_at += length;
  self->literal_left -= length;
}

static void
begin_skipping (BellImapFramer *self)
{
  self->skipping = TRUE;
  g_array_set_size (self->literals, 0);
  if (self->text->len > HEAD_BYTES) {
    guint8 *whole = g_byte_array_steal (self->text, NULL);
    g_byte_array_append (self->text, whole, HEAD_BYTES);
    g_free (whole);
  }
}

BellImapFramer *
bell_imap_framer_new (void)
{
  BellImapFramer *self = g_new0 (BellImapFramer, 1);

  self->unread = g_byte_array_new ();
  self->text = g_byte_array_new ();
  self->literals = g_array_new (FALSE, FALSE, sizeof (BellImapSpan));

  return self;
}

void
bell_imap_framer_free (BellImapFramer *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->unread);
  g_byte_array_unref (self->text);
  g_array_unref (self->literals);
  g_free (self);
}

void
bell_imap_framer_feed (BellImapFramer *self, const void *bytes, gsize length)
{
  /* Half is read before any is moved, so that each byte is moved once on average. */
  if (self->read_at > 0 && self->read_at >= self->unread->len / 2) {
    g_byte_array_remove_range (self->unread, 0, (guint) self->read_at);
    self->read_at = 0;
  }
  g_byte_array_append (self->unread, bytes, (guint) length);
}

BellImapFrame *
bell_imap_framer_next (BellImapFramer *self, GError **error)
{
  while (self->read_at < self->unread->len) {
    GError  *problem = NULL;
    gboolean ended = FALSE;

    if (self->literal_left > 0)
      take_literal_bytes (self);
    else
      ended = take_line_byte (self, &problem);

    if (problem != NULL) {
      begin_skipping (self);
      if (ended)
        begin_response (self);
      g_propagate_error (error, problem);
      return NULL;
    }
    if (ended && !self->skipping)
      return take_frame (self);
    if (ended)
      begin_response (self);
  }

  /* All is read: an idle connection keeps no buffer. */
  g_free (g_byte_array_steal (self->unread, NULL));
  self->read_at = 0;

  return NULL;
}

GBytes *
bell_imap_framer_take_unread (BellImapFramer *self)
{
  gsize   length;
  guint8 *bytes;

  g_byte_array_remove_range (self->unread, 0, (guint) self->read_at);
  self->read_at = 0;
  bytes = g_byte_array_steal (self->unread, &length);

  return g_bytes_new_take (bytes, length);
}

gboolean
bell_imap_framer_is_empty (const BellImapFramer *self)
{
  return self->read_at == self->unread->len && self->line_bytes == 0;
}
