/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-tray-menu.c: the lines of the menu, and that only what changed is replaced. */

#include "desktop/tray-menu.h"

#include <string.h>

#define FSI "\342\201\250"
#define PDI "\342\201\251"
#define PREFERENCES "app.account-preferences::a2"

enum { ATTENTION, OPEN, ACCOUNTS, MESSAGES, COMMANDS, N_SECTIONS };

static void
status_unref (gpointer status)
{
  bell_account_status_unref (status);
}

static GPtrArray *
statuses_new (void)
{
  return g_ptr_array_new_with_free_func (status_unref);
}

static void
add (GPtrArray *statuses, const char *id, const char *name, guint unread)
{
  BellAccountStatus *status = bell_account_status_new (id, "ada@example.org", name);

  status->state = BELL_ACCOUNT_PUSHING;
  status->unread = unread;
  status->unread_known = TRUE;
  g_ptr_array_add (statuses, status);
}

static GMenuModel *
get_section (BellTrayMenu *menu, int section)
{
  GMenuModel *model = bell_tray_menu_get_model (menu);

  g_assert_cmpint (g_menu_model_get_n_items (model), ==, N_SECTIONS);
  return g_menu_model_get_item_link (model, section, G_MENU_LINK_SECTION);
}

static void
assert_item (BellTrayMenu *menu, int section, int position, const char *label, const char *action)
{
  g_autoptr (GMenuModel) model = get_section (menu, section);
  g_autofree char *found_label = NULL;
  g_autofree char *found_action = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_cmpint (position, <, g_menu_model_get_n_items (model));
  g_menu_model_get_item_attribute (model, position, "label", "s", &found_label);
  g_menu_model_get_item_attribute (model, position, "action", "s", &found_action);
  target = g_menu_model_get_item_attribute_value (model, position, "target", NULL);
  if (target != NULL) {
    g_autofree char *name = g_steal_pointer (&found_action);
    found_action = g_action_print_detailed_name (name, target);
  }
  g_assert_cmpstr (found_label, ==, label);
  g_assert_cmpstr (found_action, ==, action);
}

/* "LABEL ACTION, …" */
static void
assert_submenu (BellTrayMenu *menu, int section, int position, const char *expected)
{
  g_autoptr (GMenuModel) model = get_section (menu, section);
  g_autoptr (GMenuModel) submenu =
    g_menu_model_get_item_link (model, position, G_MENU_LINK_SUBMENU);
  g_autoptr (GString) list = g_string_new (NULL);

  g_assert_nonnull (submenu);
  for (int i = 0; i < g_menu_model_get_n_items (submenu); i++) {
    g_autofree char *label = NULL;
    g_autofree char *action = NULL;
    g_autofree char *name = NULL;
    g_autoptr (GVariant) target =
      g_menu_model_get_item_attribute_value (submenu, i, "target", NULL);

    g_menu_model_get_item_attribute (submenu, i, "label", "s", &label);
    g_menu_model_get_item_attribute (submenu, i, "action", "s", &action);
    name = g_action_print_detailed_name (action, target);
    g_string_append_printf (list, "%s%s %s", i > 0 ? ", " : "", label, name);
  }
  g_assert_cmpstr (list->str, ==, expected);
}

static int
count_items (BellTrayMenu *menu, int section)
{
  g_autoptr (GMenuModel) model = get_section (menu, section);

  return g_menu_model_get_n_items (model);
}

/* "position -removed +added; " for each change. */
static void
on_items_changed (
  G_GNUC_UNUSED GMenuModel *model, int position, int removed, int added, GString *log)
{
  g_string_append_printf (log, "%d -%d +%d; ", position, removed, added);
}

static void
test_commands_are_there_from_the_start (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();

  assert_item (menu, OPEN, 0, "Open Mail", "app.open-mail('')");
  assert_item (menu, COMMANDS, 0, "Check Now", "app.check-now");
  assert_item (menu, COMMANDS, 1, "Pause", NULL);
  assert_submenu (menu, COMMANDS, 1,
                  "For 1 Hour app.pause(uint32 3600), "
                  "Until Tomorrow app.pause-until-tomorrow, "
                  "Until Resumed app.pause(uint32 0)");
  assert_item (menu, COMMANDS, 2, "Preferences", "app.preferences");
  assert_item (menu, COMMANDS, 3, "Quit", "app.quit");
}

static void
test_accounts_have_a_line_each (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  add (statuses, "a1", "Work", 2);
  add (statuses, "a2", "Home", 0);
  bell_tray_menu_set_statuses (menu, statuses);
  g_assert_cmpint (count_items (menu, ACCOUNTS), ==, 2);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": 2 unread", "app.open-mail::a1");
  assert_item (menu, ACCOUNTS, 1, FSI "Home" PDI ": Nothing new", "app.open-mail::a2");
}

static void
test_no_account_says_what_to_do (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  bell_tray_menu_set_statuses (menu, statuses);
  assert_item (menu, ACCOUNTS, 0, "Add an Account…", "app.preferences");
  add (statuses, "a1", "Work", 2);
  bell_tray_menu_set_statuses (menu, statuses);
  g_assert_cmpint (count_items (menu, ACCOUNTS), ==, 1);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": 2 unread", "app.open-mail::a1");
}

static void
test_what_needs_the_user_is_on_top (void)
{
  static const struct {
    BellRemedy  remedy;
    const char *label;
    const char *action;
  } cases[] = {
    { BELL_REMEDY_LOOK, FSI "a__b" PDI ": see what is wrong…", PREFERENCES },
    { BELL_REMEDY_PASSWORD, FSI "a__b" PDI ": set the password again…", PREFERENCES },
    { BELL_REMEDY_SIGN_IN, FSI "a__b" PDI ": sign in again…", PREFERENCES },
    { BELL_REMEDY_CERTIFICATE, FSI "a__b" PDI ": look at the certificate…", PREFERENCES },
    { BELL_REMEDY_KEYRING, FSI "a__b" PDI ": unlock the keyring…", "app.unlock-keyring::a2" },
  };
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status;

  add (statuses, "a1", "Work", 0);
  add (statuses, "a2", "a_b", 0);
  status = g_ptr_array_index (statuses, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    status->state = BELL_ACCOUNT_ASK_USER;
    status->remedy = cases[i].remedy;
    bell_tray_menu_set_statuses (menu, statuses);
    g_assert_cmpint (count_items (menu, ATTENTION), ==, 1);
    assert_item (menu, ATTENTION, 0, cases[i].label, cases[i].action);
  }
  status->state = BELL_ACCOUNT_PUSHING;
  bell_tray_menu_set_statuses (menu, statuses);
  g_assert_cmpint (count_items (menu, ATTENTION), ==, 0);
}

/* The menu leads to where it is mended. */
static void
test_no_command_is_shown (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status;

  add (statuses, "a1", "Work", 0);
  status = g_ptr_array_index (statuses, 0);
  status->state = BELL_ACCOUNT_ASK_USER;
  status->error = g_strdup ("The password is wrong.");
  status->remedy = BELL_REMEDY_PASSWORD;
  status->remedy_command = g_strdup ("“x” sets it.");
  bell_tray_menu_set_statuses (menu, statuses);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": The password is wrong.", "app.open-mail::a1");
}

static void
test_failed_command_is_on_top (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status;

  add (statuses, "a2", "Work", 0);
  status = g_ptr_array_index (statuses, 0);
  status->command_error = g_strdup ("“x” failed with exit status 1.");
  bell_tray_menu_set_statuses (menu, statuses);
  g_assert_cmpint (count_items (menu, ATTENTION), ==, 1);
  assert_item (menu, ATTENTION, 0, FSI "Work" PDI ": see why its command failed…", PREFERENCES);
}

static void
test_underscores_are_no_mnemonics (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  add (statuses, "a1", "_a__b_", 1);
  bell_tray_menu_set_statuses (menu, statuses);
  assert_item (menu, ACCOUNTS, 0, FSI "__a____b__" PDI ": 1 unread", "app.open-mail::a1");
}

static void
test_only_the_changed_line_is_replaced (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) before = statuses_new ();
  g_autoptr (GPtrArray) after = statuses_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GMenuModel) accounts = get_section (menu, ACCOUNTS);
  g_autoptr (GMenuModel) commands = get_section (menu, COMMANDS);

  add (before, "a1", "Work", 2);
  add (before, "a2", "Home", 0);
  add (before, "a3", "Club", 0);
  bell_tray_menu_set_statuses (menu, before);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (on_items_changed), log);
  g_signal_connect (commands, "items-changed", G_CALLBACK (on_items_changed), log);

  bell_tray_menu_set_statuses (menu, before);
  g_assert_cmpstr (log->str, ==, "");

  add (after, "a1", "Work", 2);
  add (after, "a2", "Home", 1);
  bell_tray_menu_set_statuses (menu, after);
  g_assert_cmpstr (log->str, ==, "1 -1 +0; 1 -0 +1; 2 -1 +0; ");
  assert_item (menu, ACCOUNTS, 1, FSI "Home" PDI ": 1 unread", "app.open-mail::a2");
  g_signal_handlers_disconnect_by_data (accounts, log);
  g_signal_handlers_disconnect_by_data (commands, log);
}

static void
test_same_line_of_another_account_is_replaced (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) before = statuses_new ();
  g_autoptr (GPtrArray) after = statuses_new ();

  add (before, "a1", "Work", 0);
  add (after, "a2", "Work", 0);
  bell_tray_menu_set_statuses (menu, before);
  bell_tray_menu_set_statuses (menu, after);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": Nothing new", "app.open-mail::a2");
}

static void
test_pause_offers_to_resume (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (0);

  bell_tray_menu_set_pause (menu, TRUE, 0, now);
  assert_item (menu, COMMANDS, 0, "Resume", "app.resume");
  g_assert_cmpint (count_items (menu, COMMANDS), ==, 3);
  bell_tray_menu_set_pause (menu, FALSE, 0, now);
  assert_item (menu, COMMANDS, 0, "Check Now", "app.check-now");
  g_assert_cmpint (count_items (menu, COMMANDS), ==, 4);
}

static void
message_unref (gpointer message)
{
  bell_message_summary_unref (message);
}

/* A message of Ada's in the inbox of the account a1. */
static void
tell (BellNewestMessages *newest, guint32 uid, const char *subject)
{
  g_autofree char *header =
    g_strdup_printf ("From: Ada <ada@example.org>\r\nSubject: %s\r\n\r\n", subject);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  BellNews news = { .account_id = "a1", .account_name = "Work", .messages = messages };

  g_ptr_array_add (messages, bell_message_summary_new (7, uid, FALSE, header, strlen (header)));
  bell_newest_messages_add (newest, &news);
}

/* All of them with the same content. */
static void
show (BellTrayMenu *menu, BellNewestMessages *newest, BellNoticeContent content)
{
  GPtrArray *messages = bell_newest_messages_get (newest);

  for (guint i = 0; i < messages->len; i++)
    ((BellNewestMessage *) g_ptr_array_index (messages, i))->content = content;
  bell_tray_menu_set_messages (menu, messages);
}

static void
test_messages_have_menus_of_their_own (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (BellNewestMessages) newest = bell_newest_messages_new ();

  tell (newest, 1, "Hello");
  tell (newest, 2, "a_b");
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 0);
  show (menu, newest, BELL_CONTENT_FULL);
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 3);
  assert_item (menu, MESSAGES, 0, FSI "Ada" PDI ": " FSI "a__b" PDI, NULL);
  assert_item (menu, MESSAGES, 1, FSI "Ada" PDI ": " FSI "Hello" PDI, NULL);
  assert_item (menu, MESSAGES, 2, "Mark All 2 New Messages as Read", "app.mark-told-read");
  assert_submenu (menu, MESSAGES, 1,
                  "Open app.open-message(('a1', '', uint32 7, uint32 1, '')), "
                  "Mark as Read app.mark-read(('a1', '', uint32 7, uint32 1, '')), "
                  "Archive app.archive(('a1', '', uint32 7, uint32 1, '')), "
                  "Delete app.delete(('a1', '', uint32 7, uint32 1, ''))");
}

static void
test_messages_come_and_go_in_place (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (BellNewestMessages) newest = bell_newest_messages_new ();
  g_autoptr (BellImapUidSet) second = bell_imap_uid_set_parse ("2");
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GMenuModel) section = get_section (menu, MESSAGES);

  tell (newest, 1, "One");
  tell (newest, 2, "Two");
  show (menu, newest, BELL_CONTENT_FULL);
  g_signal_connect (section, "items-changed", G_CALLBACK (on_items_changed), log);
  show (menu, newest, BELL_CONTENT_FULL);
  g_assert_cmpstr (log->str, ==, "");
  tell (newest, 3, "Three");
  show (menu, newest, BELL_CONTENT_FULL);
  g_assert_cmpstr (log->str, ==, "0 -0 +1; 3 -1 +0; 3 -0 +1; ");
  g_string_truncate (log, 0);
  bell_newest_messages_remove (newest, "a1", NULL, 7, second);
  show (menu, newest, BELL_CONTENT_FULL);
  g_assert_cmpstr (log->str, ==, "1 -1 +0; 2 -1 +0; 2 -0 +1; ");
  g_signal_handlers_disconnect_by_data (section, log);
}

static void
test_ten_messages_are_enough (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (BellNewestMessages) newest = bell_newest_messages_new ();

  for (guint32 uid = 1; uid <= 12; uid++)
    tell (newest, uid, "Hello");
  show (menu, newest, BELL_CONTENT_FULL);
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 11);
  assert_item (menu, MESSAGES, 10, "Mark All 12 New Messages as Read", "app.mark-told-read");
  show (menu, newest, BELL_CONTENT_SENDER);
  assert_item (menu, MESSAGES, 0, FSI "Ada" PDI, NULL);
  show (menu, newest, BELL_CONTENT_PRIVATE);
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 1);
}

static void
test_each_message_is_told_as_its_account_permits (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (BellNewestMessages) newest = bell_newest_messages_new ();
  GPtrArray *messages;

  for (guint32 uid = 1; uid <= 3; uid++)
    tell (newest, uid, "Hello");
  messages = bell_newest_messages_get (newest);
  ((BellNewestMessage *) g_ptr_array_index (messages, 0))->content = BELL_CONTENT_PRIVATE;
  ((BellNewestMessage *) g_ptr_array_index (messages, 1))->content = BELL_CONTENT_SENDER;
  bell_tray_menu_set_messages (menu, messages);
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 3);
  assert_item (menu, MESSAGES, 0, FSI "Ada" PDI, NULL);
  assert_item (menu, MESSAGES, 1, FSI "Ada" PDI ": " FSI "Hello" PDI, NULL);
  assert_item (menu, MESSAGES, 2, "Mark All 3 New Messages as Read", "app.mark-told-read");
}

/* They are no new messages, which can be marked by themselves. */
static void
test_messages_that_were_there_before (void)
{
  static const char header[] = "From: Ada <ada@example.org>\r\nSubject: Old\r\n\r\n";
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (BellNewestMessages) newest = bell_newest_messages_new ();
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (message_unref);
  BellNews earlier = { .account_id = "a1", .account_name = "Work", .messages = messages };

  g_ptr_array_add (messages, bell_message_summary_new (7, 1, FALSE, header, strlen (header)));
  bell_newest_messages_add_earlier (newest, &earlier);
  bell_tray_menu_set_messages (menu, bell_newest_messages_get (newest));
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 1);
  assert_item (menu, MESSAGES, 0, FSI "Ada" PDI ": " FSI "Old" PDI, NULL);
  tell (newest, 2, "New");
  bell_tray_menu_set_messages (menu, bell_newest_messages_get (newest));
  assert_item (menu, MESSAGES, 0, FSI "Ada" PDI ": " FSI "New" PDI, NULL);
  assert_item (menu, MESSAGES, 1, FSI "Ada" PDI ": " FSI "Old" PDI, NULL);
  assert_item (menu, MESSAGES, 2, "Mark 1 New Message as Read", "app.mark-told-read");
}

/* tray-mark-entry has the rest of it. */
static void
test_all_unread_can_be_marked (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (BellNewestMessages) newest = bell_newest_messages_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autoptr (GPtrArray) nothing = statuses_new ();

  add (statuses, "a1", "Work", 2);
  bell_tray_menu_set_statuses (menu, statuses);
  assert_item (menu, MESSAGES, 0, "Mark All 2 Unread Messages as Read", "app.mark-all-read('')");
  tell (newest, 1, "Hello");
  show (menu, newest, BELL_CONTENT_FULL);
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 2);
  assert_item (menu, MESSAGES, 0, FSI "Ada" PDI ": " FSI "Hello" PDI, NULL);
  assert_submenu (menu, MESSAGES, 1,
                  "Mark 1 New Message as Read app.mark-told-read, "
                  "Mark All 2 Unread Messages as Read app.mark-all-read('')");
  bell_newest_messages_counted (newest, "a1", 2);
  bell_newest_messages_counted (newest, "a1", 0);
  show (menu, newest, BELL_CONTENT_FULL);
  bell_tray_menu_set_statuses (menu, nothing);
  g_assert_cmpint (count_items (menu, MESSAGES), ==, 0);
}

/* At 14:30, and so many seconds later. */
static void
pause_until (BellTrayMenu *menu, gint64 seconds_later, gint64 until)
{
  g_autoptr (GDateTime) afternoon = g_date_time_new_utc (2026, 3, 2, 14, 30, 0);
  g_autoptr (GDateTime) now = g_date_time_add_seconds (afternoon, (double) seconds_later);

  bell_tray_menu_set_pause (menu, TRUE, until, now);
}

/* 15:30 of that day. */
#define END 1772465400

static void
test_pause_tells_its_end (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();

  pause_until (menu, 0, END);
  assert_item (menu, COMMANDS, 0, "Resume (paused until 15:30, 60 minutes left)", "app.resume");
  pause_until (menu, 0, -1);
  assert_item (menu, COMMANDS, 0, "Resume", "app.resume");
  g_assert_cmpint (count_items (menu, COMMANDS), ==, 3);
}

/* What has not changed is not replaced: the menu may be open. */
static void
test_pause_is_written_anew_when_somebody_looks (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GMenuModel) commands = get_section (menu, COMMANDS);
  g_autoptr (GString) log = g_string_new (NULL);

  pause_until (menu, 60 * 60 - 90, END);
  assert_item (menu, COMMANDS, 0, "Resume (paused until 15:30, 2 minutes left)", "app.resume");
  g_signal_connect (commands, "items-changed", G_CALLBACK (on_items_changed), log);
  pause_until (menu, 60 * 60 - 61, END);
  g_assert_cmpstr (log->str, ==, "");
  pause_until (menu, 60 * 60 - 60, END);
  g_assert_cmpstr (log->str, ==, "0 -1 +0; 0 -0 +1; ");
  assert_item (menu, COMMANDS, 0, "Resume (paused until 15:30, 1 minute left)", "app.resume");
  g_signal_handlers_disconnect_by_data (commands, log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray-menu/all-unread-can-be-marked", test_all_unread_can_be_marked);
  g_test_add_func ("/tray-menu/commands", test_commands_are_there_from_the_start);
  g_test_add_func ("/tray-menu/accounts", test_accounts_have_a_line_each);
  g_test_add_func ("/tray-menu/no-account", test_no_account_says_what_to_do);
  g_test_add_func ("/tray-menu/attention", test_what_needs_the_user_is_on_top);
  g_test_add_func ("/tray-menu/no-command", test_no_command_is_shown);
  g_test_add_func ("/tray-menu/attention/command", test_failed_command_is_on_top);
  g_test_add_func ("/tray-menu/mnemonics", test_underscores_are_no_mnemonics);
  g_test_add_func ("/tray-menu/in-place", test_only_the_changed_line_is_replaced);
  g_test_add_func ("/tray-menu/other-account", test_same_line_of_another_account_is_replaced);
  g_test_add_func ("/tray-menu/paused", test_pause_offers_to_resume);
  g_test_add_func ("/tray-menu/messages", test_messages_have_menus_of_their_own);
  g_test_add_func ("/tray-menu/messages/in-place", test_messages_come_and_go_in_place);
  g_test_add_func ("/tray-menu/messages/ten", test_ten_messages_are_enough);
  g_test_add_func ("/tray-menu/content-of-each", test_each_message_is_told_as_its_account_permits);
  g_test_add_func ("/tray-menu/messages/earlier", test_messages_that_were_there_before);
  g_test_add_func ("/tray-menu/paused/end", test_pause_tells_its_end);
  g_test_add_func ("/tray-menu/paused/left", test_pause_is_written_anew_when_somebody_looks);
  return g_test_run ();
}
