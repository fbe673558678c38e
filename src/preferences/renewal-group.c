/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renewal-group.c: how often the watch is renewed. The schemas' words are 0 for automatic and, with
 * accounts, -1 for what is set for all of them. */

#include "preferences/renewal-group.h"

#include "preferences/entry-binding.h"

#include <glib/gi18n-lib.h>

#define KEY "renewal-minutes"

/* What the minutes begin with when they are chosen: what Automatic begins with. */
#define FIRST_MINUTES 9

typedef enum { AS_FOR_ALL, AUTOMATIC, MINUTES } Choice;

struct _BellRenewalGroup {
  AdwPreferencesGroup parent_instance;

  GSettings *settings;   /* (owned) */
  GSettings *general;    /* (owned) perhaps the same */
  guint      interval_s; /* now; 0: not known */
  gboolean   of_account; /* AS_FOR_ALL is among the choices */
  gboolean   showing;    /* the row changes by our hand */

  AdwComboRow *choice_row;
  BellHintRow *choice_hint;
  AdwEntryRow *minutes_row;
  BellHintRow *minutes_hint;
};

G_DEFINE_FINAL_TYPE (BellRenewalGroup, bell_renewal_group, ADW_TYPE_PREFERENCES_GROUP)

static int
get_minutes (BellRenewalGroup *self)
{
  if (self->of_account)
    return g_settings_get_int (self->settings, KEY);
  return (int) g_settings_get_uint (self->settings, KEY);
}

static void
set_minutes (BellRenewalGroup *self, int minutes)
{
  if (self->of_account)
    g_settings_set_int (self->settings, KEY, minutes);
  else
    g_settings_set_uint (self->settings, KEY, (guint) minutes);
}

static Choice
get_choice (BellRenewalGroup *self)
{
  int minutes = get_minutes (self);

  if (minutes < 0)
    return AS_FOR_ALL;
  return minutes == 0 ? AUTOMATIC : MINUTES;
}

static guint
get_position (BellRenewalGroup *self, Choice choice)
{
  return (guint) choice - (self->of_account ? 0 : 1);
}

/* A number that was set tells nothing of the network. */
static void
show_interval (BellRenewalGroup *self)
{
  gboolean found_out =
    get_choice (self) == AUTOMATIC ||
    (get_choice (self) == AS_FOR_ALL && g_settings_get_uint (self->general, KEY) == 0);
  guint            minutes = (self->interval_s + 30) / 60;
  g_autofree char *text = NULL;

  if (found_out && self->interval_s > 0)
    text = g_strdup_printf (
      ngettext ("On this network: every minute", "On this network: every %u minutes", minutes),
      minutes);
  bell_hint_row_set_note (self->choice_hint, text);
}

static void
show_choice (BellRenewalGroup *self)
{
  Choice choice = get_choice (self);

  self->showing = TRUE;
  adw_combo_row_set_selected (self->choice_row, get_position (self, choice));
  self->showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->minutes_row), choice == MINUTES);
  if (choice != MINUTES)
    bell_hint_row_set_error (self->minutes_hint, NULL);
  show_interval (self);
}

static void
on_choice_selected (BellRenewalGroup *self)
{
  guint position = adw_combo_row_get_selected (self->choice_row);

  if (self->showing || position == get_position (self, get_choice (self)))
    return;
  if (position == get_position (self, MINUTES))
    set_minutes (self, FIRST_MINUTES);
  else
    set_minutes (self, position == get_position (self, AUTOMATIC) ? 0 : -1);
}

static void
fill_choices (BellRenewalGroup *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  self->showing = TRUE;
  if (self->of_account)
    gtk_string_list_append (choices, _ ("As for all accounts"));
  gtk_string_list_append (choices, _ ("Automatically"));
  gtk_string_list_append (choices, _ ("At a fixed interval"));
  adw_combo_row_set_model (self->choice_row, G_LIST_MODEL (choices));
  self->showing = FALSE;
}

static void
bell_renewal_group_dispose (GObject *object)
{
  g_clear_object (&BELL_RENEWAL_GROUP (object)->general);
  g_clear_object (&BELL_RENEWAL_GROUP (object)->settings);
  G_OBJECT_CLASS (bell_renewal_group_parent_class)->dispose (object);
}

static void
bell_renewal_group_class_init (BellRenewalGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_renewal_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/renewal-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellRenewalGroup, choice_row);
  gtk_widget_class_bind_template_child (widget_class, BellRenewalGroup, choice_hint);
  gtk_widget_class_bind_template_child (widget_class, BellRenewalGroup, minutes_row);
  gtk_widget_class_bind_template_child (widget_class, BellRenewalGroup, minutes_hint);
}

static void
bell_renewal_group_init (BellRenewalGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_renewal_group_set_settings (BellRenewalGroup *self, GSettings *settings, GSettings *general)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, KEY);

  self->settings = g_object_ref (settings);
  self->general = g_object_ref (general);
  self->of_account = g_variant_is_of_type (value, G_VARIANT_TYPE_INT32);
  fill_choices (self);
  bell_entry_binding_new (self->minutes_row, self->minutes_hint, settings, KEY,
                          bell_field_check_renewal, NULL);
  show_choice (self);
  g_signal_connect_object (self->choice_row, "notify::selected", G_CALLBACK (on_choice_selected),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (show_choice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (general, "changed::" KEY, G_CALLBACK (show_interval), self,
                           G_CONNECT_SWAPPED);
}

void
bell_renewal_group_set_interval (BellRenewalGroup *self, guint seconds)
{
  self->interval_s = seconds;
  show_interval (self);
}
