/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-anonymous.h: a line for the log without the addresses and the user's name that stand in it.
 * Who the user is is nobody else's business: some servers greet by the address (Gmail), others have
 * the name in their folders' names, with a domain or without.
 * Limits: the first BELL_IMAP_ANONYMOUS_BYTES are looked at; the rest is left out. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BELL_IMAP_ANONYMOUS_BYTES 1200

/* TEXT with "<address>" for what looks like one, and "<user>" for the name of USER (nullable: an
 * address, or only the name) where it is a word of its own. Need not be UTF-8. (transfer full) */
char *bell_imap_anonymise (const char *text, const char *user);

G_END_DECLS
