/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read again; what is damaged costs itself and nothing else. */

#include "policy/meter-form.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

/* Sunday, 2026-11-22, 00:00 in UTC. */
#define MIDNIGHT_S (G_GINT64_CONSTANT (1795305600))
#define TODAY 20779

#define HEAD "[mailbell]\nversion=1\n\n[meter]\nuntil=1795305700\n\n"

static BellMeter *
parse (const char *text)
{
  return bell_meter_from_text (text, strlen (text));
}

static guint64
get (const BellMeter *meter, gint32 day, BellMeterKind kind)
{
  BellMeterCounts counts;

  bell_meter_sum (meter, day, day, &counts, NULL);
  return counts.n[kind];
}

static void
test_there_and_back (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellMeter) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  for (int i = 0; i < 200; i++) {
    BellMeterTime now = { MIDNIGHT_S + i * DAY_S / 2, 3600 };

    for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
      bell_meter_count (meter, &now, kind, kind + (guint) i);
    bell_meter_ring (meter, &now, i % 3 == 0 ? -1 : i * 1000);
    bell_meter_set_state (meter, &now, (guint) i % 6);
  }
  text = bell_meter_to_text (meter);
  again = parse (text);
  g_assert_nonnull (again);
  text_again = bell_meter_to_text (again);
  g_assert_cmpstr (text_again, ==, text);
  g_assert_cmpuint (again->days->len, ==, BELL_METER_DAYS);
  g_assert_cmpint (again->until_s, ==, meter->until_s);
}

/* Each number of as many digits as there can be. */
static void
test_the_largest_fits (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autofree char *text = NULL;

  for (int i = 0; i < BELL_METER_DAYS; i++) {
    BellMeterTime now = { MIDNIGHT_S + i * DAY_S, 0 };

    for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
      bell_meter_count (meter, &now, kind, G_MAXUINT64);
  }
  for (int i = 0; i < BELL_METER_BELLS_KEPT; i++) {
    BellMeterTime now = { MIDNIGHT_S + 90 * DAY_S + i * 1000, 0 };

    bell_meter_ring (meter, &now, BELL_METER_MAX_DELAY_MS * G_GINT64_CONSTANT (1000));
    bell_meter_set_state (meter, &now, i % 2 == 0 ? BELL_METER_CONNECTED : BELL_METER_WAITING);
  }
  text = bell_meter_to_text (meter);
  g_test_message ("%zu bytes", strlen (text));
  g_assert_cmpuint (strlen (text), <, BELL_METER_FORM_LIMIT / 2);
}

/* Three months of a busy account: thirty bells a day, a hundred renewals, ten connections. */
static void
test_the_usual_is_small (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autofree char *text = NULL;

  for (int i = 0; i < BELL_METER_DAYS * 30; i++) {
    BellMeterTime now = { MIDNIGHT_S + i * DAY_S / 30, 0 };

    bell_meter_count (meter, &now, BELL_METER_BYTES_IN, 20000);
    bell_meter_count (meter, &now, BELL_METER_BYTES_OUT, 2000);
    bell_meter_count (meter, &now, BELL_METER_RENEWALS, 3);
    bell_meter_ring (meter, &now, 12000);
    if (i % 3 == 0)
      bell_meter_set_state (meter, &now,
                            i / 3 % 2 == 0 ? BELL_METER_CONNECTED : BELL_METER_WAITING);
  }
  text = bell_meter_to_text (meter);
  g_test_message ("%zu bytes", strlen (text));
  g_assert_cmpuint (strlen (text), <, 12 * 1024);
}

static void
test_something_else (void)
{
  static const char *const texts[] = { "", "nonsense", "[mailbell]\n", "[mailbell]\nversion=2\n",
                                       "[mailbell]\nversion=x\n" };
  g_autofree char         *large = g_strnfill (BELL_METER_FORM_LIMIT + 1, '#');

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (parse (texts[i]));
  g_assert_null (parse (large));
  g_assert_null (bell_meter_from_text ("[mailbell]\0version=1\n", 21));
}

static void
test_nothing_in_it (void)
{
  g_autoptr (BellMeter) meter = parse ("[mailbell]\nversion=1\n");

  g_assert_nonnull (meter);
  g_assert_cmpuint (meter->days->len, ==, 0);
  g_assert_cmpint (meter->until_s, ==, 0);
}

static void
test_damaged_days (void)
{
  g_autoptr (BellMeter) meter = parse (HEAD "[days]\n"
                                            "2026-11-22=1 2 3 4 5 6 2 30 10 20\n"
                                            "2026-11-21=1 2 3 4 5 6 2 30 10\n"
                                            "2026-11-20=1 2 3 4 5 6 2 30 10 20 7\n"
                                            "2026-11-19=1 2 3 4 5 -6 2 30 10 20\n"
                                            "2026-11-18=9223372036854775808 2 3 4 5 6 0 0 0 0\n"
                                            "2026-11-17=1 2 3 4 5 6  2 30 10 20\n"
                                            "2026-11-16=\n"
                                            "2026-11-15=\xff\xfe\n"
                                            "2026-02-30=1 2 3 4 5 6 0 0 0 0\n"
                                            "nonsense=1 2 3 4 5 6 0 0 0 0\n"
                                            "2026-11-14=9223372036854775807 0 0 0 0 0 0 0 0 0\n");

  g_assert_nonnull (meter);
  g_assert_cmpuint (meter->days->len, ==, 2);
  g_assert_cmpuint (get (meter, TODAY, BELL_METER_BYTES_IN), ==, 1);
  g_assert_cmpuint (get (meter, TODAY, BELL_METER_BELLS), ==, 6);
  g_assert_cmpuint (get (meter, TODAY - 8, BELL_METER_BYTES_IN), ==, G_MAXINT64);
}

/* More bells with a delay than bells, a mean beyond the longest, and the like. */
static void
test_impossible_delays (void)
{
  static const char *const delays[] = { "7 30 10 20", "2 30 20 10", "2 30 10 9999999999",
                                        "2 9999999999 10 20", "1 5 10 10" };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++) {
    g_autofree char *text = g_strdup_printf (HEAD "[days]\n2026-11-22=1 2 3 4 5 6 %s\n", delays[i]);
    g_autoptr (BellMeter) meter = parse (text);
    BellMeterDelays read;

    bell_meter_sum (meter, TODAY, TODAY, NULL, &read);
    g_assert_cmpuint (read.n, ==, 0);
    g_assert_cmpuint (read.sum_ms, ==, 0);
    g_assert_cmpuint (get (meter, TODAY, BELL_METER_BELLS), ==, 6);
  }
}

static void
test_damaged_week (void)
{
  g_autoptr (BellMeter) meter =
    parse (HEAD "[week]\n"
                "states=1795305600:connected 1795305590:waiting 1795305610:connected x "
                "1795305620:asleep 1795305630 :off 1795305640:waiting -5:off 1000:off "
                "99999999999999999999:off 1795305701:off\n"
                "bells=1795305600:12 1795305600 1795305599:3 1795305650:-4 1795305660:99999999 "
                "1795305701:1 :: 5\n");

  g_assert_nonnull (meter);
  g_assert_cmpuint (meter->changes->len, ==, 2);
  g_assert_cmpint (g_array_index (meter->changes, BellMeterChange, 1).at_s, ==, 1795305640);
  g_assert_cmpuint (meter->bells->len, ==, 4);
  g_assert_cmpint (g_array_index (meter->bells, BellMeterBell, 0).delay_ms, ==, 12);
  g_assert_cmpint (g_array_index (meter->bells, BellMeterBell, 1).delay_ms, ==, -1);
  g_assert_cmpint (g_array_index (meter->bells, BellMeterBell, 3).delay_ms, ==, -1);
}

static void
test_more_than_there_may_be (void)
{
  g_autoptr (GString) text = g_string_new (HEAD "[days]\n");
  g_autoptr (BellMeter) meter = NULL;

  for (gint32 day = TODAY - 500; day <= TODAY; day++) {
    g_autofree char *key = bell_meter_day_to_text (day);

    g_string_append_printf (text, "%s=1 0 0 0 0 0 0 0 0 0\n", key);
  }
  g_string_append (text, "[week]\nstates=");
  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT ":%s ", MIDNIGHT_S - 1000 + i,
                            i % 2 == 0 ? "off" : "paused");
  g_string_append (text, "\nbells=");
  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", MIDNIGHT_S - 1000 + i);
  meter = parse (text->str);
  g_assert_nonnull (meter);
  g_assert_cmpuint (meter->days->len, ==, BELL_METER_DAYS);
  g_assert_cmpuint (get (meter, TODAY, BELL_METER_BYTES_IN), ==, 1);
  g_assert_cmpuint (meter->changes->len, ==, BELL_METER_CHANGES);
  g_assert_cmpuint (meter->bells->len, ==, BELL_METER_BELLS_KEPT);
}

/* Cut anywhere, or with any byte turned into another: no crash, and never out of bounds. */
static void
test_cut_and_turned (void)
{
  static const char whole[] = HEAD "[days]\n2026-11-21=1 2 3 4 5 6 2 30 10 20\n"
                                   "2026-11-22=1 2 3 4 5 6 0 0 0 0\n[week]\n"
                                   "states=1795305600:connected 1795305640:waiting\n"
                                   "bells=1795305600:12 1795305650\n";

  for (gsize length = 0; length < sizeof whole; length++) {
    g_autofree char *cut = g_strndup (whole, length);
    BellMeter       *meter = parse (cut);

    if (meter != NULL)
      g_assert_cmpuint (meter->days->len, <=, 2);
    g_clear_pointer (&meter, bell_meter_free);
  }
  for (gsize i = 0; i + 1 < sizeof whole; i++)
    for (guint byte = 0; byte < 256; byte += 5) {
      g_autofree char *turned = g_strdup (whole);
      BellMeter       *meter;

      turned[i] = (char) byte;
      meter = bell_meter_from_text (turned, sizeof whole - 1);
      if (meter != NULL) {
        g_autofree char *text = bell_meter_to_text (meter);

        bell_meter_stopped (meter);
        g_assert_nonnull (text);
      }
      g_clear_pointer (&meter, bell_meter_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meter-form/there-and-back", test_there_and_back);
  g_test_add_func ("/meter-form/largest", test_the_largest_fits);
  g_test_add_func ("/meter-form/usual", test_the_usual_is_small);
  g_test_add_func ("/meter-form/something-else", test_something_else);
  g_test_add_func ("/meter-form/nothing", test_nothing_in_it);
  g_test_add_func ("/meter-form/damaged-days", test_damaged_days);
  g_test_add_func ("/meter-form/impossible-delays", test_impossible_delays);
  g_test_add_func ("/meter-form/damaged-week", test_damaged_week);
  g_test_add_func ("/meter-form/more-than-there-may-be", test_more_than_there_may_be);
  g_test_add_func ("/meter-form/cut-and-turned", test_cut_and_turned);
  return g_test_run ();
}
