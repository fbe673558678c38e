/* SPDX-License-Identifier: GPL-3.0-or-later */
/* general-page.c: the settings for all accounts. The choices of a combo row stand in the order of the
 * schema's values. */

#include "preferences/general-page.h"

#include "preferences/autostart-row.h"
#include "preferences/entry-binding.h"
#include "preferences/history-group.h"
#include "preferences/renewal-group.h"

static const BellFieldRange digest_range = { 1, 20 };
static const BellFieldRange polling_range = { 1, 60 };

struct _BellGeneralPage {
  AdwPreferencesPage parent_instance;

  BellAutostartRow *autostart_row;
  BellHintRow      *autostart_hint;
  AdwEntryRow      *digest_row;
  BellHintRow      *digest_hint;
  BellRenewalGroup *renewal_group;
  AdwEntryRow      *polling_row;
  BellHintRow      *polling_hint;
  AdwComboRow      *metered_row;
  AdwComboRow      *compress_row;
  BellHistoryGroup *history_group;
};

G_DEFINE_FINAL_TYPE (BellGeneralPage, bell_general_page, ADW_TYPE_PREFERENCES_PAGE)

/* The words of an enumeration in the schema, in order. USER_DATA: the schema's key. */
static GStrv
get_nicks (gpointer user_data)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (user_data);
  g_autoptr (GVariant) nicks = NULL;

  g_variant_get (range, "(&sv)", NULL, &nicks);
  return g_variant_dup_strv (nicks, NULL);
}

static gboolean
to_position (GValue *value, GVariant *nick, gpointer user_data)
{
  g_auto (GStrv) nicks = get_nicks (user_data);

  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_str_equal (nicks[i], g_variant_get_string (nick, NULL))) {
      g_value_set_uint (value, i);
      return TRUE;
    }
  return FALSE;
}

static GVariant *
to_nick (const GValue *value, G_GNUC_UNUSED const GVariantType *type, gpointer user_data)
{
  g_auto (GStrv) nicks = get_nicks (user_data);
  guint position = g_value_get_uint (value);

  return position < g_strv_length (nicks) ? g_variant_new_string (nicks[position]) : NULL;
}

static void
bind_choice (AdwComboRow *row, GSettings *settings, const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                to_position, to_nick, g_settings_schema_get_key (schema, key),
                                (GDestroyNotify) g_settings_schema_key_unref);
}

static void
bell_general_page_class_init (BellGeneralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BELL_TYPE_AUTOSTART_ROW);
  g_type_ensure (BELL_TYPE_HINT_ROW);
  g_type_ensure (BELL_TYPE_HISTORY_GROUP);
  g_type_ensure (BELL_TYPE_RENEWAL_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, autostart_hint);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, digest_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, digest_hint);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, renewal_group);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, polling_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, polling_hint);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, metered_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, compress_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, history_group);
}

static void
bell_general_page_init (BellGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_general_page_set_settings (BellGeneralPage *self, GSettings *settings)
{
  bell_autostart_row_set_hint (self->autostart_row, self->autostart_hint);
  bell_entry_binding_new (self->digest_row, self->digest_hint, settings, "digest-above",
                          bell_field_check_range, (gpointer) &digest_range);
  bell_entry_binding_new (self->polling_row, self->polling_hint, settings, "polling-minutes",
                          bell_field_check_range, (gpointer) &polling_range);
  bell_renewal_group_set_settings (self->renewal_group, settings);
  bind_choice (self->metered_row, settings, "metered");
  bind_choice (self->compress_row, settings, "compress");
}

void
bell_general_page_set_applet (BellGeneralPage *self, BellAppletLink *applet)
{
  bell_history_group_set_applet (self->history_group, applet);
}
