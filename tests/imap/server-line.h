/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-line.h: what a server made by a test says. */

#pragma once

#include "imap/imap-client.h"

G_BEGIN_DECLS

/* CLIENT receives, at NOW in microseconds, one line; its CRLF is added. */
void server_line (BellImapClient *client, gint64 now, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
