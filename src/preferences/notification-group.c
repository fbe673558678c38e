/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notification-group.c: the settings of notifications. Their buttons stand in an order of the setting's:
 * one that comes back goes before those that follow it in our own. */

#include "preferences/notification-group.h"

#include "preferences/choice-binding.h"
#include "preferences/duration-binding.h"
#include "preferences/entry-binding.h"
#include "preferences/test-notification-row.h"

#include <glib/gi18n-lib.h>

#define BUTTONS "notification-buttons"
#define NAME_KEY "bell-button"

static const BellFieldRange digest_range = { 1, 20 };

/* In the order of the schema's default. */
static const struct {
  const char *name;
  const char *title;
  const char *subtitle; /* (nullable) */
} buttons[] = {
  { "copy-code", N_ ("Copy Code"), N_ ("Only if a message carries a one-time code") },
  { "open", N_ ("Open"), NULL },
  { "mark-read", N_ ("Mark as Read"), NULL },
  { "archive", N_ ("Archive"), NULL },
  { "delete", N_ ("Delete"), NULL },
  { "junk", N_ ("Junk"), NULL },
};

struct _BellNotificationGroup {
  AdwPreferencesGroup parent_instance;

  GSettings *settings; /* (owned) */
  GtkWidget *checks[G_N_ELEMENTS (buttons)];
  gboolean   showing; /* the checks change by our hand */

  AdwComboRow    *content_row;
  GtkSwitch      *face_switch;
  AdwComboRow    *duration_row;
  AdwEntryRow    *seconds_row;
  BellHintRow    *seconds_hint;
  GtkSwitch      *sound_switch;
  AdwEntryRow    *digest_row;
  BellHintRow    *digest_hint;
  AdwExpanderRow *buttons_row;

  BellTestNotificationRow *test_row;
};

G_DEFINE_FINAL_TYPE (BellNotificationGroup, bell_notification_group, ADW_TYPE_PREFERENCES_GROUP)

/* "Open, Mark as Read, Archive". (transfer full) */
static char *
describe_buttons (const char *const *names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint n = 0; names[n] != NULL; n++)
    for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
      if (g_str_equal (buttons[i].name, names[n]))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (buttons[i].title));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (_ ("None"));
}

static void
show_buttons (BellNotificationGroup *self)
{
  g_auto (GStrv) names = g_settings_get_strv (self->settings, BUTTONS);
  g_autofree char *text = describe_buttons ((const char *const *) names);

  self->showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->checks[i]),
                                 g_strv_contains ((const char *const *) names, buttons[i].name));
  self->showing = FALSE;
  adw_expander_row_set_subtitle (self->buttons_row, text);
}

/* Where NAME stands in our own order; behind all if it is none of ours. */
static guint
get_rank (const char *name)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (buttons) && !g_str_equal (buttons[i].name, name))
    i++;
  return i;
}

/* NAMES without NAME, or with it before the first one that follows it. (transfer full) */
static GStrv
change_buttons (const char *const *names, const char *name, gboolean wanted)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean placed = !wanted;

  for (guint i = 0; names[i] != NULL; i++) {
    if (!placed && get_rank (names[i]) > get_rank (name)) {
      g_strv_builder_add (builder, name);
      placed = TRUE;
    }
    if (!g_str_equal (names[i], name))
      g_strv_builder_add (builder, names[i]);
  }
  if (!placed)
    g_strv_builder_add (builder, name);
  return g_strv_builder_end (builder);
}

static void
on_check_toggled (BellNotificationGroup *self, GtkCheckButton *check)
{
  const char *name = g_object_get_data (G_OBJECT (check), NAME_KEY);
  g_auto (GStrv) before = g_settings_get_strv (self->settings, BUTTONS);
  g_auto (GStrv) names = NULL;

  if (self->showing)
    return;
  names = change_buttons ((const char *const *) before, name, gtk_check_button_get_active (check));
  g_settings_set_strv (self->settings, BUTTONS, (const char *const *) names);
}

/* (transfer none): the check. */
static GtkWidget *
add_button (BellNotificationGroup *self, guint i)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (buttons[i].title));
  if (buttons[i].subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (buttons[i].subtitle));
  g_object_set_data (G_OBJECT (check), NAME_KEY, (gpointer) buttons[i].name);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_check_toggled), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (self->buttons_row, row);
  return check;
}

static void
bell_notification_group_dispose (GObject *object)
{
  g_clear_object (&BELL_NOTIFICATION_GROUP (object)->settings);
  G_OBJECT_CLASS (bell_notification_group_parent_class)->dispose (object);
}

static void
bell_notification_group_class_init (BellNotificationGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_notification_group_dispose;
  g_type_ensure (BELL_TYPE_HINT_ROW);
  g_type_ensure (BELL_TYPE_TEST_NOTIFICATION_ROW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/notification-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, content_row);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, face_switch);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, duration_row);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, seconds_row);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, seconds_hint);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, sound_switch);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, digest_row);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, digest_hint);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, buttons_row);
  gtk_widget_class_bind_template_child (widget_class, BellNotificationGroup, test_row);
}

static void
bell_notification_group_init (BellNotificationGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    self->checks[i] = add_button (self, i);
}

void
bell_notification_group_set_settings (BellNotificationGroup *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  bell_choice_binding_new (self->content_row, settings, "notification-content");
  g_settings_bind (settings, "notification-face", self->face_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  bell_duration_binding_new (self->duration_row, self->seconds_row, self->seconds_hint, settings);
  g_settings_bind (settings, "notification-sound", self->sound_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  bell_entry_binding_new (self->digest_row, self->digest_hint, settings, "digest-above",
                          bell_field_check_range, (gpointer) &digest_range);
  show_buttons (self);
  g_signal_connect_object (settings, "changed::" BUTTONS, G_CALLBACK (show_buttons), self,
                           G_CONNECT_SWAPPED);
}

void
bell_notification_group_set_applet (BellNotificationGroup *self, BellAppletLink *applet)
{
  bell_test_notification_row_set_applet (self->test_row, applet);
}
