/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-quiet-text.c: quiet hours as people read and type them. */

#include "preferences/quiet-text.h"

#include <string.h>

static void
assert_described (const char *setting, const char *words)
{
  BellQuietSpan    span;
  g_autofree char *described = NULL;

  g_assert_true (bell_quiet_span_parse (setting, &span));
  described = bell_quiet_text_describe (&span);
  g_assert_cmpstr (described, ==, words);
}

static void
test_words (void)
{
  assert_described ("22:00-07:00", "Every day, 22:00–07:00");
  assert_described ("mon-fri 22:00-7:00", "Monday to Friday, 22:00–07:00");
  assert_described ("sat,sun 00:00-24:00", "Saturday, Sunday, 00:00–24:00");
  assert_described ("mon,wed-fri,sun 12:30-13:00",
                    "Monday, Wednesday to Friday, Sunday, 12:30–13:00");
  for (guint day = 0; day < 7; day++)
    g_assert_true (
      g_str_has_prefix (bell_quiet_text_get_day (day), bell_quiet_text_get_short_day (day)));
}

static void
assert_time (const char *text, int expected)
{
  guint16 minutes = G_MAXUINT16;

  if (expected < 0) {
    g_assert_false (bell_quiet_text_parse_time (text, &minutes));
    g_assert_cmpuint (minutes, ==, G_MAXUINT16);
    return;
  }
  g_assert_true (bell_quiet_text_parse_time (text, &minutes));
  g_assert_cmpint (minutes, ==, expected);
}

static void
test_times (void)
{
  assert_time ("0:00", 0);
  assert_time ("7", 7 * 60);
  assert_time (" 07.30 ", 7 * 60 + 30);
  assert_time ("24:00", 24 * 60);
  assert_time ("24:01", -1);
  assert_time ("25", -1);
  assert_time ("7:60", -1);
  assert_time ("7:30:00", -1);
  assert_time ("-1", -1);
  assert_time ("", -1);
  assert_time (":", -1);
  assert_time ("noon", -1);
}

/* REASONS: a part of each sentence, NULL where nothing is wrong. */
static void
assert_refused (guint8 days, const char *from, const char *to, const char *reasons[])
{
  BellQuietSpan span = { .from = G_MAXUINT16 };
  char         *refused[BELL_QUIET_N_PARTS];

  g_assert_false (bell_quiet_text_check (days, from, to, &span, refused));
  g_assert_cmpuint (span.from, ==, G_MAXUINT16);
  for (guint part = 0; part < BELL_QUIET_N_PARTS; part++) {
    if (reasons[part] == NULL)
      g_assert_cmpstr (refused[part], ==, NULL);
    else if (refused[part] == NULL || strstr (refused[part], reasons[part]) == NULL)
      g_error ("“%s” to “%s”: part %u, “%s”, does not say “%s”", from, to, part, refused[part],
               reasons[part]);
    g_free (refused[part]);
  }
}

static void
assert_taken (guint8 days, const char *from, const char *to, const char *setting)
{
  BellQuietSpan    span;
  char            *refused[BELL_QUIET_N_PARTS];
  g_autofree char *text = NULL;

  g_assert_true (bell_quiet_text_check (days, from, to, &span, refused));
  for (guint part = 0; part < BELL_QUIET_N_PARTS; part++)
    g_assert_cmpstr (refused[part], ==, NULL);
  text = bell_quiet_span_to_text (&span);
  g_assert_cmpstr (text, ==, setting);
  g_assert_true (bell_quiet_span_parse (text, &span));
}

static void
test_check (void)
{
  g_autofree char *long_text = g_strnfill (10000, '1');
  const char      *from[] = { NULL, "such as 22:30", NULL };
  const char      *to[] = { NULL, NULL, "such as 22:30" };
  const char      *both[] = { NULL, "such as 22:30", "such as 22:30" };
  const char      *same[] = { NULL, NULL, "another time" };
  const char      *days[] = { "At least one day", NULL, NULL };
  const char      *all[] = { "At least one day", "such as 22:30", "such as 22:30" };

  assert_taken (0x1F, "22", "7", "mon-fri 22:00-07:00");
  assert_taken (0x7F, "0:00", "0:00", "00:00-24:00");
  assert_taken (0x60, "24:00", "12:00", "sat-sun 00:00-12:00");
  assert_refused (0x7F, "abc", "7:00", from);
  assert_refused (0x7F, "22:00", long_text, to);
  assert_refused (0x7F, "25:99", "", both);
  assert_refused (0x7F, "7:00", "07:00", same);
  assert_refused (0, "22:00", "7:00", days);
  assert_refused (0, "", "", all);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiet-text/words", test_words);
  g_test_add_func ("/quiet-text/times", test_times);
  g_test_add_func ("/quiet-text/check", test_check);
  return g_test_run ();
}
