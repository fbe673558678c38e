/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-line.c: what a server made by a test says. */

#include "server-line.h"

void
server_line (BellImapClient *client, gint64 now, const char *format, ...)
{
  GString *line = g_string_new (NULL);
  va_list  arguments;

  va_start (arguments, format);
  g_string_vprintf (line, format, arguments);
  va_end (arguments);
  g_string_append (line, "\r\n");
  bell_imap_client_receive (client, line->str, line->len, now);
  g_string_free (line, TRUE);
}
