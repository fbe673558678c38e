/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notifier.c: what reaches a notification daemon, by what the daemon says of itself. */

#include "desktop/notifier.h"

#include "../mail/hostile-text.h"

#include <glib/gstdio.h>
#include <string.h>

#include "mail/safe-text.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define GTK_NAME "org.gtk.Notifications"
#define GTK_PATH "/org/gtk/Notifications"

/* More than the notifier lets wait. Their ids are "1", "2"… */
#define MOST_NOTICES 60

static const char daemon_xml[] =
  "<node><interface name='" NAME "'>"
  "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "</interface></node>";

/* GNOME Shell's, which keeps notifications while applications come and go. */
static const char gtk_xml[] = "<node><interface name='" GTK_NAME "'>"
                              "<method name='AddNotification'><arg type='s' direction='in'/>"
                              "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
                              "</method>"
                              "<method name='RemoveNotification'><arg type='s' direction='in'/>"
                              "<arg type='s' direction='in'/></method>"
                              "</interface></node>";

/* The daemon and the application, on a bus of their own. */
typedef struct {
  GTestDBus       *bus;         /* (owned) */
  GDBusConnection *connection;  /* (owned) the daemon's */
  GApplication    *application; /* (owned) */
  BellNotifier    *notifier;    /* (owned) */
  gboolean         markup;      /* what the daemon announces */
  guint            questions;   /* for what it can do */
  GQueue           bodies;      /* of char (owned): what it was sent */
  char            *actions;     /* (owned) (nullable) of the last one */
  GQueue           gtk_calls;   /* of char (owned): "AddNotification ID" */
} Fixture;

static void
on_notify (Fixture *fixture, GVariant *parameters)
{
  g_autoptr (GVariant) actions = g_variant_get_child_value (parameters, 5);
  char *body;

  g_variant_get_child (parameters, 4, "s", &body);
  g_queue_push_tail (&fixture->bodies, body);
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
  Fixture          *fixture = user_data;
  const char *const markup[] = { "body", "actions", "body-markup", NULL };
  const char *const plain[] = { "body", "actions", NULL };

  if (g_str_equal (method, "GetCapabilities")) {
    fixture->questions++;
    g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(^as)", fixture->markup ? markup : plain));
  } else if (g_str_equal (method, "Notify")) {
    on_notify (fixture, parameters);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 1));
  } else {
    g_dbus_method_invocation_return_value (invocation, NULL);
  }
}

static void
on_gtk_method (G_GNUC_UNUSED GDBusConnection *connection,
               G_GNUC_UNUSED const char      *sender,
               G_GNUC_UNUSED const char      *path,
               G_GNUC_UNUSED const char      *interface,
               const char                    *method,
               GVariant                      *parameters,
               GDBusMethodInvocation         *invocation,
               gpointer                       user_data)
{
  Fixture    *fixture = user_data;
  const char *id;

  g_variant_get_child (parameters, 1, "&s", &id);
  g_queue_push_tail (&fixture->gtk_calls, g_strconcat (method, " ", id, NULL));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static guint
call_for_name (GDBusConnection *connection, const char *method, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
    g_str_equal (method, "RequestName") ? g_variant_new ("(su)", name, 0)
                                        : g_variant_new ("(s)", name),
    G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  guint result = 0;

  g_assert_no_error (error);
  g_variant_get (answer, "(u)", &result);
  return result;
}

static guint
request_name (GDBusConnection *connection, const char *method)
{
  return call_for_name (connection, method, NAME);
}

static void
set_up (Fixture *fixture, gconstpointer services)
{
  static const GDBusInterfaceVTable vtable = { on_method, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (daemon_xml, NULL);
  g_autoptr (GError) error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  if (services != NULL)
    g_test_dbus_add_service_dir (fixture->bus, services);
  g_test_dbus_up (fixture->bus);
  fixture->connection = g_dbus_connection_new_for_address_sync (
    g_test_dbus_get_bus_address (fixture->bus),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->connection, PATH, node->interfaces[0], &vtable,
                                     fixture, NULL, NULL);
  request_name (fixture->connection, "RequestName");

  fixture->application = g_application_new ("org.example.Test", G_APPLICATION_DEFAULT_FLAGS);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (g_application_get_dbus_connection (fixture->application),
                                       FALSE);
  fixture->notifier = bell_notifier_new (fixture->application);
}

static void
ping (GDBusConnection *connection)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Peer",
    "Ping", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (answer);
}

/* All that was sent has arrived, and has been answered: what a connection got before the answer to a
 * ping is waiting in its main loop. */
static void
settle (Fixture *fixture)
{
  GDBusConnection *session = g_application_get_dbus_connection (fixture->application);
  GDBusConnection *ends[] = { session, fixture->connection, session };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_dbus_connection_flush_sync (ends[i], NULL, NULL);
    ping (session);
    ping (fixture->connection);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
}

/* GLib 2.74 does not survive the answer to a notification whose application is gone. */
static void
withdraw_everything (Fixture *fixture)
{
  settle (fixture);
  for (guint i = 1; i <= MOST_NOTICES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    bell_notifier_withdraw (fixture->notifier, id);
  }
  settle (fixture);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  withdraw_everything (fixture);
  g_clear_object (&fixture->notifier);
  g_clear_object (&fixture->application);
  g_dbus_connection_close_sync (fixture->connection, NULL, NULL);
  g_clear_object (&fixture->connection);
  g_queue_clear_full (&fixture->bodies, g_free);
  g_queue_clear_full (&fixture->gtk_calls, g_free);
  g_free (fixture->actions);
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
}

static void
show (Fixture *fixture, const char *id, const char *account_id, const char *body)
{
  BellNotice notice = {
    .id = (char *) id, .account_id = (char *) account_id, .title = "Bob", .body = (char *) body
  };

  bell_notifier_show (fixture->notifier, &notice);
}

static void
assert_next_body (Fixture *fixture, const char *expected)
{
  g_autofree char *body = NULL;

  while (g_queue_is_empty (&fixture->bodies))
    g_main_context_iteration (NULL, TRUE);
  body = g_queue_pop_head (&fixture->bodies);
  g_assert_cmpstr (body, ==, expected);
}

static void
test_markup_is_escaped_where_it_is_read (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->markup = TRUE;
  show (fixture, "1", "a1", "<b>Tom & \"Co\"</b>");
  assert_next_body (fixture, "&lt;b&gt;Tom &amp; &quot;Co&quot;&lt;/b&gt;");
}

static void
test_plain_text_stays_plain (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show (fixture, "1", "a1", "<b>Tom & Co</b>");
  assert_next_body (fixture, "<b>Tom & Co</b>");
}

static void
test_notices_wait_in_order_for_the_answer (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show (fixture, "1", "a1", "one");
  show (fixture, "2", "a1", "two");
  show (fixture, "3", "a1", "three");
  bell_notifier_withdraw (fixture->notifier, "2");
  assert_next_body (fixture, "one");
  assert_next_body (fixture, "three");
}

static void
test_another_daemon_is_asked_again (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show (fixture, "1", "a1", "a & b");
  assert_next_body (fixture, "a & b");

  fixture->markup = TRUE;
  request_name (fixture->connection, "ReleaseName");
  request_name (fixture->connection, "RequestName");
  settle (fixture);
  show (fixture, "2", "a1", "a & b");
  assert_next_body (fixture, "a &amp; b");
}

/* At log-in the applet may be there before the daemon. */
static void
test_a_daemon_that_comes_late_is_waited_for (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->markup = TRUE;
  request_name (fixture->connection, "ReleaseName");
  settle (fixture);
  show (fixture, "1", "a1", "a & b");
  settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  request_name (fixture->connection, "RequestName");
  assert_next_body (fixture, "a &amp; b");
}

/* The bus can start one, but it ends at once: its display is not there yet. */
static void
test_a_daemon_that_cannot_start_is_waited_for (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) started = NULL;

  fixture->markup = TRUE;
  request_name (fixture->connection, "ReleaseName");
  settle (fixture);
  show (fixture, "1", "a1", "a & b");
  settle (fixture);
  /* The question above and this wait for the same one to end. */
  started = g_dbus_connection_call_sync (fixture->connection, "org.freedesktop.DBus",
                                         "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                         "StartServiceByName", g_variant_new ("(su)", NAME, 0),
                                         NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED);
  settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  request_name (fixture->connection, "RequestName");
  assert_next_body (fixture, "a &amp; b");
}

/* It was there when it was asked what it can do. */
static void
test_what_nobody_took_is_kept (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show (fixture, "1", "a1", "one");
  assert_next_body (fixture, "one");
  request_name (fixture->connection, "ReleaseName");
  show (fixture, "2", "a1", "two");
  show (fixture, "3", "a1", "three");
  settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  bell_notifier_withdraw (fixture->notifier, "3");
  request_name (fixture->connection, "RequestName");
  assert_next_body (fixture, "two");
  settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
}

static void
own_gtk_name (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { on_gtk_method, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (gtk_xml, NULL);

  g_dbus_connection_register_object (fixture->connection, GTK_PATH, node->interfaces[0], &vtable,
                                     fixture, NULL, NULL);
  call_for_name (fixture->connection, "RequestName", GTK_NAME);
}

static void
assert_next_gtk_call (Fixture *fixture, const char *expected)
{
  g_autofree char *call = NULL;

  settle (fixture);
  call = g_queue_pop_head (&fixture->gtk_calls);
  g_assert_cmpstr (call, ==, expected);
}

/* What an earlier run has shown is read elsewhere, before this one has anything to show. */
static void
test_an_earlier_one_is_withdrawn (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  own_gtk_name (fixture);
  bell_notifier_withdraw (fixture->notifier, "1");
  bell_notifier_withdraw (fixture->notifier, "2");
  assert_next_gtk_call (fixture, "RemoveNotification 1");
  assert_next_gtk_call (fixture, "RemoveNotification 2");
  g_assert_true (g_queue_is_empty (&fixture->gtk_calls));
}

static void
test_one_shown_again_stays (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  own_gtk_name (fixture);
  bell_notifier_withdraw (fixture->notifier, "1");
  show (fixture, "1", "a1", "text");
  assert_next_gtk_call (fixture, "RemoveNotification 1");
  assert_next_gtk_call (fixture, "AddNotification 1");
  g_assert_true (g_queue_is_empty (&fixture->gtk_calls));
}

/* To withdraw is no reason to start a daemon, or to ask it anything. */
static void
test_nothing_is_asked_in_vain (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_notifier_withdraw (fixture->notifier, "1");
  settle (fixture);
  g_assert_cmpuint (fixture->questions, ==, 0);
  show (fixture, "1", "a1", "text");
  assert_next_body (fixture, "text");
  g_assert_cmpuint (fixture->questions, ==, 1);
}

static void
test_mail_can_be_opened_and_errors_not (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show (fixture, "1", "a1", "mail");
  assert_next_body (fixture, "mail");
  g_assert_nonnull (g_strstr_len (fixture->actions, -1, "'Open'"));
  g_assert_true (g_str_has_suffix (fixture->actions, ", 'default', '']"));
  show (fixture, "2", NULL, "error");
  assert_next_body (fixture, "error");
  g_assert_null (g_strstr_len (fixture->actions, -1, "'Open'"));
}

static void
test_a_notice_that_asks_opens_the_page_of_its_account (Fixture                    *fixture,
                                                       G_GNUC_UNUSED gconstpointer data)
{
  BellNotice notice = {
    .id = (char *) "1",
    .account_id = (char *) "a1",
    .title = (char *) "Work needs your attention",
    .body = (char *) "text",
    .asks_user = TRUE,
  };

  bell_notifier_show (fixture->notifier, &notice);
  assert_next_body (fixture, "text");
  g_assert_cmpstr (fixture->actions, ==,
                   "['app.account-preferences::a1', 'Preferences', 'default', '']");
}

static void
test_a_flood_is_bounded_while_waiting (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 1; i <= MOST_NOTICES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    show (fixture, id, "a1", id);
  }
  assert_next_body (fixture, "11");
}

/* As a daemon that reads markup does. */
static void
on_text (G_GNUC_UNUSED GMarkupParseContext *context,
         const char                        *text,
         gsize                              length,
         gpointer                           user_data,
         G_GNUC_UNUSED GError             **error)
{
  g_string_append_len (user_data, text, (gssize) length);
}

static void
on_element (G_GNUC_UNUSED GMarkupParseContext *context,
            const char                        *name,
            G_GNUC_UNUSED const char         **names,
            G_GNUC_UNUSED const char         **values,
            G_GNUC_UNUSED gpointer             user_data,
            G_GNUC_UNUSED GError             **error)
{
  g_assert_cmpstr (name, ==, "body");
}

static void
assert_shows (const char *markup, const char *expected)
{
  static const GMarkupParser parser = { on_element, NULL, on_text, NULL, NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *document = g_strconcat ("<body>", markup, "</body>", NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, text, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, document, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_no_markup_gets_through (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  fixture->markup = TRUE;
  for (guint i = 0; i < 1000; i++) {
    g_autoptr (GString) raw =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 200));
    g_autofree char *text = bell_safe_text (raw->str, (gssize) raw->len, 200);
    g_autofree char *body = NULL;

    show (fixture, "1", "a1", text);
    while (g_queue_is_empty (&fixture->bodies))
      g_main_context_iteration (NULL, TRUE);
    body = g_queue_pop_head (&fixture->bodies);
    assert_shows (body, text);
  }
}

/* The path of a directory of services in which the daemon is one that ends at once. (transfer full) */
static char *
make_services (const char *directory)
{
  char            *services = g_build_filename (directory, "services", NULL);
  g_autofree char *file = g_build_filename (services, NAME ".service", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (services, 0700);
  g_file_set_contents (file, "[D-BUS Service]\nName=" NAME "\nExec=/bin/false\n", -1, &error);
  g_assert_no_error (error);
  return services;
}

static void
remove_services (const char *services)
{
  g_autofree char *file = g_build_filename (services, NAME ".service", NULL);

  g_remove (file);
  g_remove (services);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *memory = g_build_filename (runtime, "mailbell", NULL);
  g_autofree char *file = g_build_filename (memory, "notifications", NULL);
  g_autofree char *services = make_services (runtime);
  int              status;

  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("/notifier/markup", test_markup_is_escaped_where_it_is_read);
  ADD ("/notifier/plain", test_plain_text_stays_plain);
  ADD ("/notifier/wait", test_notices_wait_in_order_for_the_answer);
  ADD ("/notifier/another", test_another_daemon_is_asked_again);
  ADD ("/notifier/late", test_a_daemon_that_comes_late_is_waited_for);
  g_test_add ("/notifier/cannot-start", Fixture, services, set_up,
              test_a_daemon_that_cannot_start_is_waited_for, tear_down);
  ADD ("/notifier/kept", test_what_nobody_took_is_kept);
  ADD ("/notifier/earlier", test_an_earlier_one_is_withdrawn);
  ADD ("/notifier/again", test_one_shown_again_stays);
  ADD ("/notifier/in-vain", test_nothing_is_asked_in_vain);
  ADD ("/notifier/actions", test_mail_can_be_opened_and_errors_not);
  ADD ("/notifier/asks", test_a_notice_that_asks_opens_the_page_of_its_account);
  ADD ("/notifier/flood", test_a_flood_is_bounded_while_waiting);
  ADD ("/notifier/hostile", test_no_markup_gets_through);
  status = g_test_run ();
  remove_services (services);
  g_unlink (file);
  g_rmdir (memory);
  g_rmdir (runtime);
  return status;
}
