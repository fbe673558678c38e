/* SPDX-License-Identifier: GPL-3.0-or-later */
/* initials.c: what stands for somebody's face where there is no picture of it. */

#include "policy/initials.h"

/* The first letter of WORD, behind quotes and brackets; 0 if it has none before a digit or so. */
static gunichar
find_letter (const char *word)
{
  for (; *word != '\0'; word = g_utf8_next_char (word)) {
    gunichar c = g_utf8_get_char (word);

    if (g_unichar_isalpha (c))
      return g_unichar_totitle (c);
    if (!g_unichar_ispunct (c))
      return 0;
  }
  return 0;
}

char *
bell_initials_new (const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (name, " ", -1);
  gunichar first = 0, last = 0;
  GString *initials = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    gunichar letter = find_letter (words[i]);

    if (first == 0)
      first = letter;
    else if (letter != 0)
      last = letter;
  }
  if (first != 0)
    g_string_append_unichar (initials, first);
  if (last != 0)
    g_string_append_unichar (initials, last);
  return g_string_free (initials, FALSE);
}

guint
bell_initials_get_colour (const char *key)
{
  g_autofree char *folded = g_ascii_strdown (key, -1);

  return g_str_hash (folded) % BELL_INITIALS_COLOURS;
}
