/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header value as text. The encoded words are read here and not by GMime, which hands any
 * charset name that the network sends to iconv, UTF-7 included, and cannot be told not to.
 *
 * Neighbouring encoded words of one charset are joined as bytes before they are converted:
 * many mailers cut characters in two between them, which RFC 2047 §5 forbids. */

#include "mail/header-text.h"

#include "mail/charset.h"
#include "mail/grapheme.h"

#include <string.h>

#define ELLIPSIS "\342\200\246"

typedef struct {
  const char *charset;
  gsize       charset_length;
  char        encoding; /* 'b' or 'q' */
  const char *text;
  gsize       text_length;
  const char *end; /* behind the closing "?=" */
} EncodedWord;

typedef struct {
  GString    *out;
  GByteArray *run;     /* bytes of encoded words not yet converted */
  char       *charset; /* (owned) (nullable) of the run; NULL: no run is open */
} Decoder;

static gboolean
is_charset_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-_.:+*()'", c) != NULL);
}

/* Reads the encoded word at P, if there is one. Lenient where mailers are: spaces inside, more
 * than 75 characters, no space around. */
static gboolean
read_word (const char *p, const char *end, EncodedWord *word)
{
  const char *q = p + 2;

  if (end - p < 6 || p[0] != '=' || p[1] != '?')
    return FALSE;
  word->charset = q;
  while (q < end && is_charset_char (*q))
    q++;
  word->charset_length = (gsize) (q - word->charset);
  if (word->charset_length == 0 || end - q < 3 || q[0] != '?' || q[2] != '?')
    return FALSE;
  word->encoding = g_ascii_tolower (q[1]);
  if (word->encoding != 'b' && word->encoding != 'q')
    return FALSE;
  word->text = q + 3;
  q = memmem (word->text, (gsize) (end - word->text), "?=", 2);
  if (q == NULL)
    return FALSE;
  word->text_length = (gsize) (q - word->text);
  word->end = q + 2;
  return TRUE;
}

static void
append_byte (GByteArray *bytes, guint8 byte)
{
  g_byte_array_append (bytes, &byte, 1);
}

static void
decode_q (const EncodedWord *word, GByteArray *bytes)
{
  const char *p = word->text;
  const char *end = p + word->text_length;

  for (; p < end; p++)
    if (*p == '=' && end - p > 2 && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2])) {
      append_byte (bytes,
                   (guint8) (g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2])));
      p += 2;
    } else
      append_byte (bytes, *p == '_' ? ' ' : (guint8) *p);
}

/* Base64 without regard for padding, which mailers forget. */
static void
decode_b (const EncodedWord *word, GByteArray *bytes)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  guint32           bits = 0;
  guint             count = 0;

  for (gsize i = 0; i < word->text_length; i++) {
    const char *found = word->text[i] == '\0' ? NULL : strchr (alphabet, word->text[i]);

    if (word->text[i] == '=')
      count = 0;
    if (found == NULL)
      continue;
    bits = bits << 6 | (guint32) (found - alphabet);
    count += 6;
    if (count >= 8) {
      count -= 8;
      append_byte (bytes, (guint8) (bits >> count & 0xFF));
    }
  }
}

static void
close_run (Decoder *self)
{
  g_autofree char *text = NULL;

  if (self->charset == NULL)
    return;
  text = bell_charset_to_utf8 (self->charset, self->run->data, self->run->len,
                               BELL_HEADER_TEXT_OUTPUT_BYTES);
  g_string_append (self->out, text);
  g_byte_array_set_size (self->run, 0);
  g_clear_pointer (&self->charset, g_free);
}

static void
take_word (Decoder *self, const EncodedWord *word)
{
  g_autofree char *charset = g_strndup (word->charset, word->charset_length);

  if (self->charset != NULL && g_ascii_strcasecmp (charset, self->charset) != 0)
    close_run (self);
  if (self->charset == NULL)
    self->charset = g_steal_pointer (&charset);
  if (word->encoding == 'b')
    decode_b (word, self->run);
  else
    decode_q (word, self->run);
}

/* Text between encoded words; white space alone between two of them is not shown. */
static void
take_plain (Decoder *self, const char *text, gsize length, gboolean between_words)
{
  g_autofree char *plain = NULL;

  if (length == 0 || (between_words && strspn (text, " \t") >= length))
    return;
  close_run (self);
  plain = bell_charset_to_utf8 (NULL, text, length, BELL_HEADER_TEXT_OUTPUT_BYTES);
  g_string_append (self->out, plain);
}

static void
decode (Decoder *self, const char *text)
{
  const char *end = text + strlen (text);
  const char *plain = text;
  const char *p = text;

  while ((p = strstr (p, "=?")) != NULL && self->out->len < BELL_HEADER_TEXT_OUTPUT_BYTES) {
    EncodedWord word;

    if (!read_word (p, end, &word)) {
      p += 2;
      continue;
    }
    take_plain (self, plain, (gsize) (p - plain), self->charset != NULL);
    take_word (self, &word);
    plain = p = word.end;
  }
  take_plain (self, plain, (gsize) (end - plain), FALSE);
  close_run (self);
}

/* How many of the LENGTH bytes of RAW are looked at; the last character is not cut in two. */
static gsize
limit_length (const char *raw, gsize length)
{
  const char *end = raw + BELL_HEADER_TEXT_INPUT_BYTES;
  const char *last;

  if (length <= BELL_HEADER_TEXT_INPUT_BYTES)
    return length;
  last = g_utf8_find_prev_char (raw, end);
  if (last != NULL && g_utf8_get_char_validated (last, end - last) == (gunichar) -2)
    end = last;
  return (gsize) (end - raw);
}

/* RFC 5322 §2.2.3: a line break goes, the white space behind it stays. */
static char *
unfold (const char *raw, gsize length)
{
  GString *text = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++) {
    gboolean is_break = raw[i] == '\n' || (raw[i] == '\r' && raw[i + 1] == '\n');
    char     next = i + 1 < length ? raw[i + 1] : '\0';

    if (!is_break && raw[i] != '\r')
      g_string_append_c (text, raw[i]);
    else if (next != '\n' && next != ' ' && next != '\t')
      g_string_append_c (text, ' ');
  }
  return g_strstrip (g_string_free (text, FALSE));
}

gsize
bell_header_text_measure_word (const char *text, gsize length)
{
  EncodedWord word;

  length = MIN (length, BELL_HEADER_TEXT_INPUT_BYTES);
  return read_word (text, text + length, &word) ? (gsize) (word.end - text) : 0;
}

/* An encoded word that the limit has cut off is not shown in its raw form. */
static void
drop_cut_word (char *text)
{
  gsize length = strlen (text);
  char *last = g_strrstr (text, "=?");

  if (last != NULL && bell_header_text_measure_word (last, length - (gsize) (last - text)) == 0)
    *last = '\0';
}

/* Cuts TEXT to the limit, and at least by the last character that a reader sees: nobody knows how
 * it would have continued. */
static void
cut (GString *text)
{
  const char *start = text->str;
  const char *limit = start + MIN (text->len, BELL_HEADER_TEXT_OUTPUT_BYTES - strlen (ELLIPSIS));
  const char *p = start;
  const char *next;

  while (p < limit && (next = bell_grapheme_end (p, start + text->len)) < limit)
    p = next;
  g_string_truncate (text, (gsize) (p - start));
  g_string_append (text, ELLIPSIS);
}

char *
bell_header_text_decode (const char *raw)
{
  gsize            given = strnlen (raw, BELL_HEADER_TEXT_INPUT_BYTES + 1);
  gsize            length = limit_length (raw, given);
  g_autofree char *text = unfold (raw, length);
  g_autoptr (GByteArray) run = g_byte_array_new ();
  Decoder self = { .out = g_string_new (NULL), .run = run };

  if (length < given)
    drop_cut_word (text);
  decode (&self, text);
  if (length < given || self.out->len > BELL_HEADER_TEXT_OUTPUT_BYTES)
    cut (self.out);
  return g_string_free (self.out, FALSE);
}
