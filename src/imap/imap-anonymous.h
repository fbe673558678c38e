/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-anonymous.h: a line for the log without the addresses, the user's name and that of the server
 * which stand in it. Who the user is, and whose server that is, is nobody else's business: some servers
 * greet by the address (Gmail) or by their own name, others have the name in their folders' names, with
 * a domain or without.
 * Limits: the first BELL_IMAP_ANONYMOUS_BYTES are looked at; the rest is left out. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_IMAP_ANONYMOUS_BYTES 1200

/* Whom the log does not name. */
typedef struct {
  const char *user;    /* (nullable) an address, or only a name */
  const char *address; /* (nullable) */
  const char *host;    /* (nullable) of the server */
} BellImapUnnamed;

/* TEXT with "<address>" for what looks like one, "<host>" for the server, its domain, that of the user
 * or the address, and for what lies below them, and "<user>" for the name of user or address where it
 * is a word of its own. Need not be UTF-8. (transfer full) */
char *bell_imap_anonymise (const char *text, const BellImapUnnamed *who);

G_END_DECLS
