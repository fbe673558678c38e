/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header values decoded: RFC 2047 as written, as mailers write it, and as attackers do. */

#include "mail/header-text.h"

#include "hostile-text.h"

#include <locale.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *raw;
  const char *expected;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "plain", "Hello", "Hello" },
  { "trimmed", "  Hello \r\n", "Hello" },
  { "folded", "one\r\n two\n\tthree", "one two\tthree" },
  { "stray-line-breaks", "a\nb\rc\r\nd", "a b c d" },

  /* RFC 2047 §8 */
  { "rfc-1", "(=?ISO-8859-1?Q?a?=)", "(a)" },
  { "rfc-2", "=?ISO-8859-1?Q?a?= b", "a b" },
  { "rfc-3", "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab" },
  { "rfc-4", "=?ISO-8859-1?Q?a?=  \r\n\t =?ISO-8859-1?Q?b?=", "ab" },
  { "rfc-5", "=?ISO-8859-1?Q?a_b?=", "a b" },
  { "rfc-6", "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b" },
  { "rfc-multilingual", "=?US-ASCII?Q?Keith_Moore?= <x@y>", "Keith Moore <x@y>" },

  { "q", "=?utf-8?q?Gr=C3=BC=c3=9fe?=", "Grüße" },
  { "b", "=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße" },
  { "b-without-padding", "=?UTF-8?B?R3LDvMOfZQ?=", "Grüße" },
  { "language", "=?iso-8859-1*de?Q?Gr=FC=DFe?=", "Grüße" },
  { "character-split-between-words", "=?utf-8?Q?Gr=C3?= =?UTF-8?Q?=BC=C3=9Fe?=", "Grüße" },
  { "character-split-between-encodings", "=?utf-8?Q?Gr=C3?=\r\n =?utf-8?B?vA==?=", "Grü" },
  { "gb-character-split", "=?gbk?B?xOM=?= =?gbk?Q?=BA?= =?gbk?Q?=C3?=", "你好" },
  { "split-between-charsets-stays-broken", "=?utf-8?Q?=C3?= =?iso-8859-1?Q?x?=", "\uFFFDx" },
  { "words-without-space", "=?utf-8?Q?a?==?utf-8?Q?b?=", "ab" },
  { "word-inside-word", "foo=?utf-8?Q?bar?=baz", "foobarbaz" },
  { "space-inside-word", "=?utf-8?Q?a b c?=", "a b c" },
  { "nested-not-decoded-twice", "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=", "=?utf-8?Q?x?=" },
  { "unterminated", "=?utf-8?Q?abc", "=?utf-8?Q?abc" },
  { "unknown-encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?=" },
  { "empty-charset", "=?" "?Q?abc?=", "=?" "?Q?abc?=" },
  { "empty-text", "a =?utf-8?Q?" "?= b", "a  b" },
  { "bad-hex", "=?utf-8?Q?100=_=zz?=", "100= =zz" },

  { "latin-1-is-windows-1252", "=?iso-8859-1?Q?=80=96?=", "€–" },
  { "iso-8859-15", "=?iso-8859-15?Q?=A4?=", "€" },
  { "iso-8859-2", "=?iso-8859-2?Q?=B3=F3d=BC?=", "łódź" },
  { "iso-8859-7", "=?iso-8859-7?Q?=C3=E5=E9=DC?=", "Γειά" },
  { "iso-8859-8-i", "=?iso-8859-8-i?Q?=F9=EC=E5=ED?=", "שלום" },
  { "iso-8859-9", "=?iso-8859-9?Q?=DD=FE=F0?=", "İşğ" },
  { "windows-1251", "=?windows-1251?B?z/Do4uXy?=", "Привет" },
  { "windows-1256", "=?windows-1256?B?48jc3Q==?=", "مبـف" },
  { "koi8-r", "=?koi8-r?B?8NLJ18XU?=", "Привет" },
  { "koi8-u", "=?KOI8-U?B?p8Y=?=", "їф" },
  { "tis-620", "=?tis-620?B?yMfR?=", "ศวั" },
  { "macintosh", "=?macintosh?Q?caf=8E?=", "café" },
  { "iso-2022-jp", "=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語" },
  { "iso-2022-jp-vendor-characters", "=?iso-2022-jp?B?GyRCLSFGfBsoQg==?=", "①日" },
  { "iso-2022-jp-kana", "=?ISO-2022-JP?B?GyhJMTIbKEI=?=", "ｱｲ" },
  { "shift-jis", "=?shift_jis?B?k/qWe4zqh0A=?=", "日本語①" },
  { "euc-jp", "=?euc-jp?B?xvzL3Ljs?=", "日本語" },
  { "gb2312", "=?gb2312?B?xOO6w+lG?=", "你好镕" },
  { "gb18030", "=?gb18030?B?gTCBMA==?=", "\xC2\x80" },
  { "big5", "=?big5?B?tPq41Q==?=", "測試" },
  { "euc-kr", "=?euc-kr?B?vsiz5w==?=", "안녕" },
  { "ks-c-5601", "=?ks_c_5601-1987?B?jGO55g==?=", "똠방" },
  { "iso-2022-kr", "=?iso-2022-kr?B?GyQpQw4+SDNnDw==?=", "안녕" },

  { "ascii-that-is-utf-8", "=?us-ascii?Q?=C3=BC?=", "ü" },
  { "ascii-that-is-latin", "=?us-ascii?Q?=FC?=", "ü" },
  { "invalid-utf-8", "=?utf-8?Q?a=FFb=C3?=", "a\uFFFDb\uFFFD" },
  { "invalid-euc", "=?euc-kr?Q?a=FF=FFb?=", "a\uFFFD\uFFFDb" },
  { "utf-7-refused", "=?utf-7?Q?+ADw-b+AD4-?=", "+ADw-b+AD4-" },
  { "utf-7-alias-refused", "=?unicode-1-1-utf-7?Q?+ADw-?=", "+ADw-" },
  { "unknown-charset", "=?x-none?Q?caf=E9s?=", "caf\uFFFDs" },
  { "unknown-charset-that-is-utf-8", "=?x-none?Q?caf=C3=A9?=", "café" },
  { "charset-with-slashes", "=?utf-8//TRANSLIT?Q?a?=", "=?utf-8//TRANSLIT?Q?a?=" },
  { "nul-inside", "=?utf-8?Q?a=00b?=", "ab" },

  { "raw-utf-8", "Gr\xC3\xBC\xC3\x9F" "e", "Grüße" },
  { "raw-latin", "Gr\xFC\xDF" "e", "Grüße" },
  { "raw-latin-at-the-end", "caf\xE9", "café" },
  { "raw-undefined", "a\x81", "a\uFFFD" },
  { "raw-and-encoded", "\xC3\xA9 =?iso-8859-1?Q?=E9?=", "é é" },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case      *test = data;
  g_autofree char *text = bell_header_text_decode (test->raw);

  g_assert_cmpstr (text, ==, test->expected);
}

static void
assert_bounded (const char *raw)
{
  g_autofree char *text = bell_header_text_decode (raw);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, BELL_HEADER_TEXT_OUTPUT_BYTES);
}

static void
test_floods (void)
{
  static const char *const units[] = {
    "=?utf-8?Q?x?= ",
    "=?",
    "=?a?q?",
    "=?utf-8?B?",
    "\r\n ",
    "?=",
    "=?gbk?Q?=81?= =?big5?Q?=81?= ",
    "\xF0\x9F\x91\xA8\xE2\x80\x8D",
    "\xFF",
    "=?utf-8?Q?=?utf-8?Q?",
    "=?gb18030?B?gTCBMA==?= ",
  };
  gint64 started = bell_test_now ();

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) raw = g_string_new (NULL);

    for (guint n = 0; n < 100000; n++)
      g_string_append (raw, units[i]);
    assert_bounded (raw->str);
  }
  bell_test_assert_quick (started, 30);
}

/* The limits are marked, and neither a character nor an encoded word is left in halves. */
static void
test_limits (void)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) raw = g_string_new ("x");
  g_autofree char *from_words = NULL;
  g_autofree char *from_raw = NULL;

  for (guint i = 0; i < 1000; i++) {
    g_string_append (words, "=?utf-8?Q?=C3=A9?= ");
    g_string_append (raw, "👨‍👩‍👧");
  }
  from_words = bell_header_text_decode (words->str);
  g_assert_true (g_str_has_suffix (from_words, "é…"));
  g_assert_null (strstr (from_words, "=?"));
  from_raw = bell_header_text_decode (raw->str);
  g_assert_true (g_str_has_suffix (from_raw, "👨‍👩‍👧…"));
}

static void
test_every_prefix (void)
{
  static const char raw[] = "Re: =?utf-8?Q?=F0=9F=91=A8?=\r\n =?UTF-8?B?8J+RqQ==?= \xC3\xBC "
                            "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?gb18030?Q?=81=30=81=30?=";

  for (gsize i = 0; i < sizeof raw; i++) {
    g_autofree char *prefix = g_strndup (raw, i);

    assert_bounded (prefix);
  }
}

static void
test_locale (void)
{
  g_autofree char *before = bell_header_text_decode ("caf\xE9 =?us-ascii?Q?=FC?=");
  g_autofree char *after = NULL;

  setlocale (LC_ALL, "C");
  after = bell_header_text_decode ("caf\xE9 =?us-ascii?Q?=FC?=");
  setlocale (LC_ALL, "");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (after, ==, "café ü");
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint i = 0; i < 5000; i++) {
    g_autoptr (GString) raw =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 600));

    assert_bounded (raw->str);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/header-text/case/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/header-text/floods", test_floods);
  g_test_add_func ("/header-text/limits", test_limits);
  g_test_add_func ("/header-text/every-prefix", test_every_prefix);
  g_test_add_func ("/header-text/locale", test_locale);
  g_test_add_func ("/header-text/hostile", test_hostile);
  return g_test_run ();
}
