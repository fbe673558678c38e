/* SPDX-License-Identifier: GPL-3.0-or-later */
/* duration-binding.c: the schema's words are 0 for as the desktop has it, and -1 for until closed. */

#include "preferences/duration-binding.h"

#include "preferences/entry-binding.h"

#define KEY "notification-duration"

/* What the seconds begin with when they are chosen. */
#define FIRST_SECONDS 10

typedef enum { AS_DESKTOP, SECONDS, UNTIL_CLOSED } Choice;

static const BellFieldRange range = { 1, 3600 };

typedef struct {
  AdwComboRow *choice_row;   /* (unowned): it owns us */
  GtkWidget   *seconds_row;  /* (unowned): of the same group */
  BellHintRow *seconds_hint; /* (unowned): the same */
  GSettings   *settings;     /* (owned) */
  gulong       handler;      /* of SETTINGS */
  gboolean     showing;      /* the row changes by our hand */
} Binding;

static void
binding_free (gpointer data)
{
  Binding *self = data;

  g_signal_handler_disconnect (self->settings, self->handler);
  g_object_unref (self->settings);
  g_free (self);
}

static Choice
get_choice (Binding *self)
{
  int seconds = g_settings_get_int (self->settings, KEY);

  if (seconds < 0)
    return UNTIL_CLOSED;
  return seconds == 0 ? AS_DESKTOP : SECONDS;
}

static void
show_choice (Binding *self)
{
  Choice choice = get_choice (self);

  self->showing = TRUE;
  adw_combo_row_set_selected (self->choice_row, choice);
  self->showing = FALSE;
  gtk_widget_set_visible (self->seconds_row, choice == SECONDS);
  if (choice != SECONDS)
    bell_hint_row_set_error (self->seconds_hint, NULL);
}

static void
on_selected (Binding *self)
{
  static const int seconds[] = { [AS_DESKTOP] = 0, [SECONDS] = FIRST_SECONDS, [UNTIL_CLOSED] = -1 };
  guint            choice = adw_combo_row_get_selected (self->choice_row);

  if (!self->showing && choice < G_N_ELEMENTS (seconds) && choice != get_choice (self))
    g_settings_set_int (self->settings, KEY, seconds[choice]);
}

void
bell_duration_binding_new (AdwComboRow *choice_row,
                           AdwEntryRow *seconds_row,
                           BellHintRow *seconds_hint,
                           GSettings   *settings)
{
  Binding *self = g_new0 (Binding, 1);

  self->choice_row = choice_row;
  self->seconds_row = GTK_WIDGET (seconds_row);
  self->seconds_hint = seconds_hint;
  self->settings = g_object_ref (settings);
  g_object_set_data_full (G_OBJECT (choice_row), "bell-duration-binding", self, binding_free);
  bell_entry_binding_new (seconds_row, seconds_hint, settings, KEY, bell_field_check_range,
                          (gpointer) &range);
  show_choice (self);
  self->handler =
    g_signal_connect_swapped (settings, "changed::" KEY, G_CALLBACK (show_choice), self);
  g_signal_connect_swapped (choice_row, "notify::selected", G_CALLBACK (on_selected), self);
}
