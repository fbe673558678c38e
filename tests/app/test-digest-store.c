/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-digest-store.c: what a later run finds of the digests that are on the screen. */

#include "app/digest-store.h"

#include <glib/gstdio.h>
#include <string.h>

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
load (BellDigestStore *store, BellShownNotices *shown)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_digest_store_load_async (store, on_ready, &result);
  bell_digest_store_load_finish (store, wait_for (&result), shown);
}

static void
flush (BellDigestStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_digest_store_flush_async (store, on_ready, &result);
  bell_digest_store_flush_finish (store, wait_for (&result));
}

/* The digests of SHOWN: "a1/digest/Lists 7 0 1:4" */
static void
assert_digests (BellShownNotices *shown, const char *expected)
{
  g_autoptr (GPtrArray) digests = bell_shown_notices_get_digests (shown);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < digests->len; i++) {
    const BellNoticeDigest *digest = g_ptr_array_index (digests, i);
    g_autofree char        *id = bell_notice_digest_id (digest->account_id, digest->folder);
    g_autofree char        *text = bell_notice_digest_to_text (digest);

    g_string_append_printf (list, "%s%s %s", i > 0 ? "; " : "", id, text);
  }
  g_assert_cmpstr (list->str, ==, expected);
}

static void
remove_uids (BellShownNotices *shown, const char *uids)
{
  g_autoptr (BellImapUidSet) set = bell_imap_uid_set_parse (uids);
  g_autoptr (GPtrArray) ids = bell_shown_notices_take (shown, "a1", "Übung\n=", 7, set);

  g_assert_cmpuint (ids->len, >, 0);
}

static void
test_a_later_run_finds_what_is_left (void)
{
  g_autofree char *directory = g_dir_make_tmp ("mailbell-digests-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "digests", NULL);
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  bell_shown_notices_add_earlier (shown,
                                  bell_notice_digest_parse ("a1/digest/Übung\n=", "7 0 1:4"));
  for (guint run = 0; run < 3; run++) {
    g_autoptr (BellDigestStore) store = bell_digest_store_new (directory);
    g_autoptr (BellShownNotices) later = bell_shown_notices_new ();

    load (store, later);
    assert_digests (later, run == 0 ? "" : run == 1 ? "a1/digest/Übung\n= 7 0 1,3:4" : "");
    remove_uids (shown, run == 0 ? "2" : "1:4");
    bell_digest_store_update (store, shown);
    flush (store);
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
test_nothing_is_written_for_nothing (void)
{
  g_autofree char *directory = g_dir_make_tmp ("mailbell-digests-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "digests", NULL);
  g_autoptr (BellDigestStore) store = bell_digest_store_new (directory);
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();

  load (store, shown);
  bell_digest_store_update (store, shown);
  flush (store);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
test_what_is_damaged_harms_nothing (void)
{
  g_autofree char *directory = g_dir_make_tmp ("mailbell-digests-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "digests", NULL);
  g_autoptr (BellDigestStore) store = bell_digest_store_new (directory);
  g_autoptr (BellShownNotices) shown = bell_shown_notices_new ();
  const char text[] = "[mailbell]\nversion=1\n[digests]\na1%2Fdigest%2F=7 0 1:4294967295\n"
                      "a1%2F7%2F1=7 0 1\na2%2Fdigest%2F=7 0 1\na3%2Fdigest%2F=\n";

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  load (store, shown);
  assert_digests (shown, "a2/digest/ 7 0 1");
  g_unlink (path);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest-store/later", test_a_later_run_finds_what_is_left);
  g_test_add_func ("/digest-store/nothing", test_nothing_is_written_for_nothing);
  g_test_add_func ("/digest-store/damaged", test_what_is_damaged_harms_nothing);
  return g_test_run ();
}
