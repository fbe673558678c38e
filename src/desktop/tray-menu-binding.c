/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu-binding.c: a GtkMenu that follows a GMenuModel.
 * Sections are followed; the menu of an item is made with the item and stays as it is. */

#include "desktop/tray-menu-binding.h"

/* The items of one section, behind a separator unless it is the first. */
typedef struct {
  GtkMenuShell *menu;      /* (unowned): it owns us */
  GtkWidget    *separator; /* (unowned) (nullable) seen while there are items */
  GPtrArray    *sections;  /* (unowned) of Section: all of the menu, in order */
  GMenuModel   *model;     /* (owned) */
  gulong        handler;
  guint         n_items;
} Section;

static void
section_free (gpointer data)
{
  Section *section = data;

  g_signal_handler_disconnect (section->model, section->handler);
  g_object_unref (section->model);
  g_free (section);
}

/* Where the items of SECTION begin in the menu. */
static guint
get_offset (const Section *section)
{
  guint offset = 0;

  for (guint i = 0; i < section->sections->len; i++) {
    const Section *other = g_ptr_array_index (section->sections, i);

    if (other == section)
      break;
    /* The separator behind it counts as well. */
    offset += other->n_items + 1;
  }
  return offset;
}

static GtkWidget *make_item (GMenuModel *model, guint position);

static GtkWidget *
make_submenu (GMenuModel *model)
{
  GtkWidget *menu = gtk_menu_new ();

  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    gtk_menu_shell_append (GTK_MENU_SHELL (menu), make_item (model, (guint) i));
  return menu;
}

static GtkWidget *
make_item (GMenuModel *model, guint position)
{
  g_autofree char *label = NULL;
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target =
    g_menu_model_get_item_attribute_value (model, (int) position, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_autoptr (GMenuModel) submenu =
    g_menu_model_get_item_link (model, (int) position, G_MENU_LINK_SUBMENU);
  GtkWidget *item;

  g_menu_model_get_item_attribute (model, (int) position, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  g_menu_model_get_item_attribute (model, (int) position, G_MENU_ATTRIBUTE_ACTION, "s", &action);
  item = gtk_menu_item_new_with_mnemonic (label != NULL ? label : "");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (item), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (item), action);
  if (submenu != NULL)
    gtk_menu_item_set_submenu (GTK_MENU_ITEM (item), make_submenu (submenu));
  gtk_widget_show (item);
  return item;
}

static void
remove_items (GtkMenuShell *menu, guint position, guint n_items)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (menu));
  GList *link = g_list_nth (children, position);

  for (; n_items > 0 && link != NULL; n_items--, link = link->next)
    gtk_widget_destroy (link->data);
}

static void
on_items_changed (GMenuModel *model, int position, int removed, int added, Section *section)
{
  guint first = get_offset (section) + (guint) position;

  remove_items (section->menu, first, (guint) removed);
  section->n_items -= (guint) removed;
  for (int i = 0; i < added; i++)
    gtk_menu_shell_insert (section->menu, make_item (model, (guint) (position + i)),
                           (int) first + i);
  section->n_items += (guint) added;
  if (section->separator != NULL)
    gtk_widget_set_visible (section->separator, section->n_items > 0);
}

static void
add_section (GtkMenuShell *menu, GPtrArray *sections, GMenuModel *model)
{
  Section *section = g_new0 (Section, 1);

  if (sections->len > 0) {
    section->separator = gtk_separator_menu_item_new ();
    gtk_menu_shell_append (menu, section->separator);
  }
  section->menu = menu;
  section->sections = sections;
  section->model = g_object_ref (model);
  section->handler =
    g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), section);
  g_ptr_array_add (sections, section);
  on_items_changed (model, 0, 0, g_menu_model_get_n_items (model), section);
}

static void
sections_unref (gpointer sections)
{
  g_ptr_array_unref (sections);
}

GtkWidget *
bell_tray_menu_binding_new (GMenuModel *model, GActionGroup *actions)
{
  GtkWidget *menu = g_object_ref_sink (gtk_menu_new ());
  GPtrArray *sections = g_ptr_array_new_with_free_func (section_free);

  g_object_set_data_full (G_OBJECT (menu), "bell-sections", sections, sections_unref);
  gtk_widget_insert_action_group (menu, "app", actions);
  for (int i = 0; i < g_menu_model_get_n_items (model); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);

    if (section != NULL)
      add_section (GTK_MENU_SHELL (menu), sections, section);
  }
  return menu;
}
