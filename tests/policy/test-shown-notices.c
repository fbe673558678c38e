/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-shown-notices.c: which notifications are withdrawn when mail is read elsewhere. */

#include "policy/shown-notices.h"

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

/* Messages from here on bring a code. */
#define FIRST_CODE 9000

static BellMessageSummary *
make_message (guint32 uid_validity, guint32 uid)
{
  const char      *subject = uid >= FIRST_CODE ? "Your verification code is 123456" : "";
  g_autofree char *header =
    g_strdup_printf ("From: Bob %u <bob@example.org>\r\nSubject: %s\r\n\r\n", uid, subject);

  return bell_message_summary_new (uid_validity, uid, FALSE, header, strlen (header));
}

/* Since the beginning, in seconds. */
static gint64 now_s;

static GPtrArray *
tell (BellShownNotices *shown,
      const char       *account_id,
      const char       *folder,
      guint32           first,
      guint32           last,
      guint             digest_above,
      GPtrArray       **withdrawn)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  BellNews                 news = { .account_id = account_id,
                                    .account_name = "Work",
                                    .folder = folder,
                                    .messages = messages,
                                    .digest_above = digest_above };
  static const char *const buttons[] = { "copy-code", NULL };
  BellNoticeStyle style = { .content = BELL_CONTENT_FULL, .buttons = buttons, .with_sound = TRUE };

  for (guint32 uid = first; uid <= last; uid++)
    g_ptr_array_add (messages, make_message (7, uid));
  return bell_shown_notices_tell (shown, &news, &style, now_s * G_USEC_PER_SEC, withdrawn);
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
  g_autoptr (GPtrArray) withdrawn = NULL;
  g_autoptr (GPtrArray) notices =
    tell (shown, account_id, folder, first, last, digest_above, &withdrawn);

  g_assert_cmpuint (notices->len, >, 0);
}

/* "5 new messages, loud; withdrawn 3": what message UID of the inbox of "a1" makes. */
static char *
describe (BellShownNotices *shown, guint32 uid)
{
  g_autoptr (GPtrArray) withdrawn = NULL;
  g_autoptr (GPtrArray) notices = tell (shown, "a1", NULL, uid, uid, 3, &withdrawn);
  const BellNotice *notice = g_ptr_array_index (notices, 0);
  g_auto (GStrv) title = g_strsplit (notice->title, " (", 2);

  g_assert_cmpuint (notices->len, ==, 1);
  return g_strdup_printf ("%s, %s; withdrawn %u", title[0], notice->with_sound ? "loud" : "quiet",
                          withdrawn->len);
}

static void
assert_told (BellShownNotices *shown, guint32 uid, const char *expected)
{
  g_autofree char *told = describe (shown, uid);

  g_assert_cmpstr (told, ==, expected);
}

/* How much is left of each digest that is to be shown anew: "3 5". */
static void
assert_shrunk (BellShownNotices *shown, const char *expected)
{
  g_autoptr (GPtrArray) digests = bell_shown_notices_take_shrunk (shown);
  g_autoptr (GString) counts = g_string_new (NULL);

  for (guint i = 0; i < digests->len; i++)
    g_string_append_printf (counts, "%s%u", i > 0 ? " " : "",
                            bell_notice_digest_count (g_ptr_array_index (digests, i)));
  g_assert_cmpstr (counts->str, ==, expected);
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
test_a_burst_becomes_one_digest (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  now_s = 1000;
  assert_told (shown, 1, "Bob 1, loud; withdrawn 0");
  now_s += 20;
  assert_told (shown, 2, "Bob 2, loud; withdrawn 0");
  now_s += 20;
  assert_told (shown, 3, "Bob 3, loud; withdrawn 0");
  now_s += 19;
  assert_told (shown, 4, "4 new messages, loud; withdrawn 3");
  for (guint32 uid = 5; uid <= 9; uid++) {
    g_autofree char *expected = g_strdup_printf ("%u new messages, quiet; withdrawn 0", uid);

    now_s += 59;
    assert_told (shown, uid, expected);
  }
}

static void
test_after_a_quiet_while_they_are_told_singly (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  now_s = 1000;
  show (shown, "a1", NULL, 1, 4, 3);
  now_s += 60;
  assert_told (shown, 5, "Bob 5, loud; withdrawn 0");
  now_s += 1;
  assert_told (shown, 6, "Bob 6, loud; withdrawn 0");
  assert_told (shown, 7, "Bob 7, loud; withdrawn 0");
  assert_told (shown, 8, "8 new messages, loud; withdrawn 3");
  now_s += 60;
  for (guint32 uid = 9; uid <= 12; uid++) {
    g_autofree char *expected = g_strdup_printf ("Bob %u, loud; withdrawn 0", uid);

    assert_told (shown, uid, expected);
    now_s += 60;
  }
}

/* Of what was read meanwhile no digest tells. */
static void
test_only_what_stands_makes_a_burst (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  now_s = 1000;
  show (shown, "a1", NULL, 1, 3, 3);
  show (shown, "a1", "Lists", 1, 3, 3);
  show (shown, "a2", NULL, 1, 3, 3);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, "2"), ==, 1);
  assert_told (shown, 4, "Bob 4, loud; withdrawn 0");
  assert_told (shown, 5, "4 new messages, loud; withdrawn 3");
}

static void
test_a_digest_shrinks_and_is_withdrawn (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autoptr (BellImapUidSet) rest = bell_imap_uid_set_parse ("1:2,4");
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *id = bell_notice_digest_id ("a1", NULL);

  show (shown, "a1", NULL, 1, 4, 3);
  show (shown, "a1", "Lists", 1, 4, 3);
  assert_shrunk (shown, "");
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, "5:4294967295"), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 8, ALL), ==, 0);
  assert_shrunk (shown, "");
  count_gone (shown, "a1", NULL, 7, "3");
  assert_shrunk (shown, "3");
  assert_shrunk (shown, "");
  ids = bell_shown_notices_take (shown, "a1", NULL, 7, rest);
  g_assert_true (g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL));
  assert_shrunk (shown, "");
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, 0);
}

static void
test_a_closed_digest_is_not_shown_again (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autofree char *id = bell_notice_digest_id ("a1", NULL);
  g_autoptr (GPtrArray) none = NULL;

  now_s = 1000;
  show (shown, "a1", NULL, 1, 5, 3);
  bell_shown_notices_close (shown, id);
  count_gone (shown, "a1", NULL, 7, "3");
  assert_shrunk (shown, "");
  none = bell_shown_notices_get_digests (shown);
  g_assert_cmpuint (none->len, ==, 0);
  assert_told (shown, 6, "5 new messages, quiet; withdrawn 0");
  count_gone (shown, "a1", NULL, 7, "4");
  assert_shrunk (shown, "4");
}

static void
test_a_new_digest_adds_what_is_left (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autoptr (GPtrArray) withdrawn = NULL;
  g_autoptr (GPtrArray) notices = NULL;

  now_s = 1000;
  show (shown, "a1", NULL, 1, 4, 3);
  count_gone (shown, "a1", NULL, 7, "1:3");
  now_s += 3600;
  notices = tell (shown, "a1", NULL, 11, 15, 3, &withdrawn);
  g_assert_cmpuint (notices->len, ==, 1);
  g_assert_true (
    g_str_has_prefix (((BellNotice *) g_ptr_array_index (notices, 0))->title, "6 new messages"));
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, 1);
}

static void
test_a_digest_of_an_earlier_run_is_known (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  now_s = 5;
  bell_shown_notices_add_earlier (shown, bell_notice_digest_parse ("a1/digest/", "7 0 1:4"));
  bell_shown_notices_add_earlier (shown, bell_notice_digest_parse ("a1/digest/", "7 0 8:9"));
  bell_shown_notices_add_earlier (shown, bell_notice_digest_parse ("a2/digest/", "7 9 1"));
  assert_told (shown, 20, "Bob 20, loud; withdrawn 0");
  count_gone (shown, "a1", NULL, 7, "2");
  assert_shrunk (shown, "3");
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, 2);
  g_assert_cmpuint (count_read (shown, "a2", 0), ==, 1);
}

/* Of some the number is all that is known. */
static void
test_a_count_shrinks_a_digest (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  g_autoptr (GPtrArray) withdrawn = NULL;
  g_autoptr (GPtrArray) notices = NULL;
  BellNews        news = { .account_id = "a1",
                           .account_name = "Work",
                           .messages = messages,
                           .n_more = 10,
                           .digest_above = 3 };
  BellNoticeStyle style = { .content = BELL_CONTENT_FULL };

  g_ptr_array_add (messages, make_message (7, 1));
  notices = bell_shown_notices_tell (shown, &news, &style, 0, &withdrawn);
  count_read (shown, "a1", 5);
  assert_shrunk (shown, ""); /* the count does not know of them yet */
  count_read (shown, "a1", 12);
  count_read (shown, "a1", 11);
  assert_shrunk (shown, "");
  count_read (shown, "a1", 6);
  assert_shrunk (shown, "6");
  count_read (shown, "a1", 20);
  assert_shrunk (shown, "");
  g_assert_cmpuint (count_read (shown, "a1", 0), ==, 1);
  assert_shrunk (shown, "");
}

static void
test_a_digest_goes_with_its_account (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  now_s = 1000;
  show (shown, "a1", NULL, 1, 9, 3);
  now_s += 60;
  show (shown, "a1", NULL, 10, 10, 3);
  show (shown, "a2", NULL, 1, 1, 3);
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

  for (guint32 uid = 1; uid <= BELL_SHOWN_NOTICES + 50; uid++) {
    now_s += 60;
    show (shown, "a1", NULL, uid, uid, 3);
  }
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, "1:50,300:4294967295"), ==, 0);
  g_assert_cmpuint (count_gone (shown, "a1", NULL, 7, ALL), ==, BELL_SHOWN_NOTICES);
}

/* And counts for no digest. */
static void
test_a_code_stands_beside_a_digest (void)
{
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  assert_told (shown, 1, "Bob 1, loud; withdrawn 0");
  assert_told (shown, 9000, "Bob 9000, loud; withdrawn 0");
  assert_told (shown, 2, "Bob 2, loud; withdrawn 0");
  assert_told (shown, 3, "Bob 3, loud; withdrawn 0");
  assert_told (shown, 4, "4 new messages, loud; withdrawn 3");
  assert_told (shown, 9001, "Bob 9001, loud; withdrawn 0");
  assert_told (shown, 5, "5 new messages, quiet; withdrawn 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shown-notices/read", test_read_messages_are_found_once);
  g_test_add_func ("/shown-notices/earlier", test_few_messages_are_named_unseen);
  g_test_add_func ("/shown-notices/others", test_others_messages_are_left);
  g_test_add_func ("/shown-notices/range", test_the_whole_range_is_cheap);
  g_test_add_func ("/shown-notices/burst", test_a_burst_becomes_one_digest);
  g_test_add_func ("/shown-notices/burst/over", test_after_a_quiet_while_they_are_told_singly);
  g_test_add_func ("/shown-notices/burst/standing", test_only_what_stands_makes_a_burst);
  g_test_add_func ("/shown-notices/digest/shrinks", test_a_digest_shrinks_and_is_withdrawn);
  g_test_add_func ("/shown-notices/digest/closed", test_a_closed_digest_is_not_shown_again);
  g_test_add_func ("/shown-notices/digest/adds", test_a_new_digest_adds_what_is_left);
  g_test_add_func ("/shown-notices/digest/earlier", test_a_digest_of_an_earlier_run_is_known);
  g_test_add_func ("/shown-notices/digest/count", test_a_count_shrinks_a_digest);
  g_test_add_func ("/shown-notices/digest", test_a_digest_goes_with_its_account);
  g_test_add_func ("/shown-notices/old-count", test_an_old_count_withdraws_nothing);
  g_test_add_func ("/shown-notices/code", test_a_code_stands_beside_a_digest);
  g_test_add_func ("/shown-notices/removed", test_a_removed_account_takes_its_notices_along);
  g_test_add_func ("/shown-notices/limit", test_only_so_many_are_remembered);
  return g_test_run ();
}
