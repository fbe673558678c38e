/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-backoff.c: the delays grow, stay in their bounds, and spread. */

#include "policy/backoff.h"

#include "base/time-units.h"

static void
test_first_retry_comes_within_two_seconds (void)
{
  g_assert_cmpint (bell_backoff_delay (BELL_BACKOFF_ORDINARY, 0, 0), ==, 1 * BELL_SECOND);
  g_assert_cmpint (bell_backoff_delay (BELL_BACKOFF_ORDINARY, 0, G_MAXUINT32), ==, 2 * BELL_SECOND);
}

static void
test_delay_doubles_up_to_the_cap (void)
{
  static const gint64 seconds[] = { 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    g_assert_cmpint (bell_backoff_delay (BELL_BACKOFF_ORDINARY, i, G_MAXUINT32), ==,
                     seconds[i] * BELL_SECOND);
}

static void
test_busy_server_is_left_alone_longer (void)
{
  g_assert_cmpint (bell_backoff_delay (BELL_BACKOFF_BUSY, 0, 0), ==, 30 * BELL_SECOND);
  g_assert_cmpint (bell_backoff_delay (BELL_BACKOFF_BUSY, 0, G_MAXUINT32), ==, 1 * BELL_MINUTE);
  g_assert_cmpint (bell_backoff_delay (BELL_BACKOFF_BUSY, 5, G_MAXUINT32), ==, 30 * BELL_MINUTE);
}

static void
test_any_attempt_and_random_number_stay_in_bounds (void)
{
  static const guint   attempts[] = { 0, 1, 7, 8, 9, 63, 64, 1000, G_MAXUINT };
  static const guint32 randoms[] = { 0, 1, 0x7fffffff, 0x80000000, G_MAXUINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (randoms); j++) {
      gint64 ordinary = bell_backoff_delay (BELL_BACKOFF_ORDINARY, attempts[i], randoms[j]);
      gint64 busy = bell_backoff_delay (BELL_BACKOFF_BUSY, attempts[i], randoms[j]);

      g_assert_cmpint (ordinary, >=, 1 * BELL_SECOND);
      g_assert_cmpint (ordinary, <=, 5 * BELL_MINUTE);
      g_assert_cmpint (busy, >=, 30 * BELL_SECOND);
      g_assert_cmpint (busy, <=, 30 * BELL_MINUTE);
    }
}

static void
test_clients_spread_over_half_of_the_delay (void)
{
  gint64 middle = bell_backoff_delay (BELL_BACKOFF_ORDINARY, 20, G_MAXUINT32 / 2);

  g_assert_cmpint (ABS (middle - 225 * BELL_SECOND), <, BELL_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/first", test_first_retry_comes_within_two_seconds);
  g_test_add_func ("/backoff/doubles", test_delay_doubles_up_to_the_cap);
  g_test_add_func ("/backoff/busy", test_busy_server_is_left_alone_longer);
  g_test_add_func ("/backoff/bounds", test_any_attempt_and_random_number_stay_in_bounds);
  g_test_add_func ("/backoff/spread", test_clients_spread_over_half_of_the_delay);
  return g_test_run ();
}
