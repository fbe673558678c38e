/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target-binding.c: ties a combo row to a setting that names a folder. The first choice is the server's,
 * the next is what is set if the server does not have it, then come the server's folders. */

#include "preferences/target-binding.h"

#include "mail/safe-text.h"
#include "setup/folder-list.h"

#include <glib/gi18n-lib.h>

struct _BellTargetBinding {
  AdwComboRow *row;      /* (unowned): it owns us */
  GSettings   *settings; /* (owned) */
  char        *key;      /* (owned) */
  BellImapRole role;
  GPtrArray   *folders; /* (owned) (nullable) of BellFolder */
  GPtrArray   *names;   /* (owned) of char *: what each choice means, "" the first */
  gulong       handler;
  gboolean     showing; /* the row changes by our hand */
};

static void
binding_free (gpointer data)
{
  BellTargetBinding *self = data;

  g_signal_handler_disconnect (self->settings, self->handler);
  g_object_unref (self->settings);
  g_free (self->key);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_ptr_array_unref (self->names);
  g_free (self);
}

/* "As the server says (Trash)". (transfer full) */
static char *
describe_automatic (BellTargetBinding *self)
{
  for (guint i = 0; self->folders != NULL && i < self->folders->len; i++) {
    const BellFolder *folder = g_ptr_array_index (self->folders, i);

    if (folder->role == self->role) {
      g_autofree char *name = bell_safe_text_folder (folder->name);

      /* Translators: the name of a folder. */
      return g_strdup_printf (_ ("As the server says (%s)"), name);
    }
  }
  return g_strdup (_ ("As the server says"));
}

static void
add_choice (BellTargetBinding *self, GtkStringList *choices, const char *name, const char *text)
{
  g_ptr_array_add (self->names, g_strdup (name));
  gtk_string_list_append (choices, text);
}

static void
add_folder (BellTargetBinding *self, GtkStringList *choices, const char *name)
{
  g_autofree char *text = bell_safe_text_folder (name);

  add_choice (self, choices, name, text);
}

static void
fill (BellTargetBinding *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);
  g_autofree char *automatic = describe_automatic (self);
  g_autofree char *stored = g_settings_get_string (self->settings, self->key);
  guint            selected;

  g_ptr_array_set_size (self->names, 0);
  add_choice (self, choices, "", automatic);
  for (guint i = 0; self->folders != NULL && i < self->folders->len; i++) {
    const BellFolder *folder = g_ptr_array_index (self->folders, i);
    add_folder (self, choices, folder->name);
  }
  if (!g_ptr_array_find_with_equal_func (self->names, stored, g_str_equal, &selected)) {
    selected = self->names->len;
    add_folder (self, choices, stored);
  }
  self->showing = TRUE;
  adw_combo_row_set_model (self->row, G_LIST_MODEL (choices));
  adw_combo_row_set_selected (self->row, selected);
  self->showing = FALSE;
}

static void
on_selected (BellTargetBinding *self)
{
  guint selected = adw_combo_row_get_selected (self->row);

  if (!self->showing && selected < self->names->len)
    g_settings_set_string (self->settings, self->key, g_ptr_array_index (self->names, selected));
}

BellTargetBinding *
bell_target_binding_new (AdwComboRow *row, GSettings *settings, const char *key, BellImapRole role)
{
  BellTargetBinding *self = g_new0 (BellTargetBinding, 1);
  g_autofree char   *signal = g_strconcat ("changed::", key, NULL);

  self->row = row;
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  self->role = role;
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->handler = g_signal_connect_swapped (settings, signal, G_CALLBACK (fill), self);
  g_object_set_data_full (G_OBJECT (row), "bell-target-binding", self, binding_free);
  fill (self);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_selected), self);
  return self;
}

void
bell_target_binding_set_folders (BellTargetBinding *self, GPtrArray *folders)
{
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  self->folders = folders != NULL ? g_ptr_array_ref (folders) : NULL;
  fill (self);
}
