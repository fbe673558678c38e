/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-shown-notices.c: which notifications are withdrawn when mail is read elsewhere. */

#include "app/shown-notices.h"

#include "policy/account-status.h"

#include <string.h>

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

static void
status_unref (gpointer status)
{
  bell_account_status_unref (status);
}

/* Shows the messages FIRST to LAST of a folder; more than DIGEST_ABOVE are a digest. */
static void
show (BellShownNotices *shown,
      const char       *account_id,
      const char       *folder,
      guint32           first,
      guint32           last,
      guint             digest_above)
{
  const char header[] = "From: Bob <bob@example.org>\r\n\r\n";
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  g_autoptr (GPtrArray) notices = NULL;
  BellNews        news = { .account_id = account_id,
                           .account_name = "Work",
                           .folder = folder,
                           .messages = messages,
                           .digest_above = digest_above };
  BellNoticeStyle style = { .content = BELL_CONTENT_FULL };

  for (guint32 uid = first; uid <= last; uid++)
    g_ptr_array_add (messages, bell_message_summary_new (7, uid, FALSE, header, strlen (header)));
  notices = bell_notice_policy_decide (&news, &style);
  bell_shown_notices_add (shown, &news, notices);
}

/* More than is enumerated. */
#define ALL "1:4294967295"

static guint
count_gone (BellShownNotices *shown,
            const char       *account_id,
            const char       *folder,
            guint32           uid_validity,
            const char       *uids)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (uids);
  g_autoptr (GPtrArray) ids =
    bell_shown_notices_take (shown, account_id, folder, uid_validity, set);

  return ids->len;
}

static guint
count_read (BellShownNotices *shown, const char *account_id, guint unread)
{
  g_autoptr (GPtrArray) ids = bell_shown_notices_take_read (shown, account_id, unread);

  return ids->len;
}

static void
test_read_messages_are_found_once (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse ("2");
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *expected = bell_notice_id ("a1", NULL, 7, 2);

  show (shown, "a1", NULL, 1, 3, 3);
  ids = bell_shown_notices_take (shown, "a1", NULL, 7, set);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (ids, 0), ==, expected);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, 2);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, 0);
}

/* By what was shown before the applet started anew. */
static void
test_few_messages_are_named_unseen (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse ("4,2");
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *two = bell_notice_id ("a1", "Lists", 7, 2);
  g_autofree char *four = bell_notice_id ("a1", "Lists", 7, 4);

  show (shown, "a1", "Lists", 2, 2, 3);
  ids = bell_shown_notices_take (shown, "a1", "Lists", 7, set);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (ids, two, g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (ids, four, g_str_equal, NULL));
  g_assert_cmpuint (count_gone (shown, "a1", "Lists", 7, "1:201"), ==, 0);
}

static void
test_others_messages_are_left (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  show (shown, "a1", NULL, 1, 1, 3);
  g_assert_cmpuint (count_gone (shown, "a2", NULL, 7, ALL), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", "Lists", 7, ALL), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 8, ALL), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, "2:4294967295"), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, 1);
}

static void
test_the_whole_range_is_cheap (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  show (shown, "a1", "Lists", 1, 3, 3);
  g_assert_cmpuint (count_gone (shown, "a1", "Lists", 7, ALL), ==, 3);
}

static void
test_a_digest_goes_with_its_account (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  show (shown, "a1", NULL, 1, 9, 3);
  show (shown, "a1", NULL, 10, 10, 3);
  show (shown, "a2", NULL, 1, 1, 3);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, "1:9,11:4294967295"), ==, 0);
  g_assert_cmpuint (count_read (shown, "a1", 10), ==, 0);
  g_assert_cmpuint (count_read (shown, "a1", 0), ==, 2);
  g_assert_cmpuint (count_gone (shown, "a2", NULL, 7, ALL), ==, 1);
}

/* The news come before the count; what else changes in between is no reason to withdraw them. */
static void
test_an_old_count_withdraws_nothing (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  g_assert_cmpuint (count_read (shown, "a1", 0), ==, 0);
  show (shown, "a1", NULL, 1, 1, 3);
  g_assert_cmpuint (count_read (shown, "a1", 0), ==, 0);
  g_assert_cmpuint (count_read (shown, "a1", 1), ==, 0);
  g_assert_cmpuint (count_read (shown, "a1", 0), ==, 1);
}

static void
test_a_removed_account_takes_its_notices_along (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autoptr (GPtrArray) statuses = g_ptr_array_new_with_free_func (status_unref);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_ptr_array_add (statuses, bell_account_status_new ("a2", "ada@example.org", "Ada"));
  show (shown, "a1", NULL, 1, 9, 3);
  show (shown, "a1", "Lists", 1, 1, 3);
  show (shown, "a2", NULL, 1, 1, 3);
  ids = bell_shown_notices_take_others (shown, statuses);
  g_assert_cmpuint (ids->len, ==, 2);
  none = bell_shown_notices_take_others (shown, statuses);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (count_gone (shown, "a2", NULL, 7, ALL), ==, 1);
}

static void
test_only_so_many_are_remembered (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  for (guint32 uid = 1; uid <= BELL_SHOWN_NOTICES + 50; uid++)
    show (shown, "a1", NULL, uid, uid, 3);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, "1:50,300:4294967295"), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, BELL_SHOWN_NOTICES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shown-notices/read", test_read_messages_are_found_once);
  g_test_add_func ("/shown-notices/earlier", test_few_messages_are_named_unseen);
  g_test_add_func ("/shown-notices/others", test_others_messages_are_left);
  g_test_add_func ("/shown-notices/range", test_the_whole_range_is_cheap);
  g_test_add_func ("/shown-notices/digest", test_a_digest_goes_with_its_account);
  g_test_add_func ("/shown-notices/old-count", test_an_old_count_withdraws_nothing);
  g_test_add_func ("/shown-notices/removed", test_a_removed_account_takes_its_notices_along);
  g_test_add_func ("/shown-notices/limit", test_only_so_many_are_remembered);
  return g_test_run ();
}
