/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-markup.c: a notice's text as its reader wants it. */

#include "policy/notice-markup.h"

static char *
strip (const char *text)
{
  char *stripped = g_strdup (text);

  return g_strdelimit (stripped, "<>&", ' ');
}

char *
bell_notice_markup_write (BellNoticeReader reader, const char *text)
{
  switch (reader) {
  case BELL_NOTICE_READER_PLAIN:
    return g_strdup (text);
  case BELL_NOTICE_READER_MARKUP:
    return g_markup_escape_text (text, -1);
  case BELL_NOTICE_READER_UNSURE:
  default:
    return strip (text);
  }
}
