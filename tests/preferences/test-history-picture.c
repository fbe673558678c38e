/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-history-picture.c: where everything stands in the picture of a week, what is said of it, and how
 * one finds the way in it. */

#include "preferences/history-picture.h"
#include "preferences/history-words.h"

#include <string.h>

#define HOUR_S (60 * 60)
#define DAY_S (24 * HOUR_S)

/* Sunday, 2026-11-22, 00:00 in UTC; the week begins on Monday. */
#define MIDNIGHT_S (G_GINT64_CONSTANT (1795305600))
#define MONDAY_S (MIDNIGHT_S - 6 * DAY_S)

/* Noon of Sunday. */
#define NOW_S (MIDNIGHT_S + 12 * HOUR_S)

#define CLOSE 1e-6

static BellMeterTime
at (gint64 unix_s)
{
  return (BellMeterTime){ unix_s, 0 };
}

static void
set_state (BellMeter *meter, gint64 unix_s, BellMeterState state)
{
  BellMeterTime time = at (unix_s);

  bell_meter_set_state (meter, &time, state);
}

static void
ring (BellMeter *meter, gint64 unix_s, gint64 delay_us)
{
  BellMeterTime time = at (unix_s);

  bell_meter_ring (meter, &time, delay_us);
}

static void
count (BellMeter *meter, gint64 unix_s, guint64 bytes)
{
  BellMeterTime time = at (unix_s);

  bell_meter_count (meter, &time, BELL_METER_BYTES_IN, bytes);
}

static BellHistoryPicture *
draw_in (const BellMeter *meter, gint64 now_s, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);

  g_assert_nonnull (zone);
  return bell_history_picture_new (meter, now_s, zone);
}

static BellHistoryPicture *
draw (const BellMeter *meter)
{
  return draw_in (meter, NOW_S, "UTC");
}

static const BellPicturePart *
get (const BellHistoryPicture *picture, BellPictureLane lane, int index)
{
  const BellPicturePart *part =
    bell_history_picture_get (picture, (BellPicturePlace){ lane, index });

  g_assert_nonnull (part);
  return part;
}

static void
assert_place (const BellPicturePart *part, double from, double until)
{
  g_assert_cmpfloat_with_epsilon (part->from, from, CLOSE);
  g_assert_cmpfloat_with_epsilon (part->until, until, CLOSE);
}

static void
assert_words (const BellPicturePart *part, const char *time, const char *value)
{
  g_assert_cmpstr (part->time, ==, time);
  g_assert_cmpstr (part->value, ==, value);
}

static void
test_nothing (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = draw (meter);

  g_assert_cmpuint (picture->lanes[BELL_PICTURE_BELLS]->len, ==, 0);
  g_assert_cmpuint (picture->lanes[BELL_PICTURE_STATES]->len, ==, 0);
  g_assert_cmpuint (picture->lanes[BELL_PICTURE_BYTES]->len, ==, BELL_PICTURE_DAYS);
  g_assert_cmpuint (picture->states, ==, 0);
  g_assert_cmpfloat (get (picture, BELL_PICTURE_BYTES, 6)->height, ==, 0);
  g_assert_cmpstr (picture->value, ==, "Nothing has been recorded yet");
}

static void
test_states (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;

  set_state (meter, MONDAY_S + 6 * HOUR_S, BELL_METER_CONNECTED);
  set_state (meter, MONDAY_S + 12 * HOUR_S, BELL_METER_OFFLINE);
  set_state (meter, MONDAY_S + 36 * HOUR_S, BELL_METER_CONNECTED);
  picture = draw (meter);
  g_assert_cmpuint (picture->lanes[BELL_PICTURE_STATES]->len, ==, 3);
  assert_place (get (picture, BELL_PICTURE_STATES, 0), 0.25 / 7, 0.5 / 7);
  assert_place (get (picture, BELL_PICTURE_STATES, 1), 0.5 / 7, 1.5 / 7);
  assert_place (get (picture, BELL_PICTURE_STATES, 2), 1.5 / 7, 6.5 / 7);
  g_assert_cmpint (get (picture, BELL_PICTURE_STATES, 1)->state, ==, BELL_METER_OFFLINE);
  assert_words (get (picture, BELL_PICTURE_STATES, 0), "Monday, 16 November, 06:00 – 12:00",
                "Connected for 6 h 0 min");
  assert_words (get (picture, BELL_PICTURE_STATES, 1), "Mon 12:00 – Tue 12:00",
                "Without a network for 1 d 0 h");
  assert_words (get (picture, BELL_PICTURE_STATES, 2), "Tuesday, 17 November, 12:00 until now",
                "Connected for 5 d 0 h");
  g_assert_cmpuint (picture->states, ==, 1u << BELL_METER_CONNECTED | 1u << BELL_METER_OFFLINE);
  g_assert_cmpstr (picture->value, ==, "Connected 84 % of the time, 0 bells, 0 bytes");
}

/* It began before the first column. */
static void
test_what_began_before (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;

  set_state (meter, MONDAY_S - 9 * HOUR_S, BELL_METER_WAITING);
  set_state (meter, MONDAY_S - 8 * HOUR_S, BELL_METER_CONNECTED);
  picture = draw (meter);
  g_assert_cmpuint (picture->lanes[BELL_PICTURE_STATES]->len, ==, 1);
  assert_place (get (picture, BELL_PICTURE_STATES, 0), 0, 6.5 / 7);
  g_assert_cmpstr (picture->value, ==, "Connected 100 % of the time, 0 bells, 0 bytes");
}

/* A reconnection. */
static void
test_what_was_short (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;

  set_state (meter, MONDAY_S, BELL_METER_CONNECTED);
  set_state (meter, MONDAY_S + HOUR_S, BELL_METER_WAITING);
  set_state (meter, MONDAY_S + HOUR_S + 9, BELL_METER_CONNECTED);
  set_state (meter, NOW_S - 1, BELL_METER_FAILED);
  picture = draw (meter);
  g_assert_cmpuint (picture->lanes[BELL_PICTURE_STATES]->len, ==, 3);
  g_assert_cmpint (get (picture, BELL_PICTURE_STATES, 2)->state, ==, BELL_METER_FAILED);
  g_assert_cmpuint (picture->states, ==, 1u << BELL_METER_CONNECTED | 1u << BELL_METER_FAILED);
}

static void
test_bells (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;

  ring (meter, MONDAY_S - HOUR_S, 1000);
  ring (meter, MONDAY_S + 6 * HOUR_S, 85 * 1000);
  ring (meter, MONDAY_S + 8 * HOUR_S, 2500 * 1000);
  ring (meter, MONDAY_S + 24 * HOUR_S, -1);
  ring (meter, MONDAY_S + 48 * HOUR_S, 1000);
  ring (meter, MONDAY_S + 48 * HOUR_S + 1800, 1000);
  picture = draw (meter);
  g_assert_cmpuint (picture->lanes[BELL_PICTURE_BELLS]->len, ==, 4);
  assert_place (get (picture, BELL_PICTURE_BELLS, 0), 0.25 / 7, 0.25 / 7);
  assert_words (get (picture, BELL_PICTURE_BELLS, 0), "Monday, 16 November, 06:00",
                "A bell, 85 ms after the server’s call");
  assert_words (get (picture, BELL_PICTURE_BELLS, 1), "Monday, 16 November, 08:00",
                "A bell, 2.5 s after the server’s call");
  assert_words (get (picture, BELL_PICTURE_BELLS, 2), "Tuesday, 17 November, 00:00",
                "A bell for mail that had come before");
  assert_place (get (picture, BELL_PICTURE_BELLS, 3), (2 + 0.25 / 24) / 7, (2 + 0.25 / 24) / 7);
  assert_words (get (picture, BELL_PICTURE_BELLS, 3), "Wednesday, 18 November, 00:00 – 00:30",
                "2 bells");
}

static void
test_bytes (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;

  count (meter, MONDAY_S - 1, 1000000);
  count (meter, MONDAY_S, 1000);
  count (meter, NOW_S, 4000);
  picture = draw (meter);
  g_assert_cmpfloat_with_epsilon (get (picture, BELL_PICTURE_BYTES, 0)->height, 0.25, CLOSE);
  g_assert_cmpfloat (get (picture, BELL_PICTURE_BYTES, 3)->height, ==, 0);
  g_assert_cmpfloat (get (picture, BELL_PICTURE_BYTES, 6)->height, ==, 1);
  assert_place (get (picture, BELL_PICTURE_BYTES, 6), 6.0 / 7, 1);
  g_assert_cmpstr (get (picture, BELL_PICTURE_BYTES, 6)->label, ==, "Sun");
  assert_words (get (picture, BELL_PICTURE_BYTES, 6), "Sunday, 22 November",
                "4.0\xc2\xa0kB received, 0 bytes sent, 0 bells");
}

/* In words, for who does not see it. */
static void
test_text (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;
  g_auto (GStrv) lines = NULL;

  set_state (meter, MONDAY_S + 22 * HOUR_S, BELL_METER_FAILED);
  set_state (meter, MONDAY_S + 23 * HOUR_S, BELL_METER_CONNECTED);
  count (meter, MONDAY_S + DAY_S, 1500);
  picture = draw (meter);
  lines = g_strsplit (picture->text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + BELL_PICTURE_DAYS + 1);
  g_assert_true (g_str_has_prefix (lines[0], "Connected 99 % of the time"));
  g_assert_cmpstr (lines[1], ==,
                   "Monday, 16 November: Connected for 1 h 0 min; Stopped, and needed you, for "
                   "1 h 0 min; 0 bytes received, 0 bytes sent, 0 bells.");
  g_assert_cmpstr (lines[2], ==,
                   "Tuesday, 17 November: Connected for 1 d 0 h; 1.5\xc2\xa0kB received, 0 bytes "
                   "sent, 0 bells.");
}

/* Berlin, 2026-10-25, had 25 hours: its columns are as wide as the others. */
static void
test_daylight_saving (void)
{
  const gint64 midnight_s = 1792879200; /* 2026-10-25, 00:00 in Berlin */
  const gint64 now_s = midnight_s + 2 * DAY_S + HOUR_S;
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;
  BellMeterTime evening = { midnight_s + 24 * HOUR_S, HOUR_S }; /* 23:00 */

  set_state (meter, midnight_s, BELL_METER_CONNECTED);
  bell_meter_count (meter, &evening, BELL_METER_BYTES_IN, 7);
  set_state (meter, midnight_s + 25 * HOUR_S, BELL_METER_WAITING);
  picture = draw_in (meter, now_s, "Europe/Berlin");
  assert_place (get (picture, BELL_PICTURE_STATES, 0), 4.0 / 7, 5.0 / 7);
  g_assert_cmpstr (get (picture, BELL_PICTURE_BYTES, 4)->time, ==, "Sunday, 25 October");
  g_assert_cmpfloat (get (picture, BELL_PICTURE_BYTES, 4)->height, ==, 1);
  g_assert_cmpstr (get (picture, BELL_PICTURE_BYTES, 6)->time, ==, "Tuesday, 27 October");
}

static void
assert_found (
  const BellHistoryPicture *picture, BellPictureLane lane, double across, double reach, int index)
{
  BellPicturePlace found = bell_history_picture_find (picture, lane, across, reach);

  g_assert_cmpint (found.lane, ==, lane);
  g_assert_cmpint (found.index, ==, index);
}

static void
test_find (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) picture = NULL;

  set_state (meter, MONDAY_S + DAY_S, BELL_METER_CONNECTED);
  set_state (meter, MONDAY_S + 2 * DAY_S, BELL_METER_WAITING); /* for a minute */
  ring (meter, MONDAY_S + 2 * DAY_S, 1000);
  set_state (meter, MONDAY_S + 2 * DAY_S + 60, BELL_METER_CONNECTED);
  picture = draw (meter);
  assert_found (picture, BELL_PICTURE_STATES, 0.5 / 7, 0.01, -1);
  assert_found (picture, BELL_PICTURE_STATES, 1.5 / 7, 0.01, 0);
  assert_found (picture, BELL_PICTURE_STATES, 1.98 / 7, 0.01, 1); /* hard to hit, so it is meant */
  assert_found (picture, BELL_PICTURE_STATES, 2.5 / 7, 0.01, 2);
  assert_found (picture, BELL_PICTURE_STATES, 2, 0.01, -1);
  assert_found (picture, BELL_PICTURE_BELLS, 2.03 / 7, 0.01, 0);
  assert_found (picture, BELL_PICTURE_BELLS, 1.5 / 7, 0.01, -1);
  assert_found (picture, BELL_PICTURE_BYTES, 6.9 / 7, 0, 6);
}

static void
assert_at (BellPicturePlace place, BellPictureLane lane, int index)
{
  g_assert_cmpint (place.lane, ==, lane);
  g_assert_cmpint (place.index, ==, index);
}

static void
test_keys (void)
{
  const BellPicturePlace nowhere = { BELL_PICTURE_STATES, -1 };
  const BellPicturePlace monday = { BELL_PICTURE_BYTES, 0 };
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellHistoryPicture) empty = draw (meter);
  g_autoptr (BellHistoryPicture) picture = NULL;
  BellPicturePlace place;

  assert_at (bell_history_picture_step (empty, nowhere, 1), BELL_PICTURE_STATES, -1);
  assert_at (bell_history_picture_climb (empty, monday, -1), BELL_PICTURE_BYTES, 0);

  set_state (meter, MONDAY_S, BELL_METER_CONNECTED);
  set_state (meter, MONDAY_S + DAY_S, BELL_METER_WAITING);
  set_state (meter, MONDAY_S + 2 * DAY_S, BELL_METER_CONNECTED);
  picture = draw (meter);
  place = bell_history_picture_step (picture, nowhere, G_MAXINT);
  assert_at (place, BELL_PICTURE_STATES, 2);
  assert_at (bell_history_picture_step (picture, place, 1), BELL_PICTURE_STATES, 2);
  assert_at (bell_history_picture_step (picture, place, -1), BELL_PICTURE_STATES, 1);
  assert_at (bell_history_picture_step (picture, place, -G_MAXINT), BELL_PICTURE_STATES, 0);

  /* There are no bells. */
  assert_at (bell_history_picture_climb (picture, place, -1), BELL_PICTURE_STATES, 2);
  place = bell_history_picture_climb (picture, place, 1);
  assert_at (place, BELL_PICTURE_BYTES, 4);
  assert_at (bell_history_picture_climb (picture, place, 1), BELL_PICTURE_BYTES, 4);
  assert_at (bell_history_picture_climb (picture, monday, -1), BELL_PICTURE_STATES, 0);
}

static void
test_durations (void)
{
  static const struct {
    gint64      seconds;
    const char *words;
  } rows[] = {
    { 0, "0 s" },          { 59, "59 s" },           { 60, "1 min" },         { 3599, "59 min" },
    { 3600, "1 h 0 min" }, { 86399, "23 h 59 min" }, { 7 * DAY_S, "7 d 0 h" }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = bell_history_words_duration (rows[i].seconds);

    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

/* Any meter, and any clock, even one that was never set. */
static void
test_any_clock (void)
{
  static const gint64 clocks[] = { G_MININT64,           -1,    0,         MONDAY_S,
                                   NOW_S - 1000 * DAY_S, NOW_S, 1LL << 40, G_MAXINT64 };
  g_autoptr (BellMeter) meter = bell_meter_new ();

  set_state (meter, MONDAY_S, BELL_METER_CONNECTED);
  ring (meter, MONDAY_S + 5, 0);
  for (int i = 0; i < BELL_METER_KINDS; i++) {
    BellMeterTime time = at (MONDAY_S);

    bell_meter_count (meter, &time, (BellMeterKind) i, G_MAXUINT64);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++) {
    g_autoptr (BellHistoryPicture) picture = draw_in (meter, clocks[i], "Pacific/Kiritimati");

    g_assert_cmpuint (picture->lanes[BELL_PICTURE_BYTES]->len, ==, BELL_PICTURE_DAYS);
    g_assert_true (g_utf8_validate (picture->text, -1, NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-picture/nothing", test_nothing);
  g_test_add_func ("/history-picture/states", test_states);
  g_test_add_func ("/history-picture/what-began-before", test_what_began_before);
  g_test_add_func ("/history-picture/what-was-short", test_what_was_short);
  g_test_add_func ("/history-picture/bells", test_bells);
  g_test_add_func ("/history-picture/bytes", test_bytes);
  g_test_add_func ("/history-picture/text", test_text);
  g_test_add_func ("/history-picture/daylight-saving", test_daylight_saving);
  g_test_add_func ("/history-picture/find", test_find);
  g_test_add_func ("/history-picture/keys", test_keys);
  g_test_add_func ("/history-picture/durations", test_durations);
  g_test_add_func ("/history-picture/any-clock", test_any_clock);
  return g_test_run ();
}
