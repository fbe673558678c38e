/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-pause.c: when a pause ends, also across a restart. */

#include "app/pause.h"

#define GENERAL "io.github.mailbell.Mailbell"

static void
on_changed (gpointer user_data)
{
  *(guint *) user_data += 1;
}

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* (transfer full) */
static GSettings *
settings_with (gint64 until)
{
  GSettings *settings = g_settings_new (GENERAL);

  g_settings_set_int64 (settings, "paused-until", until);
  return settings;
}

static void
test_it_survives_a_restart (void)
{
  guint n_changes = 0;
  g_autoptr (GSettings) settings = settings_with (0);
  g_autoptr (BellPause) first = bell_pause_new (settings, on_changed, &n_changes);
  g_autoptr (BellPause) second = NULL;
  gint64 earliest;
  gint64 latest;

  g_assert_cmpint (bell_pause_get_until (first), ==, 0);
  earliest = now_s () + 3600;
  bell_pause_set_for (first, 3600);
  latest = now_s () + 3600;
  g_assert_cmpuint (n_changes, ==, 1);
  second = bell_pause_new (settings, on_changed, &n_changes);
  g_assert_cmpint (bell_pause_get_until (second), ==, bell_pause_get_until (first));
  g_assert_cmpint (bell_pause_get_until (second), >=, earliest);
  g_assert_cmpint (bell_pause_get_until (second), <=, latest);
  bell_pause_set_until (second, 0);
  g_assert_cmpint (g_settings_get_int64 (settings, "paused-until"), ==, 0);
}

static void
test_an_open_one_stays (void)
{
  guint n_changes = 0;
  g_autoptr (GSettings) settings = settings_with (BELL_PAUSE_OPEN);
  g_autoptr (BellPause) pause = bell_pause_new (settings, on_changed, &n_changes);

  g_assert_cmpint (bell_pause_get_until (pause), ==, BELL_PAUSE_OPEN);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 0);
}

/* It ended while the program did not run, or slept. */
static void
test_what_is_over_is_over (void)
{
  guint n_changes = 0;
  g_autoptr (GSettings) settings = settings_with (now_s () - 60);
  g_autoptr (BellPause) pause = bell_pause_new (settings, on_changed, &n_changes);

  g_assert_cmpint (bell_pause_get_until (pause), ==, 0);
  g_assert_cmpint (g_settings_get_int64 (settings, "paused-until"), ==, 0);
}

static void
test_it_ends_by_itself (void)
{
  guint n_changes = 0;
  g_autoptr (GSettings) settings = settings_with (0);
  g_autoptr (BellPause) pause = bell_pause_new (settings, on_changed, &n_changes);

  bell_pause_set_for (pause, 1);
  while (n_changes < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (bell_pause_get_until (pause), ==, 0);
  g_assert_cmpint (g_settings_get_int64 (settings, "paused-until"), ==, 0);
}

/* Also across the change of summer time, on 2026-10-25 in Berlin. */
static void
test_tomorrow_begins_at_six (void)
{
  static const char *const cases[][2] = {
    { "2026-11-20T05:59:00", "2026-11-20T06:00:00" },
    { "2026-11-20T06:00:00", "2026-11-21T06:00:00" },
    { "2026-12-31T23:00:00", "2027-01-01T06:00:00" },
    { "2026-10-24T22:00:00", "2026-10-25T06:00:00" },
    { "2026-10-25T01:00:00", "2026-10-25T06:00:00" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("CET-1CEST,M3.5.0,M10.5.0/3");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (cases[i][0], zone);
    g_autoptr (GDateTime) morning = g_date_time_new_from_iso8601 (cases[i][1], zone);

    g_assert_cmpint (bell_pause_next_morning (now), ==, g_date_time_to_unix (morning));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pause/restart", test_it_survives_a_restart);
  g_test_add_func ("/pause/open", test_an_open_one_stays);
  g_test_add_func ("/pause/over", test_what_is_over_is_over);
  g_test_add_func ("/pause/by-itself", test_it_ends_by_itself);
  g_test_add_func ("/pause/tomorrow", test_tomorrow_begins_at_six);
  return g_test_run ();
}
