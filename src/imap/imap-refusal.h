/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-refusal.h: what a NO, BAD or BYE means for the next attempt. Only its code and a few
 * known phrases are believed; its text is never shown. */

#pragma once

#include "imap/imap-response.h"

G_BEGIN_DECLS

/* The server asks us to come back later: nothing is wrong with the account. */
gboolean bell_imap_refusal_is_busy (const BellImapResponse *response);

/* The time that the server asks us to stay away, in microseconds, cut to five minutes; 0: none. */
gint64 bell_imap_refusal_get_delay (const BellImapResponse *response);

G_END_DECLS
