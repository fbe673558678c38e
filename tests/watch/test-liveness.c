/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connection teaches about its path, with a store of its own and a network with a name. */

#include "watch/liveness.h"

#include "base/time-units.h"
#include "imap/imap-error.h"

#include <glib/gstdio.h>

typedef struct {
  char             *directory;
  BellRenewalTuner *tuner;
  BellLiveness      liveness;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *network = data;

  fixture->directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  fixture->tuner = bell_renewal_tuner_new (fixture->directory, network);
  bell_liveness_init (&fixture->liveness, fixture->tuner, "imap.example.org", 993);
  while (!bell_renewal_tuner_is_loaded (fixture->tuner))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *file = g_build_filename (fixture->directory, "paths", NULL);

  bell_liveness_clear (&fixture->liveness);
  g_assert_finalize_object (fixture->tuner);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_remove (file);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
}

static int
get_minutes (Fixture *fixture)
{
  gboolean exact;

  return (int) (bell_liveness_get_interval (&fixture->liveness, &exact) / BELL_MINUTE);
}

static void
die (Fixture *fixture, gint64 silent_us, gint64 now_us)
{
  g_autoptr (GError) error =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_TIMEOUT, "no answer");

  bell_liveness_ended (&fixture->liveness, error, silent_us, now_us);
}

static void
test_grows (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpint (get_minutes (fixture), ==, 9);
  bell_liveness_renewed (&fixture->liveness, 9 * BELL_MINUTE, 0);
  bell_liveness_renewed (&fixture->liveness, 9 * BELL_MINUTE, 0);
  g_assert_cmpint (get_minutes (fixture), ==, 14);
}

/* On a metered network the user's own interval may grow to the one that is learnt, never shrink. */
static void
test_longest (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->liveness.fixed_us = 4 * BELL_MINUTE;
  g_assert_cmpint (get_minutes (fixture), ==, 4);
  fixture->liveness.longest = TRUE;
  g_assert_cmpint (get_minutes (fixture), ==, 9);
  fixture->liveness.fixed_us = 20 * BELL_MINUTE;
  g_assert_cmpint (get_minutes (fixture), ==, 20);
  fixture->liveness.fixed_us = 0;
  g_assert_cmpint (get_minutes (fixture), ==, 9);
}

/* A connection that stands at once proves that it was the path, not the network. */
static void
test_death_counts_when_the_network_is_well (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  die (fixture, 9 * BELL_MINUTE, 0);
  g_assert_cmpint (get_minutes (fixture), ==, 9);
  g_assert_true (bell_liveness_connected (&fixture->liveness, 2 * BELL_SECOND));
  g_assert_false (bell_liveness_connected (&fixture->liveness, 3 * BELL_SECOND));
  g_assert_cmpint (get_minutes (fixture), ==, 4);
}

static void
test_death_with_the_network_does_not_count (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  die (fixture, 9 * BELL_MINUTE, 0);
  g_assert_false (bell_liveness_connected (&fixture->liveness, 5 * BELL_MINUTE));
  g_assert_cmpint (get_minutes (fixture), ==, 9);
}

/* Minutes of silence, and then the network was changed, which is what broke the connection. */
static void
test_death_by_a_change_of_network_teaches_nothing (Fixture           *fixture,
                                                   gconstpointer data G_GNUC_UNUSED)
{
  bell_liveness_doubt (&fixture->liveness, 6 * BELL_MINUTE);
  die (fixture, 6 * BELL_MINUTE, 6 * BELL_MINUTE + 3 * BELL_SECOND);
  g_assert_false (bell_liveness_connected (&fixture->liveness, 6 * BELL_MINUTE + 5 * BELL_SECOND));
  g_assert_cmpint (get_minutes (fixture), ==, 9);
}

static void
test_death_long_after_the_change_counts (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bell_liveness_doubt (&fixture->liveness, 6 * BELL_MINUTE);
  die (fixture, 9 * BELL_MINUTE, 15 * BELL_MINUTE);
  g_assert_true (bell_liveness_connected (&fixture->liveness, 15 * BELL_MINUTE + BELL_SECOND));
  g_assert_cmpint (get_minutes (fixture), ==, 4);
}

static void
test_an_orderly_end_is_no_death (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_BYE, "shutting down");

  bell_liveness_ended (&fixture->liveness, error, 9 * BELL_MINUTE, 0);
  g_assert_false (bell_liveness_connected (&fixture->liveness, BELL_SECOND));
  g_assert_cmpint (get_minutes (fixture), ==, 9);
}

static void
test_keep_alive (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gboolean exact;

  bell_liveness_renewed (&fixture->liveness, 2 * BELL_MINUTE, 2 * BELL_MINUTE);
  g_assert_cmpint (get_minutes (fixture), ==, 28);
  bell_liveness_get_interval (&fixture->liveness, &exact);
  g_assert_false (exact);
}

static void
test_fixed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  gboolean exact;

  fixture->liveness.fixed_us = 3 * BELL_MINUTE;
  g_assert_cmpint (bell_liveness_get_interval (&fixture->liveness, &exact), ==, 3 * BELL_MINUTE);
  g_assert_false (exact);
}

/* Nothing lasts of a network that cannot be told from others. */
static void
test_unknown_network (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  bell_liveness_renewed (&fixture->liveness, 9 * BELL_MINUTE, 0);
  bell_liveness_renewed (&fixture->liveness, 9 * BELL_MINUTE, 0);
  g_assert_cmpint (get_minutes (fixture), ==, 9);
}

static void
add (const char *name, const char *network, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/watch/liveness/", name, NULL);

  g_test_add (path, Fixture, network, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("grows", "home", test_grows);
  add ("longest", "home", test_longest);
  add ("death-counts-when-the-network-is-well", "home", test_death_counts_when_the_network_is_well);
  add ("death-with-the-network-does-not-count", "home", test_death_with_the_network_does_not_count);
  add ("death-by-a-change-of-network-teaches-nothing", "home",
       test_death_by_a_change_of_network_teaches_nothing);
  add ("death-long-after-the-change-counts", "home", test_death_long_after_the_change_counts);
  add ("an-orderly-end-is-no-death", "home", test_an_orderly_end_is_no_death);
  add ("keep-alive", "home", test_keep_alive);
  add ("fixed", "home", test_fixed);
  add ("unknown-network", NULL, test_unknown_network);
  return g_test_run ();
}
