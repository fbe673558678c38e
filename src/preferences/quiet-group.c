/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-group.c: when notifications are quiet. The rows hold what the setting holds, in its order; they
 * are made anew only if somebody else has changed it. */

#include "preferences/quiet-group.h"

#include "policy/quiet-hours.h"
#include "preferences/quiet-span-row.h"

#include <glib/gi18n-lib.h>

#define KEY "quiet-hours"

/* What a new row begins with. */
#define NIGHT "22:00-07:00"

struct _BellQuietGroup {
  AdwPreferencesGroup parent_instance;

  GSettings *settings; /* (owned) */
  GPtrArray *rows;     /* (owned) of BellQuietSpanRow, which the group owns */

  GtkWidget *add_button;
  GtkWidget *none_row;
};

G_DEFINE_FINAL_TYPE (BellQuietGroup, bell_quiet_group, ADW_TYPE_PREFERENCES_GROUP)

/* (transfer full) */
static GStrv
read_rows (BellQuietGroup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->rows->len; i++)
    g_strv_builder_add (builder, bell_quiet_span_row_get_text (g_ptr_array_index (self->rows, i)));
  return g_strv_builder_end (builder);
}

static void
show_number (BellQuietGroup *self)
{
  gtk_widget_set_visible (self->none_row, self->rows->len == 0);
  gtk_widget_set_sensitive (self->add_button, self->rows->len < BELL_QUIET_SPANS);
}

static void
store (BellQuietGroup *self)
{
  g_auto (GStrv) texts = read_rows (self);

  g_settings_set_strv (self->settings, KEY, (const char *const *) texts);
}

static void
remove_row (BellQuietGroup *self, GtkWidget *row)
{
  g_ptr_array_remove (self->rows, row);
  /* Its fields may hold what has been typed, which is taken as they go. */
  g_signal_handlers_disconnect_by_data (row, self);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  show_number (self);
}

static void
on_remove (BellQuietGroup *self, GtkWidget *row)
{
  remove_row (self, row);
  store (self);
  gtk_widget_grab_focus (self->add_button);
}

/* (transfer none) */
static GtkWidget *
add_row (BellQuietGroup *self, const char *text)
{
  GtkWidget *row = bell_quiet_span_row_new (text);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (store), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  show_number (self);
  return row;
}

static void
on_add_clicked (BellQuietGroup *self)
{
  GtkWidget *row = add_row (self, NIGHT);

  store (self);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_widget_grab_focus (row);
}

static void
on_setting_changed (BellQuietGroup *self)
{
  g_auto (GStrv) texts = g_settings_get_strv (self->settings, KEY);
  g_auto (GStrv) shown = read_rows (self);

  if (g_strv_equal ((const char *const *) texts, (const char *const *) shown))
    return;
  while (self->rows->len > 0)
    remove_row (self, g_ptr_array_index (self->rows, 0));
  for (guint i = 0; texts[i] != NULL; i++)
    add_row (self, texts[i]);
}

static void
bell_quiet_group_dispose (GObject *object)
{
  BellQuietGroup *self = BELL_QUIET_GROUP (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (bell_quiet_group_parent_class)->dispose (object);
}

static void
bell_quiet_group_class_init (BellQuietGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_quiet_group_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/quiet-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellQuietGroup, add_button);
  gtk_widget_class_bind_template_child (widget_class, BellQuietGroup, none_row);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
}

static void
bell_quiet_group_init (BellQuietGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

void
bell_quiet_group_set_settings (BellQuietGroup *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  on_setting_changed (self);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (on_setting_changed), self,
                           G_CONNECT_SWAPPED);
}
