/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charset.h: bytes in one of the charsets that people use in mail, as UTF-8.
 * Never UTF-7, nor any other charset in which harmless-looking ASCII means something else
 * (protocol row M4): what claims one of those is read as the ASCII that it is made of.
 * Out:    valid UTF-8, the same in every locale. What cannot be read becomes U+FFFD.
 * Source: RFC 2045, RFC 2047; https://encoding.spec.whatwg.org/ for the supersets in real use. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name that iconv has for CHARSET, in its widest variant (ISO-8859-1 is read as Windows-1252,
 * GB2312 as GB18030 and so on). (nullable): NULL if it is not allowed. (transfer none) */
const char *bell_charset_get_iconv_name (const char *charset);

/* At most about LIMIT_BYTES of UTF-8. CHARSET (nullable): NULL, US-ASCII or a charset that is
 * not allowed is UTF-8 if the bytes are valid as such. Otherwise, an undeclared charset is read as
 * Windows-1252; of one that is not allowed, the ASCII is kept. (transfer full), never NULL. */
char *bell_charset_to_utf8 (const char *charset,
                            const void *bytes,
                            gsize       length,
                            gsize       limit_bytes);

G_END_DECLS
