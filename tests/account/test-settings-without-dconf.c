/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where there is no dconf, settings are kept all the same, and a home that cannot be written is
 * told. */

#include "account/account-list.h"

#include <glib/gstdio.h>
#include <string.h>

/* A configuration directory of this process alone. (transfer full) */
static char *
isolate (void)
{
  char *directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);

  g_setenv ("XDG_CONFIG_HOME", directory, TRUE);
  return directory;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static char *
get_file (void)
{
  return g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", "keyfile", NULL);
}

static void
key_file_keeps_accounts (void)
{
  const BellAccountSettings values = { .address = "jane@example.org",
                                       .host = "imap.example.org",
                                       .port = 993 };
  g_autofree char          *directory = isolate ();
  g_autofree char          *path = get_file ();
  g_autofree char          *text = NULL;
  g_autofree char          *id = NULL;
  g_autoptr (BellAccountList) list = bell_account_list_new ();
  g_autoptr (GError) error = NULL;
  BellAccount *account = bell_account_list_add (list, &values, &error);

  g_assert_no_error (error);
  g_assert_nonnull (account);
  id = g_strdup (bell_account_get_id (account));

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_nonnull (strstr (text, id));
  g_assert_nonnull (strstr (text, "imap.example.org"));

  g_assert_true (bell_account_list_remove (list, account, &error));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_null (strstr (text, "imap.example.org"));
  remove_tree (directory);
}

/* GSettings chooses its backend once for each process, so each case has its own.
 * Here a file stands where the directory should be, which stops even root. */
static void
unwritable_home (void)
{
  const BellAccountSettings values = { .address = "jane@example.org", .host = "imap.example.org" };
  g_autofree char          *directory = isolate ();
  g_autofree char          *obstacle = g_build_filename (directory, "glib-2.0", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellAccountList) list = NULL;

  /* GIO warns of it. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL);
  g_assert_true (g_file_set_contents (obstacle, "", 0, NULL));
  list = bell_account_list_new ();
  g_assert_null (bell_account_list_add (list, &values, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  remove_tree (directory);
}

static void
test_key_file_keeps_accounts (void)
{
  if (g_test_subprocess ()) {
    key_file_keeps_accounts ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_unwritable_home (void)
{
  if (g_test_subprocess ()) {
    unwritable_home ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  /* No modules means no dconf, and GSettings falls back to memory. */
  g_setenv ("GIO_MODULE_DIR", "/nonexistent", TRUE);
  g_unsetenv ("GSETTINGS_BACKEND");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-without-dconf/kept", test_key_file_keeps_accounts);
  g_test_add_func ("/settings-without-dconf/unwritable-home", test_unwritable_home);
  return g_test_run ();
}
