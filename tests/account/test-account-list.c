/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts and their list over GSettings' memory backend; "another process" is a second GSettings. */

#include "account/account-list.h"

#include "account/settings-backend.h"

typedef struct {
  guint position;
  guint removed;
  guint added;
} Change;

static void
on_items_changed (
  G_GNUC_UNUSED GListModel *model, guint position, guint removed, guint added, GArray *changes)
{
  Change change = { position, removed, added };

  g_array_append_val (changes, change);
}

static GArray *
record_changes (BellAccountList *list)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (Change));

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), changes);
  return changes;
}

static void
assert_change (GArray *changes, guint index, guint position, guint removed, guint added)
{
  Change *change = &g_array_index (changes, Change, index);

  g_assert_cmpuint (changes->len, >, index);
  g_assert_cmpuint (change->position, ==, position);
  g_assert_cmpuint (change->removed, ==, removed);
  g_assert_cmpuint (change->added, ==, added);
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
write_ids (const char *const *ids)
{
  g_autoptr (GSettings) settings = g_settings_new (BELL_SETTINGS_SCHEMA);

  g_settings_set_strv (settings, "accounts", ids);
  run_pending ();
}

static BellAccountList *
new_list (const char *const *ids)
{
  write_ids (ids);
  return bell_account_list_new ();
}

static const char *
id_at (BellAccountList *list, guint position)
{
  g_autoptr (BellAccount) account = g_list_model_get_item (G_LIST_MODEL (list), position);

  return bell_account_get_id (account);
}

static void
test_unusable_ids_are_skipped (void)
{
  static const char *const ids[] = {
    "one",   "../two", "",      "Three", "one",
    "fo/ur", "fünf",   "six-6", "a b",   "0123456789012345678901234567890123",
    NULL
  };
  g_autoptr (BellAccountList) list = new_list (ids);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_cmpstr (id_at (list, 0), ==, "one");
  g_assert_cmpstr (id_at (list, 1), ==, "six-6");
}

static void
test_others_stay_the_same (void)
{
  g_autoptr (BellAccountList) list = new_list ((const char *const[]){ "a", "b", "c", NULL });
  g_autoptr (GArray) changes = record_changes (list);
  BellAccount *b = bell_account_list_find_by_id (list, "b");

  write_ids ((const char *const[]){ "b", "c", "d", NULL });
  g_assert_cmpuint (changes->len, ==, 2);
  assert_change (changes, 0, 0, 1, 0);
  assert_change (changes, 1, 2, 0, 1);
  g_assert_true (bell_account_list_find_by_id (list, "b") == b);
  g_assert_null (bell_account_list_find_by_id (list, "a"));
  g_signal_handlers_disconnect_by_data (list, changes);
}

static void
test_reordered (void)
{
  g_autoptr (BellAccountList) list = new_list ((const char *const[]){ "a", "b", "c", NULL });
  g_autoptr (GArray) changes = record_changes (list);
  BellAccount *c = bell_account_list_find_by_id (list, "c");

  write_ids ((const char *const[]){ "c", "a", "b", NULL });
  g_assert_cmpuint (changes->len, ==, 1);
  assert_change (changes, 0, 0, 3, 3);
  g_assert_cmpstr (id_at (list, 0), ==, "c");
  g_assert_cmpstr (id_at (list, 1), ==, "a");
  g_assert_cmpstr (id_at (list, 2), ==, "b");
  g_assert_true (bell_account_list_find_by_id (list, "c") == c);
  g_signal_handlers_disconnect_by_data (list, changes);
}

static const BellAccountSettings example = {
  .address = "jane@example.org",
  .host = "imap.example.org",
  .port = 143,
  .security = BELL_SECURITY_STARTTLS,
  .folders = (const char *const[]){ "INBOX", "Lists", NULL },
};

static void
test_add_and_remove (void)
{
  g_autoptr (BellAccountList) list = new_list ((const char *const[]){ NULL });
  g_autoptr (BellAccountList) other = bell_account_list_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  BellAccount     *account = bell_account_list_add (list, &example, &error);

  g_assert_no_error (error);
  g_assert_nonnull (account);
  g_assert_true (bell_account_list_find_by_address (list, "Jane@Example.org") == account);
  id = g_strdup (bell_account_get_id (account));

  run_pending ();
  account = bell_account_list_find_by_id (other, id);
  g_assert_nonnull (account);
  g_assert_cmpstr (bell_account_get_address (account), ==, "jane@example.org");
  g_assert_cmpstr (bell_account_get_name (account), ==, "jane@example.org");
  g_assert_cmpstr (bell_account_get_user (account), ==, "jane@example.org");
  g_assert_cmpstr (bell_account_get_host (account), ==, "imap.example.org");
  g_assert_cmpuint (bell_account_get_port (account), ==, 143);
  g_assert_cmpint (bell_account_get_security (account), ==, BELL_SECURITY_STARTTLS);
  g_assert_true (g_strv_equal (bell_account_get_folders (account), example.folders));
  g_assert_null (bell_account_get_pin (account));
  g_assert_null (bell_account_get_mechanism (account));
  g_assert_true (bell_account_get_enabled (account));
  g_assert_true (bell_account_get_notify (account));

  g_assert_true (bell_account_list_remove (list, bell_account_list_find_by_id (list, id), &error));
  g_assert_no_error (error);
  run_pending ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, 0);
  {
    g_autoptr (BellAccount) again = bell_account_new (id);

    g_assert_cmpstr (bell_account_get_host (again), ==, "");
  }
}

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
finish (BellAccountList *list, GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_account_list_change_finish (list, *result, &error);
  g_assert_no_error (error);
}

static void
set_aside (BellAccountList *list, BellAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_account_list_set_aside_async (list, account, on_ready, &result);
  finish (list, &result);
}

static void
put_back (BellAccountList *list, BellAccount *account, guint position)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_account_list_put_back_async (list, account, position, on_ready, &result);
  finish (list, &result);
}

static void
test_set_aside (void)
{
  g_autoptr (BellAccountList) list = new_list ((const char *const[]){ "a", "b", "c", NULL });
  g_autoptr (BellAccount) account = g_object_ref (bell_account_list_find_by_id (list, "b"));

  g_settings_set_string (bell_account_get_settings (account), "host", "imap.example.org");
  set_aside (list, account);
  g_assert_null (bell_account_list_find_by_id (list, "b"));
  g_assert_cmpstr (bell_account_get_host (account), ==, "imap.example.org");

  put_back (list, account, 1);
  g_assert_cmpstr (id_at (list, 0), ==, "a");
  g_assert_cmpstr (id_at (list, 1), ==, "b");
  g_assert_cmpstr (id_at (list, 2), ==, "c");
  g_assert_cmpstr (bell_account_get_host (bell_account_list_find_by_id (list, "b")), ==,
                   "imap.example.org");

  /* The others may have gone meanwhile. */
  set_aside (list, account);
  write_ids ((const char *const[]){ NULL });
  put_back (list, account, 1);
  g_assert_cmpstr (id_at (list, 0), ==, "b");
  bell_account_list_erase (account);
}

static gboolean
on_change (G_GNUC_UNUSED GSettings *settings,
           G_GNUC_UNUSED gpointer   keys,
           G_GNUC_UNUSED int        n_keys,
           guint                   *n_changes)
{
  (*n_changes)++;
  return FALSE;
}

/* Not one for each key: each has all readers look, and is a write of its own. */
static void
test_erased_in_one_change (void)
{
  g_autoptr (BellAccountList) list = new_list ((const char *const[]){ NULL });
  g_autoptr (GError) error = NULL;
  g_autoptr (BellAccount) account = NULL;
  GSettings *settings;
  guint      n_changes = 0;

  account = g_object_ref (bell_account_list_add (list, &example, &error));
  g_assert_no_error (error);
  settings = bell_account_get_settings (account);
  set_aside (list, account);
  run_pending ();
  g_signal_connect (settings, "change-event", G_CALLBACK (on_change), &n_changes);
  g_assert_false (bell_account_is_erased (account));
  bell_account_list_erase (account);
  run_pending ();
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpstr (bell_account_get_host (account), ==, "");
  g_assert_true (bell_account_is_erased (account));
  g_signal_handlers_disconnect_by_data (settings, &n_changes);
}

static void
test_add_twice (void)
{
  g_autoptr (BellAccountList) list = new_list ((const char *const[]){ NULL });
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (bell_account_list_add (list, &example, NULL));
  g_assert_null (bell_account_list_add (list, &example, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
}

static void
count (guint *counter)
{
  ++*counter;
}

static void
test_connection_changed_once (void)
{
  g_autoptr (BellAccount) account = bell_account_new ("batch");
  GSettings *settings = bell_account_get_settings (account);
  guint      n_changes = 0;
  guint      n_hosts = 0;

  g_signal_connect_swapped (account, "connection-changed", G_CALLBACK (count), &n_changes);
  g_signal_connect_swapped (account, "notify::host", G_CALLBACK (count), &n_hosts);
  run_pending ();
  g_assert_cmpuint (n_changes, ==, 0);

  g_settings_set_string (settings, "host", "imap.example.org");
  g_settings_set (settings, "port", "q", 1993);
  g_settings_set_boolean (settings, "enabled", FALSE);
  run_pending ();
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (n_hosts, ==, 1);

  g_settings_set_string (settings, "host", "imap.example.org");
  g_settings_set_string (settings, "name", "Work");
  g_settings_set_boolean (settings, "notify", FALSE);
  run_pending ();
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpstr (bell_account_get_name (account), ==, "Work");
}

/* The user name is the address where none is set, so a new address is a new sign-in. */
static void
test_fallbacks_follow (void)
{
  g_autoptr (BellAccount) account = bell_account_new ("fallback");
  guint n_changes = 0;

  g_assert_cmpstr (bell_account_get_name (account), ==, "fallback");
  g_signal_connect_swapped (account, "connection-changed", G_CALLBACK (count), &n_changes);
  g_settings_set_string (bell_account_get_settings (account), "address", "a@example.org");
  run_pending ();
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpstr (bell_account_get_name (account), ==, "a@example.org");
  g_assert_cmpstr (bell_account_get_user (account), ==, "a@example.org");
}

static void
test_folders_and_pin_are_cleaned (void)
{
  g_autoptr (BellAccount) account = bell_account_new ("clean");
  GSettings *settings = bell_account_get_settings (account);

  g_settings_set_strv (settings, "folders",
                       (const char *const[]){ "", "Lists", "INBOX", "Lists", NULL });
  g_assert_true (g_strv_equal (bell_account_get_folders (account),
                               (const char *const[]){ "Lists", "INBOX", NULL }));
  g_settings_set_strv (settings, "folders", (const char *const[]){ "", NULL });
  g_assert_null (bell_account_get_folders (account)[0]);

  /* The inbox is one folder in any case, others are not (RFC 9051 §5.1). */
  g_settings_set_strv (settings, "folders",
                       (const char *const[]){ "inbox", "Lists", "INBOX", "lists", NULL });
  g_assert_true (g_strv_equal (bell_account_get_folders (account),
                               (const char *const[]){ "inbox", "Lists", "lists", NULL }));

  g_settings_set_string (settings, "pin", "AB:cd 01");
  g_assert_cmpstr (bell_account_get_pin (account), ==, "abcd01");
  g_settings_set_string (settings, "pin", "");
  g_assert_null (bell_account_get_pin (account));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-list/unusable-ids", test_unusable_ids_are_skipped);
  g_test_add_func ("/account-list/others-stay", test_others_stay_the_same);
  g_test_add_func ("/account-list/reordered", test_reordered);
  g_test_add_func ("/account-list/add-and-remove", test_add_and_remove);
  g_test_add_func ("/account-list/set-aside", test_set_aside);
  g_test_add_func ("/account-list/erased", test_erased_in_one_change);
  g_test_add_func ("/account-list/add-twice", test_add_twice);
  g_test_add_func ("/account/connection-changed-once", test_connection_changed_once);
  g_test_add_func ("/account/fallbacks", test_fallbacks_follow);
  g_test_add_func ("/account/folders-and-pin", test_folders_and_pin_are_cleaned);
  return g_test_run ();
}
