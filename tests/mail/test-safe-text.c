/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text made safe: what goes, what stays, where it is cut. */

#include "mail/safe-text.h"

#include "hostile-text.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *input;
  guint       graphemes;
  const char *expected;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "empty", "", 10, "" },
  { "nothing-allowed", "abc", 0, "" },
  { "plain", "Hello", 10, "Hello" },
  { "white-space-folded", " \t a \r\n\v b\f ", 10, "a b" },
  { "no-break-and-wide-spaces", "a\u00A0\u2007\u3000b", 10, "a b" },
  { "line-and-paragraph-separators", "a\u2028b\u2029c", 10, "a b c" },
  { "next-line-is-space", "a\xC2\x85" "b", 10, "a b" },
  { "escape-sequence", "\x1B[31mred\x1B[0m\a", 20, "[31mred[0m" },
  { "c1", "a\xC2\x9B" "b", 10, "ab" },
  { "delete", "a\x7F" "b", 10, "ab" },
  { "bidi-overrides", "a\u202A\u202B\u202C\u202D\u202Eb", 10, "ab" },
  { "bidi-isolates", "a\u2066\u2067\u2068\u2069b", 10, "ab" },
  { "bidi-marks", "a\u200E\u200F\u061Cb", 10, "ab" },
  { "zero-width", "pay\u200Bpal\u2060\uFEFF.\u2064com", 20, "paypal.com" },
  { "soft-hyphen", "Bank\u00ADhaus", 20, "Bankhaus" },
  { "tags", "a\U000E0001\U000E0041\U000E007Fb", 10, "ab" },
  { "noncharacters", "a\uFDD0\uFFFE\U0010FFFFb", 10, "ab" },
  { "annotation", "a\uFFF9b\uFFFAc\uFFFB", 10, "abc" },
  { "mongolian-separator", "a\u180Eb", 10, "ab" },
  { "hangul-filler-name", "\u3164\u3164", 10, "" },
  { "invisible-padding", "Hi\u034F \u200C\u00A0\u200C\u2007 \u200Cthere", 20, "Hi there" },
  { "private-use-stays", "\uE000", 10, "\uE000" },
  { "zwnj-in-persian", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", 10,
    "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645" },
  { "zwnj-at-word-end", "a\u200C b\u200C", 10, "a b" },
  { "joiners-alone", "\u200D\u200C\u200D", 10, "" },
  { "leading-mark", "\u0301a", 10, "a" },
  { "arabic-number-sign-stays", "\u0600\u0661", 10, "\u0600\u0661" },
  { "rtl", "\u05E9\u05DC\u05D5\u05DD", 10, "\u05E9\u05DC\u05D5\u05DD" },
  { "invalid-bytes", "a\xFF" "b\xC3", 10, "a\uFFFDb\uFFFD" },
  { "surrogate-and-overlong", "\xC0\x80\xED\xA0\x80", 10, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD" },

  { "exact-length", "abcde", 5, "abcde" },
  { "one-too-long", "abcdef", 5, "abcd…" },
  { "no-space-before-ellipsis", "abc defgh", 5, "abc…" },
  { "one-grapheme", "ab", 1, "…" },
  { "family-not-cut", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "👨‍👩‍👧‍👦…" },
  { "family-counts-one", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦" },
  { "skin-tone", "👍🏽👍🏽👍🏽", 2, "👍🏽…" },
  { "flags", "🇩🇪🇫🇷🇯🇵", 2, "🇩🇪…" },
  { "keycap", "1️⃣2️⃣3️⃣", 2, "1️⃣…" },
  { "decomposed", "e\u0301e\u0301e\u0301", 2, "e\u0301…" },
  { "devanagari", "\u0915\u094D\u0937\u093F\u0915\u094D\u0937\u093F\u0915", 2,
    "\u0915\u094D\u0937\u093F…" },
  { "hangul-jamo", "\u1112\u1161\u11AB\u1100\u1173\u11AF\u1100", 2, "\u1112\u1161\u11AB…" },
  { "thai", "\u0E01\u0E33\u0E01\u0E33\u0E01", 2, "\u0E01\u0E33…" },
  { "marks-limited", "Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x", 10,
    "Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x" },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case      *test = data;
  g_autofree char *text = bell_safe_text (test->input, -1, test->graphemes);

  g_assert_cmpstr (text, ==, test->expected);
  bell_test_assert_safe (text, test->graphemes);
}

static void
test_length (void)
{
  g_autofree char *part = bell_safe_text ("abcdef", 3, 10);
  g_autofree char *with_nul = bell_safe_text ("a\0b", 3, 10);

  g_assert_cmpstr (part, ==, "abc");
  g_assert_true (g_utf8_validate (with_nul, -1, NULL));
}

/* What lies behind the input limit is not looked at; the cut is marked and splits no character. */
static void
test_input_limit (void)
{
  g_autoptr (GString) long_text = g_string_new ("a");
  g_autofree char *text = NULL;

  while (long_text->len < 4 * BELL_SAFE_TEXT_INPUT_BYTES)
    g_string_append (long_text, "\342\202\254");
  text = bell_safe_text (long_text->str, -1, G_MAXUINT);
  g_assert_cmpuint (strlen (text), <=, BELL_SAFE_TEXT_INPUT_BYTES + 3);
  g_assert_true (g_str_has_suffix (text, "€…"));
}

/* One endless cluster is not a way around the limit. */
static void
test_endless_cluster (void)
{
  g_autoptr (GString) input = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (input, "👨‍");
  text = bell_safe_text (input->str, -1, 20);
  g_assert_cmpstr (text, ==, "…");
}

static void
test_isolate (void)
{
  g_autofree char *text = bell_safe_text_isolate ("abc");

  g_assert_cmpstr (text, ==, "\u2068abc\u2069");
}

static void
test_mixed_scripts (void)
{
  g_assert_true (bell_safe_text_mixes_scripts ("P\u0430ypal"));
  g_assert_true (bell_safe_text_mixes_scripts ("\u0391pple"));
  g_assert_true (bell_safe_text_mixes_scripts ("\u041F\u0391"));
  g_assert_false (bell_safe_text_mixes_scripts (""));
  g_assert_false (bell_safe_text_mixes_scripts ("Grüße, 123 €"));
  g_assert_false (bell_safe_text_mixes_scripts ("Иван Петров 2"));
  g_assert_false (bell_safe_text_mixes_scripts ("Γιώργος"));
  g_assert_false (bell_safe_text_mixes_scripts ("山田 Taro やまだ"));
  g_assert_false (bell_safe_text_mixes_scripts ("김 Kim"));
  g_assert_false (bell_safe_text_mixes_scripts ("שלום Shalom"));
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 5000; i++) {
    g_autoptr (GString) input =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 400));
    guint            graphemes = (guint) g_rand_int_range (rand, 1, 60);
    g_autofree char *text = bell_safe_text (input->str, -1, graphemes);
    g_autofree char *again = bell_safe_text (text, -1, graphemes);

    bell_test_assert_safe (text, graphemes);
    g_assert_cmpstr (again, ==, text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/safe-text/case/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/safe-text/length", test_length);
  g_test_add_func ("/safe-text/input-limit", test_input_limit);
  g_test_add_func ("/safe-text/endless-cluster", test_endless_cluster);
  g_test_add_func ("/safe-text/isolate", test_isolate);
  g_test_add_func ("/safe-text/mixed-scripts", test_mixed_scripts);
  g_test_add_func ("/safe-text/hostile", test_hostile);
  return g_test_run ();
}
