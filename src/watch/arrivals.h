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

typedef struct {
  GPtrArray *news;  /* (owned) of BellMessageSummary */
  GPtrArray *moved; /* (owned) likewise, of those that RECENT knows to have been moved */
} BellArrivals;

/* The messages of a NEWS event, but what RECENT knows from another folder, where it still is. */
void bell_arrivals_init (BellArrivals        *self,
                         const BellImapEvent *event,
                         BellRecentMessages  *recent,
                         gint64               now_us);
void bell_arrivals_clear (BellArrivals *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BellArrivals, bell_arrivals_clear)

/* All messages of a NEWEST event. (transfer full) of BellMessageSummary */
GPtrArray *bell_arrivals_summarise (const BellImapEvent *event);

G_END_DECLS
