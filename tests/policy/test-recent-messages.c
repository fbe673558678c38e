/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message in several folders rings once, and is shown where it is; the same folder is none of this
 * file's business. */

#include "policy/recent-messages.h"

#include <string.h>

#define UID_VALIDITY 7

static BellRecent
add (BellRecentMessages *recent, const char *folder, guint32 uid, const char *id, gint64 now_us)
{
  g_autofree char    *header = g_strdup_printf ("Message-ID: <%s>\r\n\r\n", id);
  BellMessageSummary *message =
    bell_message_summary_new (UID_VALIDITY, uid, FALSE, header, strlen (header));
  BellRecent known = bell_recent_messages_add (recent, folder, message, now_us);

  bell_message_summary_unref (message);
  return known;
}

static void
gone (BellRecentMessages *recent,
      const char         *folder,
      guint32             uid_validity,
      const char         *uids,
      gint64              now_us)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (uids);

  bell_recent_messages_gone (recent, folder, uid_validity, set, now_us);
}

static void
test_other_folder (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_cmpint (add (recent, "INBOX", 1, "a@x", 0), ==, BELL_RECENT_NEW);
  g_assert_cmpint (add (recent, "Lists", 1, "a@x", 0), ==, BELL_RECENT_COPY);
  g_assert_cmpint (add (recent, "Lists", 2, "b@x", 0), ==, BELL_RECENT_NEW);
  g_assert_cmpint (add (recent, "INBOX", 2, "b@x", 0), ==, BELL_RECENT_COPY);
}

static void
test_same_folder (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_cmpint (add (recent, "INBOX", 1, "a@x", 0), ==, BELL_RECENT_NEW);
  g_assert_cmpint (add (recent, "INBOX", 2, "a@x", 0), ==, BELL_RECENT_NEW);
}

static void
test_no_message_id (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_cmpint (add (recent, "INBOX", 1, "", 0), ==, BELL_RECENT_NEW);
  g_assert_cmpint (add (recent, "Lists", 1, "", 0), ==, BELL_RECENT_NEW);
}

static void
test_limit (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  for (guint i = 0; i <= BELL_RECENT_MESSAGES; i++) {
    g_autofree char *id = g_strdup_printf ("%u@x", i);

    g_assert_cmpint (add (recent, "INBOX", i + 1, id, 0), ==, BELL_RECENT_NEW);
  }
  g_assert_cmpint (add (recent, "Lists", 1, "0@x", 0), ==, BELL_RECENT_NEW);
  g_assert_cmpint (add (recent, "Lists", 2, "2@x", 0), ==, BELL_RECENT_COPY);
}

/* From filter to filter, within a minute altogether. */
static void
test_moved (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_cmpint (add (recent, "INBOX", 5, "a@x", 0), ==, BELL_RECENT_NEW);
  gone (recent, "INBOX", UID_VALIDITY, "3:8", G_USEC_PER_SEC);
  g_assert_cmpint (add (recent, "Lists", 9, "a@x", G_USEC_PER_SEC), ==, BELL_RECENT_MOVED);
  g_assert_cmpint (add (recent, "Copies", 1, "a@x", G_USEC_PER_SEC), ==, BELL_RECENT_COPY);
  gone (recent, "Lists", UID_VALIDITY, "9", 2 * G_USEC_PER_SEC);
  g_assert_cmpint (add (recent, "INBOX", 6, "a@x", 2 * G_USEC_PER_SEC), ==, BELL_RECENT_MOVED);
}

static void
test_another_is_gone (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_cmpint (add (recent, "INBOX", 5, "a@x", 0), ==, BELL_RECENT_NEW);
  gone (recent, "INBOX", UID_VALIDITY, "4,6", 0);
  gone (recent, "INBOX", UID_VALIDITY + 1, "5", 0);
  gone (recent, "Lists", UID_VALIDITY, "5", 0);
  g_assert_cmpint (add (recent, "Lists", 1, "a@x", 0), ==, BELL_RECENT_COPY);
}

/* By hand. */
static void
test_moved_later (void)
{
  g_autoptr (BellRecentMessages) recent = bell_recent_messages_new ();

  g_assert_cmpint (add (recent, "INBOX", 5, "a@x", 0), ==, BELL_RECENT_NEW);
  gone (recent, "INBOX", UID_VALIDITY, "5", BELL_RECENT_MOVE_TIME);
  g_assert_cmpint (add (recent, "Lists", 1, "a@x", BELL_RECENT_MOVE_TIME), ==, BELL_RECENT_COPY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/recent-messages/other-folder", test_other_folder);
  g_test_add_func ("/policy/recent-messages/same-folder", test_same_folder);
  g_test_add_func ("/policy/recent-messages/no-message-id", test_no_message_id);
  g_test_add_func ("/policy/recent-messages/limit", test_limit);
  g_test_add_func ("/policy/recent-messages/moved", test_moved);
  g_test_add_func ("/policy/recent-messages/another-is-gone", test_another_is_gone);
  g_test_add_func ("/policy/recent-messages/moved-later", test_moved_later);
  return g_test_run ();
}
