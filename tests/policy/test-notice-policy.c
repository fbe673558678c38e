/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-policy.c: which notifications a batch of news makes, and what they say. */

#include "policy/notice-policy.h"

#include <string.h>

#define FSI "\342\201\250"
#define PDI "\342\201\251"

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

static BellMessageSummary *
make_message (guint32 uid, const char *sender, const char *subject, gboolean seen)
{
  g_autofree char *header =
    g_strdup_printf ("From: %s <x@example.org>\r\nSubject: %s\r\n\r\n", sender, subject);

  return bell_message_summary_new (7, uid, seen, header, strlen (header));
}

/* N messages, of "Sender 1", "Sender 2"…, with digests above three. */
static BellNews
make_news (guint n)
{
  BellNews news = { .account_id = "a1", .account_name = "Work", .digest_above = 3 };

  news.messages = g_ptr_array_new_with_free_func (message_unref);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *sender = g_strdup_printf ("Sender %u", i);
    g_ptr_array_add (news.messages, make_message (i, sender, "Hello", FALSE));
  }
  return news;
}

static const BellNotice *
get_notice (GPtrArray *notices, guint i)
{
  g_assert_cmpuint (i, <, notices->len);
  return g_ptr_array_index (notices, i);
}

/* Decides, and frees the messages: what notices say is their own. */
static GPtrArray *
decide (BellNews *news)
{
  GPtrArray *notices = bell_notice_policy_decide (news);

  g_clear_pointer (&news->messages, g_ptr_array_unref);
  return notices;
}

static void
test_a_few_messages_are_told_one_by_one (void)
{
  BellNews news = make_news (3);
  g_autoptr (GPtrArray) notices = decide (&news);
  g_autofree char *id = bell_notice_id ("a1", NULL, 7, 2);

  g_assert_cmpuint (notices->len, ==, 3);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "Sender 1");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "Hello");
  g_assert_cmpstr (get_notice (notices, 0)->account_id, ==, "a1");
  g_assert_cmpstr (get_notice (notices, 1)->id, ==, id);
}

static void
test_more_than_that_are_one_digest (void)
{
  BellNews news = make_news (4);
  g_autoptr (GPtrArray) notices = decide (&news);

  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "4 new messages (" FSI "Work" PDI ")");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==,
                   FSI "Sender 1" PDI ", " FSI "Sender 2" PDI ", " FSI "Sender 3" PDI ", " FSI
                       "Sender 4" PDI);
}

static void
test_digest_names_five_senders_each_once (void)
{
  BellNews news = make_news (7);
  g_autoptr (GPtrArray) notices = NULL;

  g_ptr_array_add (news.messages, make_message (8, "Sender 1", "Again", FALSE));
  news.n_more = 10;
  notices = decide (&news);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "18 new messages (" FSI "Work" PDI ")");
  g_assert_true (
    g_str_has_suffix (get_notice (notices, 0)->body, FSI "Sender 5" PDI " and 12 more"));
  g_assert_null (strstr (get_notice (notices, 0)->body, "Sender 6"));
}

static void
test_digest_replaces_the_former_one (void)
{
  BellNews first = make_news (4);
  BellNews second = make_news (6);
  g_autoptr (GPtrArray) one = decide (&first);
  g_autoptr (GPtrArray) two = decide (&second);

  g_assert_cmpstr (get_notice (one, 0)->id, ==, get_notice (two, 0)->id);
}

static void
test_after_absence_two_are_a_digest_and_one_is_not (void)
{
  BellNews one = make_news (1);
  BellNews two = make_news (2);
  g_autoptr (GPtrArray) notices_of_one = NULL;
  g_autoptr (GPtrArray) notices_of_two = NULL;

  one.after_absence = two.after_absence = TRUE;
  notices_of_one = decide (&one);
  notices_of_two = decide (&two);
  g_assert_cmpstr (get_notice (notices_of_one, 0)->title, ==, "Sender 1");
  g_assert_cmpuint (notices_of_two->len, ==, 1);
  g_assert_cmpstr (get_notice (notices_of_two, 0)->title, ==,
                   "2 new messages (" FSI "Work" PDI ")");
}

static void
test_read_messages_are_skipped (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = NULL;

  for (guint32 uid = 1; uid <= 9; uid++)
    g_ptr_array_add (news.messages, make_message (uid, "Ada", "Hello", uid != 5));
  notices = decide (&news);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "Ada");
}

static void
test_no_news_is_no_notice (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = decide (&news);

  g_assert_cmpuint (notices->len, ==, 0);
}

static void
test_known_by_number_alone_is_a_digest (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = NULL;

  news.n_more = 1;
  notices = decide (&news);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "1 new message (" FSI "Work" PDI ")");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "");
}

static void
test_folder_is_told_unless_it_is_the_inbox (void)
{
  BellNews single = make_news (1);
  BellNews many = make_news (4);
  g_autoptr (GPtrArray) notices_of_single = NULL;
  g_autoptr (GPtrArray) notices_of_many = NULL;

  single.folder = many.folder = "Lists";
  notices_of_single = decide (&single);
  notices_of_many = decide (&many);
  g_assert_cmpstr (get_notice (notices_of_single, 0)->title, ==,
                   FSI "Sender 1" PDI " (" FSI "Lists" PDI ")");
  g_assert_cmpstr (get_notice (notices_of_many, 0)->title, ==,
                   "4 new messages (" FSI "Work" PDI ", " FSI "Lists" PDI ")");
}

static void
test_what_is_missing_is_said (void)
{
  BellNews news = make_news (0);
  g_autoptr (GPtrArray) notices = NULL;

  g_ptr_array_add (news.messages, bell_message_summary_new (7, 1, FALSE, "", 0));
  notices = decide (&news);
  g_assert_cmpstr (get_notice (notices, 0)->title, !=, "");
  g_assert_cmpstr (get_notice (notices, 0)->body, ==, "(no subject)");
}

static void
test_ids_tell_everything_apart (void)
{
  char *ids[] = {
    bell_notice_id ("a1", NULL, 7, 2),    bell_notice_id ("a1", NULL, 7, 3),
    bell_notice_id ("a1", NULL, 8, 2),    bell_notice_id ("a2", NULL, 7, 2),
    bell_notice_id ("a1", "Lists", 7, 2), bell_notice_id ("a1", "2", 7, 2),
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (ids[i], !=, ids[j]);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-policy/few", test_a_few_messages_are_told_one_by_one);
  g_test_add_func ("/notice-policy/digest", test_more_than_that_are_one_digest);
  g_test_add_func ("/notice-policy/digest/senders", test_digest_names_five_senders_each_once);
  g_test_add_func ("/notice-policy/digest/replaces", test_digest_replaces_the_former_one);
  g_test_add_func ("/notice-policy/absence", test_after_absence_two_are_a_digest_and_one_is_not);
  g_test_add_func ("/notice-policy/read", test_read_messages_are_skipped);
  g_test_add_func ("/notice-policy/nothing", test_no_news_is_no_notice);
  g_test_add_func ("/notice-policy/number-alone", test_known_by_number_alone_is_a_digest);
  g_test_add_func ("/notice-policy/folder", test_folder_is_told_unless_it_is_the_inbox);
  g_test_add_func ("/notice-policy/missing", test_what_is_missing_is_said);
  g_test_add_func ("/notice-policy/ids", test_ids_tell_everything_apart);
  return g_test_run ();
}
