/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-menu-binding.c: a GtkMenu that follows a GMenuModel.
 * An item that does the same as before is the same item, whatever is written on it: on the bus it
 * keeps its number, and whoever has the menu open keeps their place in it. So the items are not
 * replaced one by one as the model replaces its own, but compared when the model has come to rest. */

#include "desktop/tray-menu-binding.h"

/* On an item: what it does, as text. */
#define KEY "bell-key"

/* The items of one section, behind a separator unless it is the first. */
typedef struct {
  GtkMenuShell *menu;      /* (unowned): it owns us */
  GtkWidget    *separator; /* (unowned) (nullable) seen between items */
  GPtrArray    *sections;  /* (unowned) of Section: all of the menu, in order */
  GMenuModel   *model;     /* (owned) */
  GPtrArray    *items;     /* (owned) of GtkWidget (unowned), in order */
  gulong        handler;
  guint         idle; /* compares soon; 0: nothing has changed */
} Section;

static void
section_free (gpointer data)
{
  Section *section = data;

  g_clear_handle_id (&section->idle, g_source_remove);
  g_signal_handler_disconnect (section->model, section->handler);
  g_object_unref (section->model);
  g_ptr_array_unref (section->items);
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
    offset += other->items->len + 1;
  }
  return offset;
}

/* What the item at POSITION does, or those of its menu do; items of one key have the same menu.
 * (transfer full) */
static char *
make_key (GMenuModel *model, int position)
{
  g_autoptr (GVariant) target =
    g_menu_model_get_item_attribute_value (model, position, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_autoptr (GMenuModel) submenu =
    g_menu_model_get_item_link (model, position, G_MENU_LINK_SUBMENU);
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *action = NULL;

  if (g_menu_model_get_item_attribute (model, position, G_MENU_ATTRIBUTE_ACTION, "s", &action))
    g_string_append (key, action);
  if (target != NULL)
    g_variant_print_string (target, key, FALSE);
  for (int i = 0; submenu != NULL && i < g_menu_model_get_n_items (submenu); i++) {
    g_autofree char *part = make_key (submenu, i);

    g_string_append_printf (key, "\n%s", part);
  }
  return g_string_free (g_steal_pointer (&key), FALSE);
}

/* (transfer full) */
static char *
get_label (GMenuModel *model, int position)
{
  char *label = NULL;

  g_menu_model_get_item_attribute (model, position, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  return label != NULL ? label : g_strdup ("");
}

/* ITEM, which does what the one at POSITION does, says what that one says; so do those of its menu. */
static void
update_labels (GtkMenuItem *item, GMenuModel *model, int position)
{
  g_autofree char *label = get_label (model, position);
  g_autoptr (GMenuModel) submenu =
    g_menu_model_get_item_link (model, position, G_MENU_LINK_SUBMENU);
  GtkWidget *menu = gtk_menu_item_get_submenu (item);
  g_autoptr (GList) items = menu != NULL ? gtk_container_get_children (GTK_CONTAINER (menu)) : NULL;
  int position_below = 0;

  if (!g_str_equal (gtk_menu_item_get_label (item), label))
    gtk_menu_item_set_label (item, label);
  for (GList *link = items; link != NULL; link = link->next)
    update_labels (link->data, submenu, position_below++);
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
  g_autofree char *label = get_label (model, (int) position);
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target =
    g_menu_model_get_item_attribute_value (model, (int) position, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_autoptr (GMenuModel) submenu =
    g_menu_model_get_item_link (model, (int) position, G_MENU_LINK_SUBMENU);
  GtkWidget *item;

  g_menu_model_get_item_attribute (model, (int) position, G_MENU_ATTRIBUTE_ACTION, "s", &action);
  item = gtk_menu_item_new_with_mnemonic (label);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (item), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (item), action);
  if (submenu != NULL)
    gtk_menu_item_set_submenu (GTK_MENU_ITEM (item), make_submenu (submenu));
  g_object_set_data_full (G_OBJECT (item), KEY, make_key (model, (int) position), g_free);
  gtk_widget_show (item);
  return item;
}

static gboolean
is_wanted (GPtrArray *keys, guint from, const char *key)
{
  for (guint i = from; i < keys->len; i++)
    if (g_str_equal (g_ptr_array_index (keys, i), key))
      return TRUE;
  return FALSE;
}

/* Items that are no longer wanted, from POSITION to the next that is. */
static void
remove_unwanted (Section *section, guint position, GPtrArray *keys)
{
  while (position < section->items->len) {
    GtkWidget *item = g_ptr_array_index (section->items, position);

    if (is_wanted (keys, position, g_object_get_data (G_OBJECT (item), KEY)))
      return;
    g_ptr_array_remove_index (section->items, position);
    gtk_widget_destroy (item);
  }
}

static void
insert_item (Section *section, guint position)
{
  GtkWidget *item = make_item (section->model, position);

  gtk_menu_shell_insert (section->menu, item, (int) (get_offset (section) + position));
  g_ptr_array_insert (section->items, (int) position, item);
}

static void
show_separators (GPtrArray *sections)
{
  gboolean any_above = FALSE;

  for (guint i = 0; i < sections->len; i++) {
    const Section *section = g_ptr_array_index (sections, i);

    if (section->separator != NULL)
      gtk_widget_set_visible (section->separator, any_above && section->items->len > 0);
    any_above |= section->items->len > 0;
  }
}

static void
compare (Section *section)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < g_menu_model_get_n_items (section->model); i++)
    g_ptr_array_add (keys, make_key (section->model, i));
  for (guint i = 0; i < keys->len; i++) {
    GtkWidget *item = NULL;

    remove_unwanted (section, i, keys);
    if (i < section->items->len)
      item = g_ptr_array_index (section->items, i);
    if (item == NULL ||
        !g_str_equal (g_object_get_data (G_OBJECT (item), KEY), g_ptr_array_index (keys, i)))
      insert_item (section, i);
    else
      update_labels (GTK_MENU_ITEM (item), section->model, (int) i);
  }
  remove_unwanted (section, keys->len, keys);
  show_separators (section->sections);
}

static gboolean
on_at_rest (gpointer user_data)
{
  Section *section = user_data;

  section->idle = 0;
  compare (section);
  return G_SOURCE_REMOVE;
}

static void
on_items_changed (G_GNUC_UNUSED GMenuModel *model,
                  G_GNUC_UNUSED int         position,
                  G_GNUC_UNUSED int         removed,
                  G_GNUC_UNUSED int         added,
                  Section                  *section)
{
  if (section->idle == 0)
    section->idle = g_idle_add (on_at_rest, section);
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
  section->items = g_ptr_array_new ();
  section->handler =
    g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), section);
  g_ptr_array_add (sections, section);
  compare (section);
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
