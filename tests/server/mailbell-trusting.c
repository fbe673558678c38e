/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mailbell-trusting.c: the program, but it believes the certificate authority that the variable
 * MAILBELL_TEST_AUTHORITY names instead of the system's. For tests of HTTPS, which knows no pins. */

#include "app/command-line.h"
#include "io/tls-trust.h"

#include <signal.h>
#include <sys/prctl.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) anchors =
    g_tls_file_database_new (g_getenv ("MAILBELL_TEST_AUTHORITY"), &error);

  if (anchors == NULL)
    g_error ("%s", error->message);
  prctl (PR_SET_DUMPABLE, 0);
  signal (SIGPIPE, SIG_IGN);
  bell_tls_trust_set_anchors (anchors);
  g_set_prgname ("mailbell");
  return bell_command_line_run (argc, argv);
}
