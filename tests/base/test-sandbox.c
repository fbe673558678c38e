/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-sandbox.c: that a sandbox is known by the file that describes it. */

#include "base/sandbox.h"

static void
test_a_file_tells (void)
{
  bell_sandbox_set_info ("/dev/null");
  g_assert_cmpstr (bell_sandbox_get_info (), ==, "/dev/null");
  g_assert_true (bell_is_in_sandbox ());
  bell_sandbox_set_info ("/dev/null/none");
  g_assert_false (bell_is_in_sandbox ());
  bell_sandbox_set_info (NULL);
  g_assert_cmpstr (bell_sandbox_get_info (), ==, "/.flatpak-info");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/file", test_a_file_tells);
  return g_test_run ();
}
