/* SPDX-License-Identifier: GPL-3.0-or-later */
/* group-title.c: AdwPreferencesGroup has no property for it, so its label is looked for. If a later
 * libadwaita has another one, that looks as libadwaita wants it to. */

#include "preferences/group-title.h"

#include <adwaita.h>

static gboolean
is_title (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading") &&
         gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW) == NULL &&
         gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP) != NULL;
}

void
bell_group_title_wrap (GtkWidget *widget)
{
  if (is_title (widget)) {
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bell_group_title_wrap (child);
}
