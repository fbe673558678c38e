/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message in several folders rings once; the same folder is none of this file's business. */

#include "policy/recent-messages.h"

static void
test_other_folder (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_true (bell_recent_messages_add (recent, "INBOX", "a@x"));
  g_assert_false (bell_recent_messages_add (recent, "Lists", "a@x"));
  g_assert_true (bell_recent_messages_add (recent, "Lists", "b@x"));
  g_assert_false (bell_recent_messages_add (recent, "INBOX", "b@x"));
}

static void
test_same_folder (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_true (bell_recent_messages_add (recent, "INBOX", "a@x"));
  g_assert_true (bell_recent_messages_add (recent, "INBOX", "a@x"));
}

static void
test_no_message_id (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_true (bell_recent_messages_add (recent, "INBOX", ""));
  g_assert_true (bell_recent_messages_add (recent, "Lists", ""));
}

static void
test_limit (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  for (guint i = 0; i <= BELL_RECENT_MESSAGES; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);

    g_assert_true (bell_recent_messages_add (recent, "INBOX", id));
  }
  g_assert_true (bell_recent_messages_add (recent, "Lists", "0@x"));
  g_assert_false (bell_recent_messages_add (recent, "Lists", "2@x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/recent-messages/other-folder", test_other_folder);
  g_test_add_func ("/policy/recent-messages/same-folder", test_same_folder);
  g_test_add_func ("/policy/recent-messages/no-message-id", test_no_message_id);
  g_test_add_func ("/policy/recent-messages/limit", test_limit);
  return g_test_run ();
}
