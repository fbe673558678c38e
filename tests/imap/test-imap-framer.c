/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framer: bytes into whole responses, whatever the network does to them. */

#include "framing.h"
#include "imap/imap-error.h"
#include "imap/imap-framer.h"
#include "imap/imap-limits.h"

#include <string.h>

static void
assert_described (const char *bytes, const char *expected)
{
  g_autofree char *got = framing_describe_split_everywhere (bytes, strlen (bytes));

  g_assert_cmpstr (got, ==, expected);
}

static void
test_lines (void)
{
  assert_described ("", "between\n");
  assert_described ("* 5 EXISTS\r\n", "frame * 5 EXISTS EXISTS\nbetween\n");
  assert_described ("* 5 EXISTS\n* OK\r\n", "frame * 5 EXISTS EXISTS\nframe * OK OK\nbetween\n");
  assert_described ("* OK a\rb\r\r\n", "frame * OK a\\015b\\015 OK\nbetween\n");
  assert_described ("\r\n", "frame  refused\nbetween\n");
  assert_described ("* OK", "inside\n");
  assert_described ("* OK\r\n*", "frame * OK OK\ninside\n");
}

static void
test_literals (void)
{
  assert_described ("* LIST () NIL {5}\r\na\r\n)b x\r\n",
                    "frame * LIST () NIL {5}\\015\\012a\\015\\012)b x @19+5 LIST\nbetween\n");
  assert_described ("* X {2+}\nab ~{1}\r\n\r\r\n",
                    "frame * X {2+}\\012ab ~{1}\\015\\012\\015 @9+2 @18+1 X\nbetween\n");
  assert_described ("* X {0}\r\n{0}\r\n\r\n",
                    "frame * X {0}\\015\\012{0}\\015\\012 @9+0 @14+0 X\nbetween\n");
  assert_described ("* X {012}\r\n123456789012\r\n* OK\r\n",
                    "frame * X {012}\\015\\012123456789012 @11+12 X\nframe * OK OK\nbetween\n");
  assert_described ("* X {3}\r\nab", "inside\n");
  assert_described ("* X {3}\r\n", "inside\n");
  /* The CR belongs to the literal, the LF ends the line. */
  assert_described ("* X {1}\r\n\r\n", "frame * X {1}\\015\\012\\015 @9+1 X\nbetween\n");
}

static void
test_not_quite_a_literal (void)
{
  static const char *const ends[] = { "{}",  "{-1}", "{ 5}",  "{5} ",  "{5", "5}",
                                      "{+}", "{5+",  "{5++}", "{5}\r", "{x}" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *bytes = g_strconcat ("* X ", ends[i], "\r\n* OK\r\n", NULL);
    g_autofree char *got = framing_describe_split_everywhere (bytes, strlen (bytes));

    g_assert_true (g_str_has_suffix (got, " X\nframe * OK OK\nbetween\n"));
  }
}

/* What a server repeats to a person is no literal, but an open code may hold one. */
static void
test_text_is_no_literal (void)
{
  assert_described ("a1 NO No mailbox x{100}\r\n* OK\r\n",
                    "frame a1 NO No mailbox x{100} NO\nframe * OK OK\nbetween\n");
  assert_described ("* ok [ALERT] {3}\r\n+ {3}\r\na1 + {3}\r\n+{3}\r\n* OK {3}\r\n",
                    "frame * ok [ALERT] {3} OK\nframe + {3} +\nframe a1 + {3} +\nframe +{3} +\n"
                    "frame * OK {3} OK\nbetween\n");
  assert_described ("* NO [BADCHARSET ({3}\r\nabc)] x {9}\r\n* OK\r\n",
                    "frame * NO [BADCHARSET ({3}\\015\\012abc)] x {9} @23+3 NO\n"
                    "frame * OK OK\nbetween\n");
}

static void
test_nul (void)
{
  static const char in_line[] = "* OK a\0b {3}\r\n* X \0 {3}\r\n\r\n\0\r\n* 1 EXISTS\r\n";
  static const char in_literal[] = "* X {3}\r\na\0b\r\n";
  g_autofree char  *line = NULL;
  g_autofree char  *literal = NULL;

  line = framing_describe_split_everywhere (in_line, sizeof in_line - 1);
  g_assert_cmpstr (line, ==, "syntax\nsyntax\nframe * 1 EXISTS EXISTS\nbetween\n");
  literal = framing_describe_split_everywhere (in_literal, sizeof in_literal - 1);
  g_assert_cmpstr (literal, ==, "frame * X {3}\\015\\012a\\000b @9+3 X\nbetween\n");
}

static void
test_impossible_sizes (void)
{
  assert_described ("* X {99999999999999999999}\r\n* OK\r\n", "syntax\nframe * OK OK\nbetween\n");
  assert_described ("* X {9223372036854775808}\r\n* OK\r\n", "syntax\nframe * OK OK\nbetween\n");
  /* Both are believed, and would take a while to skip. */
  assert_described ("* X {9223372036854775807}\r\n* OK\r\n", "too large\ninside\n");
  assert_described ("* X {4294967296}\r\n* OK\r\n", "too large\ninside\n");
}

static char *
describe_taken (GString *bytes)
{
  char            *whole = framing_describe (bytes->str, bytes->len, bytes->len, bytes->len);
  g_autofree char *pieces = framing_describe (bytes->str, bytes->len, 1, 4093);

  g_assert_cmpstr (pieces, ==, whole);
  g_string_free (bytes, TRUE);

  return whole;
}

static void
append_many (GString *bytes, char byte, gsize count)
{
  gsize length = bytes->len;

  g_string_set_size (bytes, length + count);
  memset (bytes->str + length, byte, count);
}

static void
test_line_limit (void)
{
  g_autofree char *largest = NULL;
  g_autofree char *too_large = NULL;
  GString         *bytes = g_string_new (NULL);

  append_many (bytes, 'x', BELL_IMAP_LIMIT_LINE_BYTES);
  g_string_append (bytes, "\r\n* OK\r\n");
  largest = describe_taken (bytes);
  g_assert_true (g_str_has_suffix (largest, "x refused\nframe * OK OK\nbetween\n"));

  bytes = g_string_new ("* X (");
  append_many (bytes, 'x', BELL_IMAP_LIMIT_LINE_BYTES);
  g_string_append (bytes, " {4}\r\nabc\n)\r\n* OK\r\n");
  too_large = describe_taken (bytes);
  g_assert_cmpstr (too_large, ==, "too large\nframe * OK OK\nbetween\n");
}

static void
test_literal_limit (void)
{
  g_autofree char *largest = NULL;
  g_autofree char *too_large = NULL;
  GString         *bytes = g_string_new (NULL);

  g_string_printf (bytes, "* X {%d}\r\n", BELL_IMAP_LIMIT_LITERAL_BYTES);
  append_many (bytes, '\n', BELL_IMAP_LIMIT_LITERAL_BYTES);
  g_string_append (bytes, "\r\n* OK\r\n");
  largest = describe_taken (bytes);
  g_assert_true (g_str_has_suffix (largest, "X\nframe * OK OK\nbetween\n"));

  bytes = g_string_new (NULL);
  g_string_printf (bytes, "* X ({%d}\r\n", BELL_IMAP_LIMIT_LITERAL_BYTES + 1);
  append_many (bytes, '\n', BELL_IMAP_LIMIT_LITERAL_BYTES + 1);
  g_string_append (bytes, " {2+}\r\n\r\n)\r\n* OK\r\n");
  too_large = describe_taken (bytes);
  g_assert_cmpstr (too_large, ==, "too large\nframe * OK OK\nbetween\n");
}

static void
test_response_limit (void)
{
  g_autofree char *too_large = NULL;
  GString         *bytes = g_string_new ("* X");

  for (guint i = 0; i < 3; i++) {
    g_string_append_printf (bytes, " {%d}\r\n", BELL_IMAP_LIMIT_LITERAL_BYTES - 100);
    append_many (bytes, 'x', BELL_IMAP_LIMIT_LITERAL_BYTES - 100);
  }
  g_string_append (bytes, "\r\n* OK\r\n");
  too_large = describe_taken (bytes);
  g_assert_cmpstr (too_large, ==, "too large\nframe * OK OK\nbetween\n");
}

/* Ten megabytes without an end: one error, and then nothing is kept of them. */
static void
test_endless_line (void)
{
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  g_autofree char *piece = g_malloc (4096);
  guint            errors = 0;

  memset (piece, '(', 4096);
  for (guint i = 0; i < 2560; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (BellImapFrame) frame = NULL;

    bell_imap_framer_feed (framer, piece, 4096);
    frame = bell_imap_framer_next (framer, &error);
    g_assert_null (frame);
    if (error != NULL) {
      g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE);
      errors++;
    }
  }
  g_assert_cmpuint (errors, ==, 1);
  g_assert_false (bell_imap_framer_is_empty (framer));
}

/* A framer that is fed faster than it is asked must not move its bytes again and again. */
static void
test_slow_reader (void)
{
  static const char *const expected[] = { "* 5 EXISTS", "* 7 EXISTS", "* 6 EXISTS" };
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  guint left = 0;

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (BellImapFrame) first = NULL;
    g_autoptr (BellImapFrame) second = NULL;

    bell_imap_framer_feed (framer, "* 5 EXISTS\r\n* 6 EXISTS\r\n* 7", 27);
    bell_imap_framer_feed (framer, " EXISTS\r\n", 9);
    first = bell_imap_framer_next (framer, NULL);
    second = bell_imap_framer_next (framer, NULL);
    g_assert_cmpstr (first->text, ==, expected[i % 3]);
    g_assert_nonnull (second);
  }
  g_assert_false (bell_imap_framer_is_empty (framer));
  for (;;) {
    g_autoptr (BellImapFrame) frame = bell_imap_framer_next (framer, NULL);

    if (frame == NULL)
      break;
    left++;
  }
  g_assert_cmpuint (left, ==, 20000);
  g_assert_true (bell_imap_framer_is_empty (framer));
}

static void
test_corpus_split_everywhere (void)
{
  g_autoptr (GPtrArray) corpus = framing_load_corpus ();

  for (guint i = 0; i < corpus->len; i++) {
    gsize            length;
    const void      *bytes = g_bytes_get_data (g_ptr_array_index (corpus, i), &length);
    g_autofree char *log = framing_describe_split_everywhere (bytes, length);

    g_assert_true (g_str_has_prefix (log, "frame ") || g_str_has_prefix (log, "syntax"));
  }
}

/* Of a stream that breaks off, all that was whole is understood as before. */
static void
test_corpus_truncated_everywhere (void)
{
  g_autoptr (GPtrArray) corpus = framing_load_corpus ();

  for (guint i = 0; i < corpus->len; i++) {
    gsize            length;
    const void      *bytes = g_bytes_get_data (g_ptr_array_index (corpus, i), &length);
    g_autofree char *whole = framing_describe (bytes, length, length, length);

    for (gsize cut = 0; cut < length; cut++) {
      g_autofree char *log = framing_describe (bytes, cut, cut, cut);

      *(strrchr (log, '\n')) = '\0';
      log[strrchr (log, '\n') != NULL ? strrchr (log, '\n') - log : 0] = '\0';
      g_assert_true (g_str_has_prefix (whole, log));
    }
  }
}

static void
test_free_null (void)
{
  bell_imap_framer_free (NULL);
  bell_imap_frame_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/framer/lines", test_lines);
  g_test_add_func ("/imap/framer/literals", test_literals);
  g_test_add_func ("/imap/framer/not-quite-a-literal", test_not_quite_a_literal);
  g_test_add_func ("/imap/framer/text-is-no-literal", test_text_is_no_literal);
  g_test_add_func ("/imap/framer/nul", test_nul);
  g_test_add_func ("/imap/framer/impossible-sizes", test_impossible_sizes);
  g_test_add_func ("/imap/framer/line-limit", test_line_limit);
  g_test_add_func ("/imap/framer/literal-limit", test_literal_limit);
  g_test_add_func ("/imap/framer/response-limit", test_response_limit);
  g_test_add_func ("/imap/framer/endless-line", test_endless_line);
  g_test_add_func ("/imap/framer/slow-reader", test_slow_reader);
  g_test_add_func ("/imap/framer/corpus/split", test_corpus_split_everywhere);
  g_test_add_func ("/imap/framer/corpus/truncated", test_corpus_truncated_everywhere);
  g_test_add_func ("/imap/framer/free-null", test_free_null);

  return g_test_run ();
}
