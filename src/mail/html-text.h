/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html-text.h: the text of an HTML mail as its reader would see it, in lines.
 * In:     UTF-8, perhaps cut anywhere. Nothing is fetched, no entity is defined.
 * Out:    UTF-8; block elements begin lines; lines of quoted replies begin with "> ". What a
 *         mail hides (scripts, styles, hidden preheaders) is left out.
 * Limits: BELL_HTML_TEXT_BYTES of output; libxml2's own nesting limit, behind which nothing is
 *         read. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_HTML_TEXT_BYTES (16 * 1024)

/* (transfer full), never NULL. */
char *bell_html_text_new (const char *html);

G_END_DECLS
