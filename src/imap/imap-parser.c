/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and values. Atoms are taken more generously than the grammar has them: flags with "]" or
 * 8-bit bytes are common, and what an atom may mean is for the reader of the response to say. */

#include "imap/imap-parser.h"

#include "imap/imap-error.h"
#include "imap/imap-limits.h"

#include <string.h>

static char
byte_at (const BellImapParser *self, gsize at)
{
  return at < self->frame->length ? self->frame->text[at] : '\0';
}

void
bell_imap_parser_init (BellImapParser *self, const BellImapFrame *frame)
{
  *self = (BellImapParser){ .frame = frame };
}

gboolean
bell_imap_parser_at_end (const BellImapParser *self)
{
  return self->at >= self->frame->length;
}

char
bell_imap_parser_peek (const BellImapParser *self)
{
  return byte_at (self, self->at);
}

void
bell_imap_parser_skip_spaces (BellImapParser *self)
{
  while (byte_at (self, self->at) == ' ')
    self->at++;
}

char *
bell_imap_parser_read_word (BellImapParser *self)
{
  const char *begin = self->frame->text + self->at;
  gsize       left = self->frame->length - self->at;
  const char *space = memchr (begin, ' ', left);
  gsize       length = space != NULL ? (gsize) (space - begin) : left;

  self->at += length;

  return length > 0 ? g_strndup (begin, length) : NULL;
}

char *
bell_imap_parser_read_rest (BellImapParser *self)
{
  char *rest = g_strndup (self->frame->text + self->at, self->frame->length - self->at);

  self->at = self->frame->length;

  return rest;
}

static BellImapValue *
value_new (BellImapValueKind kind, const char *text, gsize length)
{
  BellImapValue *value = g_new0 (BellImapValue, 1);

  value->kind = kind;
  value->length = length;
  if (kind == BELL_IMAP_VALUE_LIST) {
    value->children = g_ptr_array_new ();
  } else if (kind != BELL_IMAP_VALUE_NIL) {
    value->text = g_malloc (length + 1);
    if (length > 0)
      memcpy (value->text, text, length);
    value->text[length] = '\0';
  }

  return value;
}

/* The literal whose "{n}" or "~{n}" begins at AT, or NULL. */
static const BellImapSpan *
find_literal (BellImapParser *self, gsize at)
{
  const BellImapFrame *frame = self->frame;
  const BellImapSpan  *literal;

  while (self->next_literal < frame->n_literals && frame->literals[self->next_literal].offset <= at)
    self->next_literal++;
  if (self->next_literal == frame->n_literals)
    return NULL;

  if (byte_at (self, at) == '~')
    at++;
  if (byte_at (self, at) != '{')
    return NULL;
  at++;
  while (g_ascii_isdigit (byte_at (self, at)) || byte_at (self, at) == '+')
    at++;
  if (byte_at (self, at) != '}')
    return NULL;
  at++;
  if (byte_at (self, at) == '\r')
    at++;
  literal = &frame->literals[self->next_literal];

  return at + 1 == literal->offset ? literal : NULL;
}

static BellImapValue *
read_literal (BellImapParser *self, const BellImapSpan *literal)
{
  self->at = literal->offset + literal->length;
  self->next_literal++;

  return value_new (BELL_IMAP_VALUE_STRING, self->frame->text + literal->offset, literal->length);
}

static BellImapValue *
read_quoted (BellImapParser *self, GError **error)
{
  BellImapValue *value;
  GString       *text;
  gsize          at = self->at + 1;

  text = g_string_new (NULL);
  for (; byte_at (self, at) != '"'; at++) {
    /* Servers that do not escape their backslashes exist, so only "\\" and "\"" are escapes. */
    if (byte_at (self, at) == '\\' &&
        (byte_at (self, at + 1) == '"' || byte_at (self, at + 1) == '\\'))
      at++;
    if (at >= self->frame->length || byte_at (self, at) == '\n') {
      g_string_free (text, TRUE);
      g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX,
                           "a quoted string without an end");
      return NULL;
    }
    g_string_append_c (text, byte_at (self, at));
  }
  self->at = at + 1;

  value = g_new0 (BellImapValue, 1);
  value->kind = BELL_IMAP_VALUE_STRING;
  value->length = text->len;
  value->text = g_string_free (text, FALSE);

  return value;
}

/* TRUE if the atom from BEGIN to END, where a "[" stands, is a section of a message. Elsewhere,
 * as in the flag "[x" or the mailbox "[Gmail]", a bracket is a byte like others. */
static gboolean
is_section_name (const BellImapParser *self, gsize begin, gsize end)
{
  static const char *const names[] = { "BODY", "BODY.PEEK", "BINARY", "BINARY.PEEK",
                                       "BINARY.SIZE" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strlen (names[i]) == end - begin &&
        g_ascii_strncasecmp (names[i], self->frame->text + begin, end - begin) == 0)
      return TRUE;
  }

  return FALSE;
}

/* From behind a "[" to its "]", over quoted strings and literals. Returns the offset of the "]", or
 * of the end of the frame if there is none. */
static gsize
find_section_end (BellImapParser *self, gsize at)
{
  gboolean quoted = FALSE;

  while (at < self->frame->length && (quoted || byte_at (self, at) != ']')) {
    const BellImapSpan *literal = NULL;

    if (!quoted && byte_at (self, at) == '{')
      literal = find_literal (self, at);
    if (byte_at (self, at) == '"')
      quoted = !quoted;
    else if (quoted && byte_at (self, at) == '\\')
      at++;
    at = literal != NULL ? literal->offset + literal->length : at + 1;
  }

  return MIN (at, self->frame->length);
}

static gboolean
ends_atom (BellImapParser *self, gsize at)
{
  char byte = byte_at (self, at);

  if (at >= self->frame->length || byte == ' ' || byte == '(' || byte == ')' || byte == '\n')
    return TRUE;

  return (byte == '{' || byte == '~') && find_literal (self, at) != NULL;
}

static BellImapValue *
read_atom (BellImapParser *self, GError **error)
{
  const char *text = self->frame->text;
  gsize       begin = self->at;
  gsize       end = begin;

  for (; !ends_atom (self, end); end++) {
    if (text[end] == '[' && is_section_name (self, begin, end)) {
      end = find_section_end (self, end + 1);
      if (end == self->frame->length) {
        g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX,
                             "a section without an end");
        return NULL;
      }
    }
  }
  self->at = end;
  if (end - begin == 3 && g_ascii_strncasecmp (text + begin, "NIL", 3) == 0)
    return value_new (BELL_IMAP_VALUE_NIL, NULL, 0);

  return value_new (BELL_IMAP_VALUE_ATOM, text + begin, end - begin);
}

/* A value that is no list, or a list just opened. */
static BellImapValue *
read_token (BellImapParser *self, GError **error)
{
  const BellImapSpan *literal;

  switch (bell_imap_parser_peek (self)) {
  case '(':
    self->at++;
    return value_new (BELL_IMAP_VALUE_LIST, NULL, 0);
  case '"':
    return read_quoted (self, error);
  case '{':
  case '~':
    literal = find_literal (self, self->at);
    if (literal != NULL)
      return read_literal (self, literal);
    break;
  default:
    break;
  }

  if (ends_atom (self, self->at) || bell_imap_parser_peek (self) == '{') {
    g_set_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX,
                 "no value at byte %" G_GSIZE_FORMAT, self->at);
    return NULL;
  }

  return read_atom (self, error);
}

BellImapValue *
bell_imap_parser_read_value (BellImapParser *self, GError **error)
{
  g_autoptr (BellImapValue) root = NULL;
  BellImapValue *open[BELL_IMAP_LIMIT_NESTING];
  guint          depth = 0;

  do {
    BellImapValue *value;

    bell_imap_parser_skip_spaces (self);
    if (depth > 0 && bell_imap_parser_peek (self) == ')') {
      self->at++;
      depth--;
      continue;
    }

    value = read_token (self, error);
    if (value == NULL)
      return NULL;
    if (root == NULL)
      root = value;
    else
      g_ptr_array_add (open[depth - 1]->children, value);

    if (++self->n_values > BELL_IMAP_LIMIT_VALUES ||
        (value->kind == BELL_IMAP_VALUE_LIST && depth == BELL_IMAP_LIMIT_NESTING)) {
      g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE,
                           "too many values, or too deeply nested");
      return NULL;
    }
    if (value->kind == BELL_IMAP_VALUE_LIST)
      open[depth++] = value;
  } while (depth > 0);

  return g_steal_pointer (&root);
}
