/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program, but for where it looks servers up: see lookup-environment.h. For the end-to-end tests of
 * set-up. */

#include "app/command-line.h"
#include "app/find-server.h"

#include "../setup/lookup-environment.h"

#include <locale.h>

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_set_prgname ("mailbell");
  bell_find_server_set_places (lookup_environment_use ());
  return bell_command_line_run (argc, argv);
}
