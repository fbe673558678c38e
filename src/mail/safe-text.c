/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile text made fit to be shown: each character is judged, then the rest is cut to length.
 *
 * Removed: what a reader cannot see but a renderer obeys (controls, bidirectional controls, tags,
 * noncharacters, fillers). Kept: the joiners and the variation selectors, which scripts and emoji
 * need, as long as they have something to join. */

#include "mail/safe-text.h"

#include "mail/grapheme.h"

#include <string.h>

#define ELLIPSIS "\342\200\246"
#define FIRST_STRONG_ISOLATE "\342\201\250"
#define POP_DIRECTIONAL_ISOLATE "\342\201\251"

#define ZWNJ 0x200C
#define ZWJ 0x200D

/* Marks and joiners on one base. The longest honest stacks (Tibetan, pointed Hebrew) stay below;
 * more only paints over the neighbouring lines. */
#define MARKS_PER_BASE 8

/* A cluster of more bytes than this, which no emoji family reaches, counts as several. */
#define BYTES_PER_GRAPHEME 64

typedef enum {
  VISIBLE,
  MARK,
  JOINER,
  SPACE,
  NOTHING,
} Judgement;

typedef struct {
  GString *text;
  gboolean space;      /* one is due before the next visible character */
  gboolean non_joiner; /* a ZWNJ is due, unless a space or the end follows */
  guint    marks;      /* behind the last visible character */
} Cleaner;

/* Format characters that can be seen: number and verse signs that enclose what follows. */
static gboolean
is_visible_format (gunichar c)
{
  return (c >= 0x0600 && c <= 0x0605) || c == 0x06DD || c == 0x070F || c == 0x0890 || c == 0x0891 ||
         c == 0x08E2 || c == 0x110BD || c == 0x110CD;
}

/* Letters, marks and unassigned code points that are invisible by definition, beside those whose
 * general category tells it (Unicode's Default_Ignorable_Code_Point, and noncharacters). */
static gboolean
is_hidden (gunichar c)
{
  return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x2065 ||
         (c >= 0xFFF0 && c <= 0xFFFC) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
         (c >= 0xE0000 && c <= 0xE00FF) || (c >= 0xE01F0 && c <= 0xE0FFF);
}

static Judgement
judge_control (gunichar c)
{
  return (c >= '\t' && c <= '\r') || c == 0x85 ? SPACE : NOTHING;
}

static Judgement
judge (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (c == ZWNJ || c == ZWJ)
    return JOINER;
  if (is_hidden (c) || type == G_UNICODE_SURROGATE)
    return NOTHING;
  if (type == G_UNICODE_CONTROL)
    return judge_control (c);
  if (type == G_UNICODE_FORMAT)
    return is_visible_format (c) ? VISIBLE : NOTHING;
  if (type == G_UNICODE_SPACE_SEPARATOR || type == G_UNICODE_LINE_SEPARATOR ||
      type == G_UNICODE_PARAGRAPH_SEPARATOR || c == 0x2800 || c == 0x3164 || c == 0xFFA0)
    return SPACE;
  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
      type == G_UNICODE_SPACING_MARK)
    return MARK;
  return VISIBLE;
}

static void
put (Cleaner *self, gunichar c)
{
  if (self->non_joiner)
    g_string_append_unichar (self->text, ZWNJ);
  else if (self->space)
    g_string_append_c (self->text, ' ');
  self->space = self->non_joiner = FALSE;
  g_string_append_unichar (self->text, c);
}

/* A joiner needs something on its left, and a ZWNJ something on its right; a row of them, or one
 * beside a space, is padding. */
static void
take_joiner (Cleaner *self, gunichar c)
{
  if (self->text->len == 0 || self->space || self->non_joiner || ++self->marks > MARKS_PER_BASE)
    return;
  if (c == ZWNJ)
    self->non_joiner = TRUE;
  else if (!g_str_has_suffix (self->text->str, "\342\200\215"))
    put (self, c);
}

static void
take (Cleaner *self, gunichar c)
{
  switch (judge (c)) {
  case NOTHING:
    break;
  case SPACE:
    self->space = self->text->len > 0;
    self->non_joiner = FALSE;
    break;
  case JOINER:
    take_joiner (self, c);
    break;
  case MARK:
    if (self->text->len > 0 && ++self->marks <= MARKS_PER_BASE)
      put (self, c);
    break;
  case VISIBLE:
  default:
    put (self, c);
    self->marks = 0;
    break;
  }
}

static GString *
clean (const char *text)
{
  Cleaner self = { .text = g_string_new (NULL) };

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    take (&self, g_utf8_get_char (p));
  return self.text;
}

/* Keeps TEXT if it is at most MAX graphemes long and whole; else one fewer and an ellipsis. */
static char *
cut (GString *text, guint max, gboolean whole)
{
  const char *end = text->str + text->len;
  const char *p = text->str;
  gsize       keep = 0;
  gsize       used = 0;

  while (p < end && used <= max) {
    const char *next = bell_grapheme_end (p, end);

    used += 1 + (gsize) (next - p - 1) / BYTES_PER_GRAPHEME;
    p = next;
    if (used < max)
      keep = (gsize) (p - text->str);
  }
  if (used > max || (!whole && text->len > 0)) {
    g_string_truncate (text, keep);
    while (g_str_has_suffix (text->str, " "))
      g_string_truncate (text, text->len - 1);
    g_string_append (text, ELLIPSIS);
  }
  return g_string_free (text, FALSE);
}

/* The length of at most LIMIT bytes of TEXT that does not end inside a character. */
static gsize
limit_length (const char *text, gsize length, gsize limit)
{
  gsize back = 0;

  if (length <= limit)
    return length;
  while (back < 3 && ((guchar) text[limit - back] & 0xC0) == 0x80)
    back++;
  return ((guchar) text[limit - back] & 0xC0) == 0xC0 ? limit - back : limit;
}

char *
bell_safe_text (const char *text, gssize length, guint max_graphemes)
{
  gsize            given = length < 0 ? strlen (text) : (gsize) length;
  gsize            looked_at = limit_length (text, given, BELL_SAFE_TEXT_INPUT_BYTES);
  g_autofree char *valid = NULL;

  if (max_graphemes == 0 || looked_at == 0)
    return g_strdup ("");
  valid = g_utf8_make_valid (text, (gssize) looked_at);
  return cut (clean (valid), max_graphemes, looked_at == given);
}

char *
bell_safe_text_folder (const char *name)
{
  return bell_safe_text (name, -1, BELL_SAFE_TEXT_FOLDER_GRAPHEMES);
}

char *
bell_safe_text_isolate (const char *safe)
{
  return g_strconcat (FIRST_STRONG_ISOLATE, safe, POP_DIRECTIONAL_ISOLATE, NULL);
}

gboolean
bell_safe_text_mixes_scripts (const char *text)
{
  gboolean latin = FALSE, cyrillic = FALSE, greek = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

    latin |= script == G_UNICODE_SCRIPT_LATIN;
    cyrillic |= script == G_UNICODE_SCRIPT_CYRILLIC;
    greek |= script == G_UNICODE_SCRIPT_GREEK;
  }
  return latin + cyrillic + greek > 1;
}
