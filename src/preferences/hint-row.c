/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hint-row.c: the line below a field. Assistive technologies learn of it as the field's description. */

#include "preferences/hint-row.h"

struct _BellHintRow {
  AdwPreferencesRow parent_instance;

  GtkWidget *field; /* (unowned) (nullable) a sibling */
  GtkLabel  *label;
};

enum {
  PROPERTY_FIELD = 1,
  PROPERTY_NOTE,
};

G_DEFINE_FINAL_TYPE (BellHintRow, bell_hint_row, ADW_TYPE_PREFERENCES_ROW)

static void
bell_hint_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BellHintRow *self = BELL_HINT_ROW (object);

  if (id == PROPERTY_FIELD)
    bell_hint_row_set_field (self, g_value_get_object (value));
  else if (id == PROPERTY_NOTE)
    bell_hint_row_set_note (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* A list asks the row beside the one that is left, and no further, so that what is behind a row that
 * takes no focus would not be reached. */
static gboolean
bell_hint_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean   back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *beside = widget;

  do
    beside = back ? gtk_widget_get_prev_sibling (beside) : gtk_widget_get_next_sibling (beside);
  while (beside != NULL && !gtk_widget_get_visible (beside));
  return beside != NULL && gtk_widget_child_focus (beside, direction);
}

static void
bell_hint_row_class_init (BellHintRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = bell_hint_row_set_property;
  widget_class->focus = bell_hint_row_focus;
  g_object_class_install_property (object_class, PROPERTY_FIELD,
                                   g_param_spec_object ("field", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROPERTY_NOTE,
    g_param_spec_string ("note", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/hint-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellHintRow, label);
}

static void
bell_hint_row_init (BellHintRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_hint_row_set_field (BellHintRow *self, GtkWidget *field)
{
  self->field = field;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->label, NULL, -1);
}

/* GTK 4.8 makes no description of a relation, and one of a tooltip, which is to come second. */
static void
describe_field (BellHintRow *self, const char *text)
{
  GtkAccessible *field = GTK_ACCESSIBLE (self->field);

  if (text == NULL)
    text = gtk_widget_get_tooltip_text (self->field);
  if (text != NULL)
    gtk_accessible_update_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
show_text (BellHintRow *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (self->label, text != NULL ? text : "");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "error");
  if (self->field == NULL)
    return;
  describe_field (self, text);
  if (wrong)
    gtk_widget_add_css_class (self->field, "error");
  else
    gtk_widget_remove_css_class (self->field, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

void
bell_hint_row_set_error (BellHintRow *self, const char *text)
{
  show_text (self, text, text != NULL);
}

void
bell_hint_row_set_note (BellHintRow *self, const char *text)
{
  show_text (self, text, FALSE);
}
