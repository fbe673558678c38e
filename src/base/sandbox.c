/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sandbox.c: whether this process runs inside a Flatpak. */

#include "base/sandbox.h"

#define INFO "/.flatpak-info"

static const char *info = INFO;

gboolean
bell_is_in_sandbox (void)
{
  return g_file_test (info, G_FILE_TEST_EXISTS);
}

const char *
bell_sandbox_get_info (void)
{
  return info;
}

void
bell_sandbox_set_info (const char *path)
{
  info = path != NULL ? path : INFO;
}
