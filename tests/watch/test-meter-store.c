/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was counted survives, is written rarely, and is never written over what is not yet known. */

#include "watch/meter-store.h"

#include "account/history.h"
#include "base/time-units.h"
#include "io/clock.h"
#include "policy/meter-form.h"

#include <glib/gstdio.h>
#include <string.h>

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
  fixture->path = g_build_filename (fixture->directory, "a1.history", NULL);
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

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
flush (BellMeterStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_meter_store_flush_async (store, on_ready, &result);
  bell_meter_store_flush_finish (store, wait_for (&result));
}

static BellMeterStore *
load (Fixture *fixture)
{
  BellMeterStore *store = bell_meter_store_new (fixture->directory, "a1");

  while (!bell_meter_store_is_loaded (store))
    g_main_context_iteration (NULL, TRUE);
  return store;
}

/* (transfer full) (nullable) */
static BellMeter *
read_file (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_history_load_async (fixture->directory, "a1", NULL, on_ready, &result);
  return bell_history_load_finish (wait_for (&result), error);
}

static guint64
get_sum (const BellMeter *meter, BellMeterKind kind)
{
  BellMeterCounts counts;

  bell_meter_sum (meter, 0, G_MAXINT32, &counts, NULL);
  return counts.n[kind];
}

/* Of the file. */
static guint64
get_kept (Fixture *fixture, BellMeterKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMeter) meter = read_file (fixture, &error);

  g_assert_no_error (error);
  return get_sum (meter, kind);
}

static BellMeterState
get_last_state (const BellMeter *meter)
{
  g_assert_cmpuint (meter->changes->len, >, 0);
  return g_array_index (meter->changes, BellMeterChange, meter->changes->len - 1).state;
}

static gboolean
is_written (Fixture *fixture)
{
  return g_file_test (fixture->path, G_FILE_TEST_EXISTS);
}

static void
wait_written (Fixture *fixture)
{
  while (!is_written (fixture))
    g_main_context_iteration (NULL, TRUE);
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What is to be written waits a moment for more, and nothing else does in this process. */
static gboolean
is_to_be_written (void)
{
  GMainContext *context = g_main_context_default ();
  int           priority;
  int           timeout_ms;

  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout_ms, NULL, 0);
  g_main_context_release (context);
  return timeout_ms >= 0;
}

static void
test_survives (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) first = load (fixture);
  g_autoptr (BellMeterStore) second = NULL;
  g_autoptr (BellMeter) meter = NULL;
  g_autofree char *text = NULL;

  bell_meter_store_set_state (first, BELL_ACCOUNT_PUSHING);
  bell_meter_store_count (first, BELL_METER_BYTES_IN, 1000);
  flush (first);
  second = load (fixture);
  bell_meter_store_count (second, BELL_METER_BYTES_IN, 234);
  text = bell_meter_store_to_text (second);
  meter = bell_meter_from_text (text, strlen (text));
  g_assert_cmpuint (get_sum (meter, BELL_METER_BYTES_IN), ==, 1234);
  g_assert_cmpint (get_last_state (meter), ==, BELL_METER_OFF);
  flush (second);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BYTES_IN), ==, 1234);
}

static void
test_describes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellAccountStatus) status = bell_account_status_new ("a1", "ada@example.org", NULL);
  g_autoptr (BellMeterStore) first = load (fixture);
  g_autoptr (BellMeterStore) second = NULL;

  bell_meter_store_count (first, BELL_METER_BYTES_OUT, 1000);
  flush (first);
  second = load (fixture);
  bell_meter_store_count (second, BELL_METER_BYTES_OUT, 5);
  bell_meter_store_describe (second, status);
  g_assert_cmpuint (status->bytes_out, ==, 5);
  g_assert_cmpuint (status->month.n[BELL_METER_BYTES_OUT], >=, 5); /* midnight may be between */
  g_assert_cmpuint (status->month.n[BELL_METER_BYTES_OUT], >=,
                    status->today.n[BELL_METER_BYTES_OUT]);
}

/* What is counted before the file has been read is added to it, and is not written over it. */
static void
test_counted_before_it_is_loaded (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) first = load (fixture);
  g_autoptr (BellMeterStore) second = NULL;

  bell_meter_store_count (first, BELL_METER_RENEWALS, 40);
  flush (first);

  second = bell_meter_store_new (fixture->directory, "a1");
  bell_meter_store_count (second, BELL_METER_RENEWALS, 2);
  g_assert_null (bell_meter_store_to_text (second));
  flush (second); /* at once: Mailbell ends again */
  g_assert_cmpuint (get_kept (fixture, BELL_METER_RENEWALS), >=, 40);
  while (!bell_meter_store_is_loaded (second))
    g_main_context_iteration (NULL, TRUE);
  flush (second);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_RENEWALS), ==, 42);
}

static void
test_is_written_rarely (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = load (fixture);

  bell_meter_store_count (store, BELL_METER_BYTES_IN, 1);
  g_assert_true (is_to_be_written ());
  flush (store);

  /* More of the same has time, and the same state is no news. */
  bell_meter_store_set_state (store, BELL_ACCOUNT_OFF);
  bell_meter_store_count (store, BELL_METER_BYTES_IN, 1);
  run_pending ();
  g_assert_false (is_to_be_written ());
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BYTES_IN), ==, 1);

  bell_meter_store_connection_ended (store);
  g_assert_true (is_to_be_written ());
  flush (store);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BYTES_IN), ==, 2);

  /* Nothing was counted since. */
  bell_meter_store_connection_ended (store);
  run_pending ();
  g_assert_false (is_to_be_written ());

  bell_meter_store_set_state (store, BELL_ACCOUNT_PUSHING);
  g_assert_true (is_to_be_written ());
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  wait_written (fixture);
}

/* Whoever reads the file of one that was killed does not take it for connected. */
static void
test_killed (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = load (fixture);
  g_autoptr (BellMeter) meter = NULL;
  g_autofree char *text = NULL;

  bell_meter_store_set_state (store, BELL_ACCOUNT_PUSHING);
  wait_written (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "connected"));
  meter = read_file (fixture, NULL);
  g_assert_cmpint (get_last_state (meter), ==, BELL_METER_OFF);
}

static void
rings (
  BellMeterStore *store, gboolean seen, guint n_more, gboolean after_absence, gint64 arrived_us)
{
  g_autoptr (GPtrArray) messages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) bell_message_summary_unref);
  BellNews news = { .messages = messages, .n_more = n_more, .after_absence = after_absence };

  g_ptr_array_add (messages, bell_message_summary_new (1, 1, seen, "", 0));
  bell_meter_store_rang (store, &news, arrived_us);
}

static void
test_rings (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = load (fixture);
  g_autoptr (BellMeter) meter = NULL;
  g_autofree char *text = NULL;
  gint64           now_us = bell_clock_now ();
  BellMeterDelays  delays;

  rings (store, FALSE, 0, FALSE, now_us - 5 * BELL_SECOND);
  rings (store, FALSE, 3, TRUE, now_us); /* what came meanwhile has no delay */
  rings (store, FALSE, 0, FALSE, 0);     /* not known */
  rings (store, TRUE, 0, FALSE, now_us); /* read elsewhere */
  rings (store, TRUE, 1, FALSE, now_us + BELL_HOUR);
  text = bell_meter_store_to_text (store);
  meter = bell_meter_from_text (text, strlen (text));
  g_assert_cmpuint (get_sum (meter, BELL_METER_BELLS), ==, 4);
  bell_meter_sum (meter, 0, G_MAXINT32, NULL, &delays);
  g_assert_cmpuint (delays.n, ==, 1);
  g_assert_cmpuint (delays.sum_ms, >=, 5000);
}

static void
test_damaged (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".corrupt", NULL);
  g_autoptr (BellMeterStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (fixture->directory, 0700);
  g_assert_true (g_file_set_contents (fixture->path, "[mailbell]\nversion=7\n", -1, NULL));
  g_assert_null (read_file (fixture, &error));
  g_assert_error (error, BELL_HISTORY_ERROR, BELL_HISTORY_ERROR_DAMAGED);

  store = load (fixture);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  bell_meter_store_count (store, BELL_METER_BELLS, 1);
  flush (store);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BELLS), ==, 1);
}

/* Something that is there and cannot be read may hold months. */
static void
test_unreadable_is_left_alone (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = NULL;

  g_mkdir_with_parents (fixture->path, 0700); /* a directory, which stops even root */
  store = bell_meter_store_new (fixture->directory, "a1");
  bell_meter_store_count (store, BELL_METER_BELLS, 1);
  /* It is held by its reading. */
  while (g_atomic_int_get (&G_OBJECT (store)->ref_count) > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (bell_meter_store_is_loaded (store));
  flush (store);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));
}

/* A file stands where the directory should be, which stops even root. */
static void
test_full_disk (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = load (fixture);

  g_assert_true (g_file_set_contents (fixture->directory, "", 0, NULL));
  bell_meter_store_count (store, BELL_METER_BELLS, 1);
  flush (store);
  bell_meter_store_count (store, BELL_METER_BELLS, 1);

  g_remove (fixture->directory);
  flush (store);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BELLS), ==, 2);
}

static void
test_forgotten (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = load (fixture);
  g_autoptr (GError) error = NULL;

  bell_meter_store_count (store, BELL_METER_BELLS, 1);
  flush (store);
  g_assert_true (is_written (fixture));
  bell_meter_store_forget (fixture->directory, "a1");
  g_assert_false (is_written (fixture));
  bell_meter_store_forget (fixture->directory, "a1");
  g_assert_null (read_file (fixture, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_cleared (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellMeterStore) store = load (fixture);
  g_autoptr (BellMeter) meter = NULL;
  g_autofree char *text = NULL;

  bell_meter_store_set_state (store, BELL_ACCOUNT_PUSHING);
  bell_meter_store_count (store, BELL_METER_BELLS, 3);
  flush (store);
  bell_meter_store_set_state (store, BELL_ACCOUNT_PUSHING);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  bell_meter_store_clear (store);
  text = bell_meter_store_to_text (store);
  meter = bell_meter_from_text (text, strlen (text));
  g_assert_cmpuint (meter->changes->len, ==, 1);
  g_assert_cmpint (get_last_state (meter), ==, BELL_METER_CONNECTED);
  wait_written (fixture);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BELLS), ==, 0);
}

/* What the file has goes as well, and what is counted from then on stays. */
static void
test_cleared_before_it_is_loaded (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *aside = g_strconcat (fixture->path, ".corrupt", NULL);
  g_autoptr (BellMeterStore) first = load (fixture);
  g_autoptr (BellMeterStore) second = NULL;

  bell_meter_store_count (first, BELL_METER_BELLS, 40);
  flush (first);
  g_assert_true (g_file_set_contents (aside, "old", -1, NULL));

  second = bell_meter_store_new (fixture->directory, "a1");
  bell_meter_store_clear (second);
  bell_meter_store_count (second, BELL_METER_BELLS, 2);
  while (!bell_meter_store_is_loaded (second) || g_file_test (aside, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  flush (second);
  g_assert_cmpuint (get_kept (fixture, BELL_METER_BELLS), ==, 2);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/meter-store/survives", test_survives);
  ADD ("/meter-store/describes", test_describes);
  ADD ("/meter-store/counted-before-loaded", test_counted_before_it_is_loaded);
  ADD ("/meter-store/written-rarely", test_is_written_rarely);
  ADD ("/meter-store/killed", test_killed);
  ADD ("/meter-store/rings", test_rings);
  ADD ("/meter-store/damaged", test_damaged);
  ADD ("/meter-store/unreadable", test_unreadable_is_left_alone);
  ADD ("/meter-store/full-disk", test_full_disk);
  ADD ("/meter-store/forgotten", test_forgotten);
  ADD ("/meter-store/cleared", test_cleared);
  ADD ("/meter-store/cleared-before-loaded", test_cleared_before_it_is_loaded);
  return g_test_run ();
}
