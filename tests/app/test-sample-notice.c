/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-sample-notice.c: it looks as the settings say, and nothing on it does harm. */

#include "app/sample-notice.h"

#define GENERAL "io.github.mailbell.Mailbell"

static void
test_defaults (void)
{
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellNotice) notice = bell_sample_notice_new (settings);
  const BellNoticeButton *button;

  g_assert_cmpstr (notice->title, ==, "Mailbell");
  g_assert_cmpstr (notice->body, ==, "Test notification\nThis is how new mail is told of.");
  g_assert_true (notice->with_sound);
  g_assert_false (notice->low_urgency);
  g_assert_cmpint (notice->duration_s, ==, 0);
  g_assert_nonnull (notice->address);
  g_assert_cmpuint (notice->buttons->len, ==, 1);
  button = g_ptr_array_index (notice->buttons, 0);
  g_assert_cmpstr (button->action, ==, "app.open-message");
}

/* It is of no account and no message, so all that can be opened is the mail program. */
static void
test_opens_the_mail_program (void)
{
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellNotice) notice = bell_sample_notice_new (settings);
  const char *account_id, *message_id;

  g_assert_cmpstr (notice->account_id, ==, "");
  g_variant_get (notice->message, "(&s&suu&s)", &account_id, NULL, NULL, NULL, &message_id);
  g_assert_cmpstr (account_id, ==, "");
  g_assert_cmpstr (message_id, ==, "");
}

static void
test_follows_the_settings (void)
{
  static const char *const others[] = { "delete", "junk", NULL };
  static const char *const always[] = { "00:00-24:00", NULL };
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellNotice) notice = NULL;

  g_settings_set_string (settings, "notification-content", "private");
  g_settings_set_strv (settings, "notification-buttons", others);
  g_settings_set_boolean (settings, "notification-sound", FALSE);
  g_settings_set_int (settings, "notification-duration", 7);
  g_settings_set_strv (settings, "quiet-hours", always);
  g_settings_set_string (settings, "quiet-notifications", "none");
  notice = bell_sample_notice_new (settings);
  g_assert_cmpstr (notice->title, ==, "New message");
  g_assert_cmpstr (notice->body, ==, "Mailbell");
  g_assert_null (notice->address);
  g_assert_cmpuint (notice->buttons->len, ==, 0);
  g_assert_false (notice->with_sound);
  g_assert_cmpint (notice->duration_s, ==, 7);
}

static void
test_the_next_takes_its_place (void)
{
  g_autoptr (GSettings) settings = g_settings_new (GENERAL);
  g_autoptr (BellNotice) first = bell_sample_notice_new (settings);
  g_autoptr (BellNotice) second = bell_sample_notice_new (settings);

  g_assert_cmpstr (first->id, ==, second->id);
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample-notice/defaults", test_defaults);
  g_test_add_func ("/sample-notice/opens-the-mail-program", test_opens_the_mail_program);
  g_test_add_func ("/sample-notice/the-next-takes-its-place", test_the_next_takes_its_place);
  g_test_add_func ("/sample-notice/follows-the-settings", test_follows_the_settings);
  return g_test_run ();
}
