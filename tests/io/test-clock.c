/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deadlines that are long past fire at once, so nothing here waits. */

#include "io/clock.h"

typedef struct {
  BellAlarm *alarm;
  guint      n_rings;
} Fixture;

static void
on_ring (gpointer user_data)
{
  ++((Fixture *) user_data)->n_rings;
}

static void
on_ring_once (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_rings++;
  g_clear_pointer (&fixture->alarm, bell_alarm_free);
}

static void
on_ring_again (gpointer user_data)
{
  Fixture *fixture = user_data;

  if (++fixture->n_rings < 3)
    bell_alarm_set (fixture->alarm, bell_clock_now () - 1);
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_rings_once (void)
{
  Fixture fixture = { 0 };

  fixture.alarm = bell_alarm_new (on_ring, &fixture);
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 0);
  bell_alarm_set (fixture.alarm, bell_clock_now ());
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 1);
  bell_alarm_set (fixture.alarm, -5);
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 2);
  bell_alarm_free (fixture.alarm);
}

static void
test_can_be_called_off (void)
{
  Fixture fixture = { 0 };

  fixture.alarm = bell_alarm_new (on_ring, &fixture);
  bell_alarm_set (fixture.alarm, bell_clock_now ());
  bell_alarm_set (fixture.alarm, BELL_NEVER);
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 0);
  bell_alarm_set (fixture.alarm, bell_clock_now () + BELL_HOUR);
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 0);
  bell_alarm_free (fixture.alarm);
}

static void
test_may_be_freed_or_set_while_it_rings (void)
{
  Fixture fixture = { 0 };

  fixture.alarm = bell_alarm_new (on_ring_once, &fixture);
  bell_alarm_set (fixture.alarm, 0);
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 1);
  g_assert_null (fixture.alarm);

  fixture.n_rings = 0;
  fixture.alarm = bell_alarm_new (on_ring_again, &fixture);
  bell_alarm_set (fixture.alarm, 0);
  run_pending ();
  g_assert_cmpuint (fixture.n_rings, ==, 3);
  bell_alarm_free (fixture.alarm);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/rings-once", test_rings_once);
  g_test_add_func ("/clock/called-off", test_can_be_called_off);
  g_test_add_func ("/clock/freed-or-set-in-callback", test_may_be_freed_or_set_while_it_rings);
  return g_test_run ();
}
