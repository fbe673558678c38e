/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-push-report.c: every way in which mail arrives has its words, and a bug report tells nothing that
 * is nobody else's business. */

#include "policy/push-report.h"

#include <string.h>

static const BellPushServer server = { "imap.example.org", 993, BELL_SECURITY_TLS };

static BellAccountStatus *
make_status (BellAccountState state)
{
  BellAccountStatus *status = bell_account_status_new ("a1", "ada@example.org", "Secret Name");

  status->state = state;
  return status;
}

static BellAccountStatus *
make_pushing (BellPush first, BellPush second)
{
  BellAccountStatus *status = make_status (BELL_ACCOUNT_PUSHING);

  status->push = MIN (first, second);
  status->renewal_s = 1320;
  status->mechanism = g_strdup ("SCRAM-SHA-256-PLUS");
  status->tls = g_strdup ("TLS 1.3");
  status->capabilities = g_strsplit ("NOTIFY IDLE", " ", -1);
  status->today = (BellMeterCounts){ { 34000, 2000, 1, 3, 0, 4 } };
  bell_account_status_add_folder (status, "INBOX", 0, first);
  bell_account_status_add_folder (status, "Confidential", 0, second);
  return status;
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” does not say “%s”", text, part);
}

static void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” says “%s”", text, part);
}

/* STATUS (transfer full) (nullable). TITLE, WHY: parts. */
static void
assert_words (BellAccountStatus *status, const char *title, const char *why)
{
  g_autofree char *said = bell_push_report_get_title (status);
  g_autofree char *explained = bell_push_report_explain (status);

  assert_has (said, title);
  assert_has (explained, why);
  assert_lacks (explained, "IMAP");
  assert_lacks (explained, "IDLE");
  assert_lacks (explained, "NOTIFY");
  g_clear_pointer (&status, bell_account_status_unref);
}

static BellAccountStatus *
make_polling (BellImapPollReason reason)
{
  BellAccountStatus *status = make_status (BELL_ACCOUNT_POLLING);

  status->push = BELL_PUSH_POLL;
  status->poll_reason = reason;
  bell_account_status_add_folder (status, "INBOX", 0, BELL_PUSH_POLL);
  return status;
}

static void
test_words (void)
{
  BellAccountStatus *one = make_status (BELL_ACCOUNT_PUSHING);

  bell_account_status_add_folder (one, "INBOX", 0, BELL_PUSH_IDLE);
  assert_words (one, "rings at once", "keeps a line");
  assert_words (make_pushing (BELL_PUSH_NOTIFY, BELL_PUSH_NOTIFY), "rings at once", "by itself");
  assert_words (make_pushing (BELL_PUSH_IDLE, BELL_PUSH_IDLE), "rings at once", "keeps 2 lines");
  assert_words (make_pushing (BELL_PUSH_IDLE, BELL_PUSH_POLL), "in 1 of 2 folders", "few of them");
  assert_words (make_polling (BELL_IMAP_POLL_REASON_NO_IDLE), "at intervals", "no way to call");
  assert_words (make_polling (BELL_IMAP_POLL_REASON_REFUSED), "at intervals", "refuses");
  assert_words (make_polling (BELL_IMAP_POLL_REASON_LIED), "at intervals", "promised");
  assert_words (make_polling (BELL_IMAP_POLL_REASON_NONE), "at intervals", "every few minutes");
  assert_words (make_status (BELL_ACCOUNT_CONNECTING), "Not known yet", "connecting");
  assert_words (make_status (BELL_ACCOUNT_WAITING_FOR_NETWORK), "No new mail", "no network");
  assert_words (make_status (BELL_ACCOUNT_WAITING_TO_RETRY), "No new mail", "tries again");
  assert_words (make_status (BELL_ACCOUNT_ASK_USER), "No new mail", "put right");
  assert_words (make_status (BELL_ACCOUNT_OFF), "No new mail", "paused");
  assert_words (NULL, "No new mail", "not running");
}

/* "Server=imap.example.org, port 993; …" */
static char *
join_facts (const BellAccountStatus *status)
{
  g_autoptr (GPtrArray) facts = bell_push_report_list_facts (status, &server);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++) {
    const BellPushFact *fact = g_ptr_array_index (facts, i);

    g_string_append_printf (text, "%s=%s; ", fact->label, fact->value);
  }
  return g_string_free (text, FALSE);
}

static void
test_facts (void)
{
  g_autoptr (BellAccountStatus) status = make_pushing (BELL_PUSH_IDLE, BELL_PUSH_POLL);
  g_autoptr (BellAccountStatus) off = make_status (BELL_ACCOUNT_OFF);
  g_autofree char *facts = join_facts (status);
  g_autofree char *few = join_facts (off);
  g_autofree char *none = join_facts (NULL);

  assert_has (facts,
              "Server=imap.example.org, port 993; Encryption=TLS 1.3; "
              "Sign-in=SCRAM-SHA-256-PLUS; News by=IDLE (RFC 2177), NOOP, STATUS (RFC 9051); "
              "The server offers=NOTIFY, IDLE; Renewal=every 22 minutes; Data today=34.0");
  g_assert_cmpstr (none, ==, "Server=imap.example.org, port 993; ");
  assert_lacks (few, "Encryption");
  g_clear_pointer (&status->tls, g_free);
  g_free (facts);
  facts = join_facts (status);
  assert_has (facts, "Encryption=none");
}

static void
assert_short (const char *address, const char *expected)
{
  g_autofree char *text = bell_push_report_shorten_address (address);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_short_address (void)
{
  assert_short ("ada@example.org", "a…@example.org");
  assert_short ("ölaf@example.org", "ö…@example.org");
  assert_short ("a@b@example.org", "a…@example.org");
  assert_short ("@example.org", "…@example.org");
  assert_short ("ada", "a…");
  assert_short ("", "…");
}

static void
test_bug_report (void)
{
  g_autoptr (BellAccountStatus) status = make_pushing (BELL_PUSH_NOTIFY, BELL_PUSH_IDLE);
  g_autoptr (BellMeter) meter = bell_meter_new ();
  BellMeterTime    start = { G_GINT64_CONSTANT (1795305600), 0 };
  BellMeterTime    later = { start.unix_s + 60, 0 };
  g_autofree char *text = NULL;

  bell_meter_set_state (meter, &start, BELL_METER_WAITING);
  bell_meter_set_state (meter, &later, BELL_METER_CONNECTED);
  bell_meter_ring (meter, &later, 5000);
  status->error = g_strdup ("The server does not know ada@example.org: “Who is ada?”");
  text = bell_push_report_to_text (status, "ada@example.org", &server, meter, later.unix_s + 40);
  assert_has (text, "account: a…@example.org\nserver: imap.example.org:993, tls\n");
  assert_has (text, "state: pushing, push idle\nfolders: 1 notify, 1 idle, 0 poll\n");
  assert_has (text, "connection: TLS 1.3, SCRAM-SHA-256-PLUS\ncapabilities: NOTIFY IDLE\n");
  assert_has (text, "renewal: 1320 s\ntoday: bytes_in 34000 bytes_out 2000 connections 1");
  assert_has (text, "error: The server does not know <address>: “Who is <user>?”\n");
  assert_has (text, "week: 2 changes, 1 bells, connected 40 s, waiting 60 s\n");
  assert_lacks (text, "ada");
  assert_lacks (text, "Confidential");
  assert_lacks (text, "Secret Name");
}

static void
test_bug_report_without_the_applet (void)
{
  g_autofree char *text = bell_push_report_to_text (NULL, "ada@example.org", &server, NULL, 0);

  g_assert_cmpstr (text, ==,
                   "account: a…@example.org\nserver: imap.example.org:993, tls\n"
                   "state: the applet does not run\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/push-report/words", test_words);
  g_test_add_func ("/push-report/facts", test_facts);
  g_test_add_func ("/push-report/short-address", test_short_address);
  g_test_add_func ("/push-report/bug-report", test_bug_report);
  g_test_add_func ("/push-report/bug-report-without-the-applet",
                   test_bug_report_without_the_applet);
  return g_test_run ();
}
