/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a FETCH tells about a message, and what it leaves out. */

#include "framing.h"
#include "imap/imap-response.h"

#include <string.h>

static void
assert_section (const BellImapFetch *fetch, guint i, const char *name, const char *bytes)
{
  const BellImapSection *section = g_ptr_array_index (fetch->sections, i);

  g_assert_cmpstr (section->name, ==, name);
  if (bytes == NULL) {
    g_assert_null (section->bytes);
    return;
  }
  g_assert_cmpmem (g_bytes_get_data (section->bytes, NULL), g_bytes_get_size (section->bytes),
                   bytes, strlen (bytes));
}

static void
test_fetch (void)
{
  g_autoptr (BellImapResponse) response = framing_response (
    "* 10 FETCH (UID 28 FLAGS (\\Recent $x) MODSEQ (42) RFC822.SIZE 4294967296 "
    "INTERNALDATE \"01-Jan-2026 10:00:00 +0000\" PREVIEW \"Hello\" "
    "BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 1)(\"a\" \"b\") \"mixed\") "
    "X-GM-LABELS (\\Inbox \"a b\") X-GM-MSGID 18446744073709551615 "
    "BODY[HEADER.FIELDS (FROM SUBJECT)] {8}\r\nFrom: x)"
    " body[text]<0> \"q\\\"\" BODY[1] NIL BINARY[2] ~{2}\r\nab RFC822.HEADER \"\")");
  const BellImapFetch *fetch = response->fetch;

  g_assert_cmpint (response->type, ==, BELL_IMAP_RESPONSE_FETCH);
  g_assert_cmpuint (response->number, ==, 10);
  g_assert_cmpuint (fetch->uid, ==, 28);
  framing_assert_words (fetch->flags, "\\Recent|$x");
  g_assert_cmpuint (fetch->modseq, ==, 42);
  g_assert_cmpint (fetch->size, ==, G_GINT64_CONSTANT (4294967296));
  g_assert_cmpstr (fetch->internaldate, ==, "01-Jan-2026 10:00:00 +0000");
  g_assert_cmpstr (fetch->preview, ==, "Hello");
  g_assert_null (fetch->envelope);
  g_assert_cmpuint (fetch->sections->len, ==, 5);
  assert_section (fetch, 0, "BODY[HEADER.FIELDS (FROM SUBJECT)]", "From: x)");
  assert_section (fetch, 1, "BODY[TEXT]<0>", "q\"");
  assert_section (fetch, 2, "BODY[1]", NULL);
  assert_section (fetch, 3, "BINARY[2]", "ab");
  assert_section (fetch, 4, "RFC822.HEADER", "");
}

static void
test_fetch_absent (void)
{
  static const char *const cases[] = {
    "* 1 FETCH ()",
    "* 1 FETCH (UID 4294967296 FLAGS NIL MODSEQ (9223372036854775808) RFC822.SIZE -1)",
    "* 1 FETCH (INTERNALDATE NIL PREVIEW NIL ENVELOPE NIL BODY[] (x))",
    "* 1 FETCH (UID 0 MODSEQ (0) MODSEQ NIL RFC822.SIZE NIL ENVELOPE ((())) BODY[TEXT] x FLAGS)",
    "* 1 FETCH (UID \"5\" \"UID\" 5 (UID 5) NIL UID) x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellImapResponse) response = framing_response (cases[i]);
    const BellImapFetch *fetch = response->fetch;

    g_assert_cmpuint (fetch->uid, ==, 0);
    g_assert_null (fetch->flags);
    g_assert_cmpuint (fetch->modseq, ==, 0);
    g_assert_cmpint (fetch->size, ==, -1);
    g_assert_null (fetch->internaldate);
    g_assert_null (fetch->envelope);
    g_assert_null (fetch->preview);
    g_assert_cmpuint (fetch->sections->len, ==, 0);
  }
}

/* One item that is broken does not cost those behind it. */
static void
test_fetch_misaligned (void)
{
  static const char *const cases[] = {
    "* 1 FETCH (X-ODD UID 5 FLAGS (a))",
    "* 1 FETCH (NIL (x) \"y\" UID 5 FLAGS (a) X-ODD)",
    "* 1 FETCH (X-ODD BODY[TEXT] \"x\" FLAGS UID 5 FLAGS (a))",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellImapResponse) response = framing_response (cases[i]);

    g_assert_cmpuint (response->fetch->uid, ==, 5);
    framing_assert_words (response->fetch->flags, "a");
    g_assert_cmpuint (response->fetch->sections->len, ==, i == 2 ? 1 : 0);
  }
}

/* The last one of what a server sends twice, and nothing leaks. */
static void
test_fetch_twice (void)
{
  g_autoptr (BellImapResponse) response = framing_response (
    "* 1 FETCH (UID 1 FLAGS (a) INTERNALDATE \"a\" PREVIEW \"a\" ENVELOPE (\"a\" \"a\") "
    "UID 2 FLAGS (b) INTERNALDATE \"b\" PREVIEW \"b\" ENVELOPE (\"b\" \"b\") MODSEQ 7)");

  g_assert_cmpuint (response->fetch->uid, ==, 2);
  framing_assert_words (response->fetch->flags, "b");
  g_assert_cmpstr (response->fetch->internaldate, ==, "b");
  g_assert_cmpstr (response->fetch->preview, ==, "b");
  g_assert_cmpstr (response->fetch->envelope->subject, ==, "b");
  g_assert_cmpuint (response->fetch->modseq, ==, 7);
}

/* The same envelope as it should be and as servers send it. */
static void
test_envelope (void)
{
  static const char *const cases[] = {
    "* 1 FETCH (ENVELOPE (\"d\" \"=?utf-8?q?s?=\" ((\"J\" NIL \"j\" \"h\")) NIL NIL NIL NIL NIL "
    "NIL "
    "\"<m@h>\"))",
    "* 1 FETCH (ENVELOPE  ( \"d\" {13}\r\n=?utf-8?q?s?=  ((\"J\" NIL j h) NIL) NIL  NIL NIL NIL "
    "NIL "
    "NIL \"<m@h>\" ))",
    "* 1 FETCH (ENVELOPE ((\"d\" \"=?utf-8?q?s?=\" ((\"J\" NIL \"j\" \"h\")) NIL NIL NIL NIL NIL "
    "NIL "
    "\"<m@h>\")))",
    "* 1 FETCH (ENVELOPE (\"d\" \"=?utf-8?q?s?=\"((\"J\"NIL \"j\"\"h\" \"more\")x)NIL NIL NIL NIL "
    "NIL "
    "NIL {5}\r\n<m@h>))",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellImapResponse) response = framing_response (cases[i]);
    const BellImapEnvelope *envelope;
    const BellImapAddress  *from;

    envelope = response->fetch->envelope;
    g_assert_nonnull (envelope);
    g_assert_cmpstr (envelope->date, ==, "d");
    g_assert_cmpstr (envelope->subject, ==, "=?utf-8?q?s?=");
    g_assert_cmpstr (envelope->message_id, ==, "<m@h>");
    g_assert_cmpuint (envelope->from->len, ==, 1);
    from = g_ptr_array_index (envelope->from, 0);
    g_assert_cmpstr (from->name, ==, "J");
    g_assert_cmpstr (from->mailbox, ==, "j");
    g_assert_cmpstr (from->host, ==, "h");
  }
}

static void
test_envelope_sparse (void)
{
  g_autoptr (BellImapResponse) nil =
    framing_response ("* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))");
  g_autoptr (BellImapResponse) cut =
    framing_response ("* 1 FETCH (ENVELOPE (NIL \"s\" ((\"n\")))) ");
  const BellImapAddress *from;

  g_assert_null (nil->fetch->envelope->date);
  g_assert_null (nil->fetch->envelope->subject);
  g_assert_null (nil->fetch->envelope->message_id);
  g_assert_cmpuint (nil->fetch->envelope->from->len, ==, 0);
  g_assert_cmpstr (cut->fetch->envelope->subject, ==, "s");
  from = g_ptr_array_index (cut->fetch->envelope->from, 0);
  g_assert_cmpstr (from->name, ==, "n");
  g_assert_null (from->mailbox);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/response-fetch/all", test_fetch);
  g_test_add_func ("/imap/response-fetch/absent", test_fetch_absent);
  g_test_add_func ("/imap/response-fetch/misaligned", test_fetch_misaligned);
  g_test_add_func ("/imap/response-fetch/twice", test_fetch_twice);
  g_test_add_func ("/imap/response-fetch/envelope", test_envelope);
  g_test_add_func ("/imap/response-fetch/envelope-sparse", test_envelope_sparse);

  return g_test_run ();
}
