/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-newest-messages.c: which messages the menu lists. */

#include "policy/newest-messages.h"

#include "statuses.h"

#include <string.h>

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

/* A message under UIDVALIDITY 7. */
static gboolean
tell (
  BellNewestMessages *self, const char *account_id, const char *folder, guint32 uid, gboolean seen)
{
  static const char header[] = "From: ada@example.org\r\nSubject: Hello\r\n\r\n";
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  BellNews news = {
    .account_id = account_id, .account_name = "Work", .folder = folder, .messages = messages
  };

  g_ptr_array_add (messages, bell_message_summary_new (7, uid, seen, header, sizeof header - 1));
  return bell_newest_messages_add (self, &news);
}

/* Messages of the inbox that were there before; DATES: on which day of November they were written, the
 * first of them being UID 1. */
static gboolean
tell_earlier (BellNewestMessages *self, const char *account_id, const guint *days, guint n_days)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  BellNews news = { .account_id = account_id, .account_name = "Work", .messages = messages };

  for (guint i = 0; i < n_days; i++) {
    g_autofree char *header = g_strdup_printf (
      "From: ada@example.org\r\nDate: %u Nov 2026 10:00:00 +0000\r\n\r\n", days[i]);

    g_ptr_array_add (messages, bell_message_summary_new (7, i + 1, FALSE, header, strlen (header)));
  }
  return bell_newest_messages_add_earlier (self, &news);
}

/* "a1/inbox/2 a2/Lists/1 " */
static void
assert_list (BellNewestMessages *self, const char *expected)
{
  g_autoptr (GString) list = g_string_new (NULL);
  GPtrArray *messages = bell_newest_messages_get (self);

  for (guint i = 0; i < messages->len; i++) {
    const BellNewestMessage *message = g_ptr_array_index (messages, i);
    g_string_append_printf (list, "%s/%s/%u ", message->account_id,
                            message->folder != NULL ? message->folder : "inbox",
                            message->summary->uid);
  }
  g_assert_cmpstr (list->str, ==, expected);
}

static void
test_newest_stand_first_and_each_once (void)
{
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();

  g_assert_true (tell (self, "a1", NULL, 1, FALSE));
  g_assert_true (tell (self, "a1", "Lists", 1, FALSE));
  g_assert_true (tell (self, "a1", NULL, 2, FALSE));
  g_assert_false (tell (self, "a1", NULL, 1, FALSE));
  g_assert_false (tell (self, "a1", NULL, 3, TRUE));
  assert_list (self, "a1/inbox/2 a1/Lists/1 a1/inbox/1 ");
}

static void
test_what_is_read_goes (void)
{
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  g_autoptr (BellImapUidSet) all = bell_imap_uid_set_parse ("1:4294967295");

  tell (self, "a1", NULL, 1, FALSE);
  tell (self, "a1", "Lists", 1, FALSE);
  tell (self, "a2", NULL, 1, FALSE);
  g_assert_false (bell_newest_messages_remove (self, "a1", NULL, 8, all));
  g_assert_true (bell_newest_messages_remove (self, "a1", NULL, 7, all));
  assert_list (self, "a2/inbox/1 a1/Lists/1 ");
}

static void
test_no_count_empties_what_was_counted (void)
{
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();

  tell (self, "a1", NULL, 1, FALSE);
  g_assert_false (bell_newest_messages_counted (self, "a1", 0));
  bell_newest_messages_counted (self, "a1", 1);
  tell (self, "a1", NULL, 2, FALSE);
  tell (self, "a2", NULL, 1, FALSE);
  g_assert_true (bell_newest_messages_counted (self, "a1", 0));
  assert_list (self, "a2/inbox/1 a1/inbox/2 ");
}

static void
test_a_removed_account_takes_its_messages_along (void)
{
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  statuses_add (statuses, "a2", BELL_ACCOUNT_PUSHING, 0);
  tell (self, "a1", NULL, 1, FALSE);
  tell (self, "a2", NULL, 1, FALSE);
  tell (self, "a1", "Lists", 1, FALSE);
  g_assert_true (bell_newest_messages_keep (self, statuses));
  assert_list (self, "a2/inbox/1 ");
  g_assert_false (bell_newest_messages_keep (self, statuses));
}

static void
test_what_was_there_before_stands_behind_the_news (void)
{
  static const guint days[] = { 1, 2, 3 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();

  g_assert_true (tell (self, "a1", NULL, 8, FALSE));
  g_assert_true (tell_earlier (self, "a1", days, G_N_ELEMENTS (days)));
  g_assert_true (tell (self, "a1", NULL, 9, FALSE));
  assert_list (self, "a1/inbox/9 a1/inbox/8 a1/inbox/3 a1/inbox/2 a1/inbox/1 ");
  g_assert_cmpuint (bell_newest_messages_count_news (bell_newest_messages_get (self)), ==, 2);
}

static void
test_each_stands_there_once (void)
{
  static const guint days[] = { 1, 2, 3 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();

  g_assert_false (tell_earlier (self, "a1", days, 0));
  g_assert_true (tell (self, "a1", NULL, 2, FALSE));
  g_assert_true (tell_earlier (self, "a1", days, G_N_ELEMENTS (days)));
  g_assert_false (tell_earlier (self, "a1", days, G_N_ELEMENTS (days)));
  assert_list (self, "a1/inbox/2 a1/inbox/3 a1/inbox/1 ");
}

/* Within an account the server's order holds: whoever dates a message into the future gets it no further
 * up than in front of those of the other accounts. */
static void
test_accounts_are_mixed_by_date (void)
{
  static const guint first[] = { 2, 9, 4, 6 }, second[] = { 1, 3, 5, 7 }, third[] = { 30, 2 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();

  tell_earlier (self, "a1", first, G_N_ELEMENTS (first));
  tell_earlier (self, "a2", second, G_N_ELEMENTS (second));
  assert_list (self, "a2/inbox/4 a1/inbox/4 a2/inbox/3 a1/inbox/3 a1/inbox/2 a2/inbox/2 "
                     "a1/inbox/1 a2/inbox/1 ");
  tell_earlier (self, "a3", third, G_N_ELEMENTS (third));
  assert_list (self, "a2/inbox/4 a1/inbox/4 a2/inbox/3 a1/inbox/3 a1/inbox/2 a2/inbox/2 "
                     "a3/inbox/2 a3/inbox/1 a1/inbox/1 a2/inbox/1 ");
}

/* Whoever dates a message into the future gets it no further up when it takes the place of another. */
static void
test_older_ones_follow_those_that_are_listed (void)
{
  static const guint first[] = { 0, 0, 0, 5, 4 }, older[] = { 1, 9, 7 }, other[] = { 3, 8 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  g_autoptr (BellImapUidSet) last = bell_imap_uid_set_parse ("1:3,5");

  tell_earlier (self, "a1", first, G_N_ELEMENTS (first));
  g_assert_true (bell_newest_messages_remove (self, "a1", NULL, 7, last));
  tell_earlier (self, "a2", other, G_N_ELEMENTS (other));
  assert_list (self, "a2/inbox/2 a1/inbox/4 a2/inbox/1 ");
  g_assert_true (tell (self, "a1", NULL, 8, FALSE));
  g_assert_true (tell_earlier (self, "a1", older, G_N_ELEMENTS (older)));
  assert_list (self, "a1/inbox/8 a2/inbox/2 a1/inbox/4 a1/inbox/3 a1/inbox/2 a2/inbox/1 "
                     "a1/inbox/1 ");
}

/* One that was marked as unread again may have come later than those that are listed. */
static void
test_a_later_one_stands_in_front (void)
{
  static const guint days[] = { 3, 2, 1 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  g_autoptr (BellImapUidSet) last = bell_imap_uid_set_parse ("3");

  tell_earlier (self, "a1", days, G_N_ELEMENTS (days));
  bell_newest_messages_remove (self, "a1", NULL, 7, last);
  g_assert_true (tell_earlier (self, "a1", days, G_N_ELEMENTS (days)));
  assert_list (self, "a1/inbox/3 a1/inbox/2 a1/inbox/1 ");
}

static void
test_what_was_there_before_goes_when_it_is_read (void)
{
  static const guint days[] = { 1, 2, 3 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  g_autoptr (BellImapUidSet) second = bell_imap_uid_set_parse ("2");

  tell_earlier (self, "a1", days, G_N_ELEMENTS (days));
  g_assert_true (bell_newest_messages_remove (self, "a1", NULL, 7, second));
  assert_list (self, "a1/inbox/3 a1/inbox/1 ");
  g_assert_true (bell_newest_messages_counted (self, "a1", 0));
  assert_list (self, "");
}

static void
test_news_drive_out_what_was_there_before (void)
{
  static const guint days[] = { 1, 2, 3 };
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  GPtrArray *messages = bell_newest_messages_get (self);

  for (guint32 uid = 11; uid <= 10 + BELL_NEWEST_MESSAGES - 2; uid++)
    tell (self, "a1", NULL, uid, FALSE);
  tell_earlier (self, "a1", days, G_N_ELEMENTS (days));
  g_assert_cmpuint (messages->len, ==, BELL_NEWEST_MESSAGES);
  for (guint32 uid = 201; uid <= 210; uid++)
    tell (self, "a1", NULL, uid, FALSE);
  g_assert_cmpuint (messages->len, ==, BELL_NEWEST_MESSAGES);
  g_assert_cmpuint (bell_newest_messages_count_news (messages), ==, BELL_NEWEST_MESSAGES);
}

static void
test_many_are_bounded (void)
{
  g_autoptr (BellNewestMessages) self = bell_newest_messages_new ();
  GPtrArray *messages = bell_newest_messages_get (self);

  for (guint32 uid = 1; uid <= BELL_NEWEST_MESSAGES + 10; uid++)
    tell (self, "a1", NULL, uid, FALSE);
  g_assert_cmpuint (messages->len, ==, BELL_NEWEST_MESSAGES);
  g_assert_cmpuint (((BellNewestMessage *) g_ptr_array_index (messages, 0))->summary->uid, ==,
                    BELL_NEWEST_MESSAGES + 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/newest-messages/order", test_newest_stand_first_and_each_once);
  g_test_add_func ("/newest-messages/read", test_what_is_read_goes);
  g_test_add_func ("/newest-messages/count", test_no_count_empties_what_was_counted);
  g_test_add_func ("/newest-messages/removed", test_a_removed_account_takes_its_messages_along);
  g_test_add_func ("/newest-messages/bound", test_many_are_bounded);
  g_test_add_func ("/newest-messages/earlier/behind",
                   test_what_was_there_before_stands_behind_the_news);
  g_test_add_func ("/newest-messages/earlier/once", test_each_stands_there_once);
  g_test_add_func ("/newest-messages/earlier/mixed", test_accounts_are_mixed_by_date);
  g_test_add_func ("/newest-messages/earlier/older", test_older_ones_follow_those_that_are_listed);
  g_test_add_func ("/newest-messages/earlier/later", test_a_later_one_stands_in_front);
  g_test_add_func ("/newest-messages/earlier/read",
                   test_what_was_there_before_goes_when_it_is_read);
  g_test_add_func ("/newest-messages/earlier/bound", test_news_drive_out_what_was_there_before);
  return g_test_run ();
}
