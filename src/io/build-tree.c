/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build-tree.c: what a program finds where it was built. */

#include "io/build-tree.h"

#include <string.h>

char *
bell_build_tree_enter (const char *place)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *schemas = NULL;

  if (program == NULL || !g_str_has_suffix (program, place))
    return g_strdup (BELL_LOCALEDIR);
  folder = g_strndup (program, strlen (program) - strlen (place));
  schemas = g_build_filename (folder, "data", NULL);
  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, FALSE);
  return g_build_filename (folder, "po", NULL);
}
