/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-folder-choice.c: what remains chosen when a folder is ticked or cleared. */

#include "preferences/folder-choice.h"

/* CHOSEN, EXPECTED: names with commas between; EXPECTED (nullable). */
static void
assert_set (const char *chosen, const char *name, gboolean wanted, const char *expected)
{
  g_auto (GStrv) names = g_strsplit (chosen, ",", -1);
  g_auto (GStrv) result = bell_folder_choice_set ((const char *const *) names, name, wanted);
  g_autofree char *text = result != NULL ? g_strjoinv (",", result) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_set (void)
{
  assert_set ("INBOX", "Lists", TRUE, "INBOX,Lists");
  assert_set ("INBOX,Lists", "Lists", TRUE, "INBOX,Lists");
  assert_set ("Lists", "INBOX", TRUE, "INBOX,Lists");
  assert_set ("Lists,inbox", "INBOX", TRUE, "INBOX,Lists");
  assert_set ("INBOX,Lists", "INBOX", FALSE, "Lists");
  assert_set ("Lists", "lists", FALSE, "Lists");
}

static void
test_something_is_left (void)
{
  assert_set ("INBOX", "Inbox", FALSE, NULL);
  assert_set ("Lists", "Lists", FALSE, NULL);
}

static void
test_has (void)
{
  const char *const names[] = { "inbox", "Lists", NULL };

  g_assert_true (bell_folder_choice_has (names, "INBOX"));
  g_assert_true (bell_folder_choice_has (names, "Lists"));
  g_assert_false (bell_folder_choice_has (names, "lists"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder-choice/set", test_set);
  g_test_add_func ("/folder-choice/something-is-left", test_something_is_left);
  g_test_add_func ("/folder-choice/has", test_has);
  return g_test_run ();
}
