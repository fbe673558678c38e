/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-pause-text.c: a pause in words, at any distance from its end. */

#include "policy/pause-text.h"

/* A Sunday. */
static GDateTime *
now_new (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (2 * 60 * 60);

  return g_date_time_new (zone, 2026, 11, 22, 14, 20, 30);
}

static void
test_the_end_is_told_as_long_as_it_takes (void)
{
  static const struct {
    gint64      left_s;
    const char *text;
    const char *item;
  } cases[] = {
    { -5, "Paused until 14:20", "Resume (paused until 14:20, 1 minute left)" },
    { 30, "Paused until 14:21", "Resume (paused until 14:21, 1 minute left)" },
    { 61, "Paused until 14:21", "Resume (paused until 14:21, 2 minutes left)" },
    { 2370, "Paused until 15:00", "Resume (paused until 15:00, 40 minutes left)" },
    { 3600, "Paused until 15:20", "Resume (paused until 15:20, 60 minutes left)" },
    { 7199, "Paused until 16:20", "Resume (paused until 16:20, 120 minutes left)" },
    { 7200, "Paused until 16:20", "Resume (paused until 16:20, 2 hours left)" },
    { 56370, "Paused until Mon 06:00", "Resume (paused until Mon 06:00, 16 hours left)" },
    { 3 * 86400, "Paused until Wed 14:20", "Resume (paused until Wed 14:20, 3 days left)" },
    { 7 * 86400, "Paused until 29 Nov 14:20", "Resume (paused until 29 Nov 14:20, 7 days left)" },
    { 9 * 86400, "Paused until 1 Dec 14:20", "Resume (paused until 1 Dec 14:20, 9 days left)" },
  };
  g_autoptr (GDateTime) now = now_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64           until = g_date_time_to_unix (now) + cases[i].left_s;
    g_autofree char *text = bell_pause_to_text (until, now);
    g_autofree char *item = bell_pause_to_item (until, now);

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_cmpstr (item, ==, cases[i].item);
  }
}

static void
test_one_without_an_end (void)
{
  static const gint64 ends[] = { 0, -1, G_MAXINT64 };
  g_autoptr (GDateTime) now = now_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *text = bell_pause_to_text (ends[i], now);
    g_autofree char *item = bell_pause_to_item (ends[i], now);
    g_autofree char *sentence = bell_pause_to_sentence (ends[i], now);

    g_assert_cmpstr (text, ==, "Paused");
    g_assert_cmpstr (item, ==, "Resume");
    g_assert_cmpstr (sentence, ==, "Mailbell is paused. “mailbell resume” ends it.");
  }
}

static void
test_sentence (void)
{
  g_autoptr (GDateTime) now = now_new ();
  g_autofree char *sentence = bell_pause_to_sentence (g_date_time_to_unix (now) + 2370, now);

  g_assert_cmpstr (sentence, ==, "Mailbell is paused until 15:00. “mailbell resume” ends it.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pause-text/end", test_the_end_is_told_as_long_as_it_takes);
  g_test_add_func ("/pause-text/open", test_one_without_an_end);
  g_test_add_func ("/pause-text/sentence", test_sentence);
  return g_test_run ();
}
