/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be marked as read from the menu. */

#include "desktop/tray-mark-entry.h"

#include "../policy/statuses.h"

static void
append_choice (GString *text, GMenuModel *menu, int i)
{
  g_autofree char *label = NULL;
  g_autofree char *action = NULL;
  g_autofree char *target = NULL;

  g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
  g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_TARGET, "s", &target);
  g_string_append_printf (text, "%s [%s%s%s]\n", label, action, target != NULL ? " " : "",
                          target != NULL ? target : "");
}

/* The entry by itself, or its submenu, which AS_SUBMENU (out) (nullable) tells; NULL: there is none.
 * (transfer full) (nullable) */
static char *
describe (GPtrArray *statuses, guint n_told, gboolean *as_submenu)
{
  g_autofree char *description = NULL;
  g_autoptr (GMenuItem) item = bell_tray_mark_entry_new (statuses, n_told, &description);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) submenu = NULL;
  GString *text;

  g_assert_true ((item == NULL) == (description == NULL));
  if (item == NULL)
    return NULL;
  text = g_string_new (NULL);
  g_menu_append_item (menu, item);
  submenu = g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SUBMENU);
  if (as_submenu != NULL)
    *as_submenu = submenu != NULL;
  if (submenu == NULL)
    append_choice (text, G_MENU_MODEL (menu), 0);
  for (int i = 0; submenu != NULL && i < g_menu_model_get_n_items (submenu); i++)
    append_choice (text, submenu, i);
  return g_string_free (text, FALSE);
}

static void
assert_entry (GPtrArray *statuses, guint n_told, const char *expected)
{
  g_autofree char *text = describe (statuses, n_told, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();

  assert_entry (NULL, 0, NULL);
  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 0);
  statuses_add (statuses, "Home", BELL_ACCOUNT_OFF, 5);
  statuses_add (statuses, "Club", BELL_ACCOUNT_CONNECTING, 5)->unread_known = FALSE;
  assert_entry (statuses, 0, NULL);
}

/* Also while a message that was told of has not been counted yet. */
static void
test_one_account (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *work = statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 1);

  assert_entry (statuses, 0, "Mark 1 Unread Message as Read [app.mark-all-read ]\n");
  assert_entry (statuses, 1, "Mark 1 Unread Message as Read [app.mark-all-read ]\n");
  work->unread = 3;
  assert_entry (statuses, 3, "Mark All 3 Unread Messages as Read [app.mark-all-read ]\n");
  assert_entry (statuses, 4, "Mark All 3 Unread Messages as Read [app.mark-all-read ]\n");
  work->unread = 0;
  assert_entry (statuses, 2, "Mark All 2 New Messages as Read [app.mark-told-read]\n");
}

/* Who means the new ones does not lose sight of thousands of old ones. */
static void
test_old_ones (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();

  statuses_add (statuses, "Work", BELL_ACCOUNT_POLLING, 5003);
  assert_entry (statuses, 3,
                "Mark All 3 New Messages as Read [app.mark-told-read]\n"
                "Mark All 5003 Unread Messages as Read [app.mark-all-read ]\n");
}

/* Two clicks instead of one. */
static void
test_very_many (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *work = statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 100);
  g_autofree char   *few = NULL;
  g_autofree char   *many = NULL;
  gboolean           submenu;

  few = describe (statuses, 0, &submenu);
  g_assert_false (submenu);
  work->unread = 101;
  many = describe (statuses, 0, &submenu);
  g_assert_true (submenu);
  g_assert_cmpstr (many, ==, "Mark All 101 Unread Messages as Read [app.mark-all-read ]\n");
}

static void
test_several_accounts (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 2);
  statuses_add (statuses, "Empty", BELL_ACCOUNT_PUSHING, 0);
  statuses_add (statuses, "my_home", BELL_ACCOUNT_WAITING_TO_RETRY, 1);
  assert_entry (statuses, 3,
                FSI "Work" PDI ": 2 unread messages [app.mark-all-read Work]\n" FSI "my__home" PDI
                    ": 1 unread message [app.mark-all-read my_home]\n"
                    "Mark All 3 Unread Messages as Read [app.mark-all-read ]\n");
}

static void
test_description (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *work = statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, 2);
  g_autofree char   *before = NULL;
  g_autofree char   *same = NULL;
  g_autofree char   *after = NULL;

  g_object_unref (bell_tray_mark_entry_new (statuses, 2, &before));
  g_object_unref (bell_tray_mark_entry_new (statuses, 2, &same));
  work->unread = 3;
  g_object_unref (bell_tray_mark_entry_new (statuses, 2, &after));
  g_assert_cmpstr (before, ==, same);
  g_assert_cmpstr (before, !=, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tray-mark-entry/nothing", test_nothing);
  g_test_add_func ("/tray-mark-entry/one-account", test_one_account);
  g_test_add_func ("/tray-mark-entry/old-ones", test_old_ones);
  g_test_add_func ("/tray-mark-entry/very-many", test_very_many);
  g_test_add_func ("/tray-mark-entry/several-accounts", test_several_accounts);
  g_test_add_func ("/tray-mark-entry/description", test_description);

  return g_test_run ();
}
