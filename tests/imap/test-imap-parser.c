/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and values, and the limits on them. */

#include "framing.h"
#include "imap/imap-error.h"
#include "imap/imap-limits.h"
#include "imap/imap-parser.h"

#include <string.h>

/* Parentheses for lists, <> for strings, NIL, and atoms as they are. */
static void
describe (GString *log, const BellImapValue *value)
{
  switch (value->kind) {
  case BELL_IMAP_VALUE_NIL:
    g_string_append (log, "NIL");
    break;
  case BELL_IMAP_VALUE_ATOM:
    g_string_append (log, value->text);
    break;
  case BELL_IMAP_VALUE_STRING:
    g_string_append_printf (log, "<%s>", value->text);
    break;
  case BELL_IMAP_VALUE_LIST:
  default:
    g_string_append_c (log, '(');
    for (guint i = 0; i < value->children->len; i++) {
      if (i > 0)
        g_string_append_c (log, ' ');
      describe (log, g_ptr_array_index (value->children, i));
    }
    g_string_append_c (log, ')');
  }
}

static void
assert_value (const char *bytes, const char *expected)
{
  g_autoptr (BellImapFrame) frame = framing_one (bytes);
  g_autoptr (BellImapValue) value = NULL;
  g_autoptr (GString) log = g_string_new (NULL);
  BellImapParser parser;
  GError        *error = NULL;

  bell_imap_parser_init (&parser, frame);
  value = bell_imap_parser_read_value (&parser, &error);
  g_assert_no_error (error);
  describe (log, value);
  g_assert_cmpstr (log->str, ==, expected);
  g_assert_true (bell_imap_parser_at_end (&parser));
}

static void
assert_refused (const BellImapFrame *frame, int code)
{
  g_autoptr (BellImapValue) value = NULL;
  g_autoptr (GError) error = NULL;
  BellImapParser parser;

  bell_imap_parser_init (&parser, frame);
  value = bell_imap_parser_read_value (&parser, &error);
  g_assert_null (value);
  g_assert_error (error, BELL_IMAP_ERROR, code);
}

static void
test_atoms (void)
{
  assert_value ("abc", "abc");
  assert_value ("  abc", "abc");
  assert_value ("\\Seen", "\\Seen");
  assert_value ("nil", "NIL");
  assert_value ("NILS", "NILS");
  assert_value ("1:3,7", "1:3,7");
  assert_value ("a\"b", "a\"b");
  assert_value ("[Gmail]/x", "[Gmail]/x");
  assert_value ("fl\xc3\xa4g\xff", "fl\xc3\xa4g\xff");
  assert_value ("~x", "~x");
}

static void
test_strings (void)
{
  assert_value ("\"\"", "<>");
  assert_value ("\"a b (\"", "<a b (>");
  assert_value ("\"a\\\"b\\\\c\"", "<a\"b\\c>");
  assert_value ("\"C:\\temp\"", "<C:\\temp>");
  assert_value ("{3}\r\na\"b", "<a\"b>");
  assert_value ("~{3+}\na)b", "<a)b>");
  assert_value ("{0}\r\n", "<>");
}

static void
test_lists (void)
{
  assert_value ("()", "()");
  assert_value ("( a  b )", "(a b)");
  assert_value ("((a)(\"b\")NIL)", "((a) (<b>) NIL)");
  assert_value ("(x{1}\r\n)\"y\"{2}\r\n((z)", "(x <)> <y> <((> z)");
  assert_value ("({0}\r\n{0}\r\n)", "(<> <>)");
  assert_value ("(\\Seen foo] [bar $x])", "(\\Seen foo] [bar $x])");
}

/* RFC 9051 §9, section: an item name with spaces, parentheses and even strings in it. */
static void
test_section_names (void)
{
  assert_value ("(BODY[HEADER.FIELDS (FROM TO)]<0> NIL)", "(BODY[HEADER.FIELDS (FROM TO)]<0> NIL)");
  assert_value ("(body[header.fields (\"a]b\" \"\\\"]\")] x)",
                "(body[header.fields (\"a]b\" \"\\\"]\")] x)");
  assert_value ("(BODY[HEADER.FIELDS ({3}\r\nx]y)]{1}\r\nz)",
                "(BODY[HEADER.FIELDS ({3}\r\nx]y)] <z>)");
  assert_value ("(BINARY[1.2]<5> ~{1}\r\nz BINARY.SIZE[1 ] 7)",
                "(BINARY[1.2]<5> <z> BINARY.SIZE[1 ] 7)");
  assert_value ("(BODY[]<0>{1}\r\nz)", "(BODY[]<0> <z>)");
  assert_value ("(XBODY[ a)", "(XBODY[ a)");
}

static void
test_broken (void)
{
  static const char *const broken[] = {
    "",      " ",    ")",  "(",     "(a",     "((a)",     "\"",      "\"a",  "\"a\\\"",
    "(\"a)", "{-1}", "{x", "(a {)", "BODY[x", "BODY[\"]", "(BODY[)", "\"\\", "\"a {3}\r\nabc\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (BellImapFrame) frame = framing_one (broken[i]);

    assert_refused (frame, BELL_IMAP_ERROR_SYNTAX);
  }
}

static char *
repeat (const char *unit, guint count)
{
  GString *text = g_string_new (NULL);

  while (count-- > 0)
    g_string_append (text, unit);

  return g_string_free (text, FALSE);
}

static void
test_nesting (void)
{
  g_autofree char *opening = repeat ("(", BELL_IMAP_LIMIT_NESTING);
  g_autofree char *closing = repeat (")", BELL_IMAP_LIMIT_NESTING);
  g_autofree char *deepest = g_strconcat (opening, closing, NULL);
  g_autofree char *deeper = g_strconcat ("(", opening, NULL);
  g_autofree char *bomb = repeat ("(", 1000000);
  g_autoptr (BellImapFrame) one_too_many = framing_bare (deeper);
  g_autoptr (BellImapFrame) million = framing_bare (bomb);

  assert_value (deepest, deepest);
  assert_refused (one_too_many, BELL_IMAP_ERROR_TOO_LARGE);
  assert_refused (million, BELL_IMAP_ERROR_TOO_LARGE);
}

static void
test_values (void)
{
  g_autofree char *million = repeat ("a ", 1000000);
  g_autofree char *list = g_strconcat ("(", million, ")", NULL);
  g_autofree char *most = repeat ("a ", BELL_IMAP_LIMIT_VALUES);
  g_autoptr (BellImapFrame) too_long = framing_bare (list);
  g_autoptr (BellImapFrame) in_parts = framing_bare (most);
  g_autoptr (GError) error = NULL;
  BellImapParser parser;

  assert_refused (too_long, BELL_IMAP_ERROR_TOO_LARGE);

  /* The limit is one for the whole response. */
  bell_imap_parser_init (&parser, in_parts);
  for (guint i = 0; i < BELL_IMAP_LIMIT_VALUES; i++) {
    g_autoptr (BellImapValue) value = bell_imap_parser_read_value (&parser, &error);

    g_assert_no_error (error);
    g_assert_true (bell_imap_value_is_atom (value, "a"));
  }
  bell_imap_parser_init (&parser, too_long);
  parser.at = 1;
  parser.n_values = BELL_IMAP_LIMIT_VALUES;
  g_assert_null (bell_imap_parser_read_value (&parser, &error));
  g_assert_error (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE);
}

/* A million levels that no parser would build. */
static void
test_deep_free (void)
{
  BellImapValue *root = NULL;

  for (guint i = 0; i < 1000000; i++) {
    BellImapValue *list = g_new0 (BellImapValue, 1);

    list->kind = BELL_IMAP_VALUE_LIST;
    list->children = g_ptr_array_new ();
    if (root != NULL)
      g_ptr_array_add (list->children, root);
    root = list;
  }
  bell_imap_value_free (root);
  bell_imap_value_free (NULL);
}

static void
test_words (void)
{
  g_autoptr (BellImapFrame) frame = framing_one ("ab  cd e f");
  BellImapParser   parser;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *rest = NULL;

  bell_imap_parser_init (&parser, frame);
  first = bell_imap_parser_read_word (&parser);
  g_assert_cmpstr (first, ==, "ab");
  g_assert_null (bell_imap_parser_read_word (&parser));
  g_assert_cmpint (bell_imap_parser_peek (&parser), ==, ' ');
  bell_imap_parser_skip_spaces (&parser);
  second = bell_imap_parser_read_word (&parser);
  g_assert_cmpstr (second, ==, "cd");
  rest = bell_imap_parser_read_rest (&parser);
  g_assert_cmpstr (rest, ==, " e f");
  g_assert_true (bell_imap_parser_at_end (&parser));
  g_assert_cmpint (bell_imap_parser_peek (&parser), ==, '\0');
  g_assert_null (bell_imap_parser_read_word (&parser));
}

static void
test_accessors (void)
{
  g_autoptr (BellImapFrame) frame = framing_one ("(12 \"12\" 4294967296 -1 1x NIL \"a\" abc)");
  g_autoptr (BellImapValue) list = NULL;
  BellImapParser parser;
  guint64        number = 99;

  bell_imap_parser_init (&parser, frame);
  list = bell_imap_parser_read_value (&parser, NULL);
  g_assert_cmpuint (bell_imap_value_get_size (list), ==, 8);
  for (guint i = 1; i < 8; i++)
    g_assert_false (
      bell_imap_value_get_number (bell_imap_value_get_child (list, i), G_MAXUINT32, &number));
  g_assert_cmpuint (number, ==, 99);
  g_assert_true (
    bell_imap_value_get_number (bell_imap_value_get_child (list, 0), G_MAXUINT32, &number));
  g_assert_cmpuint (number, ==, 12);
  g_assert_true (
    bell_imap_value_get_number (bell_imap_value_get_child (list, 2), G_MAXUINT64, &number));

  g_assert_null (bell_imap_value_get_child (list, 8));
  g_assert_cmpuint (bell_imap_value_get_size (bell_imap_value_get_child (list, 0)), ==, 0);
  g_assert_null (bell_imap_value_get_child (bell_imap_value_get_child (list, 0), 0));
  g_assert_cmpuint (bell_imap_value_get_size (NULL), ==, 0);

  g_assert_null (bell_imap_value_get_text (list));
  g_assert_null (bell_imap_value_get_text (NULL));
  g_assert_null (bell_imap_value_get_text (bell_imap_value_get_child (list, 5)));
  g_assert_cmpstr (bell_imap_value_get_text (bell_imap_value_get_child (list, 6)), ==, "a");

  g_assert_true (bell_imap_value_is_atom (bell_imap_value_get_child (list, 7), "ABC"));
  g_assert_false (bell_imap_value_is_atom (bell_imap_value_get_child (list, 6), "A"));
  g_assert_false (bell_imap_value_is_atom (NULL, "A"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/parser/atoms", test_atoms);
  g_test_add_func ("/imap/parser/strings", test_strings);
  g_test_add_func ("/imap/parser/lists", test_lists);
  g_test_add_func ("/imap/parser/section-names", test_section_names);
  g_test_add_func ("/imap/parser/broken", test_broken);
  g_test_add_func ("/imap/parser/nesting", test_nesting);
  g_test_add_func ("/imap/parser/values", test_values);
  g_test_add_func ("/imap/parser/deep-free", test_deep_free);
  g_test_add_func ("/imap/parser/words", test_words);
  g_test_add_func ("/imap/parser/accessors", test_accessors);

  return g_test_run ();
}
