/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mailbell-trusting.c: the program, but it believes the certificate authority that the variable
 * MAILBELL_TEST_AUTHORITY names instead of the system's, and it waits for the address book, and for
 * somebody to undo what was done, for as many milliseconds as MAILBELL_TEST_PATIENCE_MS says. For tests
 * of HTTPS, which knows no pins, and on machines that may be slow. */

#include "app/command-line.h"
#include "app/message-commands.h"
#include "desktop/address-book.h"
#include "io/tls-trust.h"

#include <signal.h>
#include <sys/prctl.h>

static void
set_patience (void)
{
  const char *text = g_getenv ("MAILBELL_TEST_PATIENCE_MS");
  guint       patience_ms = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;

  if (patience_ms == 0)
    return;
  bell_address_book_set_patience (patience_ms);
  bell_message_commands_set_undo_time (patience_ms);
}

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
  set_patience ();
  g_set_prgname ("mailbell");
  return bell_command_line_run (argc, argv);
}
