/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-command-text.c: a command in one line. */

#include "preferences/command-text.h"

#include <string.h>

static void
assert_round_trip (const char *text, const char *const *words)
{
  g_autofree char *joined = bell_command_text_join (words);
  g_auto (GStrv) split = bell_command_text_split (text);

  g_assert_cmpstr (joined, ==, text);
  g_assert_nonnull (split);
  g_assert_cmpstrv (split, words);
}

static void
test_round_trip (void)
{
  assert_round_trip ("", (const char *[]){ NULL });
  assert_round_trip ("mbsync -a", (const char *[]){ "mbsync", "-a", NULL });
  assert_round_trip ("sh -c 'echo \"$HOME\" | cat'",
                     (const char *[]){ "sh", "-c", "echo \"$HOME\" | cat", NULL });
  assert_round_trip ("thunderbird mid:{message-id}",
                     (const char *[]){ "thunderbird", "mid:{message-id}", NULL });
  assert_round_trip ("say '' Grüße", (const char *[]){ "say", "", "Grüße", NULL });
}

static void
test_split (void)
{
  g_auto (GStrv) blank = bell_command_text_split ("  ");
  g_auto (GStrv) half = bell_command_text_split ("sh -c 'half");
  g_auto (GStrv) quoted = bell_command_text_split ("a \"b c\"  d\\ e");

  g_assert_cmpuint (g_strv_length (blank), ==, 0);
  g_assert_null (half);
  g_assert_cmpstrv (quoted, ((const char *[]){ "a", "b c", "d e", NULL }));
}

static void
assert_taken (const char *text)
{
  g_autofree char *refused = bell_command_text_check (text, NULL);

  g_assert_cmpstr (refused, ==, NULL);
}

/* REASON: a part of the sentence. */
static void
assert_refused (const char *text, const char *reason)
{
  g_autofree char *refused = bell_command_text_check (text, NULL);

  g_assert_nonnull (refused);
  if (strstr (refused, reason) == NULL)
    g_error ("“%s”: “%s” does not say “%s”", text, refused, reason);
}

static void
test_check (void)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');

  assert_taken ("");
  assert_taken ("sh -c 'true | cat'");
  assert_taken ("/bin/sh");
  assert_refused (long_text, "too long");
  assert_refused ("there-is-no-such-program -a", "“there-is-no-such-program”");
  assert_refused ("/nowhere/program", "/nowhere/program");
  assert_refused ("~/bin/program", "whole path");
  assert_refused ("sh -c 'half", "other half");
  assert_refused ("sh | cat", "“|”");
  assert_refused ("sh && sh", "sh -c");
  assert_refused ("sh\nsh", "one line");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-text/round-trip", test_round_trip);
  g_test_add_func ("/command-text/split", test_split);
  g_test_add_func ("/command-text/check", test_check);
  return g_test_run ();
}
