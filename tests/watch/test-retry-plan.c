/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-retry-plan.c: whether and when a connection that failed is tried again. */

#include "watch/retry-plan.h"

#include "base/time-units.h"

static void
test_kinds (void)
{
  static const struct {
    BellFailure      failure;
    BellAccountState state;
    gint64           delay_us; /* of the first retry, with the least luck */
  } cases[] = {
    { BELL_FAILURE_TRY_AGAIN, BELL_ACCOUNT_WAITING_TO_RETRY, 2 * BELL_SECOND },
    { BELL_FAILURE_TRY_LATER, BELL_ACCOUNT_WAITING_TO_RETRY, 1 * BELL_MINUTE },
    { BELL_FAILURE_WAIT_FOR_NETWORK, BELL_ACCOUNT_WAITING_FOR_NETWORK, 2 * BELL_SECOND },
    { BELL_FAILURE_WAIT_FOR_SECRETS, BELL_ACCOUNT_ASK_USER, BELL_NEVER },
    { BELL_FAILURE_ASK_TWICE, BELL_ACCOUNT_WAITING_TO_RETRY, 1 * BELL_MINUTE },
    { BELL_FAILURE_ASK_MEANWHILE, BELL_ACCOUNT_WAITING_TO_RETRY, 1 * BELL_MINUTE },
    { BELL_FAILURE_ASK_AT_ONCE, BELL_ACCOUNT_ASK_USER, 1 * BELL_MINUTE },
    { BELL_FAILURE_ASK_USER, BELL_ACCOUNT_ASK_USER, BELL_NEVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    BellRetryPlan    plan = { 0 };
    BellAccountState state;
    gint64 delay_us = bell_retry_plan_failed (&plan, cases[i].failure, 0, G_MAXUINT32, &state);

    g_test_message ("failure %d", cases[i].failure);
    g_assert_cmpint (delay_us, ==, cases[i].delay_us);
    g_assert_cmpint (state, ==, cases[i].state);
  }
}

static gint64
fail (BellRetryPlan *plan, BellFailure failure)
{
  BellAccountState state;

  return bell_retry_plan_failed (plan, failure, 0, G_MAXUINT32, &state);
}

static void
test_asks_after_three_refusals (void)
{
  BellRetryPlan plan = { 0 };

  g_assert_cmpint (fail (&plan, BELL_FAILURE_ASK_TWICE), ==, 1 * BELL_MINUTE);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_ASK_TWICE), ==, 2 * BELL_MINUTE);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_ASK_TWICE), ==, BELL_NEVER);
}

/* The INBOX is there: it is shown that something is wrong, and tried again all the same. */
static void
test_asks_and_goes_on (void)
{
  BellRetryPlan    plan = { 0 };
  BellAccountState state;
  gint64           delay_us;

  for (guint i = 0; i < 100; i++) {
    delay_us = bell_retry_plan_failed (&plan, BELL_FAILURE_ASK_MEANWHILE, 0, G_MAXUINT32, &state);
    g_assert_cmpint (state, ==, i < 2 ? BELL_ACCOUNT_WAITING_TO_RETRY : BELL_ACCOUNT_ASK_USER);
    g_assert_cmpint (delay_us, ==, MIN ((1 << MIN (i, 10)) * BELL_MINUTE, 30 * BELL_MINUTE));
  }
  bell_retry_plan_watching (&plan);
  bell_retry_plan_failed (&plan, BELL_FAILURE_ASK_MEANWHILE, 0, 0, &state);
  g_assert_cmpint (state, ==, BELL_ACCOUNT_WAITING_TO_RETRY);
}

/* The server knows best how long it takes; it does not count as a failure of ours. */
static void
test_told_how_long (void)
{
  BellRetryPlan    plan = { 0 };
  BellAccountState state;

  g_assert_cmpint (
    bell_retry_plan_failed (&plan, BELL_FAILURE_TRY_LATER, 40 * BELL_SECOND, 0, &state), ==,
    40 * BELL_SECOND);
  g_assert_cmpint (
    bell_retry_plan_failed (&plan, BELL_FAILURE_TRY_LATER, 40 * BELL_SECOND, G_MAXUINT32, &state),
    ==, 50 * BELL_SECOND);
  g_assert_cmpint (state, ==, BELL_ACCOUNT_WAITING_TO_RETRY);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_TRY_LATER), ==, 1 * BELL_MINUTE);
}

static void
test_good_session_starts_anew (void)
{
  BellRetryPlan plan = { 0 };

  fail (&plan, BELL_FAILURE_TRY_AGAIN);
  bell_retry_plan_watched (&plan, 59 * BELL_SECOND);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_TRY_AGAIN), ==, 4 * BELL_SECOND);
  bell_retry_plan_watched (&plan, 1 * BELL_MINUTE);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_TRY_AGAIN), ==, 2 * BELL_SECOND);
}

/* A network that comes and goes must not become a way around the limit that guards a lock-out. */
static void
test_hurry_does_not_forgive_refusals (void)
{
  BellRetryPlan plan = { 0 };

  fail (&plan, BELL_FAILURE_ASK_TWICE);
  fail (&plan, BELL_FAILURE_ASK_TWICE);
  bell_retry_plan_hurry (&plan);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_ASK_TWICE), ==, BELL_NEVER);
  bell_retry_plan_reset (&plan);
  g_assert_cmpint (fail (&plan, BELL_FAILURE_ASK_TWICE), ==, 1 * BELL_MINUTE);
}

static void
break_off (BellRetryPlan *plan, BellFailure failure, guint n)
{
  for (guint i = 0; i < n; i++)
    bell_retry_plan_broke_off (plan, failure);
}

/* It is the server that may stumble over several commands in one write, not the network. */
static void
test_wary_of_the_server_alone (void)
{
  BellRetryPlan plan = { 0 };

  break_off (&plan, BELL_FAILURE_WAIT_FOR_NETWORK, 5);
  g_assert_cmpuint (plan.n_broken_openings, ==, 0);
  break_off (&plan, BELL_FAILURE_TRY_AGAIN, 1);
  g_assert_false (bell_retry_plan_is_wary (&plan));
  break_off (&plan, BELL_FAILURE_TRY_AGAIN, 1);
  g_assert_true (bell_retry_plan_is_wary (&plan));
  bell_retry_plan_reset (&plan);
  g_assert_false (bell_retry_plan_is_wary (&plan));
}

/* Else every connection would have to break twice before one holds. */
static void
test_stays_wary (void)
{
  BellRetryPlan plan = { 0 };

  break_off (&plan, BELL_FAILURE_TRY_AGAIN, 2);
  bell_retry_plan_watching (&plan);
  bell_retry_plan_watched (&plan, BELL_HOUR);
  g_assert_true (bell_retry_plan_is_wary (&plan));
}

/* What broke off twice in a train is sent in one write again where the network is another. */
static void
test_another_network_is_trusted (void)
{
  BellRetryPlan plan = { 0 };

  break_off (&plan, BELL_FAILURE_TRY_AGAIN, 2);
  bell_retry_plan_hurry (&plan);
  g_assert_false (bell_retry_plan_is_wary (&plan));
  g_assert_cmpuint (plan.n_broken_openings, ==, 0);
}

/* Nor is a server that ends the session at the question for the newest messages asked for ever. */
static void
test_listing_is_given_up (void)
{
  BellRetryPlan        plan = { 0 };
  BellImapClientConfig config = { .newest = 10, .compress = TRUE };

  bell_retry_plan_broke_off_listing (&plan, BELL_FAILURE_WAIT_FOR_NETWORK);
  bell_retry_plan_broke_off_listing (&plan, BELL_FAILURE_WAIT_FOR_NETWORK);
  bell_retry_plan_broke_off_listing (&plan, BELL_FAILURE_TRY_AGAIN);
  bell_retry_plan_configure (&plan, &config);
  g_assert_cmpuint (config.newest, ==, 10);
  bell_retry_plan_broke_off_listing (&plan, BELL_FAILURE_TRY_AGAIN);
  g_assert_false (bell_retry_plan_may_list (&plan));
  bell_retry_plan_configure (&plan, &config);
  g_assert_cmpuint (config.newest, ==, 0);
  g_assert_true (config.compress);
  bell_retry_plan_hurry (&plan);
  g_assert_true (bell_retry_plan_may_list (&plan));
}

/* A server that lets the connection go and takes the next is not offline, one that does not is. */
static void
test_offline_is_more_than_an_interruption (void)
{
  BellRetryPlan plan = { 0 };

  g_assert_false (bell_retry_plan_is_offline (&plan));
  fail (&plan, BELL_FAILURE_TRY_AGAIN);
  g_assert_false (bell_retry_plan_is_offline (&plan));
  fail (&plan, BELL_FAILURE_TRY_AGAIN);
  g_assert_true (bell_retry_plan_is_offline (&plan));
  bell_retry_plan_hurry (&plan); /* another network has not mended anything yet */
  g_assert_true (bell_retry_plan_is_offline (&plan));
  bell_retry_plan_watching (&plan);
  g_assert_false (bell_retry_plan_is_offline (&plan));
  fail (&plan, BELL_FAILURE_TRY_LATER);
  g_assert_true (bell_retry_plan_is_offline (&plan));
  bell_retry_plan_reset (&plan);
  g_assert_false (bell_retry_plan_is_offline (&plan));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry-plan/kinds", test_kinds);
  g_test_add_func ("/retry-plan/asks-after-three-refusals", test_asks_after_three_refusals);
  g_test_add_func ("/retry-plan/asks-and-goes-on", test_asks_and_goes_on);
  g_test_add_func ("/retry-plan/told-how-long", test_told_how_long);
  g_test_add_func ("/retry-plan/good-session-starts-anew", test_good_session_starts_anew);
  g_test_add_func ("/retry-plan/hurry-does-not-forgive-refusals",
                   test_hurry_does_not_forgive_refusals);
  g_test_add_func ("/retry-plan/wary-of-the-server-alone", test_wary_of_the_server_alone);
  g_test_add_func ("/retry-plan/stays-wary", test_stays_wary);
  g_test_add_func ("/retry-plan/another-network-is-trusted", test_another_network_is_trusted);
  g_test_add_func ("/retry-plan/listing-is-given-up", test_listing_is_given_up);
  g_test_add_func ("/retry-plan/offline", test_offline_is_more_than_an_interruption);
  return g_test_run ();
}
