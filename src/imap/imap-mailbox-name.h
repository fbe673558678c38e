/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-mailbox-name.h: mailbox names between the wire and people.
 * A name on the wire is opaque bytes, compared as such; only INBOX is case-insensitive.
 * Source: RFC 3501 §5.1.3 (modified UTF-7), RFC 9051 §5.1 (Net-Unicode). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* UTF-8 to modified UTF-7. (transfer full) (nullable): NULL if NAME is not UTF-8. */
char *bell_imap_mailbox_name_encode (const char *name);

/* Modified UTF-7 to UTF-8. (transfer full) (nullable): NULL if WIRE is not valid modified UTF-7;
 * a wire name that is valid UTF-8 with 8-bit characters is returned as it is. */
char *bell_imap_mailbox_name_decode (const char *wire);

gboolean bell_imap_mailbox_name_is_inbox (const char *name);

G_END_DECLS
