/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charsets of mail: which are allowed, under which names, and their conversion to UTF-8. */

#include "mail/charset.h"

#include <string.h>

#define REPLACEMENT "\357\277\275" /* U+FFFD */

/* Longer names are not charsets. */
#define NAME_BYTES 40

#define UTF8 "UTF-8"
#define ASCII "US-ASCII"
#define LATIN "WINDOWS-1252"

#define ESC 0x1B
#define SHIFT_OUT 0x0E
#define SHIFT_IN 0x0F
#define SINGLE_SHIFT_2 0x8E
#define SINGLE_SHIFT_3 0x8F

typedef struct {
  const char *name; /* lower case, letters and digits only */
  const char *iconv_name;
} Charset;

/* clang-format off */
static const Charset charsets[] = {
  { "utf8", UTF8 }, { "unicode11utf8", UTF8 }, { "utf8mb4", UTF8 },
  { "usascii", ASCII }, { "ascii", ASCII }, { "us", ASCII }, { "ansix341968", ASCII },
  { "iso646us", ASCII }, { "646", ASCII },

  { "iso88591", LATIN }, { "latin1", LATIN }, { "iso885911987", LATIN }, { "ansi", LATIN },
  { "iso88592", "ISO-8859-2" }, { "latin2", "ISO-8859-2" },
  { "iso88593", "ISO-8859-3" }, { "iso88594", "ISO-8859-4" }, { "iso88595", "ISO-8859-5" },
  { "iso88596", "ISO-8859-6" }, { "iso88596i", "ISO-8859-6" }, { "iso88596e", "ISO-8859-6" },
  { "iso88597", "ISO-8859-7" },
  { "iso88598", "ISO-8859-8" }, { "iso88598i", "ISO-8859-8" }, { "iso88598e", "ISO-8859-8" },
  { "iso88599", "WINDOWS-1254" }, { "latin5", "WINDOWS-1254" },
  { "iso885910", "ISO-8859-10" }, { "iso885911", "CP874" }, { "iso885913", "ISO-8859-13" },
  { "iso885914", "ISO-8859-14" }, { "iso885915", "ISO-8859-15" }, { "latin9", "ISO-8859-15" },
  { "iso885916", "ISO-8859-16" },

  { "windows1250", "WINDOWS-1250" }, { "cp1250", "WINDOWS-1250" },
  { "windows1251", "WINDOWS-1251" }, { "cp1251", "WINDOWS-1251" }, { "win1251", "WINDOWS-1251" },
  { "windows1252", LATIN }, { "cp1252", LATIN },
  { "windows1253", "WINDOWS-1253" }, { "cp1253", "WINDOWS-1253" },
  { "windows1254", "WINDOWS-1254" }, { "cp1254", "WINDOWS-1254" },
  { "windows1255", "WINDOWS-1255" }, { "cp1255", "WINDOWS-1255" },
  { "windows1256", "WINDOWS-1256" }, { "cp1256", "WINDOWS-1256" },
  { "windows1257", "WINDOWS-1257" }, { "cp1257", "WINDOWS-1257" },
  { "windows1258", "WINDOWS-1258" }, { "cp1258", "WINDOWS-1258" },

  { "koi8r", "KOI8-R" }, { "koi8", "KOI8-R" }, { "koi8u", "KOI8-U" }, { "koi8ru", "KOI8-RU" },
  { "macintosh", "MACINTOSH" }, { "macroman", "MACINTOSH" }, { "xmacroman", "MACINTOSH" },
  { "xmaccyrillic", "MAC-CYRILLIC" }, { "xmacce", "MAC-CENTRALEUROPE" },
  { "ibm437", "CP437" }, { "cp437", "CP437" }, { "ibm850", "IBM850" }, { "cp850", "IBM850" },
  { "ibm852", "CP852" }, { "cp852", "CP852" }, { "ibm866", "CP866" }, { "cp866", "CP866" },

  { "tis620", "CP874" }, { "windows874", "CP874" }, { "cp874", "CP874" },
  { "viscii", "VISCII" }, { "tcvn", "TCVN" }, { "armscii8", "ARMSCII-8" },

  { "iso2022jp", "ISO-2022-JP" }, { "csiso2022jp", "ISO-2022-JP" },
  { "iso2022jp1", "ISO-2022-JP" }, { "iso2022jp2", "ISO-2022-JP" },
  { "eucjp", "EUC-JP-MS" }, { "xeucjp", "EUC-JP-MS" }, { "ujis", "EUC-JP-MS" },
  { "shiftjis", "CP932" }, { "sjis", "CP932" }, { "xsjis", "CP932" }, { "mskanji", "CP932" },
  { "windows31j", "CP932" }, { "cp932", "CP932" },

  { "gb2312", "GB18030" }, { "gb231280", "GB18030" }, { "euccn", "GB18030" },
  { "gbk", "GB18030" }, { "xgbk", "GB18030" }, { "cp936", "GB18030" },
  { "windows936", "GB18030" }, { "gb18030", "GB18030" },
  { "big5", "BIG5-HKSCS" }, { "cnbig5", "BIG5-HKSCS" }, { "xxbig5", "BIG5-HKSCS" },
  { "big5hkscs", "BIG5-HKSCS" }, { "cp950", "CP950" }, { "windows950", "CP950" },
  { "euckr", "CP949" }, { "ksc5601", "CP949" }, { "ksc56011987", "CP949" },
  { "ksc56011989", "CP949" }, { "korean", "CP949" }, { "cp949", "CP949" },
  { "windows949", "CP949" }, { "iso2022kr", "ISO-2022-KR" },
};
/* clang-format on */

const char *
bell_charset_get_iconv_name (const char *charset)
{
  char  name[NAME_BYTES + 1];
  gsize n = 0;

  /* RFC 2231 §5 lets a language follow behind an asterisk. */
  for (const char *p = charset; *p != '\0' && *p != '*'; p++) {
    if (!g_ascii_isalnum (*p))
      continue;
    if (n == NAME_BYTES)
      return NULL;
    name[n++] = g_ascii_tolower (*p);
  }
  name[n] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (strcmp (charsets[i].name, name) == 0)
      return charsets[i].iconv_name;
  return NULL;
}

/* Cuts TEXT, which is valid UTF-8, before the character that would exceed LIMIT bytes. */
static char *
cut_utf8 (char *text, gsize limit)
{
  if (strlen (text) > limit) {
    const char *cut = g_utf8_find_prev_char (text, text + limit + 1);

    text[cut - text] = '\0';
  }
  return text;
}

static char *
keep_ascii (const guint8 *bytes, gsize length, gsize limit)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length && out->len < limit; i++)
    if (bytes[i] < 0x80)
      g_string_append_c (out, (char) bytes[i]);
    else if (!g_str_has_suffix (out->str, REPLACEMENT))
      g_string_append (out, REPLACEMENT);
  return g_string_free (out, FALSE);
}

/* One pass through iconv. What the charset does not know is skipped byte by byte: an error never
 * swallows the characters behind it. */
static char *
convert (GIConv converter, const guint8 *bytes, gsize length, gsize limit)
{
  GString *out = g_string_new (NULL);
  char    *in = (char *) bytes;
  gsize    left = length;
  gboolean finished = FALSE;

  while (!finished && out->len < limit) {
    char     buffer[1024];
    char    *to = buffer;
    gsize    room = sizeof buffer;
    gboolean flushing = left == 0; /* converters that look ahead give what they hold */
    gsize    result = g_iconv (converter, flushing ? NULL : &in, &left, &to, &room);
    int      error = errno;

    g_string_append_len (out, buffer, to - buffer);
    finished = flushing;
    if (result != (gsize) -1)
      continue;
    if (error == E2BIG && to > buffer) {
      finished = FALSE;
      continue;
    }
    g_string_append (out, REPLACEMENT);
    if (error == EINVAL || left == 0)
      left = 0; /* an incomplete character at the end */
    else {
      in++;
      left--;
    }
  }
  return g_string_free (out, FALSE);
}

/* The length of the escape sequence at BYTES, and the kind of characters that it begins: the
 * prefix that each of them has in EUC (0: ASCII, 0x80: none). 0 if it is unknown. */
static gsize
read_escape (const guint8 *bytes, gsize length, guint8 *prefix)
{
  static const struct {
    const char *sequence;
    guint8      prefix;
  } escapes[] = {
    { "\033(B", 0 },    { "\033(J", 0 },  { "\033(I", SINGLE_SHIFT_2 },  { "\033$@", 0x80 },
    { "\033$B", 0x80 }, { "\033$)C", 0 }, { "\033$(D", SINGLE_SHIFT_3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    gsize n = strlen (escapes[i].sequence);

    if (n <= length && memcmp (bytes, escapes[i].sequence, n) == 0) {
      *prefix = escapes[i].prefix;
      return n;
    }
  }
  return 0;
}

/* ISO-2022-JP (RFC 1468) and ISO-2022-KR (RFC 1557) as the EUC of the same language: whose
 * converter knows the vendors' characters too, and does not lose step at an unknown one. */
static GByteArray *
unshift (const guint8 *bytes, gsize length)
{
  GByteArray *out = g_byte_array_sized_new ((guint) length);
  guint8      prefix = 0;
  gsize       i = 0;

  while (i < length) {
    gsize escape = bytes[i] == ESC ? read_escape (bytes + i, length - i, &prefix) : 0;
    gsize width = prefix == 0 || prefix == SINGLE_SHIFT_2 ? 1 : 2;

    if (escape > 0)
      i += escape;
    else if (bytes[i] == SHIFT_OUT || bytes[i] == SHIFT_IN)
      prefix = bytes[i++] == SHIFT_OUT ? 0x80 : 0;
    else if (prefix == 0 || bytes[i] <= 0x20 || bytes[i] >= 0x7F)
      g_byte_array_append (out, &bytes[i++], 1);
    else {
      if (prefix != 0x80)
        g_byte_array_append (out, &prefix, 1);
      for (; width > 0 && i < length; width--) {
        guint8 byte = bytes[i++] | 0x80;

        g_byte_array_append (out, &byte, 1);
      }
    }
  }
  return out;
}

static char *
convert_from (const char *name, const void *bytes, gsize length, gsize limit)
{
  g_autoptr (GByteArray) unshifted = NULL;
  GIConv converter;
  char  *text;

  if (g_str_has_prefix (name, "ISO-2022-")) {
    unshifted = unshift (bytes, length);
    name = g_str_has_suffix (name, "JP") ? "EUC-JP-MS" : "CP949";
    bytes = unshifted->data;
    length = unshifted->len;
  }
  converter = g_iconv_open (UTF8, name);
  if (converter == (GIConv) -1)
    return keep_ascii (bytes, length, limit);
  text = convert (converter, bytes, length, limit);
  g_iconv_close (converter);
  return text;
}

/* TRUE if the bytes are UTF-8, be it that the last character is cut off. A lone high byte at the
 * end of what is ASCII otherwise is no such character: "Caf\351" is Latin-1. */
static gboolean
is_utf8 (const char *bytes, gsize length)
{
  const char *end;
  gsize       good;

  if (g_utf8_validate (bytes, (gssize) length, &end))
    return TRUE;
  good = (gsize) (end - bytes);
  for (const char *p = bytes; p < end; p++)
    if ((guchar) *p >= 0x80)
      return g_utf8_get_char_validated (end, (gssize) (length - good)) == (gunichar) -2;
  return FALSE;
}

static char *
copy_without_nul (const char *bytes, gsize length, gsize *copied)
{
  char *copy = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    if (bytes[i] != '\0')
      copy[n++] = bytes[i];
  copy[n] = '\0';
  *copied = n;
  return copy;
}

char *
bell_charset_to_utf8 (const char *charset, const void *bytes, gsize length, gsize limit_bytes)
{
  const char      *name = charset == NULL ? ASCII : bell_charset_get_iconv_name (charset);
  gboolean         is_ascii = g_strcmp0 (name, ASCII) == 0;
  g_autofree char *copy = NULL;
  g_autofree char *text = NULL;

  if (length == 0)
    return g_strdup ("");
  if (memchr (bytes, '\0', length) != NULL)
    bytes = copy = copy_without_nul (bytes, length, &length);
  if (g_strcmp0 (name, UTF8) == 0 || ((name == NULL || is_ascii) && is_utf8 (bytes, length)))
    return cut_utf8 (g_utf8_make_valid (bytes, (gssize) length), limit_bytes);
  if (name == NULL)
    return cut_utf8 (keep_ascii (bytes, length, limit_bytes), limit_bytes);
  text = convert_from (is_ascii ? LATIN : name, bytes, length, limit_bytes);
  return cut_utf8 (g_utf8_make_valid (text, -1), limit_bytes);
}
