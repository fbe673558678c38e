/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: the surroundings of the process, then the command line. */

#include "app/command-line.h"
#include "desktop/mail-opener.h"
#include "io/build-tree.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where one of the three is closed, the first socket would take its number, and with it what is
 * printed. */
static void
fill_standard_descriptors (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0)
    close (fd);
}

int
main (int argc, char **argv)
{
  g_autofree char *translations = NULL;

  fill_standard_descriptors ();
  translations = bell_build_tree_enter ("/src/app/mailbell");
  /* Passwords pass through this memory: no core dump, no other process of the user looks in. */
  prctl (PR_SET_DUMPABLE, 0);
  bell_mail_opener_set_program_umask (umask (077));
  /* A server or a pipe that is gone is an error of the write, not the end. */
  signal (SIGPIPE, SIG_IGN);
  /* The few threads of GIO would each keep an arena of what they have freed. */
  mallopt (M_ARENA_MAX, 1);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE); /* plural forms ask the default one */
  g_set_prgname ("mailbell");
  g_set_application_name ("Mailbell");

  return bell_command_line_run (argc, argv);
}
