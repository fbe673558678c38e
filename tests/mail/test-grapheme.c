/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where characters end, by examples after UAX #29 §3. */

#include "mail/grapheme.h"

typedef struct {
  const char *name;
  const char *text;
  gsize       count;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "empty", "", 0 },
  { "ascii", "abc", 3 },
  { "umlaut", "äöü", 3 },
  { "combining", "a\u0308o\u0308", 2 },
  { "mark-first", "\u0308a", 2 },
  { "hangul-syllables", "한글", 2 },
  { "hangul-jamo", "\u1112\u1161\u11AB", 1 },
  { "hangul-syllable-and-jamo", "\uAC00\u11A8\u1100", 2 },
  { "hangul-two-leads", "\u1100\u1100\u1161", 1 },
  { "flags", "🇩🇪🇫🇷", 2 },
  { "odd-flag", "🇩🇪🇫", 2 },
  { "flag-after-letter", "a🇩🇪", 2 },
  { "family", "👨‍👩‍👧‍👦", 1 },
  { "profession", "👩🏽‍🚒", 1 },
  { "heart", "❤️‍🔥", 1 },
  { "rainbow-flag", "🏳️‍🌈", 1 },
  { "joiner-before-letter", "👨\u200Da", 2 },
  { "skin-tone", "👋🏿", 1 },
  { "keycap", "#️⃣", 1 },
  { "devanagari-syllable", "नमस्ते", 3 },
  { "tamil", "நி", 1 },
  { "thai-am", "กำ", 1 },
  { "arabic-marks", "مُحَمَّد", 4 },
  { "arabic-number-sign", "\u0600\u0661", 1 },
  { "hebrew-points", "שָׁלוֹם", 4 },
  { "half-width-kana", "ｶﾞ", 1 },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case *test = data;

  g_assert_cmpuint (bell_grapheme_count (test->text), ==, test->count);
}

static void
test_tail (void)
{
  g_assert_cmpstr (bell_grapheme_tail ("a👨‍👩‍👧b", 2), ==, "👨‍👩‍👧b");
  g_assert_cmpstr (bell_grapheme_tail ("abc", 0), ==, "");
  g_assert_cmpstr (bell_grapheme_tail ("abc", 9), ==, "abc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/grapheme/case/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/grapheme/tail", test_tail);
  return g_test_run ();
}
