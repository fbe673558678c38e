/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-sleep-watch.c: with a clock that sleeps when told to. */

#include "io/sleep-watch.h"

#include "base/time-units.h"

#include <sys/eventfd.h>
#include <unistd.h>

static gint64 slept_us;

static gint64
read_slept (void)
{
  return slept_us;
}

static void
on_woken (gpointer user_data)
{
  ++*(guint *) user_data;
}

/* The clock jumps, having slept for so long. */
static void
jump (int fd, gint64 sleep_us)
{
  const guint64 one = 1;

  slept_us += sleep_us;
  g_assert_cmpint (write (fd, &one, sizeof one), ==, sizeof one);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_tells_sleep (void)
{
  int             fd = eventfd (0, EFD_NONBLOCK);
  guint           n_woken = 0;
  BellSleepWatch *watch = bell_sleep_watch_new_for_clock (fd, read_slept, on_woken, &n_woken);

  jump (fd, 0); /* somebody has set the clock */
  g_assert_cmpuint (n_woken, ==, 0);
  jump (fd, 4 * BELL_SECOND);
  g_assert_cmpuint (n_woken, ==, 0);
  jump (fd, 5 * BELL_SECOND);
  g_assert_cmpuint (n_woken, ==, 1);
  jump (fd, 8 * 60 * BELL_MINUTE);
  g_assert_cmpuint (n_woken, ==, 2);
  bell_sleep_watch_free (watch);
}

/* As where the kernel has no such timer. */
static void
test_without_timer (void)
{
  bell_sleep_watch_free (bell_sleep_watch_new_for_clock (-1, read_slept, on_woken, NULL));
}

/* The real clocks: nothing happens, and nothing is kept busy. */
static void
test_real_clock (void)
{
  guint           n_woken = 0;
  BellSleepWatch *watch = bell_sleep_watch_new (on_woken, &n_woken);

  g_assert_cmpint (bell_sleep_watch_read_slept (), >=, 0);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (n_woken, ==, 0);
  bell_sleep_watch_free (watch);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sleep-watch/tells-sleep", test_tells_sleep);
  g_test_add_func ("/sleep-watch/without-timer", test_without_timer);
  g_test_add_func ("/sleep-watch/real-clock", test_real_clock);
  return g_test_run ();
}
