/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-markup.h: a notice's text as its reader wants it (protocol row M1). Pure.
 * In:     safe text, which is not markup, whatever it looks like.
 * Out:    text that the reader shows as IN reads, or nearly so; never a tag or an entity of a
 *         stranger's. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BELL_NOTICE_READER_PLAIN,  /* shows the text as it is */
  BELL_NOTICE_READER_MARKUP, /* reads it as markup: it is escaped */
  BELL_NOTICE_READER_UNSURE, /* might: what looks like markup is left out */
} BellNoticeReader;

/* (transfer full) */
char *bell_notice_markup_write (BellNoticeReader reader, const char *text);

G_END_DECLS
