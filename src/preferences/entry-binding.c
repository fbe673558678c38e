/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entry-binding.c: ties an entry row to a setting. */

#include "preferences/entry-binding.h"

#include "preferences/command-text.h"
#include "preferences/typing-end.h"

typedef struct {
  AdwEntryRow   *row;      /* (unowned): it owns us */
  BellHintRow   *hint;     /* (unowned): its sibling */
  GSettings     *settings; /* (owned) */
  char          *key;      /* (owned) */
  BellFieldCheck check;
  gpointer       check_data;
  gulong         handler; /* of the settings */
} Binding;

static void
binding_free (gpointer data)
{
  Binding *self = data;

  g_signal_handler_disconnect (self->settings, self->handler);
  g_object_unref (self->settings);
  g_free (self->key);
  g_free (self);
}

/* (transfer full) */
static char *
read_setting (Binding *self)
{
  g_autoptr (GVariant) value = g_settings_get_value (self->settings, self->key);
  g_autofree char *text = NULL;
  g_autofree char *refused = NULL;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY)) {
    g_autofree const char **words = g_variant_get_strv (value, NULL);
    return bell_command_text_join (words);
  }
  text = g_variant_print (value, FALSE);
  refused = self->check (text, self->check_data);
  return refused == NULL ? g_steal_pointer (&text) : g_strdup ("");
}

/* TEXT has been judged. */
static void
write_setting (Binding *self, const char *text)
{
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, self->key);
  guint64 number = 0;

  if (g_variant_is_of_type (old, G_VARIANT_TYPE_STRING)) {
    g_settings_set_string (self->settings, self->key, text);
    return;
  }
  if (g_variant_is_of_type (old, G_VARIANT_TYPE_STRING_ARRAY)) {
    g_auto (GStrv) words = bell_command_text_split (text);
    g_settings_set_strv (self->settings, self->key, (const char *const *) words);
    return;
  }
  g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL);
  if (g_variant_is_of_type (old, G_VARIANT_TYPE_UINT16))
    g_settings_set (self->settings, self->key, "q", (guint16) number);
  else if (g_variant_is_of_type (old, G_VARIANT_TYPE_UINT32))
    g_settings_set (self->settings, self->key, "u", (guint32) number);
  else
    g_settings_set (self->settings, self->key, "i", (gint32) number);
}

/* What is around the text is of no meaning in any of these fields. (transfer full) */
static char *
get_text (Binding *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row))));
}

static void
on_text_changed (Binding *self)
{
  g_autofree char *text = get_text (self);
  g_autofree char *stored = read_setting (self);
  g_autofree char *refused = NULL;

  /* What was never typed is not to be blamed. */
  if (!g_str_equal (text, stored))
    refused = self->check (text, self->check_data);
  bell_hint_row_set_error (self->hint, refused);
}

/* The row offers to apply what it has been told by us as well, unless the offer is taken back. */
static void
on_setting_changed (Binding *self)
{
  g_autofree char *stored = read_setting (self);
  g_autofree char *text = get_text (self);

  adw_entry_row_set_show_apply_button (self->row, FALSE);
  if (!g_str_equal (stored, text))
    gtk_editable_set_text (GTK_EDITABLE (self->row), stored);
  adw_entry_row_set_show_apply_button (self->row, TRUE);
}

static void
apply (gpointer data)
{
  Binding         *self = data;
  g_autofree char *text = get_text (self);
  g_autofree char *stored = read_setting (self);
  g_autofree char *refused = self->check (text, self->check_data);

  if (refused == NULL && !g_str_equal (text, stored))
    write_setting (self, text);
}

/* It is run with nobody looking on, so one that is half there must not be stored. */
static gboolean
is_command (Binding *self)
{
  g_autoptr (GVariant) value = g_settings_get_value (self->settings, self->key);

  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY);
}

void
bell_entry_binding_new (AdwEntryRow   *row,
                        BellHintRow   *hint,
                        GSettings     *settings,
                        const char    *key,
                        BellFieldCheck check,
                        gpointer       check_data)
{
  Binding         *self = g_new0 (Binding, 1);
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);

  self->row = row;
  self->hint = hint;
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  self->check = check;
  self->check_data = check_data;
  g_object_set_data_full (G_OBJECT (row), "bell-entry-binding", self, binding_free);
  bell_hint_row_set_field (hint, GTK_WIDGET (row));
  self->handler =
    g_signal_connect_swapped (settings, signal, G_CALLBACK (on_setting_changed), self);
  on_setting_changed (self);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_swapped (row, "apply", G_CALLBACK (apply), self);
  bell_typing_end_watch (GTK_WIDGET (row), apply, is_command (self) ? NULL : apply, self);
}
