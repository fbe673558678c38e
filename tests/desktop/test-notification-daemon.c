/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notification-daemon.c: which of the daemon's notifications are ours, whatever comes in between. */

#include "desktop/notification-daemon.h"

#include "bus-pair.h"
#include "notifier-fixture.h"

#include <glib/gstdio.h>

#include <string.h>

/* The daemon, which answers when the test says so, and our side of it. */
typedef struct {
  BusPair                 bus;
  char                   *directory; /* (owned) */
  BellNotificationDaemon *daemon;    /* (owned) (nullable) */
  GDBusMethodInvocation  *asked;     /* (owned) (nullable) Notify that is not answered yet */
  guint32                 closed;    /* the last number that it was asked to close; 0: none */
  char                   *action;    /* (owned) (nullable) the last that was told */
  GString                *fates;     /* (owned) "ID:FATE " of each that was told */
} Fixture;

static void
on_method (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           G_GNUC_UNUSED const char      *path,
           G_GNUC_UNUSED const char      *interface,
           const char                    *method,
           GVariant                      *parameters,
           GDBusMethodInvocation         *invocation,
           gpointer                       user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (method, "Notify")) {
    g_assert_null (fixture->asked);
    fixture->asked = invocation;
    return;
  }
  g_variant_get (parameters, "(u)", &fixture->closed);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->fates = g_string_new (NULL);
  fixture->directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  bus_pair_init_with_bus (&fixture->bus);
  notifier_fixture_export (fixture->bus.theirs, on_method, fixture);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->directory, "notifications", NULL);

  g_clear_object (&fixture->daemon);
  bus_pair_clear (&fixture->bus);
  g_unlink (file);
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->action);
  g_string_free (fixture->fates, TRUE);
}

static void
on_action (G_GNUC_UNUSED BellNotificationDaemon *daemon,
           const char                           *name,
           G_GNUC_UNUSED const char             *token,
           Fixture                              *fixture)
{
  g_free (fixture->action);
  fixture->action = g_strdup (name);
}

static void
on_answered (G_GNUC_UNUSED BellNotificationDaemon *daemon,
             const BellNotice                     *notice,
             int                                   fate,
             Fixture                              *fixture)
{
  static const char *const names[] = { "settled", "untaken", "fatal" };

  g_string_append_printf (fixture->fates, "%s:%s ", notice->title, names[fate]);
}

static void
start (Fixture *fixture)
{
  fixture->daemon = bell_notification_daemon_new (fixture->bus.ours, fixture->directory);
  g_signal_connect (fixture->daemon, "action", G_CALLBACK (on_action), fixture);
  g_signal_connect (fixture->daemon, "answered", G_CALLBACK (on_answered), fixture);
}

/* With NUMBER in the file as that of the notice "1", which OWNER shows. */
static void
start_again (Fixture *fixture, guint32 number, const char *owner)
{
  g_autofree char *file = g_build_filename (fixture->directory, "notifications", NULL);
  g_autofree char *text =
    g_strdup_printf ("[mailbell]\nversion=1\n\n[notifications]\n1=%u %s/%s \n", number,
                     g_dbus_connection_get_guid (fixture->bus.theirs), owner);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  start (fixture);
}

static void
show_titled (Fixture *fixture, const char *id, const char *account_id, const char *title)
{
  BellNotice notice = { .id = (char *) id,
                        .account_id = (char *) account_id,
                        .title = (char *) title,
                        .body = (char *) "" };

  bell_notification_daemon_show (fixture->daemon, &notice, "", TRUE);
}

static void
show (Fixture *fixture, const char *id, const char *account_id)
{
  show_titled (fixture, id, account_id, id);
}

static void
await_asked (Fixture *fixture)
{
  while (fixture->asked == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The daemon has taken a notice as NUMBER. */
static void
answer (Fixture *fixture, guint32 number)
{
  await_asked (fixture);
  g_dbus_method_invocation_return_value (g_steal_pointer (&fixture->asked),
                                         g_variant_new ("(u)", number));
}

static void
emit (Fixture *fixture, const char *signal, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (fixture->bus.theirs, NULL, BELL_NOTIFICATIONS_PATH,
                                 BELL_NOTIFICATIONS_NAME, signal, parameters, &error);
  g_assert_no_error (error);
}

static void
await_closed (Fixture *fixture, guint32 number)
{
  while (fixture->closed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->closed, ==, number);
}

/* At once: neither has the file been read, nor is the owner of the name known. */
static void
test_one_of_an_earlier_run_is_closed (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_again (fixture, 42, g_dbus_connection_get_unique_name (fixture->bus.theirs));
  bell_notification_daemon_withdraw (fixture->daemon, "1");
  await_closed (fixture, 42);
}

/* The number may be that of somebody else's notification. What is withdrawn last is closed last. */
static void
test_one_of_another_daemon_is_not_closed (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_again (fixture, 42, ":1.4711");
  bell_notification_daemon_withdraw (fixture->daemon, "1");
  show (fixture, "2", "a1");
  answer (fixture, 2);
  bell_notification_daemon_withdraw (fixture->daemon, "2");
  await_closed (fixture, 2);
}

/* Withdrawn and shown again, both before the file has been read. */
static void
test_one_wanted_again_is_not_closed (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_again (fixture, 42, g_dbus_connection_get_unique_name (fixture->bus.theirs));
  bell_notification_daemon_withdraw (fixture->daemon, "1");
  show (fixture, "1", "a1");
  answer (fixture, 1);
  show (fixture, "2", "a1");
  answer (fixture, 2);
  bell_notification_daemon_withdraw (fixture->daemon, "2");
  await_closed (fixture, 2);
}

/* It runs out while it is being replaced: the new one is another of the daemon's, and ours. */
static void
test_one_that_is_replaced_while_it_closes_stays_ours (Fixture                    *fixture,
                                                      G_GNUC_UNUSED gconstpointer data)
{
  start (fixture);
  show (fixture, "1", "a1");
  answer (fixture, 7);
  show (fixture, "2", "a1"); /* the answer to it comes behind that to the first */
  answer (fixture, 8);
  show (fixture, "1", "a2");
  await_asked (fixture);
  emit (fixture, "NotificationClosed", g_variant_new ("(uu)", 7, 1));
  answer (fixture, 9);
  emit (fixture, "ActionInvoked", g_variant_new ("(us)", 9, "default"));
  while (fixture->action == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->action, ==, "app.open-mail::a2");
  bell_notification_daemon_withdraw (fixture->daemon, "1");
  await_closed (fixture, 9);
}

/* More than are remembered, the last of them not answered yet: the first is forgotten. */
static void
test_the_oldest_is_forgotten (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start (fixture);
  for (guint32 number = 1; number <= BELL_DAEMON_NOTICES + 1; number++) {
    g_autofree char *id = g_strdup_printf ("%u", 1000 - number);

    show (fixture, id, "a1");
    answer (fixture, number);
  }
  bell_notification_daemon_withdraw (fixture->daemon, "999");
  bell_notification_daemon_withdraw (fixture->daemon, "998");
  await_closed (fixture, 2);
}

/* The daemon ends over what it was asked. */
static void
end_daemon (Fixture *fixture)
{
  await_asked (fixture);
  g_dbus_connection_close_sync (fixture->bus.theirs, NULL, NULL);
  g_dbus_method_invocation_return_value (g_steal_pointer (&fixture->asked),
                                         g_variant_new ("(u)", 1));
}

static void
await_fates (Fixture *fixture, const char *expected)
{
  while (fixture->fates->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->fates->str, ==, expected);
}

static void
test_it_is_told_what_came_of_a_notice (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start (fixture);
  show (fixture, "1", "a1");
  answer (fixture, 1);
  await_fates (fixture, "1:settled ");
  show (fixture, "2", "a1");
  await_asked (fixture);
  g_dbus_method_invocation_return_dbus_error (g_steal_pointer (&fixture->asked),
                                              "org.example.Refused", "“<b>Secret</b>” is bad");
  await_fates (fixture, "1:settled 2:settled ");
  show (fixture, "3", "a1");
  end_daemon (fixture);
  await_fates (fixture, "1:settled 2:settled 3:fatal ");
  show (fixture, "4", "a1");
  await_fates (fixture, "1:settled 2:settled 3:fatal 4:untaken ");
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer flushed)
{
  bell_notification_daemon_flush_finish (BELL_NOTIFICATION_DAEMON (source), result);
  *(gboolean *) flushed = TRUE;
}

/* At once, as when Mailbell ends. */
static void
test_a_later_run_knows_of_it (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gboolean flushed = FALSE;

  start (fixture);
  show (fixture, "1", "a1");
  answer (fixture, 42);
  await_fates (fixture, "1:settled ");
  bell_notification_daemon_flush_async (fixture->daemon, on_flushed, &flushed);
  while (!flushed)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&fixture->daemon);
  start (fixture);
  bell_notification_daemon_withdraw (fixture->daemon, "1");
  await_closed (fixture, 42);
}

/* What has not been sent has ended no daemon. */
static void
test_the_newer_one_is_handed_back (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start (fixture);
  show_titled (fixture, "1", "a1", "old");
  show_titled (fixture, "1", "a1", "newer");
  show_titled (fixture, "1", "a1", "newest");
  end_daemon (fixture);
  await_fates (fixture, "old:settled newest:untaken ");
}

static void
test_what_is_withdrawn_is_not_handed_back (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start (fixture);
  show (fixture, "1", "a1");
  bell_notification_daemon_withdraw (fixture->daemon, "1");
  end_daemon (fixture);
  await_fates (fixture, "1:settled ");
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/notification-daemon/earlier-run", test_one_of_an_earlier_run_is_closed);
  add_test ("/notification-daemon/another-daemon", test_one_of_another_daemon_is_not_closed);
  add_test ("/notification-daemon/wanted-again", test_one_wanted_again_is_not_closed);
  add_test ("/notification-daemon/replaced", test_one_that_is_replaced_while_it_closes_stays_ours);
  add_test ("/notification-daemon/oldest", test_the_oldest_is_forgotten);
  add_test ("/notification-daemon/fates", test_it_is_told_what_came_of_a_notice);
  add_test ("/notification-daemon/later-run", test_a_later_run_knows_of_it);
  add_test ("/notification-daemon/newer", test_the_newer_one_is_handed_back);
  add_test ("/notification-daemon/withdrawn", test_what_is_withdrawn_is_not_handed_back);
  return g_test_run ();
}
