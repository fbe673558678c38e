/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first mailbox of a From header.
 *
 * GMime's address parser decodes the names that it finds by itself, in any charset that iconv
 * knows, UTF-7 included. So the header is taken apart here, in one pass that cannot fail: what is
 * no address is a name. Grammar: RFC 5322 §3.4, and the garbage of the wild. */

#include "mail/sender.h"

#include "mail/charset.h"
#include "mail/grapheme.h"
#include "mail/header-text.h"
#include "mail/message-summary.h"
#include "mail/safe-text.h"

#include <string.h>

/* One line of IMAP at most; a longer header comes from somebody who has no name. */
#define INPUT_BYTES (64 * 1024)

/* RFC 5321 §4.5.3.1: 64 for the local part, 255 for the domain. */
#define ADDRESS_GRAPHEMES 320

/* Of a name whose address must be seen beside it, this much at least of the address is. */
#define NAME_BESIDE_ADDRESS_GRAPHEMES 24

#define ELLIPSIS "\342\200\246"

typedef struct {
  const char *p;
  const char *end;
  GString    *phrase;  /* words outside brackets and comments, unquoted, still encoded */
  GString    *comment; /* the first one */
  GString    *angle;   /* between "<" and ">" */
  GString    *group;   /* name of the group that was entered */
  gboolean    has_angle;
  gboolean    is_unbalanced; /* a "(" was never closed; looking again for each would be quadratic */
} Scanner;

/* The phrase keeps one byte more than the decoder reads, so that it knows there is more. */
static void
append (GString *string, const char *text, gsize length)
{
  if (string->len <= BELL_HEADER_TEXT_INPUT_BYTES)
    g_string_append_len (string, text,
                         (gssize) MIN (length, BELL_HEADER_TEXT_INPUT_BYTES + 1 - string->len));
}

/* Where the character CLOSE ends what began at P; NULL if nothing does. */
static const char *
find_close (const char *p, const char *end, char open, char close)
{
  guint depth = 1;

  for (; p < end; p++) {
    if (*p == '\\' && end - p > 1)
      p++;
    else if (*p == close && --depth == 0)
      return p;
    else if (*p == open)
      depth++;
  }
  return NULL;
}

static void
append_unescaped (GString *string, const char *p, const char *end)
{
  for (; p < end; p++) {
    if (*p == '\\' && end - p > 1)
      p++;
    append (string, p, 1);
  }
}

/* An opening character without its counterpart is dropped and what follows is read as words. */
static void
take_quoted (Scanner *self)
{
  const char *close = find_close (self->p + 1, self->end, '\0', '"');

  if (close != NULL) {
    append_unescaped (self->phrase, self->p + 1, close);
    self->p = close;
  }
}

static void
take_comment (Scanner *self)
{
  const char *close = self->is_unbalanced ? NULL : find_close (self->p + 1, self->end, '(', ')');

  self->is_unbalanced = close == NULL;
  if (close == NULL)
    return;
  if (self->comment->len == 0)
    append_unescaped (self->comment, self->p + 1, close);
  append (self->phrase, " ", 1);
  self->p = close;
}

static void
take_angle (Scanner *self)
{
  const char *start = self->p + 1;
  const char *close = memchr (start, '>', (gsize) (self->end - start));

  self->p = close != NULL ? close : self->end;
  if (self->p - start > BELL_HEADER_TEXT_INPUT_BYTES)
    start = self->p - BELL_HEADER_TEXT_INPUT_BYTES;
  append (self->angle, start, (gsize) (self->p - start));
  self->has_angle = TRUE;
}

static void
take_word (Scanner *self)
{
  gsize length = bell_header_text_measure_word (self->p, (gsize) (self->end - self->p));

  length = MAX (length, 1);
  append (self->phrase, self->p, length);
  self->p += length - 1;
}

static gboolean
has_at (const GString *phrase)
{
  return strchr (phrase->str, '@') != NULL;
}

/* Takes what begins at the scanner's place. FALSE: the first mailbox is complete. */
static gboolean
take (Scanner *self)
{
  switch (*self->p) {
  case '"':
    take_quoted (self);
    break;
  case '(':
    take_comment (self);
    break;
  case '<':
    take_angle (self);
    return FALSE;
  case ';':
  case ',': /* an unquoted comma in a name is common: "Doe, John <...>" */
    if (has_at (self->phrase))
      return FALSE;
    if (*self->p == ',')
      append (self->phrase, ",", 1);
    break;
  case ':':
    if (self->group->len > 0 || has_at (self->phrase))
      append (self->phrase, ":", 1);
    else {
      g_string_assign (self->group, self->phrase->str);
      g_string_truncate (self->phrase, 0);
    }
    break;
  default:
    take_word (self);
    break;
  }
  return TRUE;
}

/* Without brackets, the word with the "@" is the address and the others are the name. */
static void
take_bare_address (Scanner *self)
{
  g_auto (GStrv) words = g_strsplit_set (self->phrase->str, " \t\r\n", -1);

  if (!has_at (self->phrase))
    return;
  g_string_truncate (self->phrase, 0);
  for (guint i = 0; words[i] != NULL; i++)
    if (self->angle->len == 0 && strchr (words[i], '@') != NULL)
      g_string_assign (self->angle, words[i]);
    else
      g_string_append_printf (self->phrase, "%s ", words[i]);
}

/* The end of a long address tells the domain, and with it who it is. */
static char *
shorten_address (const char *address, gsize graphemes)
{
  if (bell_grapheme_count (address) <= graphemes)
    return g_strdup (address);
  return g_strconcat (ELLIPSIS, bell_grapheme_tail (address, graphemes - 1), NULL);
}

static char *
make_address (const GString *angle)
{
  const char      *start = angle->str;
  const char      *route = *start == '@' ? strchr (start, ':') : NULL; /* RFC 5322 §4.4 */
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;

  if (route != NULL)
    start = route + 1;
  text = bell_charset_to_utf8 (NULL, start, strlen (start), BELL_SAFE_TEXT_INPUT_BYTES);
  safe = bell_safe_text (text, -1, G_MAXUINT);
  return shorten_address (safe, ADDRESS_GRAPHEMES);
}

static char *
make_name (const GString *raw)
{
  g_autofree char *text = bell_header_text_decode (raw->str);
  char            *name = bell_safe_text (text, -1, G_MAXUINT);
  gsize            length = strlen (name);

  if (length >= 2 && name[0] == '\'' && name[length - 1] == '\'') {
    name[length - 1] = '\0';
    memmove (name, name + 1, length - 1);
    return g_strstrip (name);
  }
  return name;
}

static gboolean
pretends (const char *name)
{
  return strchr (name, '@') != NULL || strstr (name, "\357\274\240") != NULL || /* U+FF20 */
         strstr (name, "\357\271\253") != NULL ||                               /* U+FE6B */
         bell_safe_text_mixes_scripts (name);
}

/* One line that fits where the sender is shown, the address never cut off by the name. */
static char *
compose (const char *name, const char *address)
{
  g_autofree char *short_name = NULL;
  g_autofree char *short_address = NULL;
  gsize            room = BELL_SENDER_GRAPHEMES - strlen (" <>");
  gsize            length;

  if (*name == '\0' || g_ascii_strcasecmp (name, address) == 0)
    return shorten_address (address, BELL_SENDER_GRAPHEMES);
  if (*address == '\0' || !pretends (name))
    return g_strdup (name);
  length = MIN (bell_grapheme_count (name), NAME_BESIDE_ADDRESS_GRAPHEMES);
  short_address = shorten_address (address, room - length);
  short_name = bell_safe_text (name, -1, (guint) (room - bell_grapheme_count (short_address)));
  return g_strdup_printf ("%s <%s>", short_name, short_address);
}

void
bell_sender_parse (const char *raw, char **name, char **address)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  g_autoptr (GString) comment = g_string_new (NULL);
  g_autoptr (GString) angle = g_string_new (NULL);
  g_autoptr (GString) group = g_string_new (NULL);
  g_autofree char *own_name = NULL;
  Scanner          scanner = { .p = raw,
                               .end = raw + strnlen (raw, INPUT_BYTES),
                               .phrase = phrase,
                               .comment = comment,
                               .angle = angle,
                               .group = group };

  while (scanner.p < scanner.end && take (&scanner))
    scanner.p++;
  if (!scanner.has_angle)
    take_bare_address (&scanner);
  *address = make_address (angle);
  own_name = make_name (phrase);
  if (*own_name == '\0') {
    g_free (own_name);
    own_name = make_name (comment->len > 0 || angle->len > 0 ? comment : group);
  }
  *name = compose (own_name, *address);
}
