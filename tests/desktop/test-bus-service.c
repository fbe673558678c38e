/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-bus-service.c: what callers on the bus see of the accounts, and what they may ask for. */

#include "desktop/bus-service.h"

#include "base/time-units.h"
#include "bus-pair.h"

#include <string.h>

#define ROOT_PATH "/io/github/mailbell/Mailbell"
#define ACCOUNT_PATH ROOT_PATH "/account/a1"
#define APPLICATION_INTERFACE "io.github.mailbell.Mailbell.Application"
#define ACCOUNT_INTERFACE "io.github.mailbell.Mailbell.Account"

typedef struct {
  BusPair         bus;
  BellBusService *service; /* (owned) */
  GString        *log;     /* (owned) of what was asked for */
} Fixture;

static void
on_check_now (G_GNUC_UNUSED BellBusService *service, const char *id, GString *log)
{
  g_string_append_printf (log, "check-now %s; ", id != NULL ? id : "all");
}

static void
on_pause (G_GNUC_UNUSED BellBusService *service, guint seconds, GString *log)
{
  g_string_append_printf (log, "pause %u; ", seconds);
}

static void
on_resume (G_GNUC_UNUSED BellBusService *service, GString *log)
{
  g_string_append (log, "resume; ");
}

static void
on_quit (G_GNUC_UNUSED BellBusService *service, GString *log)
{
  g_string_append (log, "quit; ");
}

static void
on_test_notification (G_GNUC_UNUSED BellBusService *service, GString *log)
{
  g_string_append (log, "test-notification; ");
}

/* Every second one is refused. */
static void
on_act (G_GNUC_UNUSED BellBusService *service,
        const char                   *id,
        const BellMessageAction      *action,
        GDBusMethodInvocation        *invocation,
        GString                      *log)
{
  g_string_append_printf (log, "act %s %d %s/%u; ", id, action->type,
                          action->folder != NULL ? action->folder : "(null)", action->uid);
  if (action->uid > 0 && action->uid % 2 == 0)
    g_dbus_method_invocation_return_error_literal (invocation, BELL_MESSAGE_ACTION_ERROR,
                                                   BELL_MESSAGE_ACTION_ERROR_NO_TARGET, "No.");
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static char *
on_history (G_GNUC_UNUSED BellBusService *service, const char *id, GString *log)
{
  g_string_append_printf (log, "history %s; ", id);
  return log->len < 20 ? g_strdup ("[days]") : NULL;
}

static void
on_clear_history (G_GNUC_UNUSED BellBusService *service,
                  const char                   *id,
                  GDBusMethodInvocation        *invocation,
                  GString                      *log)
{
  g_string_append_printf (log, "clear %s; ", *id != '\0' ? id : "all");
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_new_mail (G_GNUC_UNUSED GDBusConnection *connection,
             G_GNUC_UNUSED const char      *sender,
             const char                    *path,
             G_GNUC_UNUSED const char      *interface,
             G_GNUC_UNUSED const char      *signal,
             GVariant                      *parameters,
             gpointer                       user_data)
{
  g_autofree char *text = g_variant_print (parameters, TRUE);

  g_string_append_printf (user_data, "%s %s", path, text);
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  bus_pair_init (&fixture->bus);
  fixture->log = g_string_new (NULL);
  fixture->service = bell_bus_service_new ();
  g_signal_connect (fixture->service, "check-now", G_CALLBACK (on_check_now), fixture->log);
  g_signal_connect (fixture->service, "pause", G_CALLBACK (on_pause), fixture->log);
  g_signal_connect (fixture->service, "resume", G_CALLBACK (on_resume), fixture->log);
  g_signal_connect (fixture->service, "quit", G_CALLBACK (on_quit), fixture->log);
  g_signal_connect (fixture->service, "test-notification", G_CALLBACK (on_test_notification),
                    fixture->log);
  g_signal_connect (fixture->service, "act", G_CALLBACK (on_act), fixture->log);
  g_signal_connect (fixture->service, "history", G_CALLBACK (on_history), fixture->log);
  g_signal_connect (fixture->service, "clear-history", G_CALLBACK (on_clear_history), fixture->log);
  g_dbus_connection_signal_subscribe (fixture->bus.theirs, NULL, ACCOUNT_INTERFACE, "NewMail", NULL,
                                      NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_new_mail, fixture->log,
                                      NULL);
  bell_bus_service_export (fixture->service, fixture->bus.ours, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_bus_service_unexport (fixture->service);
  g_clear_object (&fixture->service);
  bus_pair_clear (&fixture->bus);
  g_string_free (fixture->log, TRUE);
}

static void
status_unref (gpointer status)
{
  bell_account_status_unref (status);
}

static BellAccountStatus *
make_status (void)
{
  BellAccountStatus *status = bell_account_status_new ("a1", "ada@example.org", "Work");

  status->state = BELL_ACCOUNT_PUSHING;
  status->push = BELL_PUSH_IDLE;
  status->unread = 2;
  status->renewal_s = 1680;
  status->bytes_in = 5000000000;
  status->today = (BellMeterCounts){ { 1, 2, 3, 4, 5, 6 } };
  status->month = (BellMeterCounts){ { G_MAXINT64, 12, 13, 14, 15, 16 } };
  status->connected_since = 1700000000;
  status->mechanism = g_strdup ("SCRAM-SHA-256");
  status->tls = g_strdup ("TLS 1.3");
  status->capabilities = g_strsplit ("IDLE MOVE", " ", -1);
  bell_account_status_add_folder (status, "INBOX", 2, BELL_PUSH_IDLE);
  return status;
}

static void
set_statuses (Fixture *fixture, BellAccountStatus *status, gboolean paused)
{
  g_autoptr (GPtrArray) statuses = g_ptr_array_new_with_free_func (status_unref);

  if (status != NULL)
    g_ptr_array_add (statuses, status);
  bell_bus_service_set_statuses (fixture->service, statuses, paused);
}

static GVariant *
call (Fixture    *fixture,
      const char *path,
      const char *interface,
      const char *method,
      GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = bus_pair_call (&fixture->bus, path, interface, method, parameters, &error);

  g_assert_no_error (error);
  return answer;
}

/* As text. (transfer full) */
static char *
get_property (Fixture *fixture, const char *path, const char *interface, const char *name)
{
  g_autoptr (GVariant) answer = call (fixture, path, "org.freedesktop.DBus.Properties", "Get",
                                      g_variant_new ("(ss)", interface, name));
  g_autoptr (GVariant) boxed = g_variant_get_child_value (answer, 0);
  g_autoptr (GVariant) value = g_variant_get_variant (boxed);

  return g_variant_print (value, FALSE);
}

static void
assert_property (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *text = get_property (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_account_shows_its_status (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_statuses (fixture, make_status (), FALSE);
  assert_property (fixture, "Id", "'a1'");
  assert_property (fixture, "Address", "'ada@example.org'");
  assert_property (fixture, "Name", "'Work'");
  assert_property (fixture, "State", "'pushing'");
  assert_property (fixture, "Push", "'idle'");
  assert_property (fixture, "Unread", "2");
  assert_property (fixture, "Folders", "[('INBOX', 2, 'idle')]");
  assert_property (fixture, "Error", "''");
  assert_property (fixture, "RemedyCommand", "''");
  assert_property (fixture, "RetryAt", "0");
  assert_property (fixture, "Renewal", "1680");
  assert_property (fixture, "BytesIn", "5000000000");
  assert_property (fixture, "BytesOut", "0");
  assert_property (fixture, "Today", "(1, 2, 3, 4, 5, 6)");
  assert_property (fixture, "Month", "(9223372036854775807, 12, 13, 14, 15, 16)");
  assert_property (fixture, "ConnectedSince", "1700000000");
  assert_property (fixture, "Mechanism", "'SCRAM-SHA-256'");
  assert_property (fixture, "Tls", "'TLS 1.3'");
  assert_property (fixture, "Capabilities", "['IDLE', 'MOVE']");
}

static void
test_command_is_apart_from_the_error (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellAccountStatus *status = make_status ();

  status->error = g_strdup ("The password is wrong.");
  status->remedy_command = g_strdup ("“x” sets it.");
  set_statuses (fixture, status, FALSE);
  assert_property (fixture, "Error", "'The password is wrong.'");
  assert_property (fixture, "RemedyCommand", "'“x” sets it.'");
}

static void
test_application_sums_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *unread = NULL;
  g_autofree char *paused = NULL;

  set_statuses (fixture, make_status (), TRUE);
  unread = get_property (fixture, ROOT_PATH, APPLICATION_INTERFACE, "Unread");
  paused = get_property (fixture, ROOT_PATH, APPLICATION_INTERFACE, "Paused");
  g_assert_cmpstr (unread, ==, "2");
  g_assert_cmpstr (paused, ==, "true");
}

static void
assert_paused_until (Fixture *fixture, gint64 until, const char *expected)
{
  g_autofree char *text = NULL;

  bell_bus_service_set_paused_until (fixture->service, until);
  text = get_property (fixture, ROOT_PATH, APPLICATION_INTERFACE, "PausedUntil");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_end_of_a_pause_is_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  assert_paused_until (fixture, 0, "0");
  assert_paused_until (fixture, 1800000000, "1800000000");
  assert_paused_until (fixture, -1, "0");
}

static void
test_offline_is_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellAccountStatus *status = make_status ();

  set_statuses (fixture, status, FALSE);
  assert_property (fixture, "Offline", "false");
  status = make_status ();
  status->offline = TRUE;
  set_statuses (fixture, status, FALSE);
  assert_property (fixture, "Offline", "true");
}

static void
test_retry_is_told_by_the_clock_of_people (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellAccountStatus *status = make_status ();
  g_autofree char   *text = NULL;
  gint64             earliest = g_get_real_time () / BELL_SECOND + 40;
  gint64             latest;
  gint64             told;

  status->retry_at_us = g_get_monotonic_time () + 40 * BELL_SECOND;
  latest = g_get_real_time () / BELL_SECOND + 40 + 1;
  set_statuses (fixture, status, FALSE);
  text = get_property (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, "RetryAt");
  told = g_ascii_strtoll (text, NULL, 10);
  g_assert_cmpint (told, >=, earliest);
  g_assert_cmpint (told, <=, latest);
}

static void
test_accounts_come_and_go (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) with = NULL;
  g_autoptr (GVariant) without = NULL;
  g_autofree char *text = NULL;

  set_statuses (fixture, make_status (), FALSE);
  with = call (fixture, ROOT_PATH, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL);
  text = g_variant_print (with, FALSE);
  g_assert_nonnull (strstr (text, "'" ACCOUNT_PATH "': {'" ACCOUNT_INTERFACE "'"));
  set_statuses (fixture, NULL, FALSE);
  without =
    call (fixture, ROOT_PATH, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL);
  g_assert_true (g_variant_n_children (without) == 1);
  g_free (text);
  text = g_variant_print (without, FALSE);
  g_assert_null (strstr (text, ACCOUNT_PATH));
}

static void
test_wishes_are_passed_on (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_statuses (fixture, make_status (), FALSE);
  g_variant_unref (call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "CheckNow", NULL));
  g_variant_unref (call (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, "CheckNow", NULL));
  g_variant_unref (
    call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "Pause", g_variant_new ("(u)", 90)));
  g_variant_unref (call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "Resume", NULL));
  g_variant_unref (call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "TestNotification", NULL));
  g_variant_unref (call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "Quit", NULL));
  g_assert_cmpstr (fixture->log->str, ==,
                   "check-now all; check-now a1; pause 90; resume; test-notification; quit; ");
}

static void
test_actions_are_passed_on_and_answered (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const struct {
    const char        *method;
    BellImapActionType type;
  } methods[] = { { "MarkRead", BELL_IMAP_ACTION_MARK_READ },
                  { "Archive", BELL_IMAP_ACTION_ARCHIVE },
                  { "Delete", BELL_IMAP_ACTION_DELETE },
                  { "Junk", BELL_IMAP_ACTION_JUNK } };
  g_autoptr (GError) error = NULL;
  g_autofree char *all = g_strdup_printf ("act a1 %d (null)/0; ", BELL_IMAP_ACTION_MARK_ALL_READ);
  g_autofree char *name = NULL;

  set_statuses (fixture, make_status (), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autofree char *expected = g_strdup_printf ("act a1 %d Lists/7; ", methods[i].type);

    g_string_truncate (fixture->log, 0);
    g_variant_unref (call (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, methods[i].method,
                           g_variant_new ("(su)", "Lists", 7)));
    g_assert_cmpstr (fixture->log->str, ==, expected);
  }
  g_string_truncate (fixture->log, 0);
  g_variant_unref (call (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, "MarkAllRead", NULL));
  g_assert_cmpstr (fixture->log->str, ==, all);
  g_assert_null (bus_pair_call (&fixture->bus, ACCOUNT_PATH, ACCOUNT_INTERFACE, "Delete",
                                g_variant_new ("(su)", "", 8), &error));
  g_assert_error (error, BELL_MESSAGE_ACTION_ERROR, BELL_MESSAGE_ACTION_ERROR_NO_TARGET);
  name = g_dbus_error_get_remote_error (error);
  g_assert_cmpstr (name, ==, "io.github.mailbell.Mailbell.Error.NoTarget");
}

/* The first wish is fulfilled, the second is not. */
static void
on_run_command (G_GNUC_UNUSED BellBusService *service,
                const char                   *id,
                GDBusMethodInvocation        *invocation,
                GString                      *log)
{
  g_string_append_printf (log, "run-command %s; ", id);
  if (log->len < 20)
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_error_literal (invocation, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                                   "No command is set.");
}

static void
test_command (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  BellAccountStatus *status = make_status ();
  g_autoptr (GError) error = NULL;

  set_statuses (fixture, make_status (), FALSE);
  assert_property (fixture, "CommandRunning", "false");
  assert_property (fixture, "CommandError", "''");
  status->command_running = TRUE;
  status->command_error = g_strdup ("It failed.\nlast line");
  set_statuses (fixture, status, FALSE);
  assert_property (fixture, "CommandRunning", "true");
  assert_property (fixture, "CommandError", "'It failed.\\nlast line'");

  g_signal_connect (fixture->service, "run-command", G_CALLBACK (on_run_command), fixture->log);
  g_variant_unref (call (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, "RunCommand", NULL));
  g_assert_null (
    bus_pair_call (&fixture->bus, ACCOUNT_PATH, ACCOUNT_INTERFACE, "RunCommand", NULL, &error));
  g_assert_nonnull (strstr (error->message, "No command is set."));
  g_assert_cmpstr (fixture->log->str, ==, "run-command a1; run-command a1; ");
}

static void
on_refresh (BellBusService *service, G_GNUC_UNUSED gpointer data)
{
  g_autoptr (GPtrArray) statuses = g_ptr_array_new_with_free_func (status_unref);
  BellAccountStatus *status = make_status ();

  status->bytes_in = 7;
  g_ptr_array_add (statuses, status);
  bell_bus_service_set_statuses (service, statuses, FALSE);
}

/* Who asks after the answer has come gets the new number. */
static void
test_refresh (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  set_statuses (fixture, make_status (), FALSE);
  g_signal_connect (fixture->service, "refresh", G_CALLBACK (on_refresh), NULL);
  g_variant_unref (call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "Refresh", NULL));
  assert_property (fixture, "BytesIn", "7");
}

static void
test_history (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GVariant) unknown = NULL;
  const char *text;

  set_statuses (fixture, make_status (), FALSE);
  first = call (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, "GetHistory", NULL);
  g_variant_get (first, "(&s)", &text);
  g_assert_cmpstr (text, ==, "[days]");
  unknown = call (fixture, ACCOUNT_PATH, ACCOUNT_INTERFACE, "GetHistory", NULL);
  g_variant_get (unknown, "(&s)", &text);
  g_assert_cmpstr (text, ==, "");
  g_variant_unref (
    call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "ClearHistory", g_variant_new ("(s)", "a1")));
  g_variant_unref (
    call (fixture, ROOT_PATH, APPLICATION_INTERFACE, "ClearHistory", g_variant_new ("(s)", "")));
  g_assert_cmpstr (fixture->log->str, ==, "history a1; history a1; clear a1; clear all; ");
}

static void
test_new_mail_is_announced (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char header[] =
    "From: Bob <bob@example.org>\r\nSubject: Hello\r\nMessage-ID: <m@x>\r\n\r\n";
  g_autoptr (BellMessageSummary) message =
    bell_message_summary_new (7, 9, FALSE, header, strlen (header));

  set_statuses (fixture, make_status (), FALSE);
  bell_bus_service_emit_new_mail (fixture->service, "nobody", NULL, message);
  bell_bus_service_emit_new_mail (fixture->service, "a1", NULL, message);
  while (fixture->log->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (fixture->log->str, ACCOUNT_PATH " "));
  g_assert_nonnull (strstr (fixture->log->str, "'folder': <'INBOX'>"));
  g_assert_nonnull (strstr (fixture->log->str, "'uid': <uint32 9>"));
  g_assert_nonnull (strstr (fixture->log->str, "'sender': <'Bob'>"));
  g_assert_nonnull (strstr (fixture->log->str, "'subject': <'Hello'>"));
  g_assert_nonnull (strstr (fixture->log->str, "'message-id': <'m@x'>"));
  g_assert_null (strstr (fixture->log->str, "'date'"));
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/bus-service/account", test_account_shows_its_status);
  ADD ("/bus-service/command-apart", test_command_is_apart_from_the_error);
  ADD ("/bus-service/application", test_application_sums_up);
  ADD ("/bus-service/paused-until", test_end_of_a_pause_is_told);
  ADD ("/bus-service/offline", test_offline_is_told);
  ADD ("/bus-service/retry", test_retry_is_told_by_the_clock_of_people);
  ADD ("/bus-service/accounts", test_accounts_come_and_go);
  ADD ("/bus-service/wishes", test_wishes_are_passed_on);
  ADD ("/bus-service/actions", test_actions_are_passed_on_and_answered);
  ADD ("/bus-service/command", test_command);
  ADD ("/bus-service/refresh", test_refresh);
  ADD ("/bus-service/history", test_history);
  ADD ("/bus-service/new-mail", test_new_mail_is_announced);
  return g_test_run ();
}
