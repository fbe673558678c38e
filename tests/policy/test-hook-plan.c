/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a command runs: after quiet, never too late, never twice at once, seldom when it fails. */

#include "policy/hook-plan.h"

#define T0 (1000 * BELL_SECOND)

typedef struct {
  BellHookPlan plan;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_init (&fixture->plan);
}

static void
tear_down (G_GNUC_UNUSED Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
}

static gint64
due (Fixture *fixture)
{
  return bell_hook_plan_get_deadline (&fixture->plan);
}

/* It starts at AT_US, and not a moment before. */
static void
assert_starts_at (Fixture *fixture, gint64 at_us)
{
  g_assert_cmpint (due (fixture), ==, at_us);
  g_assert_false (bell_hook_plan_take_start (&fixture->plan, at_us - 1));
  g_assert_true (bell_hook_plan_take_start (&fixture->plan, at_us));
}

static void
test_rest (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
  g_assert_false (bell_hook_plan_take_start (&fixture->plan, T0));
}

static void
test_one_message (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_news (&fixture->plan, T0);
  assert_starts_at (fixture, T0 + BELL_HOOK_QUIET_US);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_WELL, T0 + 2 * BELL_HOOK_QUIET_US);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
}

static void
test_quiet_is_waited_for (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_news (&fixture->plan, T0);
  bell_hook_plan_news (&fixture->plan, T0 + BELL_SECOND / 2);
  assert_starts_at (fixture, T0 + BELL_SECOND / 2 + BELL_HOOK_QUIET_US);
}

static void
test_but_not_for_ever (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (gint64 at = 0; at < BELL_HOOK_GATHER_US; at += BELL_SECOND / 2)
    bell_hook_plan_news (&fixture->plan, T0 + at);
  assert_starts_at (fixture, T0 + BELL_HOOK_GATHER_US);
}

/* What comes meanwhile makes one run more, at once if it came long ago. */
static void
test_news_during_a_run (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_news (&fixture->plan, T0);
  assert_starts_at (fixture, T0 + BELL_HOOK_QUIET_US);
  for (guint i = 2; i < 60; i++) {
    bell_hook_plan_news (&fixture->plan, T0 + i * BELL_SECOND);
    g_assert_false (bell_hook_plan_take_start (&fixture->plan, T0 + i * BELL_SECOND));
  }
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_WELL, T0 + BELL_MINUTE);
  g_assert_true (bell_hook_plan_take_start (&fixture->plan, T0 + BELL_MINUTE));
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_WELL, T0 + 2 * BELL_MINUTE);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
}

/* 200 messages in 20 s, each run takes half a second. */
static void
test_storm (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gint64 ends = BELL_NEVER;
  guint  n_runs = 0;

  for (gint64 now = 0; now < BELL_MINUTE; now += 10 * BELL_MILLISECOND) {
    if (now >= ends) {
      bell_hook_plan_ended (&fixture->plan, BELL_HOOK_WELL, T0 + now);
      ends = BELL_NEVER;
    }
    if (now < 20 * BELL_SECOND && now % (100 * BELL_MILLISECOND) == 0)
      bell_hook_plan_news (&fixture->plan, T0 + now);
    if (bell_hook_plan_take_start (&fixture->plan, T0 + now)) {
      g_assert_cmpint (ends, ==, BELL_NEVER);
      ends = now + BELL_SECOND / 2;
      n_runs++;
    }
  }
  g_assert_cmpuint (n_runs, ==, 2);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
}

/* Runs that fail, one after the other; returns how many there are without news, and when the last
 * one ended. */
static guint
fail_on (Fixture *fixture, BellHookEnd end, gint64 *now_us)
{
  guint n_runs = 0;

  while (due (fixture) != BELL_NEVER) {
    *now_us = MAX (due (fixture), *now_us);
    g_assert_true (bell_hook_plan_take_start (&fixture->plan, *now_us));
    *now_us += BELL_SECOND;
    bell_hook_plan_ended (&fixture->plan, end, *now_us);
    g_assert_cmpuint (++n_runs, <, 100);
  }
  return n_runs;
}

static void
test_failures (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gint64 now = T0;

  bell_hook_plan_news (&fixture->plan, now);
  assert_starts_at (fixture, now + BELL_HOOK_QUIET_US);
  now += 2 * BELL_SECOND;
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, now);
  bell_hook_plan_news (&fixture->plan, now + BELL_SECOND); /* does not hurry it */
  assert_starts_at (fixture, now + 10 * BELL_SECOND);
  now += 11 * BELL_SECOND;
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, now);
  assert_starts_at (fixture, now + 20 * BELL_SECOND);
  now += 21 * BELL_SECOND;
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_WELL, now);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);

  bell_hook_plan_news (&fixture->plan, now); /* all is forgiven */
  assert_starts_at (fixture, now + BELL_HOOK_QUIET_US);
}

static void
test_gives_up_until_there_is_news (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gint64 now = T0;

  bell_hook_plan_news (&fixture->plan, now);
  g_assert_cmpuint (fail_on (fixture, BELL_HOOK_FAILED, &now), ==, 1 + BELL_HOOK_RETRIES);
  g_assert_cmpint (now - T0, >, 40 * BELL_MINUTE);
  g_assert_cmpint (now - T0, <, 50 * BELL_MINUTE);

  bell_hook_plan_news (&fixture->plan, now);
  assert_starts_at (fixture, now + BELL_HOOK_LAST_RETRY_US);
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, now + BELL_HOUR);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
}

static void
test_never_started (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gint64 now = T0;

  bell_hook_plan_news (&fixture->plan, now);
  g_assert_cmpuint (fail_on (fixture, BELL_HOOK_NOT_STARTED, &now), ==, 1);
  bell_hook_plan_news (&fixture->plan, now);
  assert_starts_at (fixture, now + BELL_HOOK_FIRST_RETRY_US);
}

static void
test_failures_without_end (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 100000; i++) {
    gint64 now = T0 + i * BELL_HOUR;

    bell_hook_plan_news (&fixture->plan, now);
    g_assert_cmpint (due (fixture), <=, now + BELL_HOOK_LAST_RETRY_US);
    g_assert_true (bell_hook_plan_take_start (&fixture->plan, now + BELL_HOOK_LAST_RETRY_US));
    bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, now + BELL_HOOK_LAST_RETRY_US);
  }
}

static void
test_asked (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_set_held (&fixture->plan, TRUE);
  bell_hook_plan_ask (&fixture->plan);
  g_assert_true (bell_hook_plan_take_start (&fixture->plan, T0));
  bell_hook_plan_ask (&fixture->plan); /* once more, behind this one */
  g_assert_false (bell_hook_plan_take_start (&fixture->plan, T0));
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, T0);
  g_assert_true (bell_hook_plan_take_start (&fixture->plan, T0)); /* in spite of the back-off */
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_WELL, T0);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
}

static void
test_held (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_news (&fixture->plan, T0);
  bell_hook_plan_set_held (&fixture->plan, TRUE);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
  bell_hook_plan_set_held (&fixture->plan, FALSE);
  g_assert_true (bell_hook_plan_take_start (&fixture->plan, T0 + BELL_HOUR));
}

static void
test_another_command (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_hook_plan_news (&fixture->plan, T0);
  g_assert_true (bell_hook_plan_take_start (&fixture->plan, T0 + BELL_MINUTE));
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, T0 + BELL_MINUTE);
  bell_hook_plan_forgive (&fixture->plan);
  assert_starts_at (fixture, T0 + BELL_MINUTE + BELL_HOOK_QUIET_US);
  bell_hook_plan_ended (&fixture->plan, BELL_HOOK_FAILED, T0 + BELL_HOUR);
  bell_hook_plan_ask (&fixture->plan);
  bell_hook_plan_drop (&fixture->plan);
  g_assert_cmpint (due (fixture), ==, BELL_NEVER);
}

/* Whatever happens in whatever order: one at a time, nothing without a cause, nothing forgotten. */
static void
test_any_order (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellHookPlan *plan = &fixture->plan;
  gint64        now = T0;
  gboolean      running = FALSE, wanted = FALSE;

  for (guint i = 0; i < 200000; i++) {
    now += g_test_rand_int_range (0, 3 * BELL_SECOND);
    switch (g_test_rand_int_range (0, 6)) {
    case 0:
      bell_hook_plan_news (plan, now);
      wanted = TRUE;
      break;
    case 1:
      bell_hook_plan_ask (plan);
      wanted = TRUE;
      break;
    case 2:
      bell_hook_plan_set_held (plan, g_test_rand_bit ());
      break;
    case 3:
      if (running)
        bell_hook_plan_ended (plan, g_test_rand_int_range (0, 3), now);
      running = FALSE;
      break;
    default:
      if (!bell_hook_plan_take_start (plan, now))
        break;
      g_assert_false (running);
      g_assert_true (wanted || plan->n_failures > 0);
      running = TRUE;
      wanted = FALSE;
      break;
    }
  }
  if (running)
    bell_hook_plan_ended (plan, BELL_HOOK_WELL, now);
  bell_hook_plan_set_held (plan, FALSE);
  bell_hook_plan_news (plan, now);
  g_assert_true (bell_hook_plan_take_start (plan, now + BELL_HOUR));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/hook-plan/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rest", test_rest);
  ADD ("one-message", test_one_message);
  ADD ("quiet-is-waited-for", test_quiet_is_waited_for);
  ADD ("but-not-for-ever", test_but_not_for_ever);
  ADD ("news-during-a-run", test_news_during_a_run);
  ADD ("storm", test_storm);
  ADD ("failures", test_failures);
  ADD ("gives-up-until-there-is-news", test_gives_up_until_there_is_news);
  ADD ("never-started", test_never_started);
  ADD ("failures-without-end", test_failures_without_end);
  ADD ("asked", test_asked);
  ADD ("held", test_held);
  ADD ("another-command", test_another_command);
  ADD ("any-order", test_any_order);
  return g_test_run ();
}
