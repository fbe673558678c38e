/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What responses mean, and which are refused. */

#include "framing.h"
#include "imap/imap-error.h"
#include "imap/imap-limits.h"
#include "imap/imap-response.h"

static void
assert_set (const BellImapUidSet *set, const char *expected)
{
  g_autofree char *got = NULL;

  g_assert_nonnull (set);
  got = bell_imap_uid_set_to_string (set);
  g_assert_cmpstr (got, ==, expected);
}

static const char *
item (const GPtrArray *array, guint i)
{
  return g_ptr_array_index (array, i);
}

/* A status response: type, tag, code, value of the code, text. */
static const struct {
  const char          *bytes;
  BellImapResponseType type;
  const char          *tag;
  const char          *code;
  const char          *value;
  const char          *text;
} conditions[] = {
  { "* OK", BELL_IMAP_RESPONSE_OK, NULL, NULL, NULL, NULL },
  { "*  ok  ready ", BELL_IMAP_RESPONSE_OK, NULL, NULL, NULL, "ready" },
  { "* BYE Server shutting down.", BELL_IMAP_RESPONSE_BYE, NULL, NULL, NULL,
    "Server shutting down." },
  { "* PREAUTH hello", BELL_IMAP_RESPONSE_PREAUTH, NULL, NULL, NULL, "hello" },
  { "* NO x", BELL_IMAP_RESPONSE_NO, NULL, NULL, NULL, "x" },
  { "a1 BAD x", BELL_IMAP_RESPONSE_BAD, "a1", NULL, NULL, "x" },
  { "a1 OK [READ-WRITE] done", BELL_IMAP_RESPONSE_OK, "a1", "READ-WRITE", NULL, "done" },
  { "a1 NO [ALERT]", BELL_IMAP_RESPONSE_NO, "a1", "ALERT", NULL, NULL },
  { "* OK [uidnext 29] Next", BELL_IMAP_RESPONSE_OK, NULL, "UIDNEXT", "29", "Next" },
  { "* OK [UIDNEXT 29]Next", BELL_IMAP_RESPONSE_OK, NULL, "UIDNEXT", "29", "Next" },
  { "* OK [ UIDNEXT  29 ]", BELL_IMAP_RESPONSE_OK, NULL, "UIDNEXT", "29", NULL },
  { "* OK [PERMANENTFLAGS (\\Seen foo] [x \\*)] ok", BELL_IMAP_RESPONSE_OK, NULL, "PERMANENTFLAGS",
    "(\\Seen foo] [x \\*)", "ok" },
  { "* NO [REFERRAL imap://[::1]/x] there", BELL_IMAP_RESPONSE_NO, NULL, "REFERRAL",
    "imap://[::1]/x", "there" },
  { "* NO [X \"a]\\\"]\" b] t", BELL_IMAP_RESPONSE_NO, NULL, "X", "\"a]\\\"]\" b", "t" },
  { "* NO [X \"a] t", BELL_IMAP_RESPONSE_NO, NULL, "X", "\"a", "t" },
  { "* NO [X a[b] t", BELL_IMAP_RESPONSE_NO, NULL, "X", "a[b", "t" },
  { "* NO [X (a] t", BELL_IMAP_RESPONSE_NO, NULL, "X", "(a", "t" },
  { "* NO [X a t", BELL_IMAP_RESPONSE_NO, NULL, NULL, NULL, "[X a t" },
  { "* NO [] t", BELL_IMAP_RESPONSE_NO, NULL, NULL, NULL, "[] t" },
  { "* NO [BADCHARSET ({5}\r\nUTF-8)] t", BELL_IMAP_RESPONSE_NO, NULL, "BADCHARSET",
    "({5}\r\nUTF-8)", "t" },
  { "a NO Mailbox x{5}", BELL_IMAP_RESPONSE_NO, "a", NULL, NULL, "Mailbox x{5}" },
};

static void
test_conditions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++) {
    g_autoptr (BellImapResponse) response = framing_response (conditions[i].bytes);
    const BellImapCode *code = response->code;

    g_assert_cmpint (response->type, ==, conditions[i].type);
    g_assert_cmpstr (response->tag, ==, conditions[i].tag);
    g_assert_cmpstr (code != NULL ? code->name : NULL, ==, conditions[i].code);
    g_assert_cmpstr (code != NULL ? code->value : NULL, ==, conditions[i].value);
    g_assert_cmpstr (response->text, ==, conditions[i].text);
  }
}

static void
test_has_code (void)
{
  g_autoptr (BellImapResponse) with = framing_response ("* OK [Alert] x");
  g_autoptr (BellImapResponse) without = framing_response ("* OK x");

  g_assert_true (bell_imap_response_has_code (with, "alert"));
  g_assert_false (bell_imap_response_has_code (with, "ALERTS"));
  g_assert_false (bell_imap_response_has_code (without, "ALERT"));
}

static void
test_continuations (void)
{
  static const struct {
    const char *bytes;
    const char *text;
  } cases[] = {
    { "+", NULL },
    { "+ ", NULL },
    { "+ idling", "idling" },
    { "+ IDLE accepted, awaiting DONE command.", "IDLE accepted, awaiting DONE command." },
    { "a1 + idling", "idling" },
    { "+ AGpvAA== ", "AGpvAA==" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellImapResponse) response = framing_response (cases[i].bytes);

    g_assert_cmpint (response->type, ==, BELL_IMAP_RESPONSE_CONTINUATION);
    g_assert_null (response->tag);
    g_assert_cmpstr (response->name, ==, "+");
    g_assert_cmpstr (response->text, ==, cases[i].text);
  }
}

static void
test_refused (void)
{
  static const char *const refused[] = {
    "",
    " ",
    " * OK",
    "*",
    "* ",
    "* 5",
    "*OK",
    "hello",
    "hello world",
    "220 mail.example.org ESMTP",
    "HTTP/1.1 400 Bad Request",
    "SSH-2.0-OpenSSH_9.2",
    "\x16\x03\x01 OK",
    "[COPYUID 1 2 3] done",
    "a1 FETCH (UID 5)",
    "a( OK",
    "* (x)",
    "* \"x\"",
    "* 4294967296 EXISTS",
    "* 99999999999999999999 EXISTS",
    "* EXISTS",
    "* -1 EXISTS",
    "* 0 EXPUNGE",
    "* EXPUNGE",
    "* 0 FETCH (UID 5)",
    "* FETCH (UID 5)",
    "* 1 FETCH",
    "* 1 FETCH NIL",
    "* 1 FETCH (UID 5",
    "* 1 FETCH (UID 5))",
    "* 1 FETCH (UID \"5)",
    "* 1 FETCH (BODY[ x)",
    "* 1 FETCH (UID {-1})",
    "* FLAGS",
    "* FLAGS \\Seen",
    "* FLAGS (\\Seen",
    "* 5 FLAGS (\\Seen)",
    "* LIST",
    "* LIST ()",
    "* LIST () \"/\"",
    "* LIST x \"/\" y",
    "* LIST () \"/ y",
    "* LIST () \"/\" (y)",
    "* LIST () \"/\" y (",
    "* STATUS",
    "* STATUS x",
    "* STATUS x y",
    "* STATUS (x) (MESSAGES 5)",
    "* STATUS x (MESSAGES 5",
    "* STATUS x (MESSAGES 5) )",
    "* SEARCH 1 )",
    "* SEARCH \"",
    "* ESEARCH (TAG \"x\"",
    "* ESEARCH UID ALL \"",
    "* VANISHED",
    "* VANISHED (EARLIER)",
    "* VANISHED (EARLIER 5",
    "* VANISHED 1:*",
    "* VANISHED x",
    "* VANISHED \"5\"",
    "* VANISHED 5 (",
    "* ID",
    "* ID (\"a",
    "* NAMESPACE",
    "* NAMESPACE ((\"\" \"/\")",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    framing_assert_refused (refused[i], BELL_IMAP_ERROR_SYNTAX);
}

static void
test_other (void)
{
  static const struct {
    const char *bytes;
    const char *name;
  } cases[] = {
    { "* NOOP", "NOOP" },
    { "* Goodbye : see you", "GOODBYE" },
    { "* x-something ((\"", "X-SOMETHING" },
    { "* 5 UIDFETCH (FLAGS ())", "UIDFETCH" },
    { "* 5 OK x", "OK" },
    { "* METADATA \"\" {3}\r\na)b (", "METADATA" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellImapResponse) response = framing_response (cases[i].bytes);

    g_assert_cmpint (response->type, ==, BELL_IMAP_RESPONSE_OTHER);
    g_assert_cmpstr (response->name, ==, cases[i].name);
  }
}

static void
test_words (void)
{
  g_autoptr (BellImapResponse) capability = framing_response ("* CAPABILITY IMAP4rev1  IDLE ");
  g_autoptr (BellImapResponse) enabled = framing_response ("* ENABLED");
  g_autoptr (BellImapResponse) flags = framing_response ("* FLAGS (\\Seen foo] [b a\"r \"q s\")");
  g_autoptr (BellImapResponse) none = framing_response ("* flags ( )");

  g_assert_cmpint (capability->type, ==, BELL_IMAP_RESPONSE_CAPABILITY);
  framing_assert_words (capability->words, "IMAP4rev1|IDLE");
  g_assert_cmpint (enabled->type, ==, BELL_IMAP_RESPONSE_ENABLED);
  framing_assert_words (enabled->words, "");
  g_assert_cmpint (flags->type, ==, BELL_IMAP_RESPONSE_FLAGS);
  framing_assert_words (flags->words, "\\Seen|foo]|[b|a\"r|q s");
  framing_assert_words (none->words, "");
}

static void
test_flags_contain (void)
{
  char *flags[] = { (char *) "\\Seen", (char *) "$Junk", NULL };

  g_assert_true (bell_imap_flags_contain (flags, "\\seen"));
  g_assert_false (bell_imap_flags_contain (flags, "seen"));
  g_assert_false (bell_imap_flags_contain (NULL, "\\Seen"));
}

static void
test_numbers (void)
{
  g_autoptr (BellImapResponse) exists = framing_response ("* 4294967295 EXISTS");
  g_autoptr (BellImapResponse) recent = framing_response ("*  0  RECENT ");
  g_autoptr (BellImapResponse) expunge = framing_response ("* 7 expunge");

  g_assert_cmpint (exists->type, ==, BELL_IMAP_RESPONSE_EXISTS);
  g_assert_true (exists->has_number);
  g_assert_cmpuint (exists->number, ==, G_MAXUINT32);
  g_assert_cmpint (recent->type, ==, BELL_IMAP_RESPONSE_RECENT);
  g_assert_cmpuint (recent->number, ==, 0);
  g_assert_cmpint (expunge->type, ==, BELL_IMAP_RESPONSE_EXPUNGE);
  g_assert_cmpuint (expunge->number, ==, 7);
}

static void
test_list (void)
{
  static const struct {
    const char *bytes;
    const char *attributes;
    const char *delimiter;
    const char *mailbox;
  } cases[] = {
    { "* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"", "\\HasNoChildren|\\Sent", "/",
      "Sent Items" },
    { "* LSUB () \".\" INBOX.x", "", ".", "INBOX.x" },
    { "* XLIST (\\Inbox) NIL INBOX", "\\Inbox", NULL, "INBOX" },
    { "* LIST () \"\\\\\" {3}\r\na\"b", "", "\\", "a\"b" },
    { "* LIST () \"\" [Gmail]/Alle", "", NULL, "[Gmail]/Alle" },
    { "* LIST () \"//\" nil", "", NULL, "NIL" },
    { "* LIST (\\NonExistent) \"/\" \"x\" (\"CHILDINFO\" (\"SUBSCRIBED\"))", "\\NonExistent", "/",
      "x" },
    { "* LIST () \"/\" Entw&APw-rfe\xff", "", "/", "Entw&APw-rfe\xff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (BellImapResponse) response = framing_response (cases[i].bytes);

    g_assert_cmpint (response->type, ==, BELL_IMAP_RESPONSE_LIST);
    framing_assert_words (response->list->attributes, cases[i].attributes);
    g_assert_cmpstr (response->list->delimiter, ==, cases[i].delimiter);
    g_assert_cmpstr (response->list->mailbox, ==, cases[i].mailbox);
  }
}

/* A name with a NUL in it would pass for a shorter one. */
static void
test_nul_in_names (void)
{
  static const char bytes[] = "* LIST () NIL {7}\r\nINBOX\0x\r\n";
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  g_autoptr (BellImapFrame) frame = NULL;
  g_autoptr (BellImapResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  bell_imap_framer_feed (framer, bytes, sizeof bytes - 1);
  frame = bell_imap_framer_next (framer, NULL);
  response = bell_imap_response_parse (frame, &error);
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX);
}

static void
test_status (void)
{
  g_autoptr (BellImapResponse) full =
    framing_response ("* STATUS \"a b\" (MESSAGES 5 recent 1 UIDNEXT 6 UIDVALIDITY 9 UNSEEN 2 "
                      "HIGHESTMODSEQ 9223372036854775807 SIZE 4294967296)");
  const BellImapStatus *status = full->status;
  g_autoptr (BellImapResponse) empty = framing_response ("* STATUS {1}\r\nx ()");

  g_assert_cmpint (full->type, ==, BELL_IMAP_RESPONSE_STATUS);
  g_assert_cmpstr (status->mailbox, ==, "a b");
  g_assert_cmpint (status->messages, ==, 5);
  g_assert_cmpint (status->recent, ==, 1);
  g_assert_cmpint (status->uid_next, ==, 6);
  g_assert_cmpint (status->uid_validity, ==, 9);
  g_assert_cmpint (status->unseen, ==, 2);
  g_assert_cmpint (status->highest_modseq, ==, G_MAXINT64);
  g_assert_cmpuint (status->items->len, ==, 14);
  g_assert_cmpstr (item (status->items, 2), ==, "RECENT");
  g_assert_cmpstr (item (status->items, 12), ==, "SIZE");
  g_assert_cmpstr (item (status->items, 13), ==, "4294967296");

  g_assert_cmpstr (empty->status->mailbox, ==, "x");
  g_assert_cmpint (empty->status->messages, ==, BELL_IMAP_STATUS_ABSENT);
  g_assert_cmpuint (empty->status->items->len, ==, 0);
}

static void
test_status_garbage (void)
{
  static const char *const garbage[] = {
    "* STATUS x (MAILBOXID (\x80\x01\xff~) MESSAGES 5 UNSEEN 4294967296)",
    "* STATUS x (MAILBOXID \x80\x81 \x90 MESSAGES 5)",
    "* STATUS x (MAILBOXID MESSAGES 5)",
    "* STATUS x (\x80 MESSAGES 5 UNSEEN)",
    "* STATUS x (\"y\" MESSAGES 5 UNSEEN -1)",
    "* STATUS x ((a b) NIL MESSAGES 5 UNSEEN \"3\")",
    "* STATUS x (MESSAGES 9 MESSAGES 5) junk",
    "* STATUS x (MAILBOXID NIL MESSAGES 5 HIGHESTMODSEQ 9223372036854775808)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++) {
    g_autoptr (BellImapResponse) response = framing_response (garbage[i]);

    g_assert_cmpint (response->status->messages, ==, 5);
    g_assert_cmpint (response->status->unseen, ==, BELL_IMAP_STATUS_ABSENT);
    g_assert_cmpint (response->status->highest_modseq, ==, BELL_IMAP_STATUS_ABSENT);
  }
}

static void
test_search (void)
{
  g_autoptr (BellImapResponse) some =
    framing_response ("* SEARCH 2  4294967295 0 x 4294967296 7 (MODSEQ 917162500) ");
  g_autoptr (BellImapResponse) none = framing_response ("* SEARCH");

  g_assert_cmpint (some->type, ==, BELL_IMAP_RESPONSE_SEARCH);
  g_assert_cmpuint (some->numbers->len, ==, 3);
  g_assert_cmpuint (g_array_index (some->numbers, guint32, 0), ==, 2);
  g_assert_cmpuint (g_array_index (some->numbers, guint32, 1), ==, G_MAXUINT32);
  g_assert_cmpuint (g_array_index (some->numbers, guint32, 2), ==, 7);
  g_assert_cmpuint (none->numbers->len, ==, 0);
}

static void
test_esearch (void)
{
  g_autoptr (BellImapResponse) full = framing_response (
    "* ESEARCH (TAG \"x\" MAILBOX \"y\") UID COUNT 5 ALL 7,1:3 MIN 1 MAX 7 MODSEQ 9 ADDTO (0 26)");
  g_autoptr (BellImapResponse) unknown =
    framing_response ("* ESEARCH (TAG {1}\r\ny) PARTIAL (1:2 3) X \"a b\" COUNT 0 ALL 1:* Y");
  g_autoptr (BellImapResponse) broken =
    framing_response ("* ESEARCH UID COUNT 4294967296 MIN -1 ALL \"1\" MODSEQ 9223372036854775808");
  g_autoptr (BellImapResponse) twice =
    framing_response ("* ESEARCH (TAG \"a\" TAG \"b\") ALL 1 ALL 2");
  g_autoptr (BellImapResponse) bare = framing_response ("* ESEARCH");

  g_assert_cmpint (full->type, ==, BELL_IMAP_RESPONSE_ESEARCH);
  g_assert_cmpstr (full->search->tag, ==, "x");
  g_assert_true (full->search->uid);
  g_assert_cmpint (full->search->count, ==, 5);
  g_assert_cmpint (full->search->min, ==, 1);
  g_assert_cmpint (full->search->max, ==, 7);
  g_assert_cmpint (full->search->modseq, ==, 9);
  assert_set (full->search->all, "1:3,7");

  g_assert_cmpstr (unknown->search->tag, ==, "y");
  g_assert_false (unknown->search->uid);
  g_assert_cmpint (unknown->search->count, ==, 0);
  g_assert_null (unknown->search->all);

  g_assert_true (broken->search->uid);
  g_assert_cmpint (broken->search->count, ==, -1);
  g_assert_cmpint (broken->search->min, ==, -1);
  g_assert_cmpint (broken->search->modseq, ==, -1);
  g_assert_null (broken->search->all);

  g_assert_cmpstr (twice->search->tag, ==, "b");
  assert_set (twice->search->all, "2");
  g_assert_null (bare->search->tag);
}

static void
test_vanished (void)
{
  g_autoptr (BellImapResponse) now = framing_response ("* VANISHED 1:4294967295");
  g_autoptr (BellImapResponse) earlier = framing_response ("* VANISHED (EARLIER) 4,9:7");

  g_assert_cmpint (now->type, ==, BELL_IMAP_RESPONSE_VANISHED);
  g_assert_false (now->earlier);
  assert_set (now->vanished, "1:4294967295");
  g_assert_true (earlier->earlier);
  assert_set (earlier->vanished, "4,7:9");
}

static void
test_id (void)
{
  g_autoptr (BellImapResponse) some =
    framing_response ("* ID (\"name\" \"Dovecot\" \"os\" NIL NIL \"x\" \"odd\")");
  g_autoptr (BellImapResponse) none = framing_response ("* ID NIL");

  g_assert_cmpint (some->type, ==, BELL_IMAP_RESPONSE_ID);
  g_assert_cmpuint (some->id->len, ==, 4);
  g_assert_cmpstr (item (some->id, 0), ==, "name");
  g_assert_cmpstr (item (some->id, 1), ==, "Dovecot");
  g_assert_cmpstr (item (some->id, 2), ==, "os");
  g_assert_null (item (some->id, 3));
  g_assert_cmpuint (none->id->len, ==, 0);
}

static void
test_namespace (void)
{
  g_autoptr (BellImapResponse) courier = framing_response (
    "* NAMESPACE ((\"INBOX.\" \".\")(\"x\" NIL \"X\" (\"y\")) (NIL \"/\")) NIL ((\"s\" \".\"))");
  g_autoptr (BellImapResponse) none = framing_response ("* NAMESPACE NIL NIL NIL");

  g_assert_cmpint (courier->type, ==, BELL_IMAP_RESPONSE_NAMESPACE);
  g_assert_cmpuint (courier->personal->len, ==, 4);
  g_assert_cmpstr (item (courier->personal, 0), ==, "INBOX.");
  g_assert_cmpstr (item (courier->personal, 1), ==, ".");
  g_assert_cmpstr (item (courier->personal, 2), ==, "x");
  g_assert_null (item (courier->personal, 3));
  g_assert_cmpuint (none->personal->len, ==, 0);
}

/* A response of HEAD and COUNT times UNIT, past the limits of the framer. */
static void
assert_too_large (const char *head, const char *unit, guint count)
{
  GString *bytes = g_string_new (head);
  g_autoptr (BellImapFrame) frame = NULL;
  g_autoptr (BellImapResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  while (count-- > 0)
    g_string_append (bytes, unit);
  frame = framing_bare (bytes->str);
  g_string_free (bytes, TRUE);
  response = bell_imap_response_parse (frame, &error);
  g_assert_null (response);
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE);
}

static void
test_bombs (void)
{
  assert_too_large ("* 1 FETCH (ENVELOPE ", "(", 1000000);
  assert_too_large ("* 1 FETCH (BODYSTRUCTURE ", "(", 1000000);
  assert_too_large ("* 1 FETCH (X ", "(", 1000000);
  assert_too_large ("* 1 FETCH (", "UID 1 ", 1000000);
  assert_too_large ("* SEARCH", " 1", 1000000);
  assert_too_large ("* CAPABILITY", " X", 1000000);
  assert_too_large ("* FLAGS (", " X", 1000000);
  assert_too_large ("* ESEARCH UID", " X", 1000000);
  assert_too_large ("* ESEARCH UID ", "(", 1000000);
  assert_too_large ("* LIST () NIL x", " ()", 1000000);
  assert_too_large ("* STATUS x (", "MESSAGES 1 ", 1000000);
}

/* Each frame of the corpus, broken off at every byte: refused or understood, never more. */
static void
test_corpus_truncated (void)
{
  g_autoptr (GPtrArray) corpus = framing_load_corpus ();

  for (guint i = 0; i < corpus->len; i++) {
    g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
    gsize       length;
    const void *bytes = g_bytes_get_data (g_ptr_array_index (corpus, i), &length);
    GError     *error = NULL;

    bell_imap_framer_feed (framer, bytes, length);
    for (;;) {
      g_autoptr (BellImapFrame) frame = bell_imap_framer_next (framer, &error);

      if (frame == NULL && error == NULL)
        break;
      g_clear_error (&error);
      while (frame != NULL && frame->length > 0) {
        g_autoptr (BellImapResponse) response = NULL;

        frame->text[--frame->length] = '\0';
        while (frame->n_literals > 0 && frame->literals[frame->n_literals - 1].offset +
                                            frame->literals[frame->n_literals - 1].length >
                                          frame->length)
          frame->n_literals--;
        response = bell_imap_response_parse (frame, NULL);
        g_assert_true (response == NULL || response->name != NULL);
      }
    }
  }
  bell_imap_response_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/response/conditions", test_conditions);
  g_test_add_func ("/imap/response/has-code", test_has_code);
  g_test_add_func ("/imap/response/continuations", test_continuations);
  g_test_add_func ("/imap/response/refused", test_refused);
  g_test_add_func ("/imap/response/other", test_other);
  g_test_add_func ("/imap/response/words", test_words);
  g_test_add_func ("/imap/response/flags-contain", test_flags_contain);
  g_test_add_func ("/imap/response/numbers", test_numbers);
  g_test_add_func ("/imap/response/list", test_list);
  g_test_add_func ("/imap/response/nul-in-names", test_nul_in_names);
  g_test_add_func ("/imap/response/status", test_status);
  g_test_add_func ("/imap/response/status-garbage", test_status_garbage);
  g_test_add_func ("/imap/response/search", test_search);
  g_test_add_func ("/imap/response/esearch", test_esearch);
  g_test_add_func ("/imap/response/vanished", test_vanished);
  g_test_add_func ("/imap/response/id", test_id);
  g_test_add_func ("/imap/response/namespace", test_namespace);
  g_test_add_func ("/imap/response/bombs", test_bombs);
  g_test_add_func ("/imap/response/corpus-truncated", test_corpus_truncated);

  return g_test_run ();
}
