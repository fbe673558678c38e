/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every sentence stands for a capability, and says the truth about it. */

#include "setup/connection-check.h"

#include <string.h>

static BellConnectionReport *
report_with (const char *capabilities)
{
  BellConnectionReport *report = g_new0 (BellConnectionReport, 1);

  report->capabilities = bell_imap_capabilities_parse (capabilities);
  return report;
}

static const BellCapabilitySentence *
find (GPtrArray *sentences, const char *capability)
{
  for (guint i = 0; i < sentences->len; i++) {
    const BellCapabilitySentence *sentence = g_ptr_array_index (sentences, i);

    if (g_str_equal (sentence->capability, capability))
      return sentence;
  }
  return NULL;
}

static void
test_pushes (void)
{
  g_autoptr (BellConnectionReport) report = report_with ("IMAP4rev1 idle ESEARCH AUTH=PLAIN");
  g_autoptr (GPtrArray) sentences = bell_connection_report_explain (report);
  const BellCapabilitySentence *idle = find (sentences, "IDLE");

  g_assert_true (bell_connection_report_can_push (report));
  g_assert_cmpstr (idle->text, ==, "New mail is pushed the moment it arrives (IDLE).");
  g_assert_true (idle->offered);
  g_assert_true (find (sentences, "ESEARCH")->offered);
  g_assert_nonnull (find (sentences, "AUTH=PLAIN"));
  g_assert_null (find (sentences, "AUTH=LOGIN"));
  /* Before sign-in nothing can be said of what is not there. */
  g_assert_null (find (sentences, "NOTIFY"));
  g_assert_null (find (sentences, "PREVIEW"));
}

static void
test_mechanisms (void)
{
  g_autoptr (BellConnectionReport) report =
    report_with ("IMAP4rev1 IDLE AUTH=SCRAM-SHA-1 AUTH=PLAIN");
  g_autoptr (GPtrArray) sentences = NULL;

  report->mechanism = "SCRAM-SHA-1";
  sentences = bell_connection_report_explain (report);
  g_assert_cmpstr (
    find (sentences, "AUTH=SCRAM-SHA-1")->text, ==,
    "The server offers to sign in without showing it the password (AUTH=SCRAM-SHA-1).");
  g_assert_cmpstr (find (sentences, "SCRAM-SHA-1")->text, ==,
                   "With a password Mailbell would sign in with SCRAM-SHA-1.");
  g_ptr_array_unref (g_steal_pointer (&sentences));
  report->signed_in = TRUE;
  sentences = bell_connection_report_explain (report);
  g_assert_cmpstr (find (sentences, "SCRAM-SHA-1")->text, ==,
                   "Mailbell signs in with SCRAM-SHA-1.");
}

static void
test_polls (void)
{
  g_autoptr (BellConnectionReport) report = report_with ("IMAP4rev1");
  g_autoptr (GPtrArray) sentences = bell_connection_report_explain (report);

  g_assert_false (bell_connection_report_can_push (report));
  g_assert_false (find (sentences, "IDLE")->offered);
}

static void
test_signed_in (void)
{
  g_autoptr (BellConnectionReport) report = report_with ("IMAP4rev1 IDLE AUTH=PLAIN");
  g_autoptr (GPtrArray) sentences = NULL;

  report->signed_in = TRUE;
  g_assert_true (bell_connection_report_can_push (report));
  sentences = bell_connection_report_explain (report);
  g_assert_null (find (sentences, "AUTH=PLAIN"));
  g_assert_false (find (sentences, "NOTIFY")->offered);
  g_assert_false (find (sentences, "PREVIEW")->offered);
}

static void
test_compression (void)
{
  static const char *const words[] = { "uses it on metered networks", "always uses it",
                                       "does not use it" };
  g_autoptr (BellConnectionReport) report = report_with ("IMAP4rev1 IDLE COMPRESS=DEFLATE");

  for (BellCompress compress = BELL_COMPRESS_METERED; compress <= BELL_COMPRESS_NEVER; compress++) {
    g_autoptr (GPtrArray) sentences = NULL;

    report->compress = compress;
    sentences = bell_connection_report_explain (report);
    g_assert_nonnull (strstr (find (sentences, "COMPRESS=DEFLATE")->text, words[compress]));
  }
}

static void
test_nothing_known (void)
{
  g_autoptr (BellConnectionReport) report = g_new0 (BellConnectionReport, 1);
  g_autoptr (GPtrArray) sentences = bell_connection_report_explain (report);

  g_assert_cmpuint (sentences->len, ==, 0);
  g_assert_false (bell_connection_report_can_push (report));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-explain/pushes", test_pushes);
  g_test_add_func ("/connection-explain/mechanisms", test_mechanisms);
  g_test_add_func ("/connection-explain/polls", test_polls);
  g_test_add_func ("/connection-explain/signed-in", test_signed_in);
  g_test_add_func ("/connection-explain/compression", test_compression);
  g_test_add_func ("/connection-explain/nothing-known", test_nothing_known);
  return g_test_run ();
}
