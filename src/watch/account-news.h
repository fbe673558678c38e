/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-news.h: what the connections of an account tell of its messages, on its way to people, and
 * what is remembered of it.
 * In:     the events of session-set.h.
 * Out:    news; messages that were there before, which are none; messages read or removed elsewhere. */

#pragma once

#include "account/account.h"
#include "imap/imap-event.h"
#include "policy/notice-policy.h"
#include "watch/message-actions.h"
#include "watch/meter-store.h"
#include "watch/seen-store.h"

G_BEGIN_DECLS

typedef struct {
  void (*news) (const BellNews *news, gpointer user_data);
  void (*newest) (const BellNews *newest, gpointer user_data); /* perhaps none */
  void (*gone) (const char           *folder,                  /* (nullable) the inbox */
                guint32               uid_validity,
                const BellImapUidSet *uids,
                gpointer              user_data);
} BellAccountNewsCalls;

typedef struct _BellAccountNews BellAccountNews;

/* All of these outlive it. GENERAL: the settings that are common to all accounts. */
BellAccountNews *bell_account_news_new (BellAccount                *account,
                                        GSettings                  *general,
                                        BellSeenStore              *seen,
                                        BellMeterStore             *meter,
                                        BellMessageActions         *actions,
                                        const BellAccountNewsCalls *calls,
                                        gpointer                    user_data);
void             bell_account_news_free (BellAccountNews *self);

void bell_account_news_take (BellAccountNews *self, BellImapEvent *event);

/* SELF: BellAccountNews. EVENT: BELL_IMAP_EVENT_GONE, of no connection. */
void bell_account_news_tell_gone (const BellImapEvent *event, gpointer self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellAccountNews, bell_account_news_free)

G_END_DECLS
