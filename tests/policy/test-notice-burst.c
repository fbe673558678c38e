/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notice-burst.c: what news make beside what was told before them. */

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
make_message (guint32 uid, const char *sender)
{
  g_autofree char *header = g_strdup_printf ("From: %s <x@example.org>\r\n\r\n", sender);

  return bell_message_summary_new (7, uid, FALSE, header, strlen (header));
}

/* (transfer full) */
static BellMessageSummary *
make_code (guint32 uid)
{
  static const char header[] = "From: Bank <x@example.org>\r\n"
                               "Subject: Your verification code is 123456\r\n\r\n";

  return bell_message_summary_new (7, uid, FALSE, header, strlen (header));
}

/* N messages, of "Sender 1", "Sender 2"…, with digests above three. */
static BellNews
make_news (guint n)
{
  BellNews news = { .account_id = "a1", .account_name = "Work", .digest_above = 3 };

  news.messages = g_ptr_array_new_with_free_func (message_unref);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *sender = g_strdup_printf ("Sender %u", i);
    g_ptr_array_add (news.messages, make_message (i, sender));
  }
  return news;
}

static const BellNotice *
get_notice (GPtrArray *notices, guint i)
{
  g_assert_cmpuint (i, <, notices->len);
  return g_ptr_array_index (notices, i);
}

#define NOW (1000 * G_USEC_PER_SEC)

/* Of the messages 100, 101, …, told so long ago. */
static BellNoticeDigest *
make_digest (guint n, gint64 ago_us, gboolean rang)
{
  BellNoticeDigest *digest = bell_notice_digest_new ("a1", NULL);

  for (guint i = 0; i < n; i++) {
    g_autoptr (BellMessageSummary) message = make_message (100 + i, "Ada");

    bell_notice_digest_add (digest, message);
  }
  digest->told_us = NOW - ago_us;
  digest->rang = rang;
  return digest;
}

/* (transfer full): DIGEST is the former one, and receives that of what is told. */
static GPtrArray *
decide_beside (BellNews *news, guint n_singles, BellNoticeDigest **digest)
{
  g_autoptr (GPtrArray) singles = g_ptr_array_new_with_free_func (message_unref);
  g_autoptr (BellNoticeDigest) former = g_steal_pointer (digest);
  BellStanding             standing = { singles, former };
  static const char *const buttons[] = { "copy-code", NULL };
  BellNoticeStyle style = { .content = BELL_CONTENT_FULL, .buttons = buttons, .with_sound = TRUE };
  GPtrArray      *notices;

  for (guint i = 0; i < n_singles; i++)
    g_ptr_array_add (singles, make_message (50 + i, "Grace"));
  notices = bell_notice_policy_decide (news, &style, &standing, NOW, digest);
  g_clear_pointer (&news->messages, g_ptr_array_unref);
  return notices;
}

static void
test_what_stands_counts (void)
{
  BellNews few = make_news (1);
  BellNews many = make_news (2);
  g_autoptr (BellNoticeDigest) digest = NULL;
  g_autoptr (GPtrArray) notices = decide_beside (&few, 2, &digest);
  g_autoptr (GPtrArray) digests = NULL;

  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "Sender 1");
  g_assert_null (digest);
  digests = decide_beside (&many, 2, &digest);
  g_assert_cmpuint (digests->len, ==, 1);
  g_assert_cmpstr (get_notice (digests, 0)->title, ==, "4 new messages (" FSI "Work" PDI ")");
  g_assert_cmpstr (get_notice (digests, 0)->body, ==,
                   FSI "Grace" PDI ", " FSI "Sender 1" PDI ", " FSI "Sender 2" PDI);
  g_assert_true (get_notice (digests, 0)->with_sound);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 4);
  g_assert_true (digest->rang);
  g_assert_cmpint (digest->told_us, ==, NOW);
}

static void
test_a_young_digest_goes_on_without_a_sound (void)
{
  BellNews heard = make_news (1);
  BellNews unheard = make_news (1);
  g_autoptr (BellNoticeDigest) digest = make_digest (4, BELL_BURST_TIME - 1, TRUE);
  g_autoptr (BellNoticeDigest) silent = make_digest (4, BELL_BURST_TIME - 1, FALSE);
  g_autoptr (GPtrArray) notices = decide_beside (&heard, 0, &digest);
  g_autoptr (GPtrArray) first_heard = decide_beside (&unheard, 0, &silent);

  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "5 new messages (" FSI "Work" PDI ")");
  g_assert_false (get_notice (notices, 0)->with_sound);
  g_assert_false (get_notice (notices, 0)->low_urgency);
  g_assert_true (digest->rang);
  g_assert_true (get_notice (first_heard, 0)->with_sound);
}

static void
test_a_code_is_told_apart_and_heard (void)
{
  BellNews news = make_news (1);
  g_autoptr (BellNoticeDigest) digest = make_digest (4, 0, TRUE);
  g_autoptr (GPtrArray) notices = NULL;

  g_ptr_array_add (news.messages, make_code (2));
  notices = decide_beside (&news, 0, &digest);
  g_assert_cmpuint (notices->len, ==, 2);
  g_assert_cmpstr (get_notice (notices, 0)->title, ==, "Bank");
  g_assert_true (get_notice (notices, 0)->with_sound);
  g_assert_cmpstr (get_notice (notices, 1)->title, ==, "5 new messages (" FSI "Work" PDI ")");
  g_assert_false (get_notice (notices, 1)->with_sound);
}

/* Whoever sends codes without end is told of like all others. */
static void
test_so_many_codes_are_a_digest (void)
{
  BellNews news = make_news (0);
  g_autoptr (BellNoticeDigest) digest = NULL;
  g_autoptr (GPtrArray) notices = NULL;

  for (guint32 uid = 1; uid <= 4; uid++)
    g_ptr_array_add (news.messages, make_code (uid));
  notices = decide_beside (&news, 0, &digest);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_cmpuint (bell_notice_digest_count (digest), ==, 4);
}

static void
test_an_old_digest_is_left_until_there_is_another (void)
{
  BellNews few = make_news (3);
  BellNews many = make_news (4);
  g_autoptr (BellNoticeDigest) digest = make_digest (4, BELL_BURST_TIME, TRUE);
  g_autoptr (GPtrArray) notices = decide_beside (&few, 0, &digest);
  g_autoptr (GPtrArray) digests = NULL;

  g_assert_cmpuint (notices->len, ==, 3);
  g_assert_null (digest);
  digest = make_digest (4, BELL_BURST_TIME, TRUE);
  digests = decide_beside (&many, 0, &digest);
  g_assert_cmpuint (digests->len, ==, 1);
  g_assert_cmpstr (get_notice (digests, 0)->title, ==, "8 new messages (" FSI "Work" PDI ")");
  g_assert_true (get_notice (digests, 0)->with_sound);
}

/* By another program's filter: it has rung where it was. */
static void
test_what_is_moved_rings_no_burst (void)
{
  BellNews moved = make_news (4);
  BellNews news = make_news (1);
  g_autoptr (BellNoticeDigest) digest = NULL;
  g_autoptr (GPtrArray) notices = NULL;
  g_autoptr (GPtrArray) then = NULL;

  moved.moved = TRUE;
  notices = decide_beside (&moved, 0, &digest);
  g_assert_false (get_notice (notices, 0)->with_sound);
  g_assert_false (digest->rang);
  then = decide_beside (&news, 0, &digest);
  g_assert_true (get_notice (then, 0)->with_sound);
}

static void
test_what_is_left_is_told_quietly (void)
{
  g_autoptr (BellNoticeDigest) digest = make_digest (2, 0, TRUE);
  BellNoticeStyle style = { .with_sound = TRUE, .duration_s = 45 };
  g_autoptr (BellNotice) notice = bell_notice_policy_tell_rest (digest, "Work", &style);
  g_autofree char *id = bell_notice_digest_id ("a1", NULL);

  g_assert_cmpstr (notice->id, ==, id);
  g_assert_cmpstr (notice->title, ==, "2 new messages (" FSI "Work" PDI ")");
  g_assert_cmpstr (notice->body, ==, FSI "Ada" PDI);
  g_assert_false (notice->with_sound);
  g_assert_true (notice->low_urgency);
  g_assert_cmpint (notice->duration_s, ==, 45);
}

/* What was told in quiet hours has not been heard. */
static void
test_an_exception_is_heard_in_a_quiet_burst (void)
{
  static const char *const exceptions[] = { "x@example.org", NULL };
  g_autoptr (BellNoticeDigest) former = make_digest (0, 0, FALSE);
  g_autoptr (BellNoticeDigest) quiet = NULL;
  g_autoptr (BellNoticeDigest) loud = NULL;
  g_autoptr (GPtrArray) no_singles = g_ptr_array_new ();
  BellStanding    standing = { no_singles, former };
  BellNoticeStyle style = { .loudness = BELL_LOUDNESS_QUIET, .with_sound = TRUE };
  BellNews        news = make_news (1);
  g_autoptr (GPtrArray) low = NULL;
  g_autoptr (GPtrArray) normal = NULL;

  low = bell_notice_policy_decide (&news, &style, &standing, NOW, &quiet);
  g_assert_true (get_notice (low, 0)->low_urgency);
  g_assert_false (get_notice (low, 0)->with_sound);
  g_assert_false (quiet->rang);
  standing.digest = quiet;
  style.exceptions = exceptions;
  normal = bell_notice_policy_decide (&news, &style, &standing, NOW, &loud);
  g_assert_false (get_notice (normal, 0)->low_urgency);
  g_assert_true (get_notice (normal, 0)->with_sound);
  g_ptr_array_unref (news.messages);
}

/* Of what an earlier run has told. */
static void
test_who_wrote_may_be_unknown (void)
{
  g_autoptr (BellNoticeDigest) digest = bell_notice_digest_parse ("a1/digest/Lists", "7 1 1:3");
  g_autoptr (BellMessageSummary) message = make_message (4, "Ada");
  BellNoticeStyle style = { .with_sound = TRUE };
  g_autoptr (BellNotice) nobody = bell_notice_policy_tell_rest (digest, "Work", &style);
  g_autoptr (BellNotice) one = NULL;

  g_assert_cmpstr (nobody->title, ==, "4 new messages (" FSI "Work" PDI ", " FSI "Lists" PDI ")");
  g_assert_cmpstr (nobody->body, ==, "");
  bell_notice_digest_add (digest, message);
  one = bell_notice_policy_tell_rest (digest, "Work", &style);
  g_assert_cmpstr (one->body, ==, FSI "Ada" PDI " and 4 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-burst/standing", test_what_stands_counts);
  g_test_add_func ("/notice-burst/goes-on", test_a_young_digest_goes_on_without_a_sound);
  g_test_add_func ("/notice-burst/code", test_a_code_is_told_apart_and_heard);
  g_test_add_func ("/notice-burst/codes", test_so_many_codes_are_a_digest);
  g_test_add_func ("/notice-burst/over", test_an_old_digest_is_left_until_there_is_another);
  g_test_add_func ("/notice-burst/quiet", test_an_exception_is_heard_in_a_quiet_burst);
  g_test_add_func ("/notice-burst/moved", test_what_is_moved_rings_no_burst);
  g_test_add_func ("/notice-burst/unknown", test_who_wrote_may_be_unknown);
  g_test_add_func ("/notice-burst/rest", test_what_is_left_is_told_quietly);
  return g_test_run ();
}
