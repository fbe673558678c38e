/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-anonymous.c: a line for the log without the addresses and the user's name. */

#include "imap/imap-anonymous.h"

#include <string.h>

#define ADDRESS "[\\w.+%=&'-]+@[\\w.-]+"

/* (transfer full) */
static char *
hide (const char *text, const char *pattern, const char *words)
{
  g_autoptr (GRegex) regex =
    g_regex_new (pattern, G_REGEX_RAW | G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, NULL);

  return g_regex_replace_literal (regex, text, -1, 0, words, G_REGEX_MATCH_DEFAULT, NULL);
}

char *
bell_imap_anonymise (const char *text, const char *user)
{
  g_autofree char *start = g_strndup (text, BELL_IMAP_ANONYMOUS_BYTES);
  g_autofree char *shown = hide (start, ADDRESS, "<address>");
  g_autofree char *name = user != NULL ? g_strndup (user, strcspn (user, "@")) : NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *pattern = NULL;

  if (name == NULL || *name == '\0')
    return g_steal_pointer (&shown);
  escaped = g_regex_escape_string (name, -1);
  pattern = g_strdup_printf ("(?<![a-z0-9])%s(?![a-z0-9])", escaped);
  return hide (shown, pattern, "<user>");
}
