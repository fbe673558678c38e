/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fragments that hurt somebody once, thrown together at random from a fixed seed. */

#include "hostile-text.h"

#include "mail/grapheme.h"

#include <string.h>
#include <time.h>

static const char *const fragments[] = {
  "=?utf-8?Q?",
  "=?UTF-8?B?",
  "=?utf-7?Q?+ADw-script+AD4-?=",
  "=?iso-2022-jp?B?GyRC",
  "?=",
  "=?",
  "=?x-unknown?Q?=FF=FE?=",
  "=?gb18030?Q?=81=30?=",
  "=?big5?B?pPQ=?=",
  "=C3",
  "=A9",
  "=0A",
  "=00",
  "=?utf-8?Q?=E2=80=AE?=",
  "=?utf-8?Q?=F0=9F=91?=",
  " =?utf-8?Q?=A8?= ",
  "\r\n ",
  "\r\n",
  "\n",
  "\t",
  "\xE2\x80\xAE",
  "\xE2\x80\x8F",
  "\xE2\x81\xA6",
  "\xE2\x81\xA9",
  "\xE2\x80\x8B",
  "\xE2\x80\x8D",
  "\xE2\x80\x8C",
  "\xE2\x80\xA8",
  "\xEF\xBB\xBF",
  "\xC2\xAD",
  "\xD8\x9C",
  "\xF3\xA0\x81\x81",
  "\xF3\xA0\x80\x81",
  "\xEF\xBF\xBF",
  "\xEF\xB7\x90",
  "\xC2\x85",
  "\xC2\xA0",
  "\xE1\xA0\x8E",
  "\xCD\x8F",
  "\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
  "\xEF\xB8\x8F",
  "\x1B[31m",
  "\a",
  "\x7F",
  "\xC0\x80",
  "\xED\xA0\x80",
  "\xF4\x90\x80\x80",
  "\xFF",
  "\x80",
  "caf\xE9",
  "\xC3",
  "<",
  ">",
  "&amp;",
  "&#x202e;",
  "&#0;",
  "<b>",
  "</b>",
  "<p style=\"display:none\">",
  "<script>",
  "</script>",
  "<!--",
  "-->",
  "<blockquote type=cite>",
  "<pre>",
  "<table><tr><td>",
  "]]>",
  "<br>",
  "\"",
  "\\",
  "(",
  ")",
  "<a@b.example>",
  ",",
  ";",
  ":",
  "@",
  "security@bank.example",
  "'",
  "--b\r\n",
  "--b--\r\n",
  "Content-Type: text/html\r\n\r\n",
  "Content-Type: text/plain\r\n\r\n",
  "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
  "Content-Transfer-Encoding: base64\r\n",
  "Content-Type: message/rfc822\r\n\r\n",
  "\r\n> quoted\r\n",
  "\r\n-- \r\n",
  "On 1.1. he wrote:\r\n",
  "From: ",
  "\r\nSubject: ",
  "\r\nDate: Mon, 99 Jan 99999999 99:99:99 +9999\r\n",
  "\r\nMessage-ID: <x@y>\r\n",
  "hello ",
  "world",
  "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82",
  "\xE6\x97\xA5\xE6\x9C\xAC",
  "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7\xE0\xA4\xBF",
  "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
  "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA",
  "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
  "\xEA\xB0\x81\xE1\x84\x80",
};

GString *
bell_test_make_hostile (GRand *rand, gsize length)
{
  GString *out = g_string_sized_new (length + 64);

  while (out->len < length) {
    const char *fragment = fragments[g_rand_int_range (rand, 0, G_N_ELEMENTS (fragments))];
    gint32      dice = g_rand_int_range (rand, 0, 20);
    gssize      n = (gssize) strlen (fragment);

    if (dice == 0)
      g_string_append_c (out, (char) g_rand_int_range (rand, 1, 256));
    else if (dice == 1)
      g_string_append_len (out, fragment, g_rand_int_range (rand, 0, (gint32) n + 1));
    else
      g_string_append_len (out, fragment, n);
  }
  return out;
}

static gboolean
is_forbidden (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x034F || c == 0x061C ||
         c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFDD0 && c <= 0xFDEF) ||
         (c & 0xFFFE) == 0xFFFE || (c >= 0xE0000 && c <= 0xE007F) || (c >= 0xFFF9 && c <= 0xFFFC);
}

void
bell_test_assert_safe (const char *text, guint graphemes)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (bell_grapheme_count (text), <=, graphemes);
  g_assert_cmpuint (strlen (text), <=, 64 * (gsize) graphemes + 3);
  g_assert_false (g_str_has_prefix (text, " "));
  g_assert_false (g_str_has_suffix (text, " "));
  g_assert_null (strstr (text, "  "));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (is_forbidden (g_utf8_get_char (p)))
      g_error ("U+%04X in \"%s\"", g_utf8_get_char (p), text);
}

gint64
bell_test_now (void)
{
  return (gint64) clock ();
}

void
bell_test_assert_quick (gint64 started, guint seconds)
{
  g_assert_cmpint (bell_test_now () - started, <, (gint64) seconds * CLOCKS_PER_SEC);
}
