/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-test-message.c: the message that tests the bell. */

#include "setup/test-message.h"

#include <string.h>

static void
test_whole (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (-5400);
  g_autoptr (GDateTime) time = g_date_time_new (zone, 2026, 3, 1, 9, 5, 7);
  g_autofree char *text = bell_test_message_write ("ada@example.org", "1@mailbell.invalid", time);

  g_assert_nonnull (strstr (text, "From: Mailbell <ada@example.org>\r\n"));
  g_assert_nonnull (strstr (text, "\r\nTo: <ada@example.org>\r\n"));
  g_assert_nonnull (strstr (text, "\r\nDate: Sun, 1 Mar 2026 09:05:07 -0130\r\n"));
  g_assert_nonnull (strstr (text, "\r\nMessage-ID: <1@mailbell.invalid>\r\n"));
  g_assert_true (g_str_is_ascii (text));
}

/* Nothing that a user name may hold breaks out of its header. */
static void
test_hostile_address (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (0);
  g_autofree char *text =
    bell_test_message_write ("a@b\r\nBcc: <x@example.org>", "1@mailbell.invalid", time);

  g_assert_null (strstr (text, "Bcc"));
  g_assert_nonnull (strstr (text, "\r\nTo: <mailbell@mailbell.invalid>\r\n"));
}

static void
test_ids_differ (void)
{
  g_autofree char *first = bell_test_message_new_id ();
  g_autofree char *second = bell_test_message_new_id ();

  g_assert_cmpstr (first, !=, second);
  g_assert_true (g_str_has_suffix (first, "@mailbell.invalid"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/test-message/whole", test_whole);
  g_test_add_func ("/test-message/hostile-address", test_hostile_address);
  g_test_add_func ("/test-message/ids-differ", test_ids_differ);
  return g_test_run ();
}
