/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preview: GMime takes the fragment apart behind a header that is put together here, the part
 * worth reading is chosen, and its text is reduced to what the writer says. */

#include "mail/preview.h"

#include "mail/charset.h"
#include "mail/html-text.h"
#include "mail/mime-library.h"
#include "mail/own-words.h"
#include "mail/safe-text.h"

#include <gmime/gmime.h>
#include <string.h>

#define NESTING 10

/* A part that is looked at costs; mail has a handful. */
#define PARTS 50

/* RFC 2045 parameters fit; more is an attack on whoever parses them. */
#define HEADER_VALUE_BYTES 1024

/* "This is a multi-part message in MIME format." and similar stands before the first boundary. */
#define PREAMBLE_LINES 12

/* RFC 2046 §5.1.1. */
#define BOUNDARY_BYTES 70

/* A page says early which charset it is in (HTML §4.2.5.4). */
#define META_BYTES 1024

typedef struct {
  const char *charset; /* (nullable) of the part that was asked for */
  guint       parts;   /* still to be looked at */
} Reader;

static char *read_object (Reader *self, GMimeObject *object, guint depth);

/* The whole content of PART, its transfer encoding undone as far as it goes. */
static GByteArray *
read_content (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream      *stream;
  GByteArray       *bytes = g_byte_array_new ();

  if (content == NULL)
    return bytes;
  stream = g_mime_stream_mem_new_with_byte_array (bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_data_wrapper_write_to_stream (content, stream);
  g_object_unref (stream);
  return bytes;
}

/* The charset that a page names in itself. (transfer full) (nullable) */
static char *
find_meta_charset (const GByteArray *bytes)
{
  g_autofree char *start = g_strndup ((const char *) bytes->data, MIN (bytes->len, META_BYTES));
  g_autofree char *lower = g_ascii_strdown (start, -1);
  const char      *found = strstr (lower, "charset=");
  gsize            length;

  if (found == NULL)
    return NULL;
  found += strlen ("charset=");
  found += strspn (found, "\"' ");
  length = strcspn (found, "\"' />;");
  return length > 0 ? g_strndup (found, length) : NULL;
}

static char *
read_text_part (Reader *self, GMimePart *part, gboolean is_html)
{
  g_autoptr (GByteArray) bytes = read_content (part);
  const char *charset = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  g_autofree char *meta = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lines = NULL;

  if (self->charset != NULL)
    charset = self->charset;
  if (bytes->len == 0)
    return g_strdup ("");
  if (charset == NULL && is_html)
    charset = meta = find_meta_charset (bytes);
  text = bell_charset_to_utf8 (charset, bytes->data, bytes->len, BELL_PREVIEW_INPUT_BYTES);
  /* A cut leaves half a character at the end. */
  while (g_str_has_suffix (text, "\357\277\275"))
    text[strlen (text) - 3] = '\0';
  lines = is_html ? bell_html_text_new (text) : g_steal_pointer (&text);
  return bell_own_words (lines);
}

static gboolean
is_attachment (GMimeObject *object)
{
  const char *disposition = g_mime_object_get_disposition (object);

  return disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0;
}

/* RFC 2046 §4.1.4: text of an unknown kind reads as plain text. These kinds do not. */
static gboolean
is_plain (GMimeObject *object)
{
  static const char *const other[] = {
    "html",      "calendar", "css",      "csv", "vcard", "x-vcard",    "x-amp-html",
    "directory", "enriched", "richtext", "rtf", "xml",   "javascript", NULL,
  };
  GMimeContentType *type = g_mime_object_get_content_type (object);
  g_autofree char  *subtype = g_ascii_strdown (g_mime_content_type_get_media_subtype (type), -1);

  return g_mime_content_type_is_type (type, "text", "*") && !g_strv_contains (other, subtype);
}

static gboolean
says_something (const char *text)
{
  g_autofree char *safe = text != NULL ? bell_safe_text (text, -1, 1) : NULL;

  return safe != NULL && *safe != '\0';
}

/* The first child that says something; of alternatives, plain text is asked before the others. */
static char *
read_multipart (Reader *self, GMimeMultipart *multipart, guint depth)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (multipart));
  gboolean          plain_first = g_mime_content_type_is_type (type, "multipart", "alternative");
  int               count = g_mime_multipart_get_count (multipart);

  for (int pass = plain_first ? 0 : 1; pass < 2; pass++)
    for (int i = 0; i < count; i++) {
      GMimeObject     *child = g_mime_multipart_get_part (multipart, i);
      g_autofree char *text = NULL;

      if (plain_first && is_plain (child) != (pass == 0))
        continue;
      text = read_object (self, child, depth + 1);
      if (says_something (text))
        return g_steal_pointer (&text);
    }
  return g_strdup ("");
}

static char *
read_object (Reader *self, GMimeObject *object, guint depth)
{
  GMimeContentType *type = g_mime_object_get_content_type (object);

  if (depth > NESTING || self->parts == 0 || is_attachment (object))
    return g_strdup ("");
  self->parts--;
  if (GMIME_IS_MULTIPART (object))
    return read_multipart (self, GMIME_MULTIPART (object), depth);
  if (GMIME_IS_MESSAGE_PART (object)) {
    GMimeMessage *message = g_mime_message_part_get_message (GMIME_MESSAGE_PART (object));
    GMimeObject  *inside = message != NULL ? g_mime_message_get_mime_part (message) : NULL;

    return inside != NULL ? read_object (self, inside, depth + 1) : g_strdup ("");
  }
  if (GMIME_IS_PART (object) && is_plain (object))
    return read_text_part (self, GMIME_PART (object), FALSE);
  if (GMIME_IS_PART (object) && g_mime_content_type_is_type (type, "text", "html"))
    return read_text_part (self, GMIME_PART (object), TRUE);
  return g_strdup ("");
}

/* The boundary that the bytes begin with, with or without a preamble: a line "--x" before a line
 * that a part's header may begin with. (transfer full) (nullable) */
static char *
find_boundary (const char *bytes, gsize length)
{
  const char *end = bytes + length;
  const char *line = bytes;

  for (guint i = 0; i < PREAMBLE_LINES && line < end; i++) {
    const char *newline = memchr (line, '\n', (gsize) (end - line));
    gsize       n = newline != NULL ? (gsize) (newline - line) : 0;

    if (newline == NULL)
      return NULL;
    while (n > 0 && g_ascii_isspace (line[n - 1]))
      n--;
    if (n > 2 && n <= BOUNDARY_BYTES + 2 && strncmp (line, "--", 2) == 0 && end - newline > 8 &&
        g_ascii_strncasecmp (newline + 1, "Content-", 8) == 0)
      return g_strndup (line + 2, n - 2);
    line = newline + 1;
  }
  return NULL;
}

/* A value for the header, in one line. (transfer full) */
static char *
make_value (const char *value)
{
  char *copy = g_strndup (value, HEADER_VALUE_BYTES);

  return g_strstrip (g_strdelimit (copy, "\r\n", ' '));
}

static char *
make_content_type (const char *given, const char *bytes, gsize length)
{
  g_autofree char *type = make_value (given != NULL ? given : "");
  g_autofree char *boundary = NULL;
  g_autofree char *lower = g_ascii_strdown (type, -1);

  if (strchr (type, '/') == NULL)
    *type = '\0';
  if (*type != '\0' &&
      (!g_str_has_prefix (lower, "multipart/") || strstr (lower, "boundary") != NULL))
    return g_steal_pointer (&type);
  boundary = find_boundary (bytes, length);
  if (boundary == NULL || strpbrk (boundary, "\"\\") != NULL)
    return g_strdup ("text/plain");
  return g_strdup_printf ("%s; boundary=\"%s\"", *type != '\0' ? type : "multipart/mixed",
                          boundary);
}

static GMimeObject *
parse (const char *bytes, gsize length, const char *content_type, const char *encoding)
{
  g_autofree char *type = make_content_type (content_type, bytes, length);
  g_autofree char *transfer = make_value (encoding != NULL ? encoding : "8bit");
  g_autofree char *header =
    g_strdup_printf ("Content-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n", type, transfer);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeObject *object;

  g_byte_array_append (message, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (message, (const guint8 *) bytes, (guint) length);
  stream = g_mime_stream_mem_new_with_buffer ((const char *) message->data, message->len);
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_persist_stream (parser, FALSE);
  object = g_mime_parser_construct_part (parser, NULL);
  g_object_unref (parser);
  g_object_unref (stream);
  return object;
}

char *
bell_preview_new (const void *bytes,
                  gsize       length,
                  const char *content_type,
                  const char *charset,
                  const char *encoding)
{
  Reader           reader = { .parts = PARTS };
  GMimeObject     *object;
  g_autofree char *text = NULL;

  if (length == 0)
    return g_strdup ("");
  bell_mime_library_need ();
  object = parse (bytes, MIN (length, BELL_PREVIEW_INPUT_BYTES), content_type, encoding);
  if (object == NULL)
    return g_strdup ("");
  if (GMIME_IS_PART (object) && charset != NULL && *charset != '\0')
    reader.charset = charset;
  text = read_object (&reader, object, 0);
  g_object_unref (object);
  return bell_safe_text (text, -1, BELL_PREVIEW_GRAPHEMES);
}
