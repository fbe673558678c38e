/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk over the lines of a mail. A line is judged by itself and the few behind it. */

#include "mail/own-words.h"

#include <string.h>

/* More is never shown. */
#define OUTPUT_BYTES (16 * 1024)

/* "On <date>, <name> <address> wrote:" is broken into at most so many lines. */
#define INTRODUCTION_LINES 3

/* A ruler of underscores, as Outlook puts above the message that is answered. */
#define RULER_LENGTH 10

static const char *const verbs[] = {
  "wrote",     "schrieb", "a écrit", "escribió", "ha scritto", "schreef",    "skrev", "escreveu",
  "kirjoitti", "napisał", "pisze",   "napsal",   "írta",       "пишет",      "писал", "написал",
  "пише",      "yazdı",   "έγραψε",  "写道",     "寫道",       "書きました", "작성",  NULL,
};

static gboolean
mentions_writing (const char *text)
{
  for (guint i = 0; verbs[i] != NULL; i++)
    if (strstr (text, verbs[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
ends_with_colon (const char *line)
{
  return g_str_has_suffix (line, ":") || g_str_has_suffix (line, "\357\274\232"); /* U+FF1A */
}

static char *const *
skip_blank (char *const *lines)
{
  while (*lines != NULL && **lines == '\0')
    lines++;
  return lines;
}

static gboolean
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

/* TRUE if TEXT introduces a quotation whether or not quoted lines follow. */
static gboolean
is_clear_introduction (const char *text)
{
  return ends_with_colon (text) && has_digit (text) && mentions_writing (text) &&
         strpbrk (text, "@,") != NULL;
}

static gboolean
is_introduction (const char *text, gboolean before_quote)
{
  if (before_quote)
    return has_digit (text) || strchr (text, '@') != NULL || mentions_writing (text);
  return is_clear_introduction (text);
}

/* The number of lines, from the first of LINES on, that introduce a quotation; 0 if none do. */
static guint
measure_introduction (char *const *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < INTRODUCTION_LINES; i++) {
    char *const *next;

    if (lines[i] == NULL || *lines[i] == '\0' || *lines[i] == '>' ||
        (i == 1 && !has_digit (lines[0]) && strchr (lines[0], '@') == NULL) ||
        (i > 0 && is_clear_introduction (lines[i])))
      return 0;
    g_string_append (text, lines[i]);
    if (ends_with_colon (lines[i])) {
      next = skip_blank (lines + i + 1);
      return is_introduction (text->str, *next != NULL && **next == '>') ? i + 1 : 0;
    }
    g_string_append_c (text, ' ');
  }
  return 0;
}

/* A line of one repeated sign or of several signs that draw a line. */
static gboolean
is_ornament (const char *line)
{
  gsize length = strlen (line);

  return length >= 3 && strspn (line, "-_=*~#+.|") == length;
}

/* "-----Original Message-----" in any language, or PGP armour. */
static gboolean
is_banner (const char *line)
{
  return g_str_has_prefix (line, "-----") && g_str_has_suffix (line, "-----") &&
         !is_ornament (line);
}

static gboolean
is_hash_header (char *const *all, char *const *line)
{
  return line > all && g_str_has_prefix (line[-1], "-----BEGIN PGP SIGNED") &&
         g_str_has_prefix (*line, "Hash:");
}

/* TRUE: from this line on, nothing is the writer's own. */
static gboolean
is_end (char *const *line, gboolean something_said)
{
  char *const *next;

  if (strcmp (*line, "--") == 0 || g_str_has_prefix (*line, "-----BEGIN PGP MESSAGE") ||
      g_str_has_prefix (*line, "-----BEGIN PGP SIGNATURE"))
    return TRUE;
  if (!something_said)
    return FALSE;
  if (is_banner (*line))
    return TRUE;
  if (strspn (*line, "_") < RULER_LENGTH || !is_ornament (*line))
    return FALSE;
  next = skip_blank (line + 1);
  return *next != NULL && strchr (*next, ':') != NULL;
}

char *
bell_own_words (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (char **line = lines; *line != NULL; line++)
    g_strstrip (*line);
  for (char **line = lines; *line != NULL && out->len < OUTPUT_BYTES; line++) {
    guint introduction = **line != '\0' ? measure_introduction (line) : 0;

    if (is_end (line, out->len > 0))
      break;
    if (introduction > 0)
      line += introduction - 1;
    else if (**line != '>' && **line != '\0' && !is_ornament (*line) && !is_banner (*line) &&
             !is_hash_header (lines, line))
      g_string_append_printf (out, "%s ", *line);
  }
  return g_string_free (out, FALSE);
}
