/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-tray-menu-binding.c: what is written on the widgets, and that they are changed in place.
 * Needs a display. */

#include "desktop/tray-menu-binding.h"

#include "desktop/tray-menu.h"

#include "../policy/statuses.h"

typedef struct {
  BellTrayMenu *menu;
  GtkWidget    *widget;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  fixture->menu = bell_tray_menu_new ();
  fixture->widget =
    bell_tray_menu_binding_new (bell_tray_menu_get_model (fixture->menu), G_ACTION_GROUP (actions));
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gtk_widget_destroy (fixture->widget);
  g_object_unref (fixture->widget);
  g_object_unref (fixture->menu);
}

/* Two accounts; the binding has come to rest. */
static void
set_unread (Fixture *fixture, guint work, guint home)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();

  statuses_add (statuses, "Work", BELL_ACCOUNT_PUSHING, work);
  statuses_add (statuses, "Home", BELL_ACCOUNT_PUSHING, home);
  bell_tray_menu_set_statuses (fixture->menu, statuses);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* (transfer none) (nullable) */
static GtkWidget *
find_item (GtkWidget *menu, const char *label)
{
  g_autoptr (GList) items = gtk_container_get_children (GTK_CONTAINER (menu));

  for (GList *link = items; link != NULL; link = link->next)
    if (g_strcmp0 (gtk_menu_item_get_label (link->data), label) == 0)
      return link->data;
  return NULL;
}

/* "LABEL\n" for each item. */
static void
assert_labels (GtkWidget *menu, const char *expected)
{
  g_autoptr (GList) items = gtk_container_get_children (GTK_CONTAINER (menu));
  g_autoptr (GString) labels = g_string_new (NULL);

  for (GList *link = items; link != NULL; link = link->next)
    g_string_append_printf (labels, "%s\n", gtk_menu_item_get_label (link->data));
  g_assert_cmpstr (labels->str, ==, expected);
}

static GtkWidget *
get_mark_menu (Fixture *fixture)
{
  GtkWidget *mark = find_item (fixture->widget, "Mark All as Read");

  g_assert_nonnull (mark);
  return gtk_menu_item_get_submenu (GTK_MENU_ITEM (mark));
}

/* Nothing is rebuilt, so nothing flickers for the person who has it open. */
static void
test_a_submenu_keeps_its_numbers_right (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GList) before = NULL;
  g_autoptr (GList) after = NULL;
  GtkWidget *menu;

  set_unread (fixture, 3, 2);
  menu = get_mark_menu (fixture);
  before = gtk_container_get_children (GTK_CONTAINER (menu));
  assert_labels (menu, FSI "Work" PDI ": 3 unread messages\n" FSI "Home" PDI ": 2 unread messages\n"
                           "Mark All 5 Unread Messages as Read\n");

  set_unread (fixture, 7, 1);
  g_assert_true (get_mark_menu (fixture) == menu);
  assert_labels (menu, FSI "Work" PDI ": 7 unread messages\n" FSI "Home" PDI ": 1 unread message\n"
                           "Mark All 8 Unread Messages as Read\n");
  after = gtk_container_get_children (GTK_CONTAINER (menu));
  g_assert_cmpuint (g_list_length (after), ==, g_list_length (before));
  for (GList *a = before, *b = after; a != NULL; a = a->next, b = b->next)
    g_assert_true (a->data == b->data);
}

/* An account that has been read drops out, so the choice is another one. */
static void
test_another_choice_is_another_item (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_unread (fixture, 3, 2);
  get_mark_menu (fixture);
  set_unread (fixture, 3, 0);
  g_assert_null (find_item (fixture->widget, "Mark All as Read"));
  g_assert_nonnull (find_item (fixture->widget, "Mark All 3 Unread Messages as Read"));
}

static void
test_a_line_changes_in_place (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *line;

  set_unread (fixture, 3, 0);
  line = find_item (fixture->widget, FSI "Work" PDI ": 3 unread");
  g_assert_nonnull (line);
  set_unread (fixture, 4, 0);
  g_assert_true (find_item (fixture->widget, FSI "Work" PDI ": 4 unread") == line);
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init (&argc, &argv);
  add_test ("/tray-menu-binding/numbers", test_a_submenu_keeps_its_numbers_right);
  add_test ("/tray-menu-binding/choice", test_another_choice_is_another_item);
  add_test ("/tray-menu-binding/in-place", test_a_line_changes_in_place);
  return g_test_run ();
}
