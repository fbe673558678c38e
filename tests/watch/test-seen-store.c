/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered survives; what is damaged is set aside; nothing is written outside. */

#include "watch/seen-store.h"

#include "imap/imap-limits.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  char *directory; /* (owned) does not exist at first */
  char *path;      /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *parent = g_dir_make_tmp ("mailbell-XXXXXX", NULL);

  fixture->directory = g_build_filename (parent, "state", "mailbell", NULL);
  fixture->path = g_build_filename (fixture->directory, "a1.seen", NULL);
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

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *state = g_path_get_dirname (fixture->directory);
  g_autofree char *parent = g_path_get_dirname (state);

  remove_tree (parent);
  g_free (fixture->directory);
  g_free (fixture->path);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
flush (BellSeenStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_seen_store_flush_async (store, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_seen_store_flush_finish (store, result);
}

static void
set (
  BellSeenStore *store, const char *folder, guint32 uid_validity, guint32 uid_seen, guint64 modseq)
{
  const BellImapRemembered remembered = { folder, uid_validity, uid_seen, modseq, NULL, NULL };

  bell_seen_store_set (store, &remembered);
}

static BellSeenStore *
load (Fixture *fixture)
{
  BellSeenStore *store = bell_seen_store_new (fixture->directory, "a1");
  g_autoptr (GAsyncResult) result = NULL;

  bell_seen_store_load_async (store, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_seen_store_load_finish (store, result);
  return store;
}

static void
assert_seen (BellSeenStore *store, const char *folder, guint32 uid_validity, guint32 uid_seen)
{
  guint32 got_validity = 0;
  guint32 got_seen = 0;
  guint64 got_modseq = 0;

  g_assert_true (bell_seen_store_get (store, folder, &got_validity, &got_seen, &got_modseq));
  g_assert_cmpuint (got_validity, ==, uid_validity);
  g_assert_cmpuint (got_seen, ==, uid_seen);
}

static void
assert_never_seen (BellSeenStore *store, const char *folder)
{
  guint32 uid_validity;
  guint32 uid_seen;
  guint64 modseq;

  g_assert_false (bell_seen_store_get (store, folder, &uid_validity, &uid_seen, &modseq));
}

static mode_t
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_survives (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const odd = "../[Gmail]\n=#\\/Wichtig ☃\"%5B";
  g_autoptr (BellSeenStore) first = load (fixture);
  g_autoptr (BellSeenStore) second = NULL;

  assert_never_seen (first, "INBOX");
  g_assert_null (bell_seen_store_get_error (first));
  set (first, "INBOX", 7, 41, 0);
  set (first, "INBOX", 7, 42, 0);
  set (first, odd, G_MAXUINT32, G_MAXUINT32, 0);
  set (first, "", 1, 0, 0);
  flush (first);
  g_assert_null (bell_seen_store_get_error (first));
  g_assert_cmpuint (get_mode (fixture->path), ==, 0600);
  g_assert_cmpuint (get_mode (fixture->directory), ==, 0700);

  second = load (fixture);
  assert_seen (second, "INBOX", 7, 42);
  assert_seen (second, odd, G_MAXUINT32, G_MAXUINT32);
  assert_seen (second, "", 1, 0);
}

/* Whoever was told of them is gone after a restart. */
static void
test_what_was_there_before_is_not_written (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellImapRemembered inbox = {
    .mailbox = "INBOX", .uid_validity = 7, .uid_seen = 42, .told = "42"
  };
  g_autoptr (BellSeenStore) store = load (fixture);
  g_autoptr (BellSeenStore) other = NULL;
  g_autoptr (GArray) here = NULL;
  g_autoptr (GArray) there = NULL;

  bell_seen_store_set (store, &inbox);
  flush (store);
  g_remove (fixture->path);
  inbox.earlier = "38:41";
  bell_seen_store_set (store, &inbox);
  flush (store);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  here = bell_seen_store_get_all (store);
  g_assert_cmpstr (g_array_index (here, BellImapRemembered, 0).earlier, ==, "38:41");

  inbox.uid_seen = 43;
  bell_seen_store_set (store, &inbox);
  flush (store);
  other = load (fixture);
  there = bell_seen_store_get_all (other);
  g_assert_cmpstr (g_array_index (there, BellImapRemembered, 0).told, ==, "42");
  g_assert_null (g_array_index (there, BellImapRemembered, 0).earlier);
}

/* By itself, without a flush, and once for all that is set in one turn. */
static void
test_written_soon (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellSeenStore) store = load (fixture);
  g_autoptr (BellSeenStore) other = NULL;

  set (store, "INBOX", 1, 2, 0);
  while (!g_file_test (fixture->path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  flush (store);
  other = load (fixture);
  assert_seen (other, "INBOX", 1, 2);
}

static void
test_set_while_writing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellSeenStore) store = load (fixture);
  g_autoptr (BellSeenStore) other = NULL;

  for (guint32 uid = 1; uid <= 50; uid++) {
    set (store, "INBOX", 1, uid, 0);
    g_main_context_iteration (NULL, FALSE);
  }
  flush (store);
  other = load (fixture);
  assert_seen (other, "INBOX", 1, 50);
}

static void
write_file (Fixture *fixture, const char *text, gssize length)
{
  g_mkdir_with_parents (fixture->directory, 0700);
  g_assert_true (g_file_set_contents (fixture->path, text, length, NULL));
}

static void
assert_set_aside (Fixture *fixture, const char *text, gssize length)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".corrupt", NULL);
  g_autoptr (BellSeenStore) store = NULL;

  write_file (fixture, text, length);
  store = load (fixture);
  assert_never_seen (store, "INBOX");
  g_assert_nonnull (strstr (bell_seen_store_get_error (store), aside));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  set (store, "INBOX", 1, 2, 0);
  flush (store);
  g_assert_null (bell_seen_store_get_error (store));
  g_remove (aside);
}

#define HEAD "[mailbell]\nversion=1\n\n"

static void
test_damaged (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *large = g_strnfill (65 * 1024, '#');

  assert_set_aside (fixture, "", 0);
  assert_set_aside (fixture, "\0\0\0\0", 4);
  assert_set_aside (fixture, "[mailbell]\nversion=2\n", -1);
  assert_set_aside (fixture, HEAD "[folder:INBOX]\nuid-validity=1\n", -1);
  assert_set_aside (fixture, HEAD "[folder:INBOX]\nuid-validity=1\nuid-seen=-3\n", -1);
  assert_set_aside (fixture, HEAD "[folder:INBOX]\nuid-validity=1\nuid-seen=4294967296\n", -1);
  assert_set_aside (fixture, HEAD "[folder:%FF]\nuid-validity=1\nuid-seen=3\n", -1);
  assert_set_aside (fixture, HEAD "[folder:%00]\nuid-validity=1\nuid-seen=3\n", -1);
  assert_set_aside (fixture, large, -1);
}

static void
on_error_changed (BellSeenStore *store, G_GNUC_UNUSED GParamSpec *pspec, guint *n_changes)
{
  g_assert_nonnull (store);
  ++*n_changes;
}

/* A file stands where the directory should be, which stops even root. */
static void
test_unwritable (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *state = g_path_get_dirname (fixture->directory);
  g_autoptr (BellSeenStore) store = NULL;
  guint n_changes = 0;

  g_assert_true (g_file_set_contents (state, "", 0, NULL));
  store = load (fixture);
  g_signal_connect (store, "notify::error", G_CALLBACK (on_error_changed), &n_changes);
  set (store, "INBOX", 1, 2, 0);
  flush (store);
  g_assert_nonnull (strstr (bell_seen_store_get_error (store), fixture->path));
  assert_seen (store, "INBOX", 1, 2);

  g_remove (state);
  set (store, "INBOX", 1, 3, 0);
  flush (store);
  g_assert_null (bell_seen_store_get_error (store));
  g_assert_cmpuint (n_changes, >=, 2);
}

/* The disk may have room again by the time we quit. */
static void
test_flush_tries_again (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *state = g_path_get_dirname (fixture->directory);
  g_autoptr (BellSeenStore) store = load (fixture);
  g_autoptr (BellSeenStore) other = NULL;

  g_assert_true (g_file_set_contents (state, "", 0, NULL));
  set (store, "INBOX", 1, 2, 0);
  flush (store);
  g_assert_nonnull (bell_seen_store_get_error (store));

  g_remove (state);
  flush (store);
  g_assert_null (bell_seen_store_get_error (store));
  other = load (fixture);
  assert_seen (other, "INBOX", 1, 2);
}

static void
test_forgotten (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellSeenStore) store = load (fixture);

  set (store, "INBOX", 1, 2, 0);
  flush (store);
  bell_seen_store_forget (fixture->directory, "a1");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  bell_seen_store_forget (fixture->directory, "a1");
}

#define DAY_S (24 * 60 * 60)

/* Only what is missing for a month, and was never there meanwhile, is forgotten. */
static void
test_missing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const gint64 now_s = 1772323200;
  g_autoptr (BellSeenStore) store = load (fixture);
  g_autoptr (BellSeenStore) other = NULL;
  g_autoptr (BellSeenStore) third = NULL;

  set (store, "gone", 1, 2, 0);
  set (store, "back", 3, 4, 0);
  bell_seen_store_miss (store, "never known", now_s);
  bell_seen_store_miss (store, "gone", now_s);
  bell_seen_store_miss (store, "back", now_s);
  flush (store);

  other = load (fixture);
  bell_seen_store_miss (other, "gone", now_s + 29 * DAY_S);
  assert_seen (other, "gone", 1, 2);
  set (other, "back", 3, 4, 0);
  bell_seen_store_miss (other, "gone", now_s + 30 * DAY_S);
  bell_seen_store_miss (other, "back", now_s + 30 * DAY_S);
  assert_never_seen (other, "gone");
  assert_seen (other, "back", 3, 4);
  flush (other);

  third = load (fixture);
  assert_never_seen (third, "gone");
  assert_never_seen (third, "never known");
  assert_seen (third, "back", 3, 4);
}

/* The clock was a year ahead: that does not count. */
static void
test_missing_since_the_future (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const gint64 now_s = 1772323200;
  g_autoptr (BellSeenStore) store = load (fixture);

  set (store, "gone", 1, 2, 0);
  bell_seen_store_miss (store, "gone", now_s + 365 * DAY_S);
  bell_seen_store_miss (store, "gone", now_s);
  bell_seen_store_miss (store, "gone", now_s + 29 * DAY_S);
  assert_seen (store, "gone", 1, 2);
  bell_seen_store_miss (store, "gone", now_s + 30 * DAY_S);
  assert_never_seen (store, "gone");
  flush (store);
}

/* Names that no writing makes longer; so many that a server must have thought of them. What was there
 * before them stays, how the account signs in too. */
static void
test_too_many_folders (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *name = g_strnfill (BELL_IMAP_LIMIT_MAILBOX_BYTES - 6, '\001');
  BellSignInMemory memory = { .mechanism = "SCRAM-SHA-256" };

  {
    g_autoptr (BellSeenStore) store = load (fixture);

    set (store, "INBOX", 1, 2, 3);
    for (guint i = 0; i < 20000; i++) {
      g_autofree char *folder = g_strdup_printf ("%s%06u", name, i);

      set (store, folder, G_MAXUINT32, G_MAXUINT32, G_MAXUINT64);
    }
    bell_seen_store_set_sign_in (store, "imap.example.org", &memory);
    set (store, "INBOX", 1, 4, 3);
    flush (store);
    g_assert_null (bell_seen_store_get_error (store));
  }
  {
    g_autoptr (BellSeenStore) store = load (fixture);
    BellSignInMemory again = { 0 };

    g_assert_null (bell_seen_store_get_error (store));
    assert_seen (store, "INBOX", 1, 4);
    bell_seen_store_get_sign_in (store, "imap.example.org", &again);
    g_assert_cmpstr (again.mechanism, ==, "SCRAM-SHA-256");
  }
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/seen-store/survives", test_survives);
  ADD ("/seen-store/not-written", test_what_was_there_before_is_not_written);
  ADD ("/seen-store/written-soon", test_written_soon);
  ADD ("/seen-store/set-while-writing", test_set_while_writing);
  ADD ("/seen-store/damaged", test_damaged);
  ADD ("/seen-store/unwritable", test_unwritable);
  ADD ("/seen-store/flush-tries-again", test_flush_tries_again);
  ADD ("/seen-store/forgotten", test_forgotten);
  ADD ("/seen-store/missing", test_missing);
  ADD ("/seen-store/missing-since-the-future", test_missing_since_the_future);
  ADD ("/seen-store/too-many-folders", test_too_many_folders);
  return g_test_run ();
}
