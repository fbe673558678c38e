/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sibling-program.c: looks beside the program that runs, then in the search path. */

#include "io/sibling-program.h"

/* A build has each program in the folder of its source. (transfer full) (nullable) */
static char *
find_in_build (const char *folder, const char *name)
{
  static const char *const folders[] = { "app", "preferences" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (folder, "..", folders[i], name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

char *
bell_sibling_program_find (const char *name)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  char            *built = NULL;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (folder != NULL &&
      (g_str_has_suffix (folder, "/src/app") || g_str_has_suffix (folder, "/src/preferences")))
    built = find_in_build (folder, name);
  return built != NULL ? built : g_find_program_in_path (name);
}
