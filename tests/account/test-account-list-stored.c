/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of the list, by a backend that stores late, or not at all, as dconf may: what was written is
 * read at once, and is gone again if it could not be stored. */

#define G_SETTINGS_ENABLE_BACKEND

#include "account/account-list.h"

#include <gio/gsettingsbackend.h>

typedef struct {
  GSettingsBackend parent_instance;
} LateBackend;

typedef GSettingsBackendClass LateBackendClass;

static GThread    *main_thread;
static GMutex      lock;
static GCond       allowed_changed;
static gboolean    allowed; /* to store; with LOCK, as all below */
static gboolean    failing;
static GHashTable *written; /* (owned) of GVariant, by path */
static GHashTable *stored;  /* (owned) likewise */

static GType late_backend_get_type (void);
G_DEFINE_TYPE (LateBackend, late_backend, G_TYPE_SETTINGS_BACKEND)

static GHashTable *
new_values (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
}

/* FROM and TO are tables. */
static void
copy_values (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer       key, value;

  g_hash_table_remove_all (to);
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_variant_ref (value));
}

static void
set_value (const char *key, GVariant *value)
{
  g_mutex_lock (&lock);
  if (value != NULL)
    g_hash_table_insert (written, g_strdup (key), g_variant_ref_sink (value));
  else
    g_hash_table_remove (written, key);
  g_mutex_unlock (&lock);
}

static GVariant *
late_backend_read (G_GNUC_UNUSED GSettingsBackend   *backend,
                   const char                       *key,
                   G_GNUC_UNUSED const GVariantType *type,
                   gboolean                          default_value)
{
  GVariant *value = NULL;

  g_mutex_lock (&lock);
  if (!default_value)
    value = g_hash_table_lookup (written, key);
  if (value != NULL)
    g_variant_ref (value);
  g_mutex_unlock (&lock);
  return value;
}

static gboolean
late_backend_get_writable (G_GNUC_UNUSED GSettingsBackend *backend, G_GNUC_UNUSED const char *key)
{
  return TRUE;
}

static gboolean
late_backend_write (GSettingsBackend *backend, const char *key, GVariant *value, gpointer tag)
{
  set_value (key, value);
  g_settings_backend_changed (backend, key, tag);
  return TRUE;
}

static gboolean
set_each (gpointer key, gpointer value, G_GNUC_UNUSED gpointer user_data)
{
  set_value (key, value);
  return FALSE;
}

static gboolean
late_backend_write_tree (GSettingsBackend *backend, GTree *tree, gpointer tag)
{
  g_tree_foreach (tree, set_each, NULL);
  g_settings_backend_changed_tree (backend, tree, tag);
  return TRUE;
}

static void
late_backend_reset (GSettingsBackend *backend, const char *key, gpointer tag)
{
  set_value (key, NULL);
  g_settings_backend_changed (backend, key, tag);
}

/* A window that waits here stands still. */
static void
late_backend_sync (G_GNUC_UNUSED GSettingsBackend *backend)
{
  g_assert_true (g_thread_self () != main_thread);
  g_mutex_lock (&lock);
  while (!allowed)
    g_cond_wait (&allowed_changed, &lock);
  if (failing)
    copy_values (stored, written);
  else
    copy_values (written, stored);
  g_mutex_unlock (&lock);
}

static void
late_backend_class_init (LateBackendClass *klass)
{
  klass->read = late_backend_read;
  klass->get_writable = late_backend_get_writable;
  klass->write = late_backend_write;
  klass->write_tree = late_backend_write_tree;
  klass->reset = late_backend_reset;
  klass->sync = late_backend_sync;
}

static void
late_backend_init (G_GNUC_UNUSED LateBackend *self)
{
}

static void
install_backend (void)
{
  written = new_values ();
  stored = new_values ();
  main_thread = g_thread_self ();
  g_setenv ("GSETTINGS_BACKEND", "late", TRUE);
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME, late_backend_get_type (),
                                  "late", 0);
}

/* STICKS: what was written stays. */
static void
allow (gboolean sticks)
{
  g_mutex_lock (&lock);
  failing = !sticks;
  allowed = TRUE;
  g_cond_broadcast (&allowed_changed);
  g_mutex_unlock (&lock);
}

/* Nothing is under way. (transfer full) */
static BellAccountList *
new_list (const char *ids)
{
  g_mutex_lock (&lock);
  allowed = FALSE;
  g_hash_table_remove_all (written);
  g_hash_table_insert (written, g_strdup ("/io/github/mailbell/Mailbell/accounts"),
                       g_variant_ref_sink (g_variant_parse (NULL, ids, NULL, NULL, NULL)));
  copy_values (written, stored);
  g_mutex_unlock (&lock);
  return bell_account_list_new ();
}

static void
assert_ids (BellAccountList *list, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_string_append (ids, bell_account_get_id (account));
  }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static gboolean
finish (BellAccountList *list, GAsyncResult **result, GError **error)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_account_list_change_finish (list, *result, error);
}

static void
test_moved (void)
{
  g_autoptr (BellAccountList) list = new_list ("['a', 'b', 'c']");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_account_list_put_back_async (list, bell_account_list_find_by_id (list, "c"), 0, on_ready,
                                    &result);
  assert_ids (list, "cab");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);

  allow (TRUE);
  g_assert_true (finish (list, &result, &error));
  g_assert_no_error (error);
  assert_ids (list, "cab");
}

static void
test_removed_and_lost (void)
{
  g_autoptr (BellAccountList) list = new_list ("['a', 'b', 'c']");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_account_list_set_aside_async (list, bell_account_list_find_by_id (list, "b"), on_ready,
                                     &result);
  assert_ids (list, "ac");
  allow (FALSE);
  g_assert_false (finish (list, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_ids (list, "abc");
}

static const BellAccountSettings example = {
  .id = "d", .address = "jane@example.org", .host = "imap.example.org", .port = 993
};

static void
test_added (void)
{
  g_autoptr (BellAccountList) list = new_list ("['a']");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_account_list_add_async (list, &example, on_ready, &result);
  assert_ids (list, "ad");
  allow (TRUE);
  g_assert_true (finish (list, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (bell_account_get_host (bell_account_list_find_by_id (list, "d")), ==,
                   "imap.example.org");
}

/* Also the settings of the account go. */
static void
test_added_and_lost (void)
{
  g_autoptr (BellAccountList) list = new_list ("['a']");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_account_list_add_async (list, &example, on_ready, &result);
  allow (FALSE);
  g_assert_false (finish (list, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_ids (list, "a");
  g_assert_cmpuint (g_hash_table_size (written), ==, 1);
}

static void
test_added_twice (void)
{
  g_autoptr (BellAccountList) list = new_list ("['a']");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  bell_account_list_add_async (list, &example, on_ready, &first);
  bell_account_list_add_async (list, &example, on_ready, &second);
  g_assert_false (finish (list, &second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  allow (TRUE);
  g_assert_true (finish (list, &first, NULL));
  assert_ids (list, "ad");
}

/* What is written on top of it does not make it look lost; and that all is lost is told once. */
static void
test_changed_again (gconstpointer sticks)
{
  g_autoptr (BellAccountList) list = new_list ("['a', 'b']");
  BellAccount *account = bell_account_list_find_by_id (list, "b");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  bell_account_list_put_back_async (list, account, 0, on_ready, &first);
  assert_ids (list, "ba");
  bell_account_list_set_aside_async (list, account, on_ready, &second);
  assert_ids (list, "a");
  allow (GPOINTER_TO_INT (sticks));
  g_assert_true (finish (list, &first, NULL));
  g_assert_true (finish (list, &second, NULL) == GPOINTER_TO_INT (sticks));
  assert_ids (list, GPOINTER_TO_INT (sticks) ? "a" : "ab");
}

int
main (int argc, char **argv)
{
  install_backend ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-list-stored/moved", test_moved);
  g_test_add_func ("/account-list-stored/removed-and-lost", test_removed_and_lost);
  g_test_add_func ("/account-list-stored/added", test_added);
  g_test_add_func ("/account-list-stored/added-and-lost", test_added_and_lost);
  g_test_add_func ("/account-list-stored/added-twice", test_added_twice);
  g_test_add_data_func ("/account-list-stored/changed-again", GINT_TO_POINTER (TRUE),
                        test_changed_again);
  g_test_add_data_func ("/account-list-stored/changed-again-and-lost", GINT_TO_POINTER (FALSE),
                        test_changed_again);
  return g_test_run ();
}
