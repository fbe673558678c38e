/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was learnt of a path survives, for a month, and of two hundred paths at most. */

#include "watch/path-store.h"

#include "base/time-units.h"

#include <glib/gstdio.h>
#include <string.h>

/* Of 2024-01-01. */
#define NOW_S (G_GINT64_CONSTANT (1704067200))
#define DAY_S (24 * 60 * 60)

#define HOME "0123456789abcdef"
#define HEAD "[mailbell]\nversion=1\n\n[paths]\n"

typedef struct {
  char *parent;    /* (owned) */
  char *directory; /* (owned) does not exist at first */
  char *path;      /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->parent = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  fixture->directory = g_build_filename (fixture->parent, "mailbell", NULL);
  fixture->path = g_build_filename (fixture->directory, "paths", NULL);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".corrupt", NULL);

  g_remove (aside);
  g_remove (fixture->path);
  g_remove (fixture->directory);
  g_assert_cmpint (g_remove (fixture->parent), ==, 0);
  g_free (fixture->parent);
  g_free (fixture->directory);
  g_free (fixture->path);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
flush (BellPathStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_path_store_flush_async (store, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_path_store_flush_finish (store, result);
}

static void
load_into (BellPathStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_path_store_load_async (store, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  bell_path_store_load_finish (store, result);
}

static BellPathStore *
load (Fixture *fixture)
{
  BellPathStore *store = bell_path_store_new (fixture->directory);

  load_into (store);
  return store;
}

/* In minutes. */
static double
get_interval (BellPathStore *store, const char *network, const char *host, gint64 now_s)
{
  BellRenewal renewal;

  bell_path_store_get (store, network, host, 993, now_s, &renewal);
  return (double) bell_renewal_get_interval_us (&renewal) / (double) BELL_MINUTE;
}

/* As if the path had died after so many minutes, and half of it were tried. */
static void
learn (BellPathStore *store, const char *network, const char *host, gint64 now_s, int died_min)
{
  BellRenewal renewal;

  bell_path_store_get (store, network, host, 993, now_s, &renewal);
  bell_renewal_died (&renewal, died_min * BELL_MINUTE);
  bell_path_store_set (store, network, host, 993, now_s, &renewal);
}

static void
test_survives (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const char odd[] = "[2001:db8::1]=\n#\\/ ☃%5B";
  g_autoptr (BellPathStore) first = load (fixture);
  g_autoptr (BellPathStore) second = NULL;
  BellRenewal renewal;

  g_assert_cmpfloat (get_interval (first, HOME, "imap.example.org", NOW_S), ==, 9);
  learn (first, HOME, "imap.example.org", NOW_S, 8);
  learn (first, HOME, odd, NOW_S, 6);
  learn (first, odd, "imap.example.org", NOW_S, 5);
  flush (first);

  second = load (fixture);
  g_assert_cmpfloat (get_interval (second, HOME, "imap.example.org", NOW_S), ==, 4);
  g_assert_cmpfloat (get_interval (second, HOME, "IMAP.Example.org", NOW_S), ==, 4);
  g_assert_cmpfloat (get_interval (second, HOME, odd, NOW_S), ==, 3);
  g_assert_cmpfloat (get_interval (second, odd, "imap.example.org", NOW_S), ==, 2.5);
  g_assert_cmpfloat (get_interval (second, "unknown", "imap.example.org", NOW_S), ==, 9);
  bell_path_store_get (second, HOME, "imap.example.org", 143, NOW_S, &renewal);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), ==, 9 * BELL_MINUTE);
}

static void
test_short_lived (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) first = load (fixture);
  g_autoptr (BellPathStore) second = NULL;
  BellRenewal renewal;

  bell_path_store_get (first, HOME, "imap.gmx.net", 993, NOW_S, &renewal);
  g_assert_true (renewal.short_lived);
  bell_renewal_kept_alive (&renewal);
  bell_path_store_set (first, HOME, "imap.gmx.net", 993, NOW_S, &renewal);
  flush (first);

  second = load (fixture);
  g_assert_cmpfloat (get_interval (second, HOME, "imap.gmx.net", NOW_S), ==, 12);
}

static void
test_forgotten_after_a_month (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) store = load (fixture);
  g_autofree char *text = NULL;

  learn (store, HOME, "a.example.org", NOW_S, 8);
  learn (store, HOME, "b.example.org", NOW_S + DAY_S, 8);
  g_assert_cmpfloat (get_interval (store, HOME, "a.example.org", NOW_S + 30 * DAY_S), ==, 4);
  g_assert_cmpfloat (get_interval (store, HOME, "a.example.org", NOW_S + 31 * DAY_S), ==, 9);
  g_assert_cmpfloat (get_interval (store, HOME, "b.example.org", NOW_S + 31 * DAY_S), ==, 4);

  /* From the disk too. */
  learn (store, HOME, "b.example.org", NOW_S + 31 * DAY_S, 4);
  flush (store);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_null (strstr (text, "a.example.org"));
  g_assert_nonnull (strstr (text, "b.example.org"));
}

static void
test_oldest_goes_first (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) first = load (fixture);
  g_autoptr (BellPathStore) second = NULL;

  for (int i = 0; i < 200; i++) {
    g_autofree char *network = g_strdup_printf ("%016x", (guint) i);

    learn (first, network, "imap.example.org", NOW_S + i, 8);
  }
  /* The first was used once more, so the second is the oldest. */
  learn (first, "0000000000000000", "imap.example.org", NOW_S + 200, 4);
  learn (first, HOME, "imap.example.org", NOW_S + 201, 5);
  flush (first);

  second = load (fixture);
  g_assert_cmpfloat (get_interval (second, "0000000000000000", "imap.example.org", NOW_S), ==, 2);
  g_assert_cmpfloat (get_interval (second, "0000000000000001", "imap.example.org", NOW_S), ==, 9);
  g_assert_cmpfloat (get_interval (second, "0000000000000002", "imap.example.org", NOW_S), ==, 4);
  g_assert_cmpfloat (get_interval (second, "00000000000000c7", "imap.example.org", NOW_S), ==, 4);
  g_assert_cmpfloat (get_interval (second, HOME, "imap.example.org", NOW_S), ==, 2.5);
}

static void
write_file (Fixture *fixture, const char *text)
{
  g_mkdir_with_parents (fixture->directory, 0700);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

/* A file with more paths than ours ever has. */
static void
test_too_many_in_the_file (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (BellPathStore) store = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%016x/imap.example.org:993=2 0 0 240000000 0 0 0 %u\n", i,
                            i + 1);
  write_file (fixture, text->str);
  store = load (fixture);
  g_assert_cmpfloat (get_interval (store, "000000000000031f", "imap.example.org", 1000), ==, 9);
  g_assert_cmpfloat (get_interval (store, "0000000000000320", "imap.example.org", 1000), ==, 4);
  g_assert_cmpfloat (get_interval (store, "00000000000003e7", "imap.example.org", 1000), ==, 4);
}

static void
test_too_long (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) store = load (fixture);
  g_autofree char *host = g_strnfill (2000, 'x');

  learn (store, HOME, host, NOW_S, 8);
  flush (store);
  g_assert_cmpfloat (get_interval (store, HOME, host, NOW_S), ==, 9);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
assert_set_aside (Fixture *fixture, const char *text)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".corrupt", NULL);
  g_autoptr (BellPathStore) store = NULL;

  write_file (fixture, text);
  store = load (fixture);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  learn (store, HOME, "imap.example.org", NOW_S, 8);
  flush (store);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_remove (aside);
}

static void
test_damaged_file (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *large = g_strnfill (300 * 1024, '#');

  assert_set_aside (fixture, "");
  assert_set_aside (fixture, "nonsense");
  assert_set_aside (fixture, "[mailbell]\nversion=2\n");
  assert_set_aside (fixture, large);
}

static void
test_damaged_entry (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) store = NULL;
  g_autofree char *aside = g_strconcat (fixture->path, ".corrupt", NULL);

  write_file (fixture,
              HEAD HOME "/good.example.org:993=2 0 0 240000000 0 0 0 1704067200\n" HOME
                        "/zero.example.org:993=2 0 0 0 0 0 0 1704067200\n" HOME
                        "/bytes.example.org:993=\xff\xfe\n" HOME "/empty.example.org:993=\n" HOME
                        "/imap.web.de:993=2 0 0 1680000000 0 0 0 1704067200\n"
                        "nonsense=2 0 0 240000000 0 0 0 1704067200\n"
                        ":/=2 0 0 240000000 0 0 0 1704067200\n"
                        "/%00:1=2 0 0 240000000 0 0 0 1704067200\n");
  store = load (fixture);
  g_assert_false (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_cmpfloat (get_interval (store, HOME, "good.example.org", NOW_S), ==, 4);
  g_assert_cmpfloat (get_interval (store, HOME, "zero.example.org", NOW_S), ==, 9);
  g_assert_cmpfloat (get_interval (store, HOME, "bytes.example.org", NOW_S), ==, 9);
  g_assert_cmpfloat (get_interval (store, HOME, "empty.example.org", NOW_S), ==, 9);
  g_assert_cmpfloat (get_interval (store, HOME, "imap.web.de", NOW_S), ==, 9);
}

/* What was learnt while the file was read is newer than the file. */
static void
test_loaded_late (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) store = bell_path_store_new (fixture->directory);

  write_file (fixture, HEAD HOME "/a.example.org:993=2 0 0 240000000 0 0 0 1704067200\n" HOME
                                 "/b.example.org:993=2 0 0 240000000 0 0 0 1704067200\n");
  learn (store, HOME, "a.example.org", NOW_S, 6);
  load_into (store);
  g_assert_cmpfloat (get_interval (store, HOME, "a.example.org", NOW_S), ==, 3);
  g_assert_cmpfloat (get_interval (store, HOME, "b.example.org", NOW_S), ==, 4);
  flush (store);
}

/* A file stands where the directory should be, which stops even root. */
static void
test_unwritable (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellPathStore) store = NULL;
  g_autoptr (BellPathStore) other = NULL;

  g_assert_true (g_file_set_contents (fixture->directory, "", 0, NULL));
  store = load (fixture);
  learn (store, HOME, "imap.example.org", NOW_S, 8);
  flush (store);
  g_assert_cmpfloat (get_interval (store, HOME, "imap.example.org", NOW_S), ==, 4);

  /* Room again: what failed is not forgotten. */
  g_remove (fixture->directory);
  flush (store);
  other = load (fixture);
  g_assert_cmpfloat (get_interval (other, HOME, "imap.example.org", NOW_S), ==, 4);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/path-store/survives", test_survives);
  ADD ("/path-store/short-lived", test_short_lived);
  ADD ("/path-store/forgotten-after-a-month", test_forgotten_after_a_month);
  ADD ("/path-store/oldest-goes-first", test_oldest_goes_first);
  ADD ("/path-store/too-many-in-the-file", test_too_many_in_the_file);
  ADD ("/path-store/too-long", test_too_long);
  ADD ("/path-store/damaged-file", test_damaged_file);
  ADD ("/path-store/damaged-entry", test_damaged_entry);
  ADD ("/path-store/loaded-late", test_loaded_late);
  ADD ("/path-store/unwritable", test_unwritable);
  return g_test_run ();
}
