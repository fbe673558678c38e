/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-build-tree.c: where a program looks that was installed, and one that was not. */

#include "io/build-tree.h"

static void
test_where_it_was_built (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = g_path_get_dirname (program);
  g_autofree char *tests = g_path_get_dirname (here);
  g_autofree char *build = g_path_get_dirname (tests);
  g_autofree char *schemas = g_build_filename (build, "data", NULL);
  g_autofree char *expected = g_build_filename (build, "po", NULL);
  g_autofree char *translations = NULL;

  g_unsetenv ("GSETTINGS_SCHEMA_DIR");
  translations = bell_build_tree_enter ("/tests/io/test-build-tree");
  g_assert_cmpstr (translations, ==, expected);
  g_assert_cmpstr (g_getenv ("GSETTINGS_SCHEMA_DIR"), ==, schemas);
}

static void
test_anywhere_else (void)
{
  g_autofree char *translations = NULL;

  g_unsetenv ("GSETTINGS_SCHEMA_DIR");
  translations = bell_build_tree_enter ("/src/app/mailbell");
  g_assert_cmpstr (translations, ==, BELL_LOCALEDIR);
  g_assert_null (g_getenv ("GSETTINGS_SCHEMA_DIR"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/build-tree/built", test_where_it_was_built);
  g_test_add_func ("/build-tree/else", test_anywhere_else);
  return g_test_run ();
}
