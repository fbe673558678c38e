/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-settings.c: how settings become a style of notifications. */

#include "account/notice-content.h"
#include "app/notice-settings.h"

#define GENERAL "io.github.mailbell.Mailbell"

static void
test_defaults_are_loud_and_complete (void)
{
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellAccount) account = bell_account_new ("a1");
  g_autoptr (GDateTime) night = g_date_time_new_utc (2026, 11, 20, 23, 0, 0);
  g_auto (BellNoticeSettings) wishes = { 0 };

  bell_notice_settings_init (&wishes, settings, account, night, TRUE);
  g_assert_cmpint (wishes.style.content, ==, BELL_CONTENT_FULL);
  g_assert_cmpint (wishes.style.loudness, ==, BELL_LOUDNESS_NORMAL);
  g_assert_cmpint (wishes.style.duration_s, ==, 0);
  g_assert_true (wishes.style.with_faces);
  g_assert_true (wishes.style.with_sound);
  g_assert_true (wishes.style.clipboard);
  g_assert_true (g_strv_contains (wishes.style.buttons, "delete"));
  g_assert_null (wishes.style.exceptions[0]);
}

static BellLoudness
get_loudness (GSettings *settings, GDateTime *local)
{
  g_autoptr (BellAccount) account = bell_account_new ("a1");
  g_auto (BellNoticeSettings) wishes = { 0 };

  bell_notice_settings_init (&wishes, settings, account, local, FALSE);
  return wishes.style.loudness;
}

static void
test_quiet_hours_are_kept (void)
{
  static const char *const spans[] = { "fri 22:00-07:00", NULL };
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (GDateTime) night = g_date_time_new_utc (2026, 11, 21, 2, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 11, 21, 8, 0, 0);

  g_settings_set_strv (settings, "quiet-hours", spans);
  g_assert_cmpint (get_loudness (settings, night), ==, BELL_LOUDNESS_QUIET);
  g_assert_cmpint (get_loudness (settings, day), ==, BELL_LOUDNESS_NORMAL);
  g_settings_set_string (settings, "quiet-notifications", "none");
  g_settings_set_string (settings, "notification-content", "private");
  g_assert_cmpint (get_loudness (settings, night), ==, BELL_LOUDNESS_NONE);
}

static void
test_an_account_may_tell_more_or_less (void)
{
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellAccount) account = bell_account_new ("a1");
  GSettings *own = bell_account_get_settings (account);
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 11, 20, 12, 0, 0);
  g_auto (BellNoticeSettings) wishes = { 0 };

  g_settings_set_string (settings, "notification-content", "sender");
  g_assert_cmpint (bell_notice_content_get (settings, account), ==, BELL_CONTENT_SENDER);
  g_settings_set_string (own, "notification-content", "full");
  g_assert_cmpint (bell_notice_content_get (settings, account), ==, BELL_CONTENT_FULL);
  g_settings_set_string (own, "notification-content", "sender");
  g_assert_cmpint (bell_notice_content_get (settings, account), ==, BELL_CONTENT_SENDER);
  g_settings_set_string (own, "notification-content", "private");
  bell_notice_settings_init (&wishes, settings, account, day, FALSE);
  g_assert_cmpint (wishes.style.content, ==, BELL_CONTENT_PRIVATE);
  g_settings_reset (own, "notification-content");
  g_settings_reset (settings, "notification-content");
}

static void
test_duration_is_passed_on (void)
{
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellAccount) account = bell_account_new ("a1");
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 11, 20, 12, 0, 0);
  g_auto (BellNoticeSettings) wishes = { 0 };

  g_settings_set_int (settings, "notification-duration", -1);
  bell_notice_settings_init (&wishes, settings, account, day, FALSE);
  g_assert_cmpint (wishes.style.duration_s, ==, -1);
  g_settings_reset (settings, "notification-duration");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-settings/defaults", test_defaults_are_loud_and_complete);
  g_test_add_func ("/notice-settings/quiet", test_quiet_hours_are_kept);
  g_test_add_func ("/notice-settings/account", test_an_account_may_tell_more_or_less);
  g_test_add_func ("/notice-settings/duration", test_duration_is_passed_on);
  return g_test_run ();
}
