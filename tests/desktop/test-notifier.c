/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notifier.c: what reaches a notification daemon, by what the daemon says of itself. */

#include "desktop/notifier.h"

#include "../mail/hostile-text.h"

#include "notifier-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "mail/safe-text.h"

#define GTK_NAME "org.gtk.Notifications"
#define GTK_PATH "/org/gtk/Notifications"

/* GNOME Shell's, which keeps notifications while applications come and go. */
static const char gtk_xml[] = "<node><interface name='" GTK_NAME "'>"
                              "<method name='AddNotification'><arg type='s' direction='in'/>"
                              "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
                              "</method>"
                              "<method name='RemoveNotification'><arg type='s' direction='in'/>"
                              "<arg type='s' direction='in'/></method>"
                              "</interface></node>";

static void
test_markup_is_escaped_where_it_is_read (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->markup = TRUE;
  notifier_fixture_show (fixture, "1", "a1", "<b>Tom & \"Co\"</b>");
  notifier_fixture_assert_next_body (fixture, "&lt;b&gt;Tom &amp; &quot;Co&quot;&lt;/b&gt;");
}

static void
test_plain_text_stays_plain (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_show (fixture, "1", "a1", "<b>Tom & Co</b>");
  notifier_fixture_assert_next_body (fixture, "<b>Tom & Co</b>");
}

static void
test_notices_wait_in_order_for_the_answer (NotifierFixture            *fixture,
                                           G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_show (fixture, "1", "a1", "one");
  notifier_fixture_show (fixture, "2", "a1", "two");
  notifier_fixture_show (fixture, "3", "a1", "three");
  bell_notifier_withdraw (fixture->notifier, "2");
  notifier_fixture_assert_next_body (fixture, "one");
  notifier_fixture_assert_next_body (fixture, "three");
}

static void
test_another_daemon_is_asked_again (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_show (fixture, "1", "a1", "a & b");
  notifier_fixture_assert_next_body (fixture, "a & b");

  fixture->markup = TRUE;
  notifier_fixture_call_for_name (fixture->connection, "ReleaseName", BELL_NOTIFICATIONS_NAME);
  notifier_fixture_call_for_name (fixture->connection, "RequestName", BELL_NOTIFICATIONS_NAME);
  notifier_fixture_settle (fixture);
  notifier_fixture_show (fixture, "2", "a1", "a & b");
  notifier_fixture_assert_next_body (fixture, "a &amp; b");
}

/* At log-in the applet may be there before the daemon. */
static void
test_a_daemon_that_comes_late_is_waited_for (NotifierFixture            *fixture,
                                             G_GNUC_UNUSED gconstpointer data)
{
  fixture->markup = TRUE;
  notifier_fixture_call_for_name (fixture->connection, "ReleaseName", BELL_NOTIFICATIONS_NAME);
  notifier_fixture_settle (fixture);
  notifier_fixture_show (fixture, "1", "a1", "a & b");
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  notifier_fixture_call_for_name (fixture->connection, "RequestName", BELL_NOTIFICATIONS_NAME);
  notifier_fixture_assert_next_body (fixture, "a &amp; b");
}

/* The bus can start one, but it ends at once: its display is not there yet. */
static void
test_a_daemon_that_cannot_start_is_waited_for (NotifierFixture            *fixture,
                                               G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) started = NULL;

  fixture->markup = TRUE;
  notifier_fixture_call_for_name (fixture->connection, "ReleaseName", BELL_NOTIFICATIONS_NAME);
  notifier_fixture_settle (fixture);
  notifier_fixture_show (fixture, "1", "a1", "a & b");
  notifier_fixture_settle (fixture);
  /* The question above and this wait for the same one to end. */
  started = g_dbus_connection_call_sync (
    fixture->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "StartServiceByName", g_variant_new ("(su)", BELL_NOTIFICATIONS_NAME, 0), NULL,
    G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED);
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  notifier_fixture_call_for_name (fixture->connection, "RequestName", BELL_NOTIFICATIONS_NAME);
  notifier_fixture_assert_next_body (fixture, "a &amp; b");
}

/* It was there when it was asked what it can do. */
static void
test_what_nobody_took_is_kept (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_show (fixture, "1", "a1", "one");
  notifier_fixture_assert_next_body (fixture, "one");
  notifier_fixture_settle (fixture);
  notifier_fixture_stop_daemon (fixture);
  notifier_fixture_show (fixture, "2", "a1", "two");
  notifier_fixture_show (fixture, "3", "a1", "three");
  for (guint i = 0; i < 3; i++) {
    notifier_fixture_ping (g_application_get_dbus_connection (fixture->application));
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  bell_notifier_withdraw (fixture->notifier, "3");
  notifier_fixture_start_daemon (fixture);
  notifier_fixture_assert_next_body (fixture, "two");
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
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
  NotifierFixture *fixture = user_data;
  const char      *id;

  g_variant_get_child (parameters, 1, "&s", &id);
  g_queue_push_tail (&fixture->gtk_calls, g_strconcat (method, " ", id, NULL));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
own_gtk_name (NotifierFixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { on_gtk_method, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (gtk_xml, NULL);

  g_dbus_connection_register_object (fixture->connection, GTK_PATH, node->interfaces[0], &vtable,
                                     fixture, NULL, NULL);
  notifier_fixture_call_for_name (fixture->connection, "RequestName", GTK_NAME);
}

static void
assert_next_gtk_call (NotifierFixture *fixture, const char *expected)
{
  g_autofree char *call = NULL;

  notifier_fixture_settle (fixture);
  call = g_queue_pop_head (&fixture->gtk_calls);
  g_assert_cmpstr (call, ==, expected);
}

/* What an earlier run has shown is read elsewhere, before this one has anything to show. */
static void
test_an_earlier_one_is_withdrawn (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  own_gtk_name (fixture);
  bell_notifier_withdraw (fixture->notifier, "1");
  bell_notifier_withdraw (fixture->notifier, "2");
  assert_next_gtk_call (fixture, "RemoveNotification 1");
  assert_next_gtk_call (fixture, "RemoveNotification 2");
  g_assert_true (g_queue_is_empty (&fixture->gtk_calls));
}

static void
test_one_shown_again_stays (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  own_gtk_name (fixture);
  bell_notifier_withdraw (fixture->notifier, "1");
  notifier_fixture_show (fixture, "1", "a1", "text");
  assert_next_gtk_call (fixture, "RemoveNotification 1");
  assert_next_gtk_call (fixture, "AddNotification 1");
  g_assert_true (g_queue_is_empty (&fixture->gtk_calls));
}

/* To withdraw is no reason to start a daemon, or to ask it anything. */
static void
test_nothing_is_asked_in_vain (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_notifier_withdraw (fixture->notifier, "1");
  notifier_fixture_settle (fixture);
  g_assert_cmpuint (fixture->questions, ==, 0);
  notifier_fixture_show (fixture, "1", "a1", "text");
  notifier_fixture_assert_next_body (fixture, "text");
  g_assert_cmpuint (fixture->questions, ==, 1);
}

static void
test_mail_can_be_opened_and_errors_not (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  notifier_fixture_show (fixture, "1", "a1", "mail");
  notifier_fixture_assert_next_body (fixture, "mail");
  g_assert_nonnull (g_strstr_len (fixture->actions, -1, "'Open'"));
  g_assert_true (g_str_has_suffix (fixture->actions, ", 'default', '']"));
  notifier_fixture_show (fixture, "2", NULL, "error");
  notifier_fixture_assert_next_body (fixture, "error");
  g_assert_null (g_strstr_len (fixture->actions, -1, "'Open'"));
}

static void
test_a_notice_that_asks_opens_the_page_of_its_account (NotifierFixture            *fixture,
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
  notifier_fixture_assert_next_body (fixture, "text");
  g_assert_cmpstr (fixture->actions, ==,
                   "['app.account-preferences::a1', 'Preferences', 'default', '']");
}

static void
show_message (NotifierFixture *fixture, const char *id)
{
  g_autoptr (GVariant) target = g_variant_ref_sink (bell_message_target_new ("a1", NULL, 1, 2, ""));
  BellNotice notice = { .id = (char *) id,
                        .account_id = (char *) "a1",
                        .title = (char *) "Bob",
                        .body = (char *) id,
                        .message = target,
                        .with_sound = TRUE };

  bell_notifier_show (fixture->notifier, &notice);
}

static void
assert_quiet (NotifierFixture *fixture, gboolean quiet)
{
  guchar   urgency = 9;
  gboolean suppressed = FALSE;

  g_variant_lookup (fixture->hints, "urgency", "y", &urgency);
  g_variant_lookup (fixture->hints, "suppress-sound", "b", &suppressed);
  g_assert_cmpuint (urgency, ==, quiet ? 0 : 1);
  g_assert_cmpint (suppressed, ==, quiet);
}

static void
test_a_hidden_one_comes_back_quietly (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show_message (fixture, "1");
  notifier_fixture_assert_next_body (fixture, "1");
  assert_quiet (fixture, FALSE);
  notifier_fixture_settle (fixture);
  for (guint i = 0; i < 2; i++) {
    bell_notifier_hide (fixture->notifier, "1");
    notifier_fixture_settle (fixture);
    g_assert_cmpstr (fixture->closed->str, ==, i == 0 ? "1 " : "1 2 ");
    bell_notifier_bring_back (fixture->notifier, "1");
    notifier_fixture_assert_next_body (fixture, "1");
    assert_quiet (fixture, TRUE);
    notifier_fixture_settle (fixture);
  }
  bell_notifier_bring_back (fixture->notifier, "1"); /* it is there */
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
}

static void
test_one_withdrawn_meanwhile_does_not_come_back (NotifierFixture            *fixture,
                                                 G_GNUC_UNUSED gconstpointer data)
{
  show_message (fixture, "1");
  notifier_fixture_assert_next_body (fixture, "1");
  bell_notifier_hide (fixture->notifier, "1");
  bell_notifier_withdraw (fixture->notifier, "1");
  bell_notifier_bring_back (fixture->notifier, "1");
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
}

/* The user, or time, has closed it before. */
static void
test_one_closed_before_does_not_come_back (NotifierFixture            *fixture,
                                           G_GNUC_UNUSED gconstpointer data)
{
  show_message (fixture, "1");
  notifier_fixture_assert_next_body (fixture, "1");
  notifier_fixture_settle (fixture);
  g_dbus_connection_emit_signal (fixture->connection, NULL, BELL_NOTIFICATIONS_PATH,
                                 BELL_NOTIFICATIONS_NAME, "NotificationClosed",
                                 g_variant_new ("(uu)", fixture->number, 2), NULL);
  notifier_fixture_settle (fixture);
  bell_notifier_hide (fixture->notifier, "1");
  bell_notifier_bring_back (fixture->notifier, "1");
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
}

/* It was wished in the menu, while no daemon was there yet. */
static void
test_one_that_waits_comes_back_too (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  show_message (fixture, "1");
  bell_notifier_hide (fixture->notifier, "1");
  notifier_fixture_settle (fixture);
  g_assert_true (g_queue_is_empty (&fixture->bodies));
  bell_notifier_bring_back (fixture->notifier, "1");
  notifier_fixture_assert_next_body (fixture, "1");
  assert_quiet (fixture, TRUE);
}

static void
test_a_flood_is_bounded_while_waiting (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 1; i <= MOST_NOTICES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    notifier_fixture_show (fixture, id, "a1", id);
  }
  notifier_fixture_assert_next_body (fixture, "11");
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
test_no_markup_gets_through (NotifierFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  fixture->markup = TRUE;
  for (guint i = 0; i < 1000; i++) {
    g_autoptr (GString) raw =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 200));
    g_autofree char *text = bell_safe_text (raw->str, (gssize) raw->len, 200);
    g_autofree char *body = NULL;

    notifier_fixture_show (fixture, "1", "a1", text);
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
  g_autofree char *file = g_build_filename (services, BELL_NOTIFICATIONS_NAME ".service", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (services, 0700);
  g_file_set_contents (file, "[D-BUS Service]\nName=" BELL_NOTIFICATIONS_NAME "\nExec=/bin/false\n",
                       -1, &error);
  g_assert_no_error (error);
  return services;
}

static void
remove_services (const char *services)
{
  g_autofree char *file = g_build_filename (services, BELL_NOTIFICATIONS_NAME ".service", NULL);

  g_remove (file);
  g_remove (services);
}

#define ADD(name, test)                                                                            \
  g_test_add (name, NotifierFixture, NULL, notifier_fixture_set_up, test,                          \
              notifier_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *runtime = notifier_fixture_make_runtime ();
  g_autofree char *services = make_services (runtime);
  int              status;

  g_test_init (&argc, &argv, NULL);
  ADD ("/notifier/markup", test_markup_is_escaped_where_it_is_read);
  ADD ("/notifier/plain", test_plain_text_stays_plain);
  ADD ("/notifier/wait", test_notices_wait_in_order_for_the_answer);
  ADD ("/notifier/another", test_another_daemon_is_asked_again);
  ADD ("/notifier/late", test_a_daemon_that_comes_late_is_waited_for);
  g_test_add ("/notifier/cannot-start", NotifierFixture, services, notifier_fixture_set_up,
              test_a_daemon_that_cannot_start_is_waited_for, notifier_fixture_tear_down);
  ADD ("/notifier/kept", test_what_nobody_took_is_kept);
  ADD ("/notifier/earlier", test_an_earlier_one_is_withdrawn);
  ADD ("/notifier/again", test_one_shown_again_stays);
  ADD ("/notifier/in-vain", test_nothing_is_asked_in_vain);
  ADD ("/notifier/actions", test_mail_can_be_opened_and_errors_not);
  ADD ("/notifier/asks", test_a_notice_that_asks_opens_the_page_of_its_account);
  ADD ("/notifier/hidden", test_a_hidden_one_comes_back_quietly);
  ADD ("/notifier/hidden-withdrawn", test_one_withdrawn_meanwhile_does_not_come_back);
  ADD ("/notifier/hidden-closed", test_one_closed_before_does_not_come_back);
  ADD ("/notifier/hidden-waiting", test_one_that_waits_comes_back_too);
  ADD ("/notifier/flood", test_a_flood_is_bounded_while_waiting);
  ADD ("/notifier/hostile", test_no_markup_gets_through);
  status = g_test_run ();
  remove_services (services);
  notifier_fixture_remove_runtime (runtime);
  return status;
}
