/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output-tail.c: the last lines of what a program says. */

#include "policy/output-tail.h"

#include "mail/safe-text.h"

#include <string.h>

#define ESCAPE '\033'

struct _BellOutputTail {
  GString *bytes; /* (owned) the last ones, twice as many as are looked at, at most */
  gboolean cut;   /* something was before them */
};

BellOutputTail *
bell_output_tail_new (void)
{
  BellOutputTail *self = g_new0 (BellOutputTail, 1);

  self->bytes = g_string_new (NULL);
  return self;
}

void
bell_output_tail_free (BellOutputTail *self)
{
  g_string_free (self->bytes, TRUE);
  g_free (self);
}

static void
keep_last (BellOutputTail *self, gsize n_bytes)
{
  if (self->bytes->len <= n_bytes)
    return;
  g_string_erase (self->bytes, 0, (gssize) (self->bytes->len - n_bytes));
  self->cut = TRUE;
}

void
bell_output_tail_add (BellOutputTail *self, const char *bytes, gsize length)
{
  if (length > BELL_OUTPUT_BYTES) {
    bytes += length - BELL_OUTPUT_BYTES;
    length = BELL_OUTPUT_BYTES;
    self->cut = TRUE;
  }
  g_string_append_len (self->bytes, bytes, (gssize) length);
  if (self->bytes->len > 2 * BELL_OUTPUT_BYTES)
    keep_last (self, BELL_OUTPUT_BYTES);
}

/* Behind the escape sequence at TEXT, which begins with ESC: "ESC [ parameters letter", or two
 * characters (ECMA-48, sections 5.3 and 5.4). */
static const char *
skip_escape (const char *text)
{
  text++;
  if (*text != '[')
    return *text != '\0' ? text + 1 : text;
  text++;
  while (*text >= 0x20 && *text <= 0x3F)
    text++;
  return *text >= 0x40 && *text <= 0x7E ? text + 1 : text;
}

static void
remove_escapes (char *text)
{
  const char *from = text;

  while (*from != '\0')
    if (*from == ESCAPE)
      from = skip_escape (from);
    else
      *text++ = *from++;
  *text = '\0';
}

/* What stands on the screen in the end: LINE may have been written over by means of "\r".
 * (transfer full) */
static char *
clean_line (char *line)
{
  char *last;

  remove_escapes (line);
  g_strchomp (line);
  last = strrchr (line, '\r');
  return bell_safe_text (last != NULL ? last + 1 : line, -1, BELL_OUTPUT_LINE_GRAPHEMES);
}

/* Without NUL, which would end it. (transfer full) */
static char *
copy_bytes (BellOutputTail *self)
{
  char *copy;

  keep_last (self, BELL_OUTPUT_BYTES);
  copy = g_strndup (self->bytes->str, self->bytes->len);
  for (gsize i = 0; i < self->bytes->len; i++)
    copy[i] = self->bytes->str[i] != '\0' ? self->bytes->str[i] : ' ';
  return copy;
}

char *
bell_output_tail_get_lines (BellOutputTail *self)
{
  g_autofree char *text = copy_bytes (self);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) last = g_ptr_array_new_with_free_func (g_free);
  guint first =
    self->cut && lines[0] != NULL && lines[1] != NULL ? 1 : 0; /* that one has no head */

  for (char **line = lines + first; lines[0] != NULL && *line != NULL; line++) {
    g_autofree char *clean = clean_line (*line);

    if (*clean != '\0')
      g_ptr_array_add (last, g_steal_pointer (&clean));
  }
  if (last->len > BELL_OUTPUT_LINES)
    g_ptr_array_remove_range (last, 0, last->len - BELL_OUTPUT_LINES);
  g_ptr_array_add (last, NULL);
  return g_strjoinv ("\n", (char **) last->pdata);
}
