/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newest-messages.h: the unread messages that were told last, of all accounts, for the menu; behind them
 * those that were there before.
 * In:     the news; what was unread at the beginning, or is older and has a place on the list now; what
 *         was read or removed, by UID; the servers' counts.
 * Limits: the last BELL_NEWEST_MESSAGES are remembered. */

#pragma once

#include "imap/imap-uid-set.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

#define BELL_NEWEST_MESSAGES 100

/* So many of them are listed. */
#define BELL_NEWEST_LISTED 10

typedef struct {
  BellMessageSummary *summary;    /* (owned) */
  char               *account_id; /* (owned) */
  char               *folder;     /* (owned) (nullable) NULL: the inbox */
  GVariant           *target;     /* (owned) of the actions (policy/notice.h) */
  BellNoticeContent   content;    /* how much of it is told; for whoever shows it to set */
  gboolean            earlier;    /* it was there before, and was not told as news */

  /*< private >*/
  gboolean counted;
} BellNewestMessage;

typedef struct _BellNewestMessages BellNewestMessages;

BellNewestMessages *bell_newest_messages_new (void);
void                bell_newest_messages_free (BellNewestMessages *self);

/* Each of these tells whether anything changed. */

gboolean bell_newest_messages_add (BellNewestMessages *self, const BellNews *news);

/* Unread messages of one folder that are no news, in the order in which they came there, in which they stand
 * on the list as well, whenever they are told: behind the news, and among those of other folders by their
 * dates, as far as that order permits: dates are what senders say. */
gboolean bell_newest_messages_add_earlier (BellNewestMessages *self, const BellNews *newest);

gboolean bell_newest_messages_remove (BellNewestMessages   *self,
                                      const char           *account_id,
                                      const char           *folder, /* (nullable) */
                                      guint32               uid_validity,
                                      const BellImapUidSet *uids);

/* The server counts UNREAD messages in the account: with none left, all of its messages are read. One
 * that is told before the count knows of it stays. */
gboolean bell_newest_messages_counted (BellNewestMessages *self,
                                       const char         *account_id,
                                       guint               unread);

/* Messages of other accounts than those of STATUSES (of BellAccountStatus) are forgotten. */
gboolean bell_newest_messages_keep (BellNewestMessages *self, GPtrArray *statuses);

/* Of BellNewestMessage, the newest first. (transfer none), good until the next change */
GPtrArray *bell_newest_messages_get (BellNewestMessages *self);

/* How many of MESSAGES (of BellNewestMessage) were told as news. */
guint bell_newest_messages_count_news (GPtrArray *messages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellNewestMessages, bell_newest_messages_free)

G_END_DECLS
