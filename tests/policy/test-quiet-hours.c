/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-quiet-hours.c: what is written for quiet hours, and which times they hold. */

#include "policy/quiet-hours.h"

/* Central Europe: forward on the last Sunday of March at 2, back on that of October at 3. */
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

static gboolean
is_quiet (const char *span, GTimeZone *zone, const char *iso)
{
  const char *const spans[] = { span, NULL };
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (time, zone);

  return bell_quiet_hours_contain (spans, local);
}

static void
test_spans_are_read (void)
{
  static const char *const spans[][2] = {
    { "22:00-07:00", "22:00-07:00" },
    { "22:00-7:00", "22:00-07:00" },
    { "mon-fri 22:00-07:00", "mon-fri 22:00-07:00" },
    { "Sat,Sun 00:00-24:00", "sat-sun 00:00-24:00" },
    { "sat-mon 1:00-2:00", "mon,sat-sun 01:00-02:00" },
    { "mon,wed-thu,sun  12:30-13:15", "mon,wed-thu,sun 12:30-13:15" },
    { "mon-sun 20:00-00:00", "20:00-24:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++) {
    BellQuietSpan    span;
    g_autofree char *text = NULL;

    g_assert_true (bell_quiet_span_parse (spans[i][0], &span));
    text = bell_quiet_span_to_text (&span);
    g_assert_cmpstr (text, ==, spans[i][1]);
  }
}

static void
test_others_are_refused (void)
{
  static const char *const texts[] = {
    "",
    "mon",
    "mon-fri",
    "22:00",
    "22:00-",
    "22-7",
    "25:00-7:00",
    "22:60-7:00",
    "24:00-7:00",
    "7:00-7:00",
    "00:00-00:00",
    "24:01-2:00",
    "mo 1:00-2:00",
    "mon,1:00-2:00",
    "mon- 1:00-2:00",
    "mon1:00-2:00",
    "1:00-2:00 ",
    "1:00-2:000",
    "monday 1:00-2:00",
    ",mon 1:00-2:00",
    "mon, 1:00-2:00",
    "-1:00-2:00",
    "1:0-2:00",
    "١:00-2:00",
  };
  BellQuietSpan span;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (bell_quiet_span_parse (texts[i], &span))
      g_error ("“%s” was taken for a span", texts[i]);
}

/* 2026-11-20 is a Friday. */
static void
test_a_night_belongs_to_the_day_it_begins (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  const char *span = "mon-fri 22:00-07:00";

  g_assert_false (is_quiet (span, utc, "2026-11-20T21:59:59"));
  g_assert_true (is_quiet (span, utc, "2026-11-20T22:00:00"));
  g_assert_true (is_quiet (span, utc, "2026-11-21T06:59:59"));
  g_assert_false (is_quiet (span, utc, "2026-11-21T07:00:00"));
  g_assert_false (is_quiet (span, utc, "2026-11-21T22:00:00"));
  g_assert_false (is_quiet (span, utc, "2026-11-23T06:00:00"));
  g_assert_true (is_quiet (span, utc, "2026-11-23T22:00:00"));
  g_assert_true (is_quiet ("sun 22:00-07:00", utc, "2026-11-23T06:00:00"));
}

static void
test_a_whole_day_is_whole (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  g_assert_true (is_quiet ("sat 00:00-24:00", utc, "2026-11-21T00:00:00"));
  g_assert_true (is_quiet ("sat 00:00-24:00", utc, "2026-11-21T23:59:59"));
  g_assert_false (is_quiet ("sat 00:00-24:00", utc, "2026-11-22T00:00:00"));
}

/* On 2026-10-25 the hour from 2 to 3 comes twice, on 2026-03-29 not at all. */
static void
test_summer_time_changes_nothing_on_the_clock (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier (BERLIN);
  const char *span = "22:00-02:30";

  g_assert_nonnull (berlin);
  g_assert_true (is_quiet (span, berlin, "2026-10-25T00:29:59Z"));  /* 2:29 summer */
  g_assert_false (is_quiet (span, berlin, "2026-10-25T00:30:00Z")); /* 2:30 summer */
  g_assert_true (is_quiet (span, berlin, "2026-10-25T01:29:59Z"));  /* 2:29 winter */
  g_assert_false (is_quiet (span, berlin, "2026-10-25T01:30:00Z")); /* 2:30 winter */
  g_assert_true (is_quiet (span, berlin, "2026-03-29T00:59:59Z"));  /* 1:59 winter */
  g_assert_false (is_quiet (span, berlin, "2026-03-29T01:00:00Z")); /* 3:00 summer */
}

static void
test_what_is_no_span_is_loud (void)
{
  const char *const spans[] = { "nonsense", "", "22:00-07:00", NULL };
  const char *const none[] = { NULL };
  g_autoptr (GDateTime) night = g_date_time_new_utc (2026, 11, 20, 23, 0, 0);
  g_autoptr (GDateTime) noon = g_date_time_new_utc (2026, 11, 20, 12, 0, 0);

  g_assert_true (bell_quiet_hours_contain (spans, night));
  g_assert_false (bell_quiet_hours_contain (spans, noon));
  g_assert_false (bell_quiet_hours_contain (none, night));
}

/* What a clock in ZONE shows when the quiet time is over, and how many minutes that is after ISO. */
static void
assert_end (const char *const *spans, const char *iso, const char *expected, gint64 minutes)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (BERLIN);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (time, zone);
  g_autoptr (GDateTime) end = bell_quiet_hours_end (spans, local);
  g_autofree char *shown = end != NULL ? g_date_time_format (end, "%F %T") : NULL;

  g_assert_cmpstr (shown, ==, expected);
  if (end == NULL)
    return;
  g_assert_cmpint (g_date_time_difference (end, local), ==, minutes * G_TIME_SPAN_MINUTE);
  g_assert_false (bell_quiet_hours_contain (spans, end));
}

static void
test_quiet_time_has_an_end (void)
{
  static const char *const nights[] = { "22:00-07:00", NULL };
  static const char *const weekend[] = { "fri 18:00-24:00", "sat,sun 00:00-24:00", NULL };
  static const char *const overlapping[] = { "mon 20:00-23:00", "mon 22:00-06:30", NULL };

  assert_end (nights, "2026-11-22T12:00:00", NULL, 0);
  assert_end (nights, "2026-11-22T23:15:00", "2026-11-23 07:00:00", 465);
  assert_end (nights, "2026-11-23T06:59:00", "2026-11-23 07:00:00", 1);
  assert_end (nights, "2026-12-31T22:00:00", "2027-01-01 07:00:00", 540);
  assert_end (weekend, "2026-11-20T18:00:00", "2026-11-23 00:00:00", 54 * 60);
  assert_end (overlapping, "2026-11-23T20:30:00", "2026-11-24 06:30:00", 600);
}

static void
test_quiet_time_without_an_end (void)
{
  static const char *const always[] = { "00:00-24:00", NULL };
  static const char *const halves[] = { "00:00-12:00", "12:00-24:00", NULL };
  static const char *const never[] = { "at night", NULL };

  assert_end (always, "2026-11-22T12:00:00", NULL, 0);
  assert_end (halves, "2026-11-22T12:00:00", NULL, 0);
  assert_end (never, "2026-11-22T12:00:00", NULL, 0);
}

/* In these nights an hour is shown twice, or not at all. */
static void
test_end_follows_the_clock (void)
{
  static const char *const nights[] = { "22:00-07:00", NULL };
  static const char *const until_half[] = { "22:00-02:30", NULL };

  assert_end (nights, "2026-03-28T23:00:00", "2026-03-29 07:00:00", 7 * 60);
  assert_end (nights, "2026-10-24T23:00:00", "2026-10-25 07:00:00", 9 * 60);
  assert_end (until_half, "2026-10-25T02:10:00+01:00", "2026-10-25 02:30:00", 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiet-hours/spans", test_spans_are_read);
  g_test_add_func ("/quiet-hours/others", test_others_are_refused);
  g_test_add_func ("/quiet-hours/night", test_a_night_belongs_to_the_day_it_begins);
  g_test_add_func ("/quiet-hours/day", test_a_whole_day_is_whole);
  g_test_add_func ("/quiet-hours/summer-time", test_summer_time_changes_nothing_on_the_clock);
  g_test_add_func ("/quiet-hours/end", test_quiet_time_has_an_end);
  g_test_add_func ("/quiet-hours/end/none", test_quiet_time_without_an_end);
  g_test_add_func ("/quiet-hours/end/summer-time", test_end_follows_the_clock);
  g_test_add_func ("/quiet-hours/nonsense", test_what_is_no_span_is_loud);
  return g_test_run ();
}
