/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-account-status.c: names of states, ownership, and the line that tells of an account. */

#include "policy/account-status.h"

#include "base/time-units.h"
#include "statuses.h"

static void
test_nicks_are_those_of_the_contract (void)
{
  static const char *const states[] = {
    "off",     "connecting", "waiting-for-network", "waiting-to-retry", "ask-user",
    "pushing", "polling",
  };
  static const char *const pushes[] = { "none", "poll", "idle", "notify" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_assert_cmpstr (bell_account_state_to_nick ((BellAccountState) i), ==, states[i]);
    g_assert_cmpstr (bell_account_state_to_text ((BellAccountState) i), !=, "");
  }
  for (guint i = 0; i < G_N_ELEMENTS (pushes); i++)
    g_assert_cmpstr (bell_push_to_nick ((BellPush) i), ==, pushes[i]);
}

static void
test_new_status_is_off_and_knows_nothing (void)
{
  g_autoptr (BellAccountStatus) status = bell_account_status_new ("id", "ada@example.org", "");

  g_assert_cmpstr (status->id, ==, "id");
  g_assert_cmpstr (status->name, ==, "ada@example.org");
  g_assert_cmpint (status->state, ==, BELL_ACCOUNT_OFF);
  g_assert_cmpint (status->push, ==, BELL_PUSH_NONE);
  g_assert_false (status->unread_known);
  g_assert_cmpint (status->retry_at_us, ==, BELL_NEVER);
  g_assert_cmpuint (status->folders->len, ==, 0);
}

static void
test_folders_keep_their_own_names (void)
{
  char name[] = "INBOX";
  g_autoptr (BellAccountStatus) status = bell_account_status_new ("id", "a@b", "A");
  g_autoptr (BellAccountStatus) again = bell_account_status_ref (status);
  const BellFolderStatus *folder;

  bell_account_status_add_folder (status, name, 3, BELL_PUSH_IDLE);
  name[0] = 'X';
  folder = g_ptr_array_index (again->folders, 0);
  g_assert_cmpstr (folder->name, ==, "INBOX");
  g_assert_cmpuint (folder->unread, ==, 3);
  g_assert_cmpint (folder->push, ==, BELL_PUSH_IDLE);
}

static void
assert_line (const BellAccountStatus *status, const char *expected)
{
  g_autofree char *line = bell_account_status_to_line (status, 40);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_line_tells_count_state_or_error (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 2);

  assert_line (status, FSI "Work" PDI ": 2 unread");
  status->unread = 0;
  assert_line (status, FSI "Work" PDI ": Nothing new");
  status->state = BELL_ACCOUNT_CONNECTING;
  assert_line (status, FSI "Work" PDI ": Connecting…");
  status->unread = 1;
  assert_line (status, FSI "Work" PDI ": 1 unread. Connecting…");
  status->unread = 0;
  status->error = g_strdup ("The password is wrong.");
  assert_line (status, FSI "Work" PDI ": The password is wrong.");
}

static void
test_line_is_cut_and_cleaned (void)
{
  g_autoptr (BellAccountStatus) status =
    bell_account_status_new ("id", "a@b", "W\342\200\256ork\n");
  g_autofree char *line = NULL;

  status->error = g_strnfill (500, 'x');
  line = bell_account_status_to_line (status, 10);
  g_assert_true (g_str_has_prefix (line, FSI "Work" PDI ": xxxxxxxx"));
  g_assert_cmpint (g_utf8_strlen (line, -1), <, 24);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-status/nicks", test_nicks_are_those_of_the_contract);
  g_test_add_func ("/account-status/new", test_new_status_is_off_and_knows_nothing);
  g_test_add_func ("/account-status/folders", test_folders_keep_their_own_names);
  g_test_add_func ("/account-status/line", test_line_tells_count_state_or_error);
  g_test_add_func ("/account-status/line/cut", test_line_is_cut_and_cleaned);
  return g_test_run ();
}
