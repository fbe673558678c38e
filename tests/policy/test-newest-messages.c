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
  return g_test_run ();
}
