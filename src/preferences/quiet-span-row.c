/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-span-row.c: quiet hours of some days. What is typed is judged at once and taken when it is
 * applied or left (typing-end.h); days are taken at once. What will not do stays, with the reason below. */

#include "preferences/quiet-span-row.h"

#include "preferences/hint-row.h"
#include "preferences/quiet-text.h"
#include "preferences/typing-end.h"

#include <glib/gi18n-lib.h>

#define N_DAYS 7

struct _BellQuietSpanRow {
  AdwExpanderRow parent_instance;

  char    *text;    /* (owned) */
  gboolean showing; /* the fields change by our hand */

  GtkBox          *days_box;
  GtkToggleButton *days[N_DAYS];
  AdwEntryRow     *from_row;
  AdwEntryRow     *to_row;
  GtkWidget       *days_row;
  BellHintRow     *hints[BELL_QUIET_N_PARTS];
};

enum {
  CHANGED,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BellQuietSpanRow, bell_quiet_span_row, ADW_TYPE_EXPANDER_ROW)

/* Whoever cannot see what is wrong with the days hears it at each of them. TEXT (nullable). */
static void
describe_days (BellQuietSpanRow *self, const char *text)
{
  for (guint day = 0; day < N_DAYS; day++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->days[day]),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text != NULL ? text : bell_quiet_text_get_day (day), -1);
}

/* What is wrong is told below the field that it is wrong in. */
static gboolean
read_fields (BellQuietSpanRow *self, BellQuietSpan *span)
{
  guint8   days = 0;
  char    *refused[BELL_QUIET_N_PARTS];
  gboolean right;

  for (guint day = 0; day < N_DAYS; day++)
    if (gtk_toggle_button_get_active (self->days[day]))
      days |= (guint8) (1 << day);
  right =
    bell_quiet_text_check (days, gtk_editable_get_text (GTK_EDITABLE (self->from_row)),
                           gtk_editable_get_text (GTK_EDITABLE (self->to_row)), span, refused);
  describe_days (self, refused[BELL_QUIET_DAYS]);
  for (guint part = 0; part < BELL_QUIET_N_PARTS; part++) {
    bell_hint_row_set_error (self->hints[part], refused[part]);
    g_free (refused[part]);
  }
  return right;
}

static void
show_title (BellQuietSpanRow *self)
{
  g_autofree char *words = NULL;
  BellQuietSpan    span;

  if (bell_quiet_span_parse (self->text, &span))
    words = bell_quiet_text_describe (&span);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), words != NULL ? words : self->text);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 words != NULL ? "" : _ ("This is not understood"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words != NULL ? words : self->text, -1);
}

static void
show_time (AdwEntryRow *row, guint16 minutes)
{
  g_autofree char *text = bell_quiet_text_of_time (minutes);

  adw_entry_row_set_show_apply_button (row, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_show_apply_button (row, TRUE);
}

static void
show_fields (BellQuietSpanRow *self)
{
  BellQuietSpan span;

  if (!bell_quiet_span_parse (self->text, &span))
    return;
  self->showing = TRUE;
  for (guint day = 0; day < N_DAYS; day++)
    gtk_toggle_button_set_active (self->days[day], (span.days & (1 << day)) != 0);
  show_time (self->from_row, span.from);
  show_time (self->to_row, span.to);
  self->showing = FALSE;
  for (guint part = 0; part < BELL_QUIET_N_PARTS; part++)
    bell_hint_row_set_error (self->hints[part], NULL);
}

static void
on_typed (BellQuietSpanRow *self)
{
  BellQuietSpan span;

  if (!self->showing)
    read_fields (self, &span);
}

static void
apply (gpointer data)
{
  BellQuietSpanRow *self = data;
  BellQuietSpan     span;
  g_autofree char  *text = NULL;

  if (self->showing || !read_fields (self, &span))
    return;
  text = bell_quiet_span_to_text (&span);
  if (g_str_equal (text, self->text))
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  show_title (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_remove_clicked (BellQuietSpanRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
add_day (BellQuietSpanRow *self, guint day)
{
  GtkWidget  *button = gtk_toggle_button_new_with_label (bell_quiet_text_get_short_day (day));
  const char *name = bell_quiet_text_get_day (day);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "day");
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (apply), self);
  gtk_box_append (self->days_box, button);
  self->days[day] = GTK_TOGGLE_BUTTON (button);
}

static void
bell_quiet_span_row_finalize (GObject *object)
{
  g_free (BELL_QUIET_SPAN_ROW (object)->text);
  G_OBJECT_CLASS (bell_quiet_span_row_parent_class)->finalize (object);
}

static void
bind_hint (GtkWidgetClass *klass, const char *name, BellQuietPart part)
{
  gtk_widget_class_bind_template_child_full (klass, name, FALSE,
                                             G_STRUCT_OFFSET (BellQuietSpanRow, hints) +
                                               (gssize) (part * sizeof (BellHintRow *)));
}

static void
bell_quiet_span_row_class_init (BellQuietSpanRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bell_quiet_span_row_finalize;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/quiet-span-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellQuietSpanRow, days_row);
  gtk_widget_class_bind_template_child (widget_class, BellQuietSpanRow, days_box);
  gtk_widget_class_bind_template_child (widget_class, BellQuietSpanRow, from_row);
  gtk_widget_class_bind_template_child (widget_class, BellQuietSpanRow, to_row);
  bind_hint (widget_class, "days_hint", BELL_QUIET_DAYS);
  bind_hint (widget_class, "from_hint", BELL_QUIET_FROM);
  bind_hint (widget_class, "to_hint", BELL_QUIET_TO);
  gtk_widget_class_bind_template_callback (widget_class, apply);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] =
    g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_quiet_span_row_init (BellQuietSpanRow *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint day = 0; day < N_DAYS; day++)
    add_day (self, day);
  bell_hint_row_set_field (self->hints[BELL_QUIET_DAYS], self->days_row);
  bell_hint_row_set_field (self->hints[BELL_QUIET_FROM], GTK_WIDGET (self->from_row));
  bell_hint_row_set_field (self->hints[BELL_QUIET_TO], GTK_WIDGET (self->to_row));
  bell_typing_end_watch (GTK_WIDGET (self->from_row), apply, apply, self);
  bell_typing_end_watch (GTK_WIDGET (self->to_row), apply, apply, self);
  self->showing = FALSE;
}

GtkWidget *
bell_quiet_span_row_new (const char *text)
{
  BellQuietSpanRow *self = g_object_new (BELL_TYPE_QUIET_SPAN_ROW, NULL);

  self->text = g_strdup (text);
  show_title (self);
  show_fields (self);
  return GTK_WIDGET (self);
}

const char *
bell_quiet_span_row_get_text (BellQuietSpanRow *self)
{
  return self->text;
}
