/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notifier-crash.c: what becomes of a notice when the notification daemon ends over it. */

#include "desktop/notifier.h"

#include "notifier-fixture.h"

/* The daemon ends over what it was asked, and another comes. */
static void
end_daemon (NotifierFixture *fixture, const char *deadly)
{
  notifier_fixture_settle (fixture);
  g_assert_cmpuint (fixture->unanswered->len, >, 0);
  fixture->deadly = deadly;
  notifier_fixture_stop_daemon (fixture);
  notifier_fixture_start_daemon (fixture);
  for (guint i = 0; i < fixture->unanswered->len; i++)
    g_dbus_method_invocation_return_dbus_error (g_ptr_array_index (fixture->unanswered, i),
                                                "org.example.Late", "too late");
  g_ptr_array_set_size (fixture->unanswered, 0);
}

/* At that moment nobody knows yet that the daemon is another. */
static void
test_it_is_not_sent_to_one_that_was_not_asked (NotifierFixture            *fixture,
                                               G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_show (fixture, "1", "a1", "a & b");
  notifier_fixture_assert_next_body (fixture, "a & b");
  notifier_fixture_settle (fixture);
  fixture->markup = TRUE;
  notifier_fixture_stop_daemon (fixture);
  notifier_fixture_start_daemon (fixture);
  notifier_fixture_show (fixture, "2", "a1", "a & b");
  notifier_fixture_assert_next_body (fixture, "a &amp; b");
}

/* The one that comes reads the same text in another way. */
static void
test_what_a_daemon_ends_over_is_written_anew (NotifierFixture            *fixture,
                                              G_GNUC_UNUSED gconstpointer data)
{
  fixture->deadly = "Notify";
  notifier_fixture_show (fixture, "1", "a1", "<b>Tom & Co</b>");
  notifier_fixture_assert_next_body (fixture, "<b>Tom & Co</b>");
  fixture->markup = TRUE;
  end_daemon (fixture, NULL);
  notifier_fixture_assert_next_body (fixture, "&lt;b&gt;Tom &amp; Co&lt;/b&gt;");
  g_assert_cmpuint (fixture->questions, ==, 2);
}

static void
test_what_two_daemons_end_over_is_dropped (NotifierFixture            *fixture,
                                           G_GNUC_UNUSED gconstpointer data)
{
  fixture->deadly = "Notify";
  notifier_fixture_show (fixture, "1", "a1", "poison");
  notifier_fixture_assert_next_body (fixture, "poison");
  end_daemon (fixture, "Notify");
  notifier_fixture_assert_next_body (fixture, "poison");
  end_daemon (fixture, NULL);
  notifier_fixture_settle (fixture);
  notifier_fixture_show (fixture, "2", "a1", "harmless");
  notifier_fixture_assert_next_body (fixture, "harmless");
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
}

/* Those that were on their way with it are not lost, nor those that come meanwhile. The bus tells what is
 * lost in an order of its own. */
static void
test_the_others_are_not_lost_with_it (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *poison = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  fixture->deadly = "Notify";
  notifier_fixture_show (fixture, "1", "a1", "1");
  notifier_fixture_show (fixture, "2", "a1", "2");
  notifier_fixture_show (fixture, "3", "a1", "3");
  notifier_fixture_assert_next_body (fixture, "1");
  notifier_fixture_assert_next_body (fixture, "2");
  notifier_fixture_assert_next_body (fixture, "3");
  end_daemon (fixture, "Notify");
  notifier_fixture_show (fixture, "4", "a1", "4");
  poison = notifier_fixture_await_body (fixture);
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  end_daemon (fixture, NULL);
  second = notifier_fixture_await_body (fixture);
  third = notifier_fixture_await_body (fixture);
  g_assert_cmpint (*poison + *second + *third, ==, '1' + '2' + '3');
  g_assert_cmpstr (poison, !=, second);
  g_assert_cmpstr (poison, !=, third);
  notifier_fixture_assert_next_body (fixture, "4");
}

/* What waits for a daemon can end one as well, and is sent to another then. */
static void
test_waiting_is_not_counted (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_stop_daemon (fixture);
  notifier_fixture_show (fixture, "1", "a1", "one");
  fixture->deadly = "Notify";
  notifier_fixture_start_daemon (fixture);
  notifier_fixture_assert_next_body (fixture, "one");
  end_daemon (fixture, NULL);
  notifier_fixture_assert_next_body (fixture, "one");
}

/* It is not asked for ever: a third is sent what no daemon could take for markup. */
static void
test_a_question_that_ends_daemons_is_given_up (NotifierFixture            *fixture,
                                               G_GNUC_UNUSED gconstpointer data)
{
  fixture->deadly = "GetCapabilities";
  notifier_fixture_show (fixture, "1", "a1", "<b>Tom & Co</b>");
  end_daemon (fixture, "GetCapabilities");
  end_daemon (fixture, "GetCapabilities");
  notifier_fixture_assert_next_body (fixture, " b Tom   Co /b ");
  g_assert_cmpuint (fixture->questions, ==, 2);
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
  ADD ("/notifier-crash/unasked", test_it_is_not_sent_to_one_that_was_not_asked);
  ADD ("/notifier-crash/crash", test_what_a_daemon_ends_over_is_written_anew);
  ADD ("/notifier-crash/crashes", test_what_two_daemons_end_over_is_dropped);
  ADD ("/notifier-crash/crash-others", test_the_others_are_not_lost_with_it);
  ADD ("/notifier-crash/not-counted", test_waiting_is_not_counted);
  ADD ("/notifier-crash/crash-question", test_a_question_that_ends_daemons_is_given_up);
  status = g_test_run ();
  notifier_fixture_remove_runtime (runtime);
  return status;
}
