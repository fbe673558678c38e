/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choice-binding.c: ties a combo row to a setting of which the schema lists all values. */

#include "preferences/choice-binding.h"

/* The values in the schema, in order. USER_DATA: the schema's key. (transfer full) */
static GStrv
get_values (gpointer user_data)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (user_data);
  g_autoptr (GVariant) values = NULL;

  g_variant_get (range, "(&sv)", NULL, &values);
  return g_variant_dup_strv (values, NULL);
}

static gboolean
to_position (GValue *value, GVariant *stored, gpointer user_data)
{
  g_auto (GStrv) values = get_values (user_data);

  for (guint i = 0; values[i] != NULL; i++)
    if (g_str_equal (values[i], g_variant_get_string (stored, NULL))) {
      g_value_set_uint (value, i);
      return TRUE;
    }
  return FALSE;
}

static GVariant *
to_stored (const GValue *value, G_GNUC_UNUSED const GVariantType *type, gpointer user_data)
{
  g_auto (GStrv) values = get_values (user_data);
  guint position = g_value_get_uint (value);

  return position < g_strv_length (values) ? g_variant_new_string (values[position]) : NULL;
}

void
bell_choice_binding_new (AdwComboRow *row, GSettings *settings, const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                to_position, to_stored, g_settings_schema_get_key (schema, key),
                                (GDestroyNotify) g_settings_schema_key_unref);
}
