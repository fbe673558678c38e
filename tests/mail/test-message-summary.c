/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summaries of header blocks as FETCH gives them. */

#include "mail/message-summary.h"

#include "hostile-text.h"

#include <string.h>

static BellMessageSummary *
summarise (const char *header)
{
  return bell_message_summary_new (7, 42, FALSE, header, strlen (header));
}

static void
test_whole (void)
{
  static const char header[] = "Date: Wed, 5 Mar 2025 10:11:12 +0100 (CET)\r\n"
                               "From: =?utf-8?Q?J=C3=B6rg?=\r\n <joerg@example.org>\r\n"
                               "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
                               " =?utf-8?Q?_aus?= K\xC3\xB6ln\r\n"
                               "Message-ID: <abc.123@example.org>\r\n\r\n";
  g_autoptr (BellMessageSummary) summary =
    bell_message_summary_new (7, 42, TRUE, header, strlen (header));

  g_assert_cmpuint (summary->uid_validity, ==, 7);
  g_assert_cmpuint (summary->uid, ==, 42);
  g_assert_true (summary->seen);
  g_assert_cmpstr (summary->sender, ==, "Jörg");
  g_assert_cmpstr (summary->address, ==, "joerg@example.org");
  g_assert_cmpstr (summary->subject, ==, "Grüße aus Köln");
  g_assert_cmpstr (summary->message_id, ==, "abc.123@example.org");
  g_assert_cmpstr (summary->preview, ==, "");
  g_assert_cmpint (summary->date, ==, 1741165872);
}

static void
test_missing (void)
{
  g_autoptr (BellMessageSummary) summary = bell_message_summary_new (1, 2, FALSE, "", 0);

  g_assert_cmpstr (summary->sender, ==, "");
  g_assert_cmpstr (summary->address, ==, "");
  g_assert_cmpstr (summary->subject, ==, "");
  g_assert_cmpstr (summary->message_id, ==, "");
  g_assert_cmpint (summary->date, ==, 0);
}

static void
test_odd_forms (void)
{
  g_autoptr (BellMessageSummary) summary =
    summarise ("garbage\nX-Subject: no\nsubject : yes\nSUBJECT: second\nFROM:a@b.example\n\n"
               "Message-ID: <body@example.org>\n");

  g_assert_cmpstr (summary->subject, ==, "yes");
  g_assert_cmpstr (summary->sender, ==, "a@b.example");
  g_assert_cmpstr (summary->message_id, ==, "");
}

static void
test_nul (void)
{
  static const char header[] = "Subject: a\0b\r\nFrom: x@y.example\r\n";
  g_autoptr (BellMessageSummary) summary =
    bell_message_summary_new (1, 2, FALSE, header, sizeof header - 1);

  g_assert_cmpstr (summary->subject, ==, "a b");
  g_assert_cmpstr (summary->address, ==, "x@y.example");
}

static void
assert_message_id (const char *value, const char *expected)
{
  g_autofree char *header = g_strconcat ("Message-ID:", value, "\r\n", NULL);
  g_autoptr (BellMessageSummary) summary = summarise (header);

  g_assert_cmpstr (summary->message_id, ==, expected);
}

static void
test_message_id (void)
{
  g_autofree char *long_id = g_strnfill (251, 'x');
  g_autofree char *longest_id = g_strnfill (250, 'x');

  assert_message_id (" <a@b>", "a@b");
  assert_message_id ("\r\n <a@b> (comment)", "a@b");
  assert_message_id (" a@b", "a@b");
  assert_message_id (" < a@b >", "a@b");
  assert_message_id (" <>", "");
  assert_message_id (" <a b>", "");
  assert_message_id (" <a<b>", "");
  assert_message_id (" <a\xC3\xBC@b>", "");
  assert_message_id (" <a\x1B@b>", "");
  assert_message_id (long_id, "");
  assert_message_id (longest_id, longest_id);
}

static void
assert_date (const char *value, gint64 expected)
{
  g_autofree char *header = g_strconcat ("Date: ", value, "\r\n", NULL);
  g_autoptr (BellMessageSummary) summary = summarise (header);

  g_assert_cmpint (summary->date, ==, expected);
}

static void
test_date (void)
{
  assert_date ("Wed, 5 Mar 2025 10:11:12 +0100", 1741165872);
  assert_date ("5 Mar 2025 09:11:12 GMT", 1741165872);
  assert_date ("Wed,\r\n 5 Mar 2025 09:11:12 +0000", 1741165872);
  assert_date ("yesterday", 0);
  assert_date ("Mon, 1 Jan 1900 00:00:00 +0000", 0);
  assert_date ("Mon, 1 Jan 2999 00:00:00 +0000", 0);
  assert_date ("Mon, 99 Foo 99999999 99:99:99 +99999999", 0);
}

static void
test_cut (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *header =
    g_strconcat ("Subject: ", filler, "\r\nFrom: ", filler, " <a@b.example>\r\n", NULL);
  g_autoptr (BellMessageSummary) summary = summarise (header);

  bell_test_assert_safe (summary->sender, BELL_SENDER_GRAPHEMES);
  bell_test_assert_safe (summary->subject, BELL_SUBJECT_GRAPHEMES);
  g_assert_true (g_str_has_suffix (summary->sender, "x…"));
  g_assert_true (g_str_has_suffix (summary->subject, "x…"));
}

static void
test_reference (void)
{
  BellMessageSummary *summary = summarise ("Subject: x\r\n");
  BellMessageSummary *again = bell_message_summary_ref (summary);

  bell_message_summary_unref (summary);
  g_assert_cmpstr (again->subject, ==, "x");
  bell_message_summary_unref (again);
}

static void
assert_safe_summary (const char *header, gsize length)
{
  g_autofree char *copy = g_memdup2 (header, MAX (length, 1));
  g_autoptr (BellMessageSummary) summary = bell_message_summary_new (1, 2, FALSE, copy, length);

  bell_test_assert_safe (summary->sender, BELL_SENDER_GRAPHEMES);
  bell_test_assert_safe (summary->address, 400);
  bell_test_assert_safe (summary->subject, BELL_SUBJECT_GRAPHEMES);
  bell_test_assert_safe (summary->message_id, 250);
  g_assert_cmpint (summary->date, >=, 0);
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gint64 started = bell_test_now ();

  for (guint i = 0; i < 4000; i++) {
    g_autoptr (GString) header =
      bell_test_make_hostile (rand, (gsize) g_rand_int_range (rand, 0, 800));

    g_string_prepend (header, i % 2 == 0 ? "From: " : "Subject: ");
    assert_safe_summary (header->str, header->len);
  }
  for (guint i = 0; i < 4; i++) {
    g_autoptr (GString) header = bell_test_make_hostile (rand, 1024 * 1024);

    g_string_prepend (header, "From: ");
    assert_safe_summary (header->str, header->len);
  }
  bell_test_assert_quick (started, 30);
}

/* The server's own preview comes first; a text is read as the header says. */
static void
test_preview (void)
{
  static const char fields[] = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n"
                               "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  g_autoptr (GBytes) header = g_bytes_new_static (fields, strlen (fields));
  g_autoptr (GBytes) text = g_bytes_new_static ("Gr=C3=BC=C3=9Fe", 15);
  g_autoptr (BellMessageSummary) summary =
    bell_message_summary_new (1, 1, FALSE, fields, strlen (fields));

  bell_message_summary_set_preview (summary, NULL, header, NULL);
  g_assert_cmpstr (summary->preview, ==, "");
  bell_message_summary_set_preview (summary, NULL, header, text);
  g_assert_cmpstr (summary->preview, ==, "Grüße");
  bell_message_summary_set_preview (summary, "made\nby\u202e the server", header, text);
  g_assert_cmpstr (summary->preview, ==, "made by the server");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-summary/whole", test_whole);
  g_test_add_func ("/message-summary/missing", test_missing);
  g_test_add_func ("/message-summary/odd-forms", test_odd_forms);
  g_test_add_func ("/message-summary/nul", test_nul);
  g_test_add_func ("/message-summary/message-id", test_message_id);
  g_test_add_func ("/message-summary/date", test_date);
  g_test_add_func ("/message-summary/cut", test_cut);
  g_test_add_func ("/message-summary/reference", test_reference);
  g_test_add_func ("/message-summary/preview", test_preview);
  g_test_add_func ("/message-summary/hostile", test_hostile);
  return g_test_run ();
}
