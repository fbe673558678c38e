/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-undo-offers.c: how long what can be taken back is offered. */

#include "app/undo-offers.h"

#include "../desktop/notifier-fixture.h"

/* Longer than the test. */
#define LONG_MS 600000

static void
offer (NotifierFixture *fixture, BellUndoOffers *offers, const char *id)
{
  BellNotice notice = { .id = (char *) id,
                        .title = (char *) "Message deleted",
                        .body = (char *) id };

  bell_undo_offers_add (offers, &notice);
  notifier_fixture_assert_next_body (fixture, id);
  notifier_fixture_settle (fixture);
}

static void
assert_closed (NotifierFixture *fixture, const char *numbers)
{
  notifier_fixture_settle (fixture);
  g_assert_cmpstr (fixture->closed->str, ==, numbers);
}

static void
test_one_does_not_end_another (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellUndoOffers *offers = bell_undo_offers_new (fixture->notifier, LONG_MS);

  offer (fixture, offers, "1");
  offer (fixture, offers, "2");
  offer (fixture, offers, "3");
  assert_closed (fixture, "");
  bell_undo_offers_withdraw (offers, "2");
  assert_closed (fixture, "2 ");
  bell_undo_offers_free (offers);
  assert_closed (fixture, "2 1 3 ");
}

static void
test_the_oldest_makes_room (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellUndoOffers) offers = bell_undo_offers_new (fixture->notifier, LONG_MS);

  for (guint i = 1; i <= BELL_UNDO_OFFERS + 1; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);

    offer (fixture, offers, id);
  }
  assert_closed (fixture, "1 ");
}

/* The daemon is known before, so that they are shown before they end. */
static void
test_each_ends_by_itself (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BellUndoOffers) offers = bell_undo_offers_new (fixture->notifier, 1);

  notifier_fixture_show (fixture, "1", NULL, "something else");
  notifier_fixture_assert_next_body (fixture, "something else");
  offer (fixture, offers, "2");
  offer (fixture, offers, "3");
  while (!g_str_has_suffix (fixture->closed->str, "3 "))
    g_main_context_iteration (NULL, TRUE);
  assert_closed (fixture, "2 3 ");
}

#define ADD(name, test)                                                                            \
  g_test_add (name, NotifierFixture, NULL, notifier_fixture_set_up, test,                          \
              notifier_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *runtime = notifier_fixture_make_runtime ();
  int              status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/undo-offers/several", test_one_does_not_end_another);
  ADD ("/undo-offers/oldest", test_the_oldest_makes_room);
  ADD ("/undo-offers/timer", test_each_ends_by_itself);
  status = g_test_run ();
  notifier_fixture_remove_runtime (runtime);
  return status;
}
