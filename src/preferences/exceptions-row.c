/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exceptions-row.c: the senders whose messages are told of in quiet hours too: a row for each, and a
 * field for one more. */

#include "preferences/exceptions-row.h"

#include "preferences/field-check.h"
#include "preferences/hint-row.h"
#include "preferences/typing-end.h"

#include <glib/gi18n-lib.h>

#define KEY "quiet-exceptions"
#define SENDER_KEY "bell-sender"

struct _BellExceptionsRow {
  AdwExpanderRow parent_instance;

  GSettings *settings; /* (owned) */
  GPtrArray *rows;     /* (owned) of GtkWidget, which the row owns */

  AdwEntryRow *entry_row;
  BellHintRow *entry_hint;
};

G_DEFINE_FINAL_TYPE (BellExceptionsRow, bell_exceptions_row, ADW_TYPE_EXPANDER_ROW)

static void
on_remove_clicked (BellExceptionsRow *self, GtkWidget *button)
{
  const char *sender = g_object_get_data (G_OBJECT (button), SENDER_KEY);
  g_auto (GStrv) senders = g_settings_get_strv (self->settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) others = NULL;

  for (guint i = 0; senders[i] != NULL; i++)
    if (!g_str_equal (senders[i], sender))
      g_strv_builder_add (builder, senders[i]);
  others = g_strv_builder_end (builder);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry_row));
  g_settings_set_strv (self->settings, KEY, (const char *const *) others);
}

static void
add_row (BellExceptionsRow *self, const char *sender)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), sender);

  g_object_set (row, "use-markup", FALSE, "title", sender, NULL);
  g_object_set_data_full (G_OBJECT (button), SENDER_KEY, g_strdup (sender), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
fill (BellExceptionsRow *self)
{
  g_auto (GStrv) senders = g_settings_get_strv (self->settings, KEY);
  g_autofree char *list = g_strjoinv (", ", senders);

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; senders[i] != NULL; i++)
    add_row (self, senders[i]);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), *list != '\0' ? list : _ ("Nobody"));
}

/* (transfer full) */
static char *
get_typed (BellExceptionsRow *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry_row))));
}

static void
clear_entry (BellExceptionsRow *self)
{
  adw_entry_row_set_show_apply_button (self->entry_row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
  adw_entry_row_set_show_apply_button (self->entry_row, TRUE);
}

static void
on_typed (BellExceptionsRow *self)
{
  bell_hint_row_set_error (self->entry_hint, NULL);
}

static void
apply (gpointer data)
{
  BellExceptionsRow *self = data;
  g_autofree char   *sender = get_typed (self);
  g_autofree char   *refused = *sender != '\0' ? bell_field_check_sender (sender, NULL) : NULL;
  g_auto (GStrv) senders = g_settings_get_strv (self->settings, KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  bell_hint_row_set_error (self->entry_hint, refused);
  if (refused != NULL || *sender == '\0')
    return;
  if (!g_strv_contains ((const char *const *) senders, sender)) {
    g_strv_builder_addv (builder, (const char **) senders);
    g_strv_builder_add (builder, sender);
    all = g_strv_builder_end (builder);
    g_settings_set_strv (self->settings, KEY, (const char *const *) all);
  }
  clear_entry (self);
}

static void
bell_exceptions_row_dispose (GObject *object)
{
  BellExceptionsRow *self = BELL_EXCEPTIONS_ROW (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (bell_exceptions_row_parent_class)->dispose (object);
}

static void
bell_exceptions_row_class_init (BellExceptionsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_exceptions_row_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/exceptions-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellExceptionsRow, entry_row);
  gtk_widget_class_bind_template_child (widget_class, BellExceptionsRow, entry_hint);
  gtk_widget_class_bind_template_callback (widget_class, apply);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
}

static void
bell_exceptions_row_init (BellExceptionsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  bell_hint_row_set_field (self->entry_hint, GTK_WIDGET (self->entry_row));
  bell_typing_end_watch (GTK_WIDGET (self->entry_row), apply, apply, self);
}

void
bell_exceptions_row_set_settings (BellExceptionsRow *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  fill (self);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
}
