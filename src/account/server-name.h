/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-name.h: which server a secret may go to, as one text that is stored beside it.
 * The port belongs to it: on a computer that many use, and on our own above all (127.0.0.1), anybody
 * may listen on a port of his own. The two of IMAP are the exception: only the administrator of a
 * host can listen there, and going from one to the other makes no other server of it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* HOST in lower case and in ASCII, and PORT behind it unless it is 143 or 993. (transfer full) */
char *bell_server_name_new (const char *host, guint16 port);

G_END_DECLS
