/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-wall-alarm.c: an alarm of the clock on the wall. */

#include "io/wall-alarm.h"

static void
on_alarm (gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
await (const guint *n_alarms)
{
  while (*n_alarms == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_the_past_rings_at_once_and_once (void)
{
  guint n_alarms = 0;
  g_autoptr (BellWallAlarm) alarm = bell_wall_alarm_new (on_alarm, &n_alarms);

  bell_wall_alarm_set (alarm, 1);
  await (&n_alarms);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_alarms, ==, 1);
}

static void
test_it_rings_at_its_time (void)
{
  guint n_alarms = 0;
  g_autoptr (BellWallAlarm) alarm = bell_wall_alarm_new (on_alarm, &n_alarms);
  gint64 due = g_get_real_time () / G_USEC_PER_SEC + 1;

  bell_wall_alarm_set (alarm, due);
  await (&n_alarms);
  g_assert_cmpint (g_get_real_time () / G_USEC_PER_SEC, >=, due);
}

static void
test_never_does_not_ring (void)
{
  guint n_alarms = 0;
  guint n_others = 0;
  g_autoptr (BellWallAlarm) alarm = bell_wall_alarm_new (on_alarm, &n_alarms);
  g_autoptr (BellWallAlarm) other = bell_wall_alarm_new (on_alarm, &n_others);

  bell_wall_alarm_set (alarm, 1);
  bell_wall_alarm_set (alarm, 0);
  bell_wall_alarm_set (other, 1);
  await (&n_others);
  g_assert_cmpuint (n_alarms, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-alarm/past", test_the_past_rings_at_once_and_once);
  g_test_add_func ("/wall-alarm/time", test_it_rings_at_its_time);
  g_test_add_func ("/wall-alarm/never", test_never_does_not_ring);
  return g_test_run ();
}
