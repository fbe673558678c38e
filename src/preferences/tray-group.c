/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-group.c: where the number of unread messages is shown. */

#include "preferences/tray-group.h"

struct _BellTrayGroup {
  AdwPreferencesGroup parent_instance;

  GtkSwitch *count_switch;
  GtkSwitch *hide_switch;
  GtkSwitch *badge_switch;
  GtkSwitch *background_switch;
};

G_DEFINE_FINAL_TYPE (BellTrayGroup, bell_tray_group, ADW_TYPE_PREFERENCES_GROUP)

static void
bell_tray_group_class_init (BellTrayGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/tray-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellTrayGroup, count_switch);
  gtk_widget_class_bind_template_child (widget_class, BellTrayGroup, hide_switch);
  gtk_widget_class_bind_template_child (widget_class, BellTrayGroup, badge_switch);
  gtk_widget_class_bind_template_child (widget_class, BellTrayGroup, background_switch);
}

static void
bell_tray_group_init (BellTrayGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind (GSettings *settings, const char *key, GtkSwitch *toggle)
{
  g_settings_bind (settings, key, toggle, "active", G_SETTINGS_BIND_DEFAULT);
}

void
bell_tray_group_set_settings (BellTrayGroup *self, GSettings *settings)
{
  bind (settings, "tray-count", self->count_switch);
  bind (settings, "tray-hide-when-nothing-new", self->hide_switch);
  bind (settings, "badge-count", self->badge_switch);
  bind (settings, "background-status", self->background_switch);
}
