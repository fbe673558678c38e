/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every choice on both kinds of network. */

#include "policy/metered-policy.h"

#include "base/time-units.h"

#define POLLING (5 * BELL_MINUTE)

static void
assert_usual (const BellMeteredPlan *plan)
{
  g_assert_false (plan->paused);
  g_assert_true (plan->previews);
  g_assert_true (plan->newest);
  g_assert_false (plan->longest_renewal);
  g_assert_cmpint (plan->polling_us, ==, POLLING);
}

static void
test_nothing_changes_where_bytes_are_free (void)
{
  for (BellMetered policy = BELL_METERED_AS_USUAL; policy <= BELL_METERED_PAUSE; policy++) {
    BellMeteredPlan plan = bell_metered_plan (policy, BELL_COMPRESS_METERED, FALSE, POLLING);

    assert_usual (&plan);
    g_assert_false (plan.compress);
  }
}

static void
test_as_usual_is_as_usual (void)
{
  BellMeteredPlan plan =
    bell_metered_plan (BELL_METERED_AS_USUAL, BELL_COMPRESS_METERED, TRUE, POLLING);

  assert_usual (&plan);
  g_assert_false (plan.compress);
}

static void
test_thrifty (void)
{
  BellMeteredPlan plan =
    bell_metered_plan (BELL_METERED_THRIFTY, BELL_COMPRESS_METERED, TRUE, POLLING);

  g_assert_false (plan.paused);
  g_assert_false (plan.previews);
  g_assert_false (plan.newest);
  g_assert_true (plan.compress);
  g_assert_true (plan.longest_renewal);
  g_assert_cmpint (plan.polling_us, ==, 15 * BELL_MINUTE);
}

static void
test_pause (void)
{
  g_assert_true (
    bell_metered_plan (BELL_METERED_PAUSE, BELL_COMPRESS_METERED, TRUE, POLLING).paused);
}

static void
test_compression_is_a_setting_of_its_own (void)
{
  for (BellMetered policy = BELL_METERED_AS_USUAL; policy <= BELL_METERED_THRIFTY; policy++)
    for (int metered = FALSE; metered <= TRUE; metered++) {
      g_assert_true (bell_metered_plan (policy, BELL_COMPRESS_ALWAYS, metered, POLLING).compress);
      g_assert_false (bell_metered_plan (policy, BELL_COMPRESS_NEVER, metered, POLLING).compress);
    }
}

static void
test_intervals_never_become_shorter (void)
{
  static const gint64 polling[][2] = { { 1, 3 }, { 20, 60 }, { 30, 60 }, { 60, 60 }, { 90, 90 } };

  for (guint i = 0; i < G_N_ELEMENTS (polling); i++)
    g_assert_cmpint (bell_metered_plan (BELL_METERED_THRIFTY, BELL_COMPRESS_METERED, TRUE,
                                        polling[i][0] * BELL_MINUTE)
                       .polling_us,
                     ==, polling[i][1] * BELL_MINUTE);
  g_assert_cmpint (bell_metered_renewal (0, 9 * BELL_MINUTE), ==, 9 * BELL_MINUTE);
  g_assert_cmpint (bell_metered_renewal (4 * BELL_MINUTE, 19 * BELL_MINUTE), ==, 19 * BELL_MINUTE);
  g_assert_cmpint (bell_metered_renewal (25 * BELL_MINUTE, 9 * BELL_MINUTE), ==, 25 * BELL_MINUTE);
  g_assert_cmpint (bell_metered_renewal (4 * BELL_MINUTE, 40 * BELL_MINUTE), ==, 29 * BELL_MINUTE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metered-policy/free", test_nothing_changes_where_bytes_are_free);
  g_test_add_func ("/metered-policy/as-usual", test_as_usual_is_as_usual);
  g_test_add_func ("/metered-policy/thrifty", test_thrifty);
  g_test_add_func ("/metered-policy/pause", test_pause);
  g_test_add_func ("/metered-policy/compression", test_compression_is_a_setting_of_its_own);
  g_test_add_func ("/metered-policy/intervals", test_intervals_never_become_shorter);
  return g_test_run ();
}
