/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-status-report.c: the JSON that other programs rely on, to the letter. */

#include "app/status-report.h"

#include "base/time-units.h"

static void
status_unref (gpointer status)
{
  bell_account_status_unref (status);
}

static GPtrArray *
statuses_new (void)
{
  return g_ptr_array_new_with_free_func (status_unref);
}

static BellAccountStatus *
add (GPtrArray *statuses, const char *name)
{
  BellAccountStatus *status = bell_account_status_new ("a1", "ada@example.org", name);

  g_ptr_array_add (statuses, status);
  return status;
}

static void
test_json_of_nothing (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autofree char *json = bell_status_report_to_json (statuses, "Paused until 15:00", 0);

  g_assert_cmpstr (json, ==, "{\"unread\":0,\"paused\":true,\"accounts\":[]}");
}

static void
test_json_of_a_pushing_account (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = add (statuses, "Work");
  g_autofree char   *json = NULL;

  status->state = BELL_ACCOUNT_PUSHING;
  status->push = BELL_PUSH_IDLE;
  status->unread = 3;
  status->renewal_s = 1680;
  status->bytes_in = 5000000000;
  status->bytes_out = 200;
  status->today = (BellMeterCounts){ { 1, 2, 3, 4, 5, 6 } };
  status->month.n[BELL_METER_BYTES_IN] = 5000000001;
  status->connected_since = 1700000000;
  status->mechanism = g_strdup ("SCRAM-SHA-256-PLUS");
  bell_account_status_add_folder (status, "INBOX", 2, BELL_PUSH_IDLE);
  bell_account_status_add_folder (status, "Bücher \"x\"", 1, BELL_PUSH_NOTIFY);
  json = bell_status_report_to_json (statuses, NULL, 0);
  g_assert_cmpstr (
    json, ==,
    "{\"unread\":3,\"paused\":false,\"accounts\":[{\"address\":\"ada@example.org\","
    "\"name\":\"Work\",\"state\":\"pushing\",\"push\":\"idle\",\"poll_reason\":null,"
    "\"unread\":3,\"folders\":["
    "{\"name\":\"INBOX\",\"unread\":2,\"push\":\"idle\"},"
    "{\"name\":\"Bücher \\\"x\\\"\",\"unread\":1,\"push\":\"notify\"}],"
    "\"error\":null,\"remedy_command\":null,\"retry_in_s\":null,\"renewal_s\":1680,\"bytes_in\":"
    "5000000000,"
    "\"bytes_out\":200,\"today\":{\"bytes_in\":1,\"bytes_out\":2,\"connections\":3,"
    "\"renewals\":4,\"silent_deaths\":5,\"bells\":6},\"month\":{\"bytes_in\":5000000001,"
    "\"bytes_out\":0,\"connections\":0,\"renewals\":0,\"silent_deaths\":0,\"bells\":0},"
    "\"connected_since\":\"2023-11-14T22:13:20Z\",\"mechanism\":\"SCRAM-SHA-256-PLUS\",\"command_"
    "running\":false,\"command_error\":null}]}");
}

static void
test_json_of_a_waiting_account (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = add (statuses, NULL);
  g_autofree char   *json = NULL;

  status->state = BELL_ACCOUNT_WAITING_TO_RETRY;
  status->error = g_strdup ("The server does not answer.");
  status->remedy_command = g_strdup ("“x” wakes it.");
  status->retry_at_us = 100 * BELL_SECOND + 1;
  json = bell_status_report_to_json (statuses, NULL, 60 * BELL_SECOND);
  g_assert_cmpstr (
    json, ==,
    "{\"unread\":0,\"paused\":false,\"accounts\":[{\"address\":\"ada@example.org\","
    "\"name\":\"ada@example.org\",\"state\":\"waiting-to-retry\",\"push\":\"none\",\"poll_reason\":"
    "null,\"unread\":0,"
    "\"folders\":[],\"error\":\"The server does not answer.\",\"remedy_command\":\"“x” wakes "
    "it.\",\"retry_in_s\":41,\"renewal_s\":0,"
    "\"bytes_in\":0,\"bytes_out\":0,\"today\":{\"bytes_in\":0,\"bytes_out\":0,"
    "\"connections\":0,\"renewals\":0,\"silent_deaths\":0,\"bells\":0},\"month\":{"
    "\"bytes_in\":0,\"bytes_out\":0,\"connections\":0,\"renewals\":0,\"silent_deaths\":0,"
    "\"bells\":0},\"connected_since\":null,\"mechanism\":null,\"command_running\":false,\"command_"
    "error\":null}]}");
}

static void
test_json_of_a_refused_certificate (void)
{
  const BellCertificateFacts facts = {
    .subject = (char *) "CN=imap.example.org",
    .issuer = (char *) "CN=\"x\"",
    .not_before = 1577836800,
    .not_after = 0,
    .reason = (char *) "It has expired.",
    .fingerprint = (char *) "00ff",
  };
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = add (statuses, "Work");
  g_autofree char   *json = NULL;

  status->state = BELL_ACCOUNT_ASK_USER;
  status->certificate = bell_certificate_facts_new (&facts);
  json = bell_status_report_to_json (statuses, NULL, 0);
  g_assert_true (g_str_has_suffix (
    json, "\"connected_since\":null,\"mechanism\":null,\"command_running\":false,\"command_error\":"
          "null,\"certificate\":{\"subject\":\"CN=imap."
          "example.org\","
          "\"issuer\":\"CN=\\\"x\\\"\",\"not_before\":\"2020-01-01T00:00:00Z\","
          "\"not_after\":null,\"reason\":\"It has expired.\",\"sha256\":\"00ff\"}}]}"));
}

static void
test_overdue_retry_is_not_negative (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  g_autofree char *json = NULL;

  add (statuses, "Work")->retry_at_us = BELL_SECOND;
  json = bell_status_report_to_json (statuses, NULL, 60 * BELL_SECOND);
  g_assert_nonnull (g_strstr_len (json, -1, "\"retry_in_s\":0,"));
}

static void
test_text_is_for_terminals (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = add (statuses, "Wo\x1b[31mrk");
  g_autofree char   *text = NULL;
  g_autofree char   *line = NULL;

  status->state = BELL_ACCOUNT_PUSHING;
  status->unread = 2;
  text = bell_status_report_to_text (statuses, NULL);
  line = bell_status_report_to_line (statuses, NULL);
  g_assert_cmpstr (text, ==, "2 unread\n  Wo[31mrk: 2 unread");
  g_assert_cmpstr (line, ==, "2 unread | Wo[31mrk: 2 unread");
}

/* A line may be shown in a bar, where nobody types. */
static void
test_only_the_text_names_the_command (void)
{
  g_autoptr (GPtrArray) statuses = statuses_new ();
  BellAccountStatus *status = add (statuses, "Work");
  g_autofree char   *text = NULL;
  g_autofree char   *line = NULL;

  status->state = BELL_ACCOUNT_ASK_USER;
  status->error = g_strdup ("The password is wrong.");
  status->remedy_command = g_strdup ("“x” sets\x1b it.");
  status->command_error = g_strdup ("“y” failed.");
  text = bell_status_report_to_text (statuses, NULL);
  line = bell_status_report_to_line (statuses, NULL);
  g_assert_true (
    g_str_has_suffix (text, "\n  Work: The password is wrong. “x” sets it.\n    “y” failed."));
  g_assert_true (g_str_has_suffix (line, " | Work: The password is wrong."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status-report/json/nothing", test_json_of_nothing);
  g_test_add_func ("/status-report/json/pushing", test_json_of_a_pushing_account);
  g_test_add_func ("/status-report/json/waiting", test_json_of_a_waiting_account);
  g_test_add_func ("/status-report/json/certificate", test_json_of_a_refused_certificate);
  g_test_add_func ("/status-report/json/overdue", test_overdue_retry_is_not_negative);
  g_test_add_func ("/status-report/text", test_text_is_for_terminals);
  g_test_add_func ("/status-report/only-the-text-names-the-command",
                   test_only_the_text_names_the_command);
  return g_test_run ();
}
