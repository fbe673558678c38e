/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arrivals.h: what the core fetched of new messages, as people are told of it. */

#pragma once

#include "imap/imap-event.h"
#include "mail/message-summary.h"
#include "policy/recent-messages.h"

G_BEGIN_DECLS

/* The name of MAILBOX (on the wire) for people; NULL for the inbox, which goes without saying.
 * (transfer full) (nullable) */
char *bell_arrivals_name_folder (const char *mailbox);

/* The messages of a NEWS or NEWEST event, but those that RECENT (nullable) knows from another folder.
 * (transfer full) of BellMessageSummary */
GPtrArray *bell_arrivals_summarise (const BellImapEvent *event, BellRecentMessages *recent);

G_END_DECLS
