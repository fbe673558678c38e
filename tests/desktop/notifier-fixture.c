/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notifier-fixture.c: a notification daemon that says of itself what the test wants, and a notifier. */

#include "notifier-fixture.h"

#include <glib/gstdio.h>

static const char daemon_xml[] =
  "<node><interface name='" BELL_NOTIFICATIONS_NAME "'>"
  "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "</interface></node>";

static void
on_notify (NotifierFixture *fixture, GVariant *parameters)
{
  g_autoptr (GVariant) actions = g_variant_get_child_value (parameters, 5);
  char *body;

  g_variant_get_child (parameters, 4, "s", &body);
  g_queue_push_tail (&fixture->bodies, body);
  g_clear_pointer (&fixture->hints, g_variant_unref);
  fixture->hints = g_variant_get_child_value (parameters, 6);
  g_free (fixture->actions);
  fixture->actions = g_variant_print (actions, FALSE);
}

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
  NotifierFixture  *fixture = user_data;
  const char *const markup[] = { "body", "actions", "body-markup", NULL };
  const char *const plain[] = { "body", "actions", NULL };

  if (g_str_equal (method, "GetCapabilities"))
    fixture->questions++;
  else if (g_str_equal (method, "Notify"))
    on_notify (fixture, parameters);
  if (g_strcmp0 (method, fixture->deadly) == 0) {
    g_ptr_array_add (fixture->unanswered, invocation);
  } else if (g_str_equal (method, "GetCapabilities")) {
    g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(^as)", fixture->markup ? markup : plain));
  } else if (g_str_equal (method, "Notify")) {
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++fixture->number));
  } else {
    guint32 number;

    g_variant_get (parameters, "(u)", &number);
    g_string_append_printf (fixture->closed, "%u ", number);
    g_dbus_method_invocation_return_value (invocation, NULL);
  }
}

guint
notifier_fixture_call_for_name (GDBusConnection *connection, const char *method, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
    g_str_equal (method, "RequestName") ? g_variant_new ("(su)", name, 0)
                                        : g_variant_new ("(s)", name),
    G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);
  guint result = 0;

  g_assert_no_error (error);
  g_variant_get (answer, "(u)", &result);
  return result;
}

void
notifier_fixture_export (GDBusConnection             *connection,
                         GDBusInterfaceMethodCallFunc on_called,
                         gpointer                     user_data)
{
  const GDBusInterfaceVTable vtable = { on_called, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (daemon_xml, NULL);

  g_dbus_connection_register_object (connection, BELL_NOTIFICATIONS_PATH, node->interfaces[0],
                                     &vtable, user_data, NULL, NULL);
  notifier_fixture_call_for_name (connection, "RequestName", BELL_NOTIFICATIONS_NAME);
}

void
notifier_fixture_start_daemon (NotifierFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->connection = g_dbus_connection_new_for_address_sync (
    g_test_dbus_get_bus_address (fixture->bus),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  notifier_fixture_export (fixture->connection, on_method, fixture);
}

void
notifier_fixture_stop_daemon (NotifierFixture *fixture)
{
  g_dbus_connection_close_sync (fixture->connection, NULL, NULL);
  g_clear_object (&fixture->connection);
}

char *
notifier_fixture_make_runtime (void)
{
  char *runtime = g_dir_make_tmp ("mailbell-XXXXXX", NULL);

  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  return runtime;
}

void
notifier_fixture_remove_runtime (const char *runtime)
{
  g_autofree char *memory = g_build_filename (runtime, "mailbell", NULL);
  g_autofree char *file = g_build_filename (memory, "notifications", NULL);

  g_unlink (file);
  g_rmdir (memory);
  g_rmdir (runtime);
}

void
notifier_fixture_set_up (NotifierFixture *fixture, gconstpointer services)
{
  g_autoptr (GError) error = NULL;

  fixture->unanswered = g_ptr_array_new ();
  fixture->closed = g_string_new (NULL);
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  if (services != NULL)
    g_test_dbus_add_service_dir (fixture->bus, services);
  g_test_dbus_up (fixture->bus);
  notifier_fixture_start_daemon (fixture);
  fixture->application = g_application_new ("org.example.Test", G_APPLICATION_DEFAULT_FLAGS);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (g_application_get_dbus_connection (fixture->application),
                                       FALSE);
  fixture->notifier = bell_notifier_new (fixture->application);
}

void
notifier_fixture_ping (GDBusConnection *connection)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Peer",
    "Ping", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, NULL);

  g_assert_nonnull (answer);
}

/* All that was sent has arrived, and has been answered: what a connection got before the answer to a
 * notifier_fixture_ping is waiting in its main loop. */
void
notifier_fixture_settle (NotifierFixture *fixture)
{
  GDBusConnection *session = g_application_get_dbus_connection (fixture->application);
  GDBusConnection *ends[] = { session, fixture->connection, session };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_dbus_connection_flush_sync (ends[i], NULL, NULL);
    notifier_fixture_ping (session);
    notifier_fixture_ping (fixture->connection);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
}

/* GLib 2.74 does not survive the answer to a notification whose application is gone. */
static void
withdraw_everything (NotifierFixture *fixture)
{
  notifier_fixture_settle (fixture);
  for (guint i = 1; i <= MOST_NOTICES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    bell_notifier_withdraw (fixture->notifier, id);
  }
  notifier_fixture_settle (fixture);
}

void
notifier_fixture_tear_down (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  withdraw_everything (fixture);
  g_clear_object (&fixture->notifier);
  g_clear_object (&fixture->application);
  notifier_fixture_stop_daemon (fixture);
  g_queue_clear_full (&fixture->bodies, g_free);
  g_queue_clear_full (&fixture->gtk_calls, g_free);
  g_free (fixture->actions);
  g_clear_pointer (&fixture->hints, g_variant_unref);
  g_string_free (fixture->closed, TRUE);
  g_ptr_array_unref (fixture->unanswered);
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
}

void
notifier_fixture_show (NotifierFixture *fixture,
                       const char      *id,
                       const char      *account_id,
                       const char      *body)
{
  BellNotice notice = {
    .id = (char *) id, .account_id = (char *) account_id, .title = "Bob", .body = (char *) body
  };

  bell_notifier_show (fixture->notifier, &notice);
}

char *
notifier_fixture_await_body (NotifierFixture *fixture)
{
  while (g_queue_is_empty (&fixture->bodies))
    g_main_context_iteration (NULL, TRUE);
  return g_queue_pop_head (&fixture->bodies);
}

void
notifier_fixture_assert_next_body (NotifierFixture *fixture, const char *expected)
{
  g_autofree char *body = notifier_fixture_await_body (fixture);

  g_assert_cmpstr (body, ==, expected);
}
