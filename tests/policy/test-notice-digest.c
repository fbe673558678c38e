/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-digest.c: what a digest knows of its messages, and what a later run finds of it. */

#include "policy/notice-digest.h"

#include <string.h>

static void
add (BellNoticeDigest *digest, guint32 uid_validity, guint32 uid)
{
  const char header[] = "From: Bob <bob@example.org>\r\nSubject: Secret\r\n\r\n";
  g_autoptr (BellMessageSummary) message =
    bell_message_summary_new (uid_validity, uid, FALSE, header, strlen (header));

  bell_notice_digest_add (digest, message);
}

static gboolean
remove_uids (BellNoticeDigest *digest, guint32 uid_validity, const char *uids)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (uids);

  return bell_notice_digest_remove (digest, uid_validity, set);
}

static void
test_a_message_is_one (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_new ("a1", NULL);

  add (digest, 7, 1);
  add (digest, 7, 2);
  add (digest, 7, 1);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 2);
  bell_notice_digest_add_more (digest, 3);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 5);
  g_assert_false (remove_uids (digest, 8, "1"));
  g_assert_false (remove_uids (digest, 7, "3:4294967295"));
  g_assert_true (remove_uids (digest, 7, "1:4294967295"));
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 3);
}

static void
test_another_uidvalidity_begins_anew (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_new ("a1", NULL);

  add (digest, 7, 1);
  add (digest, 7, 2);
  bell_notice_digest_add_more (digest, 3);
  add (digest, 8, 1);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 1);
  g_assert_true (remove_uids (digest, 8, "1"));
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 0);
}

static void
test_the_count_bounds_what_is_known_by_number (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_new ("a1", NULL);

  add (digest, 7, 1);
  add (digest, 7, 2);
  bell_notice_digest_add_more (digest, 5);
  g_assert_false (bell_notice_digest_limit (digest, 7));
  g_assert_true (bell_notice_digest_limit (digest, 4));
  g_assert_cmpuint (digest->n_more, ==, 2);
  g_assert_true (bell_notice_digest_limit (digest, 1));
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 2);
}

static void
test_no_number_is_too_large (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_new ("a1", NULL);

  for (guint32 uid = 1; uid <= BELL_DIGEST_MESSAGES + 50; uid++)
    add (digest, 7, uid);
  g_assert_cmpuint (digest->messages->len, ==, BELL_DIGEST_MESSAGES);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, BELL_DIGEST_MESSAGES + 50);
  bell_notice_digest_add_more (digest, G_MAXUINT);
  bell_notice_digest_add_more (digest, G_MAXUINT);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, G_MAXUINT);
}

static void
test_a_later_run_knows_which_they_are (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_new ("a1", "Lists/digest/x");
  g_autoptr (BellNoticeDigest) later = NULL;
  g_autofree char *id = bell_notice_digest_id ("a1", "Lists/digest/x");
  g_autofree char *text = NULL;

  for (guint32 uid = 3; uid <= 9; uid += 2)
    add (digest, 7, uid);
  add (digest, 7, 4);
  bell_notice_digest_add_more (digest, 12);
  text = bell_notice_digest_to_text (digest);
  g_assert_cmpstr (text, ==, "7 12 3:5,7,9");
  later = bell_notice_digest_parse (id, text);
  g_assert_nonnull (later);
  g_assert_cmpstr (later->account_id, ==, "a1");
  g_assert_cmpstr (later->folder, ==, "Lists/digest/x");
  g_assert_cmpuint (bell_notice_digest_count (later), ==, 17);
  g_assert_true (remove_uids (later, 7, "3:9"));
  g_assert_cmpuint (bell_notice_digest_count (later), ==, 12);
}

static void
test_of_an_inbox_and_of_numbers_alone (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_new ("a1", NULL);
  g_autoptr (BellNoticeDigest) later = NULL;
  g_autofree char *id = bell_notice_digest_id ("a1", NULL);
  g_autofree char *text = NULL;

  bell_notice_digest_add_more (digest, 12);
  text = bell_notice_digest_to_text (digest);
  later = bell_notice_digest_parse (id, text);
  g_assert_nonnull (later);
  g_assert_null (later->folder);
  g_assert_cmpuint (bell_notice_digest_count (later), ==, 12);
}

static void
test_what_is_damaged_is_none (void)
{
  static const char *const texts[] = {
    "",
    "7",
    "7 0",
    "7 0 ",
    "x 0 1",
    "7 x 1",
    "7 0 x",
    "7 0 1:9999",
    "7 0 1:4294967295",
    "-7 0 1",
    "7 -1 1",
    "7 0 1 2",
    "7 4294967296 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (bell_notice_digest_parse ("a1/digest/", texts[i]));
  g_assert_null (bell_notice_digest_parse ("a1/7/1/", "7 0 1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-digest/one", test_a_message_is_one);
  g_test_add_func ("/notice-digest/uidvalidity", test_another_uidvalidity_begins_anew);
  g_test_add_func ("/notice-digest/count", test_the_count_bounds_what_is_known_by_number);
  g_test_add_func ("/notice-digest/limits", test_no_number_is_too_large);
  g_test_add_func ("/notice-digest/later", test_a_later_run_knows_which_they_are);
  g_test_add_func ("/notice-digest/later/inbox", test_of_an_inbox_and_of_numbers_alone);
  g_test_add_func ("/notice-digest/damaged", test_what_is_damaged_is_none);
  return g_test_run ();
}
