/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of the output of well-behaved, chatty and hostile programs. */

#include "policy/output-tail.h"

#include <string.h>

static void
assert_lines (const char *output, gssize length, const char *expected)
{
  gsize n = length < 0 ? strlen (output) : (gsize) length;

  for (gsize split = 0; split <= n; split++) {
    g_autoptr (BellOutputTail) tail = bell_output_tail_new ();
    g_autofree char *lines = NULL;

    bell_output_tail_add (tail, output, split);
    bell_output_tail_add (tail, output + split, n - split);
    lines = bell_output_tail_get_lines (tail);
    g_assert_cmpstr (lines, ==, expected);
  }
}

static void
test_lines (void)
{
  assert_lines ("", -1, "");
  assert_lines ("\n\n", -1, "");
  assert_lines ("one", -1, "one");
  assert_lines ("one\ntwo\r\n\n", -1, "one\ntwo");
  assert_lines ("1\n2\n3\n4\n5\n6\n7\n", -1, "3\n4\n5\n6\n7");
}

static void
test_terminal (void)
{
  assert_lines ("10 %\r50 %\r100 %\ndone\n", -1, "100 %\ndone");
  assert_lines ("\033[1;31merror:\033[0m no \033[4mhost\033[24m\033c\n", -1, "error: no host");
  assert_lines ("cut off \033[31", -1, "cut off");
  assert_lines ("cut off \033", -1, "cut off");
}

static void
test_hostile (void)
{
  assert_lines ("a\0b\007c\n", 6, "a bc");
  assert_lines ("\342\200\256txt.exe\n", -1, "txt.exe");
  assert_lines ("\377ab\n", -1, "\357\277\275ab");
}

/* Of 10 MiB the last lines are kept, and the memory of them only. */
static void
test_much (void)
{
  g_autoptr (BellOutputTail) tail = bell_output_tail_new ();
  g_autofree char *block = g_strnfill (65536, 'x');
  g_autofree char *lines = NULL;

  for (guint i = 0; i < 160; i++)
    bell_output_tail_add (tail, block, 65536);
  bell_output_tail_add (tail, "\nthe end\n", 9);
  lines = bell_output_tail_get_lines (tail);
  g_assert_cmpstr (lines, ==, "the end");
}

static void
test_one_long_line (void)
{
  g_autoptr (BellOutputTail) tail = bell_output_tail_new ();
  g_autofree char *lines = NULL;

  for (guint i = 0; i < 10000; i++)
    bell_output_tail_add (tail, "word ", 5);
  lines = bell_output_tail_get_lines (tail);
  g_assert_cmpuint (g_utf8_strlen (lines, -1), <=, BELL_OUTPUT_LINE_GRAPHEMES + 1);
  g_assert_true (g_str_has_prefix (lines, "word") || g_str_has_prefix (lines, "d word") ||
                 strstr (lines, "word word") != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output-tail/lines", test_lines);
  g_test_add_func ("/output-tail/terminal", test_terminal);
  g_test_add_func ("/output-tail/hostile", test_hostile);
  g_test_add_func ("/output-tail/much", test_much);
  g_test_add_func ("/output-tail/one-long-line", test_one_long_line);
  return g_test_run ();
}
