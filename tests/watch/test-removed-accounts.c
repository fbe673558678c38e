/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-removed-accounts.c: what is remembered of an account survives its removal until that is final. */

#include "watch/removed-accounts.h"

#include <glib/gstdio.h>

typedef struct {
  BellAccountList     *accounts; /* (owned) */
  BellAccount         *account;  /* (owned) in the list at first */
  BellRemovedAccounts *removed;  /* (owned) */
  char                *seen;     /* (owned) path */
  char                *history;  /* (owned) path */
} Fixture;

static char *
write_file (const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);
  char            *path = g_build_filename (g_get_user_state_dir (), "mailbell", name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "what is remembered", -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const BellAccountSettings settings = { .address = "jane@example.org",
                                         .host = "imap.example.org",
                                         .port = 993 };
  g_autoptr (GError) error = NULL;
  BellAccount *account;

  fixture->accounts = bell_account_list_new ();
  account = bell_account_list_add (fixture->accounts, &settings, &error);
  g_assert_no_error (error);
  fixture->account = g_object_ref (account);
  fixture->removed = bell_removed_accounts_new (fixture->accounts);
  fixture->seen = write_file (bell_account_get_id (account), ".seen");
  fixture->history = write_file (bell_account_get_id (account), ".history");
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellAccount *back =
    bell_account_list_find_by_id (fixture->accounts, bell_account_get_id (fixture->account));

  g_clear_pointer (&fixture->removed, bell_removed_accounts_free);
  if (back != NULL)
    g_assert_true (bell_account_list_remove (fixture->accounts, back, NULL));
  g_object_unref (fixture->account);
  g_object_unref (fixture->accounts);
  g_remove (fixture->seen);
  g_remove (fixture->history);
  g_free (fixture->seen);
  g_free (fixture->history);
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_remembered (Fixture *fixture)
{
  gboolean seen;
  gboolean history;

  run_pending ();
  seen = g_file_test (fixture->seen, G_FILE_TEST_EXISTS);
  history = g_file_test (fixture->history, G_FILE_TEST_EXISTS);
  g_assert_true (seen == history);
  return seen;
}

/* Both show in the list at once. */
static void
set_aside (Fixture *fixture)
{
  bell_account_list_set_aside_async (fixture->accounts, fixture->account, NULL, NULL);
}

static void
put_back (Fixture *fixture)
{
  bell_account_list_put_back_async (fixture->accounts, fixture->account, 0, NULL, NULL);
}

static void
test_forgotten_with_the_settings (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_aside (fixture);
  bell_removed_accounts_add (fixture->removed, fixture->account);
  g_assert_true (is_remembered (fixture));
  bell_account_list_erase (fixture->account);
  g_assert_false (is_remembered (fixture));
}

/* The settings go while the watcher still says goodbye. */
static void
test_erased_before (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_aside (fixture);
  bell_account_list_erase (fixture->account);
  g_assert_true (is_remembered (fixture));
  bell_removed_accounts_add (fixture->removed, fixture->account);
  g_assert_false (is_remembered (fixture));
}

static void
test_put_back (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  GSettings *settings = bell_account_get_settings (fixture->account);

  set_aside (fixture);
  bell_removed_accounts_add (fixture->removed, fixture->account);
  put_back (fixture);
  g_assert_true (is_remembered (fixture));

  /* Nobody listens any more. */
  g_settings_reset (settings, "address");
  g_assert_true (is_remembered (fixture));
}

/* It is put back while the watcher still says goodbye. */
static void
test_put_back_before (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_aside (fixture);
  put_back (fixture);
  bell_removed_accounts_add (fixture->removed, fixture->account);
  g_assert_true (is_remembered (fixture));
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *directory = g_build_filename (state, "mailbell", NULL);
  int              status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_mkdir (directory, 0700);
  g_test_init (&argc, &argv, NULL);
  ADD ("/removed-accounts/forgotten", test_forgotten_with_the_settings);
  ADD ("/removed-accounts/erased-before", test_erased_before);
  ADD ("/removed-accounts/put-back", test_put_back);
  ADD ("/removed-accounts/put-back-before", test_put_back_before);
  status = g_test_run ();
  g_remove (directory);
  g_remove (state);
  return status;
}
