/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key "accounts" holds the identifiers in order. It is read again whenever it changes, and the
 * list is brought into line with it step by step, so an account that stays is never touched. */

#include "account/account-list.h"

#include "account/settings-backend.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _BellAccountList {
  GObject    parent_instance;
  GSettings *settings;  /* (owned) */
  GPtrArray *accounts;  /* (owned) of BellAccount */
  guint      n_changes; /* of the key, by us */
};

static GType
bell_account_list_get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return BELL_TYPE_ACCOUNT;
}

static guint
bell_account_list_get_n_items (GListModel *model)
{
  return BELL_ACCOUNT_LIST (model)->accounts->len;
}

static gpointer
bell_account_list_get_item (GListModel *model, guint position)
{
  BellAccountList *self = BELL_ACCOUNT_LIST (model);

  if (position >= self->accounts->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->accounts, position));
}

static void
bell_account_list_init_model (GListModelInterface *interface)
{
  interface->get_item_type = bell_account_list_get_item_type;
  interface->get_n_items = bell_account_list_get_n_items;
  interface->get_item = bell_account_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BellAccountList,
                               bell_account_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bell_account_list_init_model))

/* The identifiers in the settings that can be used, each once. (transfer full) */
static char **
read_ids (GSettings *settings)
{
  g_auto (GStrv) all = g_settings_get_strv (settings, "accounts");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; all[i] != NULL; i++)
    if (bell_account_id_is_valid (all[i]) && g_hash_table_add (seen, all[i]))
      g_strv_builder_add (builder, all[i]);
  return g_strv_builder_end (builder);
}

static gboolean
find_position (BellAccountList *self, const char *id, guint *position)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (g_str_equal (bell_account_get_id (g_ptr_array_index (self->accounts, i)), id)) {
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static void
remove_missing (BellAccountList *self, const char *const *ids)
{
  for (guint i = self->accounts->len; i-- > 0;) {
    BellAccount *account = g_ptr_array_index (self->accounts, i);

    if (g_strv_contains (ids, bell_account_get_id (account)))
      continue;
    g_ptr_array_remove_index (self->accounts, i);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
  }
}

/* Puts the account ID at POSITION, where it is not yet. */
static void
place (BellAccountList *self, const char *id, guint position)
{
  guint from;

  if (!find_position (self, id, &from)) {
    g_ptr_array_insert (self->accounts, (int) position, bell_account_new (id));
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
    return;
  }
  g_ptr_array_insert (self->accounts, (int) position,
                      g_ptr_array_steal_index (self->accounts, from));
  g_list_model_items_changed (G_LIST_MODEL (self), position, from - position + 1,
                              from - position + 1);
}

static void
follow_settings (BellAccountList *self)
{
  g_auto (GStrv) ids = read_ids (self->settings);

  remove_missing (self, (const char *const *) ids);
  for (guint i = 0; ids[i] != NULL; i++)
    if (i >= self->accounts->len ||
        !g_str_equal (bell_account_get_id (g_ptr_array_index (self->accounts, i)), ids[i]))
      place (self, ids[i], i);
}

static gboolean
ensure_writable (GSettings *settings, const char *key, GError **error)
{
  if (g_settings_is_writable (settings, key))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY,
                       _ ("The settings cannot be changed. Check that your home directory can be "
                          "written and that no policy locks the settings of Mailbell."));
  return FALSE;
}

/* Storing the identifiers. */

static gboolean
write_ids (BellAccountList *self, const char *const *ids, GError **error)
{
  if (!ensure_writable (self->settings, "accounts", error))
    return FALSE;
  self->n_changes++;
  g_settings_set_strv (self->settings, "accounts", ids);
  return TRUE;
}

/* STORED: what has become of that. */
static gboolean
check_ids (GSettings *stored, const char *const *ids, GError **error)
{
  g_auto (GStrv) read_back = g_settings_get_strv (stored, "accounts");

  if (g_strv_equal (ids, (const char *const *) read_back))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _ ("The settings were not stored. Check that your home directory can be "
                          "written and that a D-Bus session bus is running."));
  return FALSE;
}

/* Waits for it. */
static gboolean
store_ids (BellAccountList *self, const char *const *ids, GError **error)
{
  g_autoptr (GSettings) stored = NULL;

  if (!write_ids (self, ids, error))
    return FALSE;
  stored = bell_settings_reread (self->settings);
  if (!check_ids (stored, ids, error))
    return FALSE;
  follow_settings (self);
  return TRUE;
}

static void
set_text (GSettings *settings, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    g_settings_set_string (settings, key, text);
}

static void
write_account (GSettings *settings, const BellAccountSettings *values)
{
  /* One change for those who listen, instead of one for each key. */
  g_settings_delay (settings);
  set_text (settings, "address", values->address);
  set_text (settings, "name", values->name);
  set_text (settings, "host", values->host);
  g_settings_set (settings, "port", "q", values->port);
  g_settings_set_enum (settings, "security", (int) values->security);
  set_text (settings, "user", values->user);
  if (values->folders != NULL && values->folders[0] != NULL)
    g_settings_set_strv (settings, "folders", values->folders);
  set_text (settings, "pin", values->pin);
  set_text (settings, "mechanism", values->mechanism);
  set_text (settings, "client-certificate", values->client_certificate);
  if (values->credential != BELL_CREDENTIAL_PASSWORD)
    g_settings_set_enum (settings, "credential", (int) values->credential);
  for (char **detail = values->details; detail != NULL && *detail != NULL; detail += 2)
    set_text (settings, detail[0], detail[1]);
  if (values->token_command != NULL)
    g_settings_set_strv (settings, "token-command", values->token_command);
  g_settings_apply (settings);
}

/* In one change, for which nobody waits. */
static void
reset_account (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) change = NULL;
  g_autofree char *path = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, "path", &path, NULL);
  change = g_settings_new_full (schema, NULL, path);
  keys = g_settings_schema_list_keys (schema);
  g_settings_delay (change);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (change, keys[i]);
  g_settings_apply (change);
}

/* The identifiers in the settings, without LEFT_OUT (nullable), with ADDED (nullable) at the end.
 * (transfer full) */
static char **
copy_ids (BellAccountList *self, const char *left_out, const char *added)
{
  g_auto (GStrv) ids = read_ids (self->settings);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    if (g_strcmp0 (ids[i], left_out) != 0)
      g_strv_builder_add (builder, ids[i]);
  if (added != NULL)
    g_strv_builder_add (builder, added);
  return g_strv_builder_end (builder);
}

/* Storing without waiting. */

typedef struct {
  GStrv      ids;   /* (owned) */
  GSettings *added; /* (owned) (nullable) of an account that goes again if they are not stored */
  guint      number;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  g_strfreev (self->ids);
  g_clear_object (&self->added);
  g_free (self);
}

/* ERROR (transfer full) */
static void
fail_change (GTask *task, GError *error)
{
  const Change *change = g_task_get_task_data (task);

  if (change->added != NULL)
    reset_account (change->added);
  g_task_return_error (task, error);
}

/* A later change is checked in the place of this one, of which it goes on. */
static void
on_reread (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BellAccountList *self = g_task_get_source_object (task);
  const Change    *change = g_task_get_task_data (task);
  g_autoptr (GSettings) stored = bell_settings_reread_finish (result, self->settings);
  GError *error = NULL;

  follow_settings (self);
  if (change->number != self->n_changes ||
      check_ids (stored, (const char *const *) change->ids, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail_change (task, error);
}

/* ADDED (nullable). IDS (transfer full) */
static void
store_ids_async (BellAccountList    *self,
                 char              **ids,
                 GSettings          *added,
                 GAsyncReadyCallback callback,
                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Change *change = g_new0 (Change, 1);
  GError *error = NULL;

  change->ids = ids;
  g_set_object (&change->added, added);
  g_task_set_task_data (task, change, change_free);
  if (!write_ids (self, (const char *const *) ids, &error)) {
    fail_change (task, error);
    return;
  }
  change->number = self->n_changes;
  follow_settings (self);
  bell_settings_reread_async (on_reread, g_object_ref (task));
}

static void
bell_account_list_dispose (GObject *object)
{
  BellAccountList *self = BELL_ACCOUNT_LIST (object);

  g_clear_object (&self->settings);
  g_ptr_array_set_size (self->accounts, 0);
  G_OBJECT_CLASS (bell_account_list_parent_class)->dispose (object);
}

static void
bell_account_list_finalize (GObject *object)
{
  g_ptr_array_unref (BELL_ACCOUNT_LIST (object)->accounts);
  G_OBJECT_CLASS (bell_account_list_parent_class)->finalize (object);
}

static void
bell_account_list_class_init (BellAccountListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bell_account_list_dispose;
  object_class->finalize = bell_account_list_finalize;
}

static void
on_setting_changed (GSettings *settings G_GNUC_UNUSED,
                    const char         *key,
                    gpointer user_data  G_GNUC_UNUSED)
{
  g_debug ("the setting “%s” has changed", key);
}

static void
bell_account_list_init (BellAccountList *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = g_settings_new (BELL_SETTINGS_SCHEMA);
  g_signal_connect (self->settings, "changed", G_CALLBACK (on_setting_changed), NULL);
  g_signal_connect_object (self->settings, "changed::accounts", G_CALLBACK (follow_settings), self,
                           G_CONNECT_SWAPPED);
  follow_settings (self);
}

BellAccountList *
bell_account_list_new (void)
{
  return g_object_new (BELL_TYPE_ACCOUNT_LIST, NULL);
}

BellAccount *
bell_account_list_find_by_address (BellAccountList *self, const char *address)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    BellAccount *account = g_ptr_array_index (self->accounts, i);

    if (g_ascii_strcasecmp (bell_account_get_address (account), address) == 0)
      return account;
  }
  return NULL;
}

BellAccount *
bell_account_list_find_by_id (BellAccountList *self, const char *id)
{
  guint position;

  return find_position (self, id, &position) ? g_ptr_array_index (self->accounts, position) : NULL;
}

GSettings *
bell_account_list_get_settings (BellAccountList *self)
{
  return self->settings;
}

char *
bell_account_list_invent_id (BellAccountList *self)
{
  char *id = NULL;

  do {
    g_free (id);
    id = g_strdup_printf ("%06x%06x", g_random_int () & 0xffffff, g_random_int () & 0xffffff);
  } while (bell_account_list_find_by_id (self, id) != NULL);
  return id;
}

/* The account ID alone: whoever sees its identifier in the list finds it complete. (transfer full)
 * (nullable): NULL with ERROR. */
static GSettings *
write_new_account (BellAccountList           *self,
                   const char                *id,
                   const BellAccountSettings *settings,
                   GError                   **error)
{
  g_autofree char *path = g_strconcat (BELL_SETTINGS_ACCOUNT_PATH, id, "/", NULL);
  g_autoptr (GSettings) values = g_settings_new_with_path (BELL_SETTINGS_ACCOUNT_SCHEMA, path);

  if (bell_account_list_find_by_address (self, settings->address) != NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 _ ("There is an account for %s already. Change that one, or remove it first."),
                 settings->address);
    return NULL;
  }
  if (!ensure_writable (values, "address", error))
    return NULL;
  write_account (values, settings);
  return g_steal_pointer (&values);
}

BellAccount *
bell_account_list_add (BellAccountList *self, const BellAccountSettings *settings, GError **error)
{
  g_autofree char *id =
    settings->id != NULL ? g_strdup (settings->id) : bell_account_list_invent_id (self);
  g_auto (GStrv) ids = copy_ids (self, NULL, id);
  g_autoptr (GSettings) values = write_new_account (self, id, settings, error);

  if (values == NULL)
    return NULL;
  if (!store_ids (self, (const char *const *) ids, error)) {
    reset_account (values);
    return NULL;
  }
  return bell_account_list_find_by_id (self, id);
}

void
bell_account_list_add_async (BellAccountList           *self,
                             const BellAccountSettings *settings,
                             GAsyncReadyCallback        callback,
                             gpointer                   user_data)
{
  g_autoptr (GSettings) values = NULL;
  GError *error = NULL;

  g_return_if_fail (settings->id != NULL);

  values = write_new_account (self, settings->id, settings, &error);
  if (values != NULL)
    store_ids_async (self, copy_ids (self, NULL, settings->id), values, callback, user_data);
  else
    g_task_report_error (self, callback, user_data, NULL, error);
}

void
bell_account_list_set_aside_async (BellAccountList    *self,
                                   BellAccount        *account,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  store_ids_async (self, copy_ids (self, bell_account_get_id (account), NULL), NULL, callback,
                   user_data);
}

void
bell_account_list_put_back_async (BellAccountList    *self,
                                  BellAccount        *account,
                                  guint               position,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  const char *id = bell_account_get_id (account);
  g_auto (GStrv) others = copy_ids (self, id, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint i;

  for (i = 0; i < position && others[i] != NULL; i++)
    g_strv_builder_add (builder, others[i]);
  g_strv_builder_add (builder, id);
  for (; others[i] != NULL; i++)
    g_strv_builder_add (builder, others[i]);
  store_ids_async (self, g_strv_builder_end (builder), NULL, callback, user_data);
}

gboolean
bell_account_list_change_finish (G_GNUC_UNUSED BellAccountList *self,
                                 GAsyncResult                  *result,
                                 GError                       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bell_account_list_erase (BellAccount *account)
{
  reset_account (bell_account_get_settings (account));
}

gboolean
bell_account_list_remove (BellAccountList *self, BellAccount *account, GError **error)
{
  g_autoptr (BellAccount) kept = g_object_ref (account);
  g_auto (GStrv) ids = copy_ids (self, bell_account_get_id (account), NULL);

  if (!store_ids (self, (const char *const *) ids, error))
    return FALSE;
  bell_account_list_erase (kept);
  return TRUE;
}
