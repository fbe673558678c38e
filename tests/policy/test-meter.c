/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted stays counted, whatever the clock does; the picture of the week stays in order. */

#include "policy/meter.h"

#define HOUR_S (60 * 60)
#define DAY_S (24 * HOUR_S)

/* Sunday, 2026-11-22, 00:00 in UTC. */
#define MIDNIGHT_S (G_GINT64_CONSTANT (1795305600))

static BellMeterTime
at (gint64 unix_s, gint32 offset_s)
{
  return (BellMeterTime){ unix_s, offset_s };
}

static BellMeterTime
on_day (int day)
{
  return at (MIDNIGHT_S + (gint64) day * DAY_S, 0);
}

static gint32
day_of (BellMeterTime now)
{
  return bell_meter_get_day (&now);
}

static void
count (BellMeter *meter, BellMeterTime now, BellMeterKind kind, guint64 n)
{
  bell_meter_count (meter, &now, kind, n);
}

static void
ring (BellMeter *meter, BellMeterTime now, gint64 delay_us)
{
  bell_meter_ring (meter, &now, delay_us);
}

static void
set_state (BellMeter *meter, gint64 unix_s, BellMeterState state)
{
  BellMeterTime now = at (unix_s, 0);

  bell_meter_set_state (meter, &now, state);
}

static guint64
sum (const BellMeter *meter, gint32 from, gint32 until, BellMeterKind kind)
{
  BellMeterCounts counts;

  bell_meter_sum (meter, from, until, &counts, NULL);
  return counts.n[kind];
}

static guint64
sum_all (const BellMeter *meter, BellMeterKind kind)
{
  return sum (meter, 0, G_MAXINT32, kind);
}

/* "off 0-60, connected 60-100", in seconds since SINCE_S. */
static char *
describe (const BellMeter *meter, gint64 since_s, gint64 now_s)
{
  g_autoptr (GArray) spans = bell_meter_get_spans (meter, now_s);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++) {
    const BellMeterSpan *span = &g_array_index (spans, BellMeterSpan, i);

    g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, i > 0 ? ", " : "",
                            bell_meter_state_to_nick (span->state), span->from_s - since_s,
                            span->until_s - since_s);
  }
  return g_string_free (text, FALSE);
}

static void
assert_spans (const BellMeter *meter, gint64 since_s, gint64 now_s, const char *expected)
{
  g_autofree char *text = describe (meter, since_s, now_s);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_in_order (const BellMeter *meter)
{
  for (guint i = 1; i < meter->days->len; i++)
    g_assert_cmpint (g_array_index (meter->days, BellMeterDay, i - 1).day, <,
                     g_array_index (meter->days, BellMeterDay, i).day);
  for (guint i = 1; i < meter->changes->len; i++) {
    const BellMeterChange *change = &g_array_index (meter->changes, BellMeterChange, i);

    g_assert_cmpint (change[-1].at_s, <, change->at_s);
    g_assert_cmpint (change[-1].state, !=, change->state);
  }
  for (guint i = 1; i < meter->bells->len; i++)
    g_assert_cmpint (g_array_index (meter->bells, BellMeterBell, i - 1).at_s, <=,
                     g_array_index (meter->bells, BellMeterBell, i).at_s);
  g_assert_cmpuint (meter->days->len, <=, BELL_METER_DAYS);
  g_assert_cmpuint (meter->changes->len, <=, BELL_METER_CHANGES);
  g_assert_cmpuint (meter->bells->len, <=, BELL_METER_BELLS_KEPT);
}

static void
test_days_are_local (void)
{
  g_assert_cmpint (day_of (at (MIDNIGHT_S, 0)), ==, 20779);
  g_assert_cmpint (day_of (at (MIDNIGHT_S - 1, 0)), ==, 20778);
  g_assert_cmpint (day_of (at (MIDNIGHT_S - 1, HOUR_S)), ==, 20779);
  g_assert_cmpint (day_of (at (MIDNIGHT_S, -HOUR_S)), ==, 20778);
  g_assert_cmpint (day_of (at (MIDNIGHT_S, 14 * HOUR_S)), ==, 20779);
  g_assert_cmpint (day_of (at (MIDNIGHT_S + 10 * HOUR_S, 14 * HOUR_S)), ==, 20780);
}

/* In Berlin the 25th of October 2026 has 25 hours, the 29th of March 23. */
static void
test_daylight_saving (void)
{
  gint64 autumn_s = 1792879200; /* 2026-10-25 00:00 +02:00 */
  gint64 spring_s = 1774738800; /* 2026-03-29 00:00 +01:00 */

  g_assert_cmpint (day_of (at (autumn_s, 2 * HOUR_S)), ==,
                   day_of (at (autumn_s + 25 * HOUR_S - 1, HOUR_S)));
  g_assert_cmpint (day_of (at (autumn_s, 2 * HOUR_S)) + 1, ==,
                   day_of (at (autumn_s + 25 * HOUR_S, HOUR_S)));
  g_assert_cmpint (day_of (at (spring_s, HOUR_S)), ==,
                   day_of (at (spring_s + 23 * HOUR_S - 1, 2 * HOUR_S)));
  g_assert_cmpint (day_of (at (spring_s, HOUR_S)) + 1, ==,
                   day_of (at (spring_s + 23 * HOUR_S, 2 * HOUR_S)));
}

static void
test_day_as_text (void)
{
  static const char *const wrong[] = { "",           "2026-11-2",  "2026-11-222", "2026-13-01",
                                       "2026-00-10", "2026-02-29", "1969-12-31",  "2026-11-31",
                                       "-026-11-22", "2026-1--22", "2026.11.22",  "2026-11-22 ",
                                       "20261-1-22", "0x26-11-22", "99999-1-01" };
  g_autofree char         *text = bell_meter_day_to_text (20779);
  g_autofree char         *last = bell_meter_day_to_text (day_of (at (G_MAXINT64, 14 * HOUR_S)));
  gint32                   day;

  g_assert_cmpstr (text, ==, "2026-11-22");
  g_assert_cmpstr (last, ==, "9999-01-01");
  g_assert_true (bell_meter_day_from_text ("2026-11-22", &day));
  g_assert_cmpint (day, ==, 20779);
  g_assert_true (bell_meter_day_from_text ("2024-02-29", &day));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (bell_meter_day_from_text (wrong[i], &day));
}

static void
test_month (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  gint32 day;

  /* Over the borders of October and November. */
  for (int i = -60; i <= 0; i++)
    count (meter, on_day (i), BELL_METER_BYTES_IN, 1);
  day = day_of (on_day (0));
  g_assert_cmpuint (sum (meter, bell_meter_get_month_start (day), day, BELL_METER_BYTES_IN), ==,
                    22);
  day = day_of (on_day (-22)); /* the last of October */
  g_assert_cmpuint (sum (meter, bell_meter_get_month_start (day), day, BELL_METER_BYTES_IN), ==,
                    31);
  g_assert_cmpuint (sum (meter, day + 1, day + 1, BELL_METER_BYTES_IN), ==, 1);
}

static void
test_ninety_days (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();

  for (int i = 0; i < 120; i++)
    count (meter, on_day (i), BELL_METER_RENEWALS, 1);
  assert_in_order (meter);
  g_assert_cmpuint (meter->days->len, ==, 90);
  g_assert_cmpuint (sum_all (meter, BELL_METER_RENEWALS), ==, 90);
  g_assert_cmpint (g_array_index (meter->days, BellMeterDay, 0).day, ==, day_of (on_day (30)));
}

/* Each of these costs a day at most, and only of ninety. */
static void
test_a_clock_that_jumps (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();

  for (int i = 0; i < 90; i++)
    count (meter, on_day (i), BELL_METER_RENEWALS, 1);
  count (meter, on_day (30000), BELL_METER_RENEWALS, 1);
  g_assert_cmpuint (sum (meter, day_of (on_day (1)), day_of (on_day (89)), BELL_METER_RENEWALS), ==,
                    89);
  /* Right again: what has not come yet goes before what was. */
  count (meter, on_day (90), BELL_METER_RENEWALS, 1);
  g_assert_cmpuint (sum (meter, day_of (on_day (1)), day_of (on_day (90)), BELL_METER_RENEWALS), ==,
                    90);
  g_assert_cmpuint (sum_all (meter, BELL_METER_RENEWALS), ==, 90);
  /* Back by a month, to a day that is known. */
  count (meter, on_day (60), BELL_METER_RENEWALS, 1);
  g_assert_cmpuint (sum_all (meter, BELL_METER_RENEWALS), ==, 91);
  assert_in_order (meter);
}

/* Without a battery the clock of a computer begins in 1970. */
static void
test_a_clock_that_was_not_set (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  BellMeterTime unset = at (1000, 0);

  set_state (meter, MIDNIGHT_S, BELL_METER_CONNECTED);
  count (meter, on_day (0), BELL_METER_BYTES_IN, 5);
  count (meter, unset, BELL_METER_BYTES_IN, 7);
  ring (meter, unset, 10000);
  set_state (meter, 1000, BELL_METER_OFFLINE);
  g_assert_cmpuint (meter->days->len, ==, 1);
  g_assert_cmpuint (sum (meter, 20779, 20779, BELL_METER_BYTES_IN), ==, 12);
  g_assert_cmpuint (sum (meter, 20779, 20779, BELL_METER_BELLS), ==, 1);
  g_assert_cmpuint (meter->bells->len, ==, 0);
  assert_spans (meter, MIDNIGHT_S, MIDNIGHT_S + 60, "connected 0-60");
}

static void
test_numbers_have_an_end (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();

  count (meter, on_day (0), BELL_METER_BYTES_IN, G_MAXUINT64);
  count (meter, on_day (0), BELL_METER_BYTES_IN, G_MAXUINT64);
  count (meter, on_day (1), BELL_METER_BYTES_IN, 1);
  g_assert_cmpuint (sum_all (meter, BELL_METER_BYTES_IN), ==, G_MAXINT64);
}

static void
test_delays (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (GArray) bells = NULL;
  BellMeterDelays delays;

  ring (meter, on_day (0), 20000);
  ring (meter, on_day (0), 5999);
  ring (meter, on_day (0), -1);
  ring (meter, on_day (0), G_MININT64);
  ring (meter, on_day (0), G_MAXINT64);
  ring (meter, on_day (0), BELL_METER_MAX_DELAY_MS * G_GINT64_CONSTANT (1000) + 1000);
  ring (meter, on_day (1), 0);
  g_assert_cmpuint (sum_all (meter, BELL_METER_BELLS), ==, 7);
  bell_meter_sum (meter, 0, day_of (on_day (0)), NULL, &delays);
  g_assert_cmpuint (delays.n, ==, 2);
  g_assert_cmpuint (delays.sum_ms, ==, 25);
  g_assert_cmpuint (delays.least_ms, ==, 5);
  g_assert_cmpuint (delays.most_ms, ==, 20);
  bell_meter_sum (meter, 0, G_MAXINT32, NULL, &delays);
  g_assert_cmpuint (delays.n, ==, 3);
  g_assert_cmpuint (delays.least_ms, ==, 0);

  bells = bell_meter_get_bells (meter, MIDNIGHT_S + DAY_S);
  g_assert_cmpuint (bells->len, ==, 7);
  g_assert_cmpint (g_array_index (bells, BellMeterBell, 0).delay_ms, ==, 20);
  g_assert_cmpint (g_array_index (bells, BellMeterBell, 4).delay_ms, ==, -1);
}

static void
test_states (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  gint64 t = MIDNIGHT_S;

  assert_spans (meter, t, t, "");
  set_state (meter, t, BELL_METER_WAITING);
  assert_spans (meter, t, t, "waiting 0-0");
  set_state (meter, t + 2, BELL_METER_CONNECTED);
  set_state (meter, t + 100, BELL_METER_CONNECTED);
  set_state (meter, t + 200, BELL_METER_WAITING); /* does not last a second */
  set_state (meter, t + 200, BELL_METER_CONNECTED);
  set_state (meter, t + 300, BELL_METER_OFFLINE);
  assert_spans (meter, t, t + 400, "waiting 0-2, connected 2-300, offline 300-400");
  assert_in_order (meter);
}

static void
test_account_states (void)
{
  static const struct {
    BellAccountState state;
    BellMeterState   expected;
  } steps[] = {
    { BELL_ACCOUNT_CONNECTING, BELL_METER_WAITING },
    { BELL_ACCOUNT_POLLING, BELL_METER_CONNECTED },
    { BELL_ACCOUNT_PUSHING, BELL_METER_CONNECTED },
    { BELL_ACCOUNT_WAITING_TO_RETRY, BELL_METER_WAITING },
    { BELL_ACCOUNT_CONNECTING, BELL_METER_WAITING },
    { BELL_ACCOUNT_WAITING_FOR_NETWORK, BELL_METER_OFFLINE },
    { BELL_ACCOUNT_CONNECTING, BELL_METER_OFFLINE }, /* only a try */
    { BELL_ACCOUNT_PUSHING, BELL_METER_CONNECTED },
    { BELL_ACCOUNT_ASK_USER, BELL_METER_FAILED },
    { BELL_ACCOUNT_CONNECTING, BELL_METER_FAILED },
    { BELL_ACCOUNT_OFF, BELL_METER_OFF },
    { BELL_ACCOUNT_CONNECTING, BELL_METER_WAITING },
  };
  g_autoptr (BellMeter) meter = bell_meter_new ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    BellMeterTime now = at (MIDNIGHT_S + 10 * i, 0);

    bell_meter_set_account_state (meter, &now, steps[i].state);
    g_assert_cmpint (g_array_index (meter->changes, BellMeterChange, meter->changes->len - 1).state,
                     ==, steps[i].expected);
  }
}

static void
test_a_week (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (GArray) bells = NULL;
  gint64 t = MIDNIGHT_S;

  set_state (meter, t, BELL_METER_WAITING);
  set_state (meter, t + HOUR_S, BELL_METER_CONNECTED);
  ring (meter, at (t + HOUR_S, 0), 0);
  ring (meter, at (t + 2 * HOUR_S, 0), 0);
  ring (meter, at (t + 8 * DAY_S, 0), 0);
  set_state (meter, t + 8 * DAY_S, BELL_METER_OFFLINE);
  /* The one that holds at the edge begins there. */
  assert_spans (meter, t + DAY_S, t + 8 * DAY_S, "connected 0-604800, offline 604800-604800");
  g_assert_cmpuint (meter->changes->len, ==, 2);
  bells = bell_meter_get_bells (meter, t + 8 * DAY_S);
  g_assert_cmpuint (bells->len, ==, 1);
}

static void
test_a_clock_that_goes_back_in_the_week (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  gint64 t = MIDNIGHT_S;

  set_state (meter, t, BELL_METER_WAITING);
  set_state (meter, t + 5000, BELL_METER_CONNECTED);
  ring (meter, at (t + 6000, 0), 0);
  count (meter, at (t + 1000, 0), BELL_METER_BYTES_IN, 1);
  /* Still connected, as far as the clock has come. */
  assert_spans (meter, t, t + 2000, "waiting 0-1000, connected 1000-2000");
  g_assert_cmpuint (meter->bells->len, ==, 0);
  g_assert_cmpuint (sum_all (meter, BELL_METER_BELLS), ==, 1);
  assert_in_order (meter);
}

static void
test_too_many (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autofree char *text = NULL;
  gint64           t = MIDNIGHT_S;

  set_state (meter, t, BELL_METER_CONNECTED);
  set_state (meter, t + DAY_S, BELL_METER_OFFLINE);
  /* A server that ends each connection after a minute, for two days. */
  for (int i = 0; i < 2 * 24 * 60; i++) {
    set_state (meter, t + 2 * DAY_S + 60 * i, BELL_METER_CONNECTED);
    set_state (meter, t + 2 * DAY_S + 60 * i + 58, BELL_METER_WAITING);
    ring (meter, at (t + 2 * DAY_S + 60 * i + 58, 0), 0);
  }
  assert_in_order (meter);
  text = describe (meter, t, t + 4 * DAY_S);
  g_assert_true (g_str_has_prefix (text, "connected 0-86400, offline 86400-172800, connected "));
  g_assert_cmpuint (meter->bells->len, ==, BELL_METER_BELLS_KEPT);
  g_assert_cmpuint (sum_all (meter, BELL_METER_BELLS), ==, 2 * 24 * 60);
}

static void
test_stopped_without_a_word (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  gint64 t = MIDNIGHT_S;

  bell_meter_stopped (meter);
  assert_spans (meter, t, t, "");
  set_state (meter, t, BELL_METER_CONNECTED);
  count (meter, at (t + 500, 0), BELL_METER_BYTES_IN, 1);
  bell_meter_stopped (meter);
  bell_meter_stopped (meter);
  assert_spans (meter, t, t + 1000, "connected 0-500, off 500-1000");
}

static void
test_slept (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  gint64        t = MIDNIGHT_S;
  BellMeterTime now = at (t + 10000, 0);

  set_state (meter, t, BELL_METER_CONNECTED);
  count (meter, at (t + 1000, 0), BELL_METER_BYTES_IN, 1);
  bell_meter_slept (meter, &now, 8000);
  assert_spans (meter, t, t + 10001, "connected 0-2000, off 2000-10000, connected 10000-10001");
  /* Not before what is known, whatever the clocks say; not at all if there is no room. */
  now = at (t + 10100, 0);
  bell_meter_slept (meter, &now, 999999);
  assert_spans (meter, t + 10000, t + 10101,
                "connected -10000--8000, off -8000-100, connected 100-101");
  bell_meter_slept (meter, &now, 999999);
  assert_in_order (meter);
}

static void
test_absorb (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  g_autoptr (BellMeter) other = bell_meter_new ();
  gint64          t = MIDNIGHT_S;
  BellMeterDelays delays;

  set_state (meter, t, BELL_METER_CONNECTED);
  ring (meter, at (t + 10, 0), 50000);
  bell_meter_stopped (meter);
  set_state (other, t + 100, BELL_METER_WAITING);
  ring (other, at (t + 200, 0), 10000);
  ring (other, at (t + DAY_S, 0), 10000);
  bell_meter_absorb (meter, other);
  assert_spans (meter, t, t + 300, "connected 0-10, off 10-100, waiting 100-300");
  g_assert_cmpuint (sum (meter, 20779, 20779, BELL_METER_BELLS), ==, 2);
  g_assert_cmpuint (sum_all (meter, BELL_METER_BELLS), ==, 3);
  bell_meter_sum (meter, 0, G_MAXINT32, NULL, &delays);
  g_assert_cmpuint (delays.n, ==, 3);
  g_assert_cmpuint (delays.least_ms, ==, 10);
  g_assert_cmpuint (delays.most_ms, ==, 50);
  g_assert_cmpint (meter->until_s, ==, t + DAY_S);
  assert_in_order (meter);
}

static void
test_clear (void)
{
  g_autoptr (BellMeter) meter = bell_meter_new ();
  BellMeterTime    now = at (MIDNIGHT_S + 100, 0);
  g_autofree char *states = NULL;

  bell_meter_clear (meter, &now);
  g_assert_cmpuint (meter->changes->len, ==, 0);

  set_state (meter, MIDNIGHT_S, BELL_METER_WAITING);
  set_state (meter, MIDNIGHT_S + 10, BELL_METER_CONNECTED);
  count (meter, on_day (0), BELL_METER_BYTES_IN, 7);
  ring (meter, on_day (0), 1000);
  bell_meter_clear (meter, &now);
  g_assert_cmpuint (sum_all (meter, BELL_METER_BYTES_IN), ==, 0);
  g_assert_cmpuint (meter->bells->len, ==, 0);
  states = describe (meter, MIDNIGHT_S, MIDNIGHT_S + 160);
  g_assert_cmpstr (states, ==, "connected 100-160");
}

/* No order of calls and no clock brings it out of order. */
static void
test_any_clock (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (BellMeter) meter = bell_meter_new ();
  gint64 t = MIDNIGHT_S;

  for (int i = 0; i < 20000; i++) {
    static const gint64 steps[] = { 0, 1, 60, HOUR_S, DAY_S, -1, -HOUR_S, -DAY_S };
    BellMeterTime       now;

    t += steps[g_rand_int_range (random, 0, G_N_ELEMENTS (steps))];
    if (g_rand_int_range (random, 0, 500) == 0)
      t = (gint64) ((guint64) g_rand_int (random) << 32 | g_rand_int (random));
    else if (g_rand_int_range (random, 0, 100) == 0)
      t = MIDNIGHT_S + g_rand_int_range (random, -100 * DAY_S, 100 * DAY_S);
    now = at (t, g_rand_int_range (random, -14, 15) * HOUR_S);
    if (g_rand_boolean (random))
      bell_meter_set_state (meter, &now, g_rand_int_range (random, 0, 6));
    else if (g_rand_boolean (random))
      bell_meter_ring (meter, &now, (gint64) g_rand_int (random) - 1000);
    else
      bell_meter_slept (meter, &now, g_rand_int (random));
    assert_in_order (meter);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meter/days-are-local", test_days_are_local);
  g_test_add_func ("/meter/daylight-saving", test_daylight_saving);
  g_test_add_func ("/meter/day-as-text", test_day_as_text);
  g_test_add_func ("/meter/month", test_month);
  g_test_add_func ("/meter/ninety-days", test_ninety_days);
  g_test_add_func ("/meter/clock-that-jumps", test_a_clock_that_jumps);
  g_test_add_func ("/meter/clock-that-was-not-set", test_a_clock_that_was_not_set);
  g_test_add_func ("/meter/numbers-have-an-end", test_numbers_have_an_end);
  g_test_add_func ("/meter/delays", test_delays);
  g_test_add_func ("/meter/states", test_states);
  g_test_add_func ("/meter/account-states", test_account_states);
  g_test_add_func ("/meter/week", test_a_week);
  g_test_add_func ("/meter/clock-that-goes-back", test_a_clock_that_goes_back_in_the_week);
  g_test_add_func ("/meter/too-many", test_too_many);
  g_test_add_func ("/meter/stopped", test_stopped_without_a_word);
  g_test_add_func ("/meter/slept", test_slept);
  g_test_add_func ("/meter/absorb", test_absorb);
  g_test_add_func ("/meter/clear", test_clear);
  g_test_add_func ("/meter/any-clock", test_any_clock);
  return g_test_run ();
}
