/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-tray-menu.c: the lines of the menu, and that only what changed is replaced. */

#include "desktop/tray-menu.h"

#define FSI "\342\201\250"
#define PDI "\342\201\251"

enum { OPEN, ACCOUNTS, COMMANDS, N_SECTIONS };

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

  assert_item (menu, OPEN, 0, "Open mail", "app.open-mail('')");
  assert_item (menu, COMMANDS, 0, "Check now", "app.check-now");
  assert_item (menu, COMMANDS, 1, "Preferences", "app.preferences");
  assert_item (menu, COMMANDS, 2, "Quit", "app.quit");
}

static void
test_accounts_have_a_line_each (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  add (statuses, "a1", "Work", 2);
  add (statuses, "a2", "Home", 0);
  bell_tray_menu_set_statuses (menu, statuses, FALSE);
  g_assert_cmpint (count_items (menu, ACCOUNTS), ==, 2);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": 2 unread", "app.open-mail::a1");
  assert_item (menu, ACCOUNTS, 1, FSI "Home" PDI ": Nothing new", "app.open-mail::a2");
}

static void
test_no_account_says_what_to_do (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  bell_tray_menu_set_statuses (menu, statuses, FALSE);
  assert_item (menu, ACCOUNTS, 0, "No accounts yet: run “mailbell add ADDRESS”", "app.none");
  add (statuses, "a1", "Work", 2);
  bell_tray_menu_set_statuses (menu, statuses, FALSE);
  g_assert_cmpint (count_items (menu, ACCOUNTS), ==, 1);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": 2 unread", "app.open-mail::a1");
}

static void
test_underscores_are_no_mnemonics (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  add (statuses, "a1", "_a__b_", 1);
  bell_tray_menu_set_statuses (menu, statuses, FALSE);
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
  bell_tray_menu_set_statuses (menu, before, FALSE);
  g_signal_connect (accounts, "items-changed", G_CALLBACK (on_items_changed), log);
  g_signal_connect (commands, "items-changed", G_CALLBACK (on_items_changed), log);

  bell_tray_menu_set_statuses (menu, before, FALSE);
  g_assert_cmpstr (log->str, ==, "");

  add (after, "a1", "Work", 2);
  add (after, "a2", "Home", 1);
  bell_tray_menu_set_statuses (menu, after, FALSE);
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
  bell_tray_menu_set_statuses (menu, before, FALSE);
  bell_tray_menu_set_statuses (menu, after, FALSE);
  assert_item (menu, ACCOUNTS, 0, FSI "Work" PDI ": Nothing new", "app.open-mail::a2");
}

static void
test_pause_offers_to_resume (void)
{
  g_autoptr (BellTrayMenu) menu = bell_tray_menu_new ();
  g_autoptr (GPtrArray) statuses = statuses_new ();

  bell_tray_menu_set_statuses (menu, statuses, TRUE);
  assert_item (menu, COMMANDS, 0, "Resume", "app.resume");
  g_assert_cmpint (count_items (menu, COMMANDS), ==, 3);
  bell_tray_menu_set_statuses (menu, statuses, FALSE);
  assert_item (menu, COMMANDS, 0, "Check now", "app.check-now");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray-menu/commands", test_commands_are_there_from_the_start);
  g_test_add_func ("/tray-menu/accounts", test_accounts_have_a_line_each);
  g_test_add_func ("/tray-menu/no-account", test_no_account_says_what_to_do);
  g_test_add_func ("/tray-menu/mnemonics", test_underscores_are_no_mnemonics);
  g_test_add_func ("/tray-menu/in-place", test_only_the_changed_line_is_replaced);
  g_test_add_func ("/tray-menu/other-account", test_same_line_of_another_account_is_replaced);
  g_test_add_func ("/tray-menu/paused", test_pause_offers_to_resume);
  return g_test_run ();
}
