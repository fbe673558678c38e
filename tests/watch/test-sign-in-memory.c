/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was strongest stays, what is broken is tried again after a while, and both outlive a restart. */

#include "watch/seen-store.h"

#include <glib/gstdio.h>

#define HOST "imap.example.org"
#define NOW 1700000000
#define DAY (24 * 60 * 60)

typedef struct {
  char          *directory; /* (owned) */
  BellSeenStore *seen;      /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  fixture->seen = bell_seen_store_new (fixture->directory, "a1");
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_seen_store_forget (fixture->directory, "a1");
  g_clear_object (&fixture->seen);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
restart (Fixture *fixture)
{
  g_autoptr (GAsyncResult) flushed = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;

  bell_seen_store_flush_async (fixture->seen, on_ready, &flushed);
  wait_for (&flushed);
  bell_seen_store_flush_finish (fixture->seen, flushed);
  g_object_unref (fixture->seen);
  fixture->seen = bell_seen_store_new (fixture->directory, "a1");
  bell_seen_store_load_async (fixture->seen, on_ready, &loaded);
  wait_for (&loaded);
  bell_seen_store_load_finish (fixture->seen, loaded);
  g_assert_null (bell_seen_store_get_error (fixture->seen));
}

static void
recall (BellSeenStore        *seen,
        const char           *host,
        gint64                now_s,
        BellSignInMemory     *memory,
        BellImapClientConfig *config)
{
  bell_seen_store_get_sign_in (seen, host, memory);
  bell_sign_in_memory_apply (memory, now_s, config);
}

static void
keep (BellSeenStore *seen, gboolean chosen, const BellImapEvent *ready)
{
  BellSignInMemory memory;

  bell_seen_store_get_sign_in (seen, HOST, &memory);
  bell_sign_in_memory_learn (&memory, chosen, NOW, ready);
  bell_seen_store_set_sign_in (seen, HOST, &memory);
}

static void
sign_in (Fixture *fixture, const char *mechanism, gboolean chosen, gboolean plus_broken)
{
  BellImapEvent ready = { .type = BELL_IMAP_EVENT_READY,
                          .mechanism = mechanism,
                          .plus_broken = plus_broken };

  keep (fixture->seen, chosen, &ready);
}

static void
assert_known (
  Fixture *fixture, const char *host, gint64 now_s, const char *strongest, gboolean plus_broken)
{
  BellSignInMemory     memory;
  BellImapClientConfig config = { 0 };

  recall (fixture->seen, host, now_s, &memory, &config);
  g_assert_cmpstr (config.strongest, ==, strongest);
  g_assert_cmpint (config.plus_broken, ==, plus_broken);
}

static void
test_nothing_is_known (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  assert_known (fixture, HOST, NOW, NULL, FALSE);
}

static void
test_strongest_stays (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sign_in (fixture, "PLAIN", FALSE, FALSE);
  assert_known (fixture, HOST, NOW, "PLAIN", FALSE);
  sign_in (fixture, "SCRAM-SHA-256", FALSE, FALSE);
  sign_in (fixture, "CRAM-MD5", FALSE, FALSE);
  assert_known (fixture, "IMAP.Example.org", NOW, "SCRAM-SHA-256", FALSE);
  assert_known (fixture, "imap.example.net", NOW, NULL, FALSE);
  restart (fixture);
  assert_known (fixture, HOST, NOW, "SCRAM-SHA-256", FALSE);
}

static void
test_choice_of_the_user_replaces_it (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sign_in (fixture, "SCRAM-SHA-256-PLUS", FALSE, FALSE);
  sign_in (fixture, "PLAIN", TRUE, FALSE);
  assert_known (fixture, HOST, NOW, "PLAIN", FALSE);
}

static void
test_broken_binding_is_tried_again (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sign_in (fixture, "SCRAM-SHA-256", FALSE, TRUE);
  sign_in (fixture, "SCRAM-SHA-256", FALSE, FALSE);
  restart (fixture);
  assert_known (fixture, HOST, NOW + 29 * DAY, "SCRAM-SHA-256", TRUE);
  assert_known (fixture, HOST, NOW + 30 * DAY, "SCRAM-SHA-256", FALSE);
  assert_known (fixture, HOST, NOW - 1, "SCRAM-SHA-256", FALSE); /* the clock was wrong */
  sign_in (fixture, "SCRAM-SHA-256-PLUS", FALSE, FALSE);
  assert_known (fixture, HOST, NOW, "SCRAM-SHA-256-PLUS", FALSE);
}

/* A certificate that may be taken one day, and one that was. */
static void
test_refused_certificate_is_tried_again (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellImapEvent        instead = { .type = BELL_IMAP_EVENT_READY,
                                   .mechanism = "PLAIN",
                                   .external_broken = TRUE };
  BellSignInMemory     memory;
  BellImapClientConfig config = { 0 };

  keep (fixture->seen, FALSE, &instead);
  sign_in (fixture, "PLAIN", FALSE, FALSE);
  restart (fixture);
  recall (fixture->seen, HOST, NOW + 29 * DAY, &memory, &config);
  g_assert_true (config.external_broken);
  g_assert_false (config.plus_broken);
  recall (fixture->seen, HOST, NOW + 30 * DAY, &memory, &config);
  g_assert_false (config.external_broken);
  sign_in (fixture, "EXTERNAL", FALSE, FALSE);
  recall (fixture->seen, HOST, NOW, &memory, &config);
  g_assert_false (config.external_broken);
  g_assert_cmpstr (config.strongest, ==, "EXTERNAL");
}

static void
test_folders_are_something_else (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GArray) all = NULL;
  const BellImapRemembered folder = { .mailbox = HOST, .uid_validity = 7, .uid_seen = 23 };

  sign_in (fixture, "PLAIN", FALSE, FALSE);
  bell_seen_store_set (fixture->seen, &folder);
  restart (fixture);
  all = bell_seen_store_get_all (fixture->seen);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (g_array_index (all, BellImapRemembered, 0).mailbox, ==, HOST);
  assert_known (fixture, HOST, NOW, "PLAIN", FALSE);
}

/* A file that somebody has changed by hand must not end in an overlong name. */
static void
test_damaged (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "a1.seen", NULL);
  g_autofree char *aside = g_strconcat (path, ".corrupt", NULL);
  g_autoptr (GAsyncResult) loaded = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "[mailbell]\nversion=1\n[sign-in:" HOST "]\n"
                                      "mechanism=SCRAM-SHA-256-AND-MORE-THAN-FITS-IN\n",
                                      -1, NULL));
  bell_seen_store_load_async (fixture->seen, on_ready, &loaded);
  wait_for (&loaded);
  bell_seen_store_load_finish (fixture->seen, loaded);
  g_assert_nonnull (bell_seen_store_get_error (fixture->seen));
  assert_known (fixture, HOST, NOW, NULL, FALSE);
  g_assert_cmpint (g_remove (aside), ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/sign-in-memory/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("nothing-is-known", test_nothing_is_known);
  ADD ("strongest-stays", test_strongest_stays);
  ADD ("choice-of-the-user-replaces-it", test_choice_of_the_user_replaces_it);
  ADD ("broken-binding-is-tried-again", test_broken_binding_is_tried_again);
  ADD ("refused-certificate-is-tried-again", test_refused_certificate_is_tried_again);
  ADD ("folders-are-something-else", test_folders_are_something_else);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
