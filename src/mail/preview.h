/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preview.h: the first lines of a message as plain text, from the (possibly cut) start of its body
 * or of one of its MIME parts.
 * In:     bytes, and what the message says of them.
 * Out:    safe text (safe-text.h) of at most BELL_PREVIEW_GRAPHEMES; "" if there is nothing to say.
 * Limits: BELL_PREVIEW_INPUT_BYTES are looked at; MIME nesting of 10.
 * Source: RFC 2045, RFC 2046; HTML by libxml2, which fetches nothing. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_PREVIEW_INPUT_BYTES (64 * 1024)
#define BELL_PREVIEW_GRAPHEMES 200

/* CONTENT_TYPE (nullable): the whole header value, "text/plain; charset=utf-8" or
 * "multipart/alternative; boundary=x"; NULL: text/plain, unless the bytes begin with a boundary.
 * CHARSET (nullable) overrides the one in CONTENT_TYPE; ENCODING (nullable): the
 * Content-Transfer-Encoding. (transfer full), never NULL. */
char *bell_preview_new (const void *bytes,
                        gsize       length,
                        const char *content_type,
                        const char *charset,
                        const char *encoding);

G_END_DECLS
