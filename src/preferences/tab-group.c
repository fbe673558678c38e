/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tab-group.c: what GtkListBox can do by itself from GTK 4.18 on. */

#include "preferences/tab-group.h"

struct _BellTabGroup {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (BellTabGroup, bell_tab_group, GTK_TYPE_WIDGET)

static gboolean
has_focus (GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static gboolean
bell_tab_group_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if ((direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD) && has_focus (widget))
    return FALSE;
  return GTK_WIDGET_CLASS (bell_tab_group_parent_class)->focus (widget, direction);
}

static void
bell_tab_group_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (bell_tab_group_parent_class)->dispose (object);
}

static void
bell_tab_group_class_init (BellTabGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_tab_group_dispose;
  widget_class->focus = bell_tab_group_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bell_tab_group_init (G_GNUC_UNUSED BellTabGroup *self)
{
}
