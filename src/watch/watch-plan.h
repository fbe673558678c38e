/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch-plan.h: what is watched of an account, and how often it is spoken to: the settings of the
 * account and those of all, in the terms of the connections. */

#pragma once

#include "account/account.h"
#include "imap/imap-client.h"
#include "watch/meter-store.h"
#include "watch/renewal-tuner.h"

G_BEGIN_DECLS

typedef struct {
  const char *const *mailboxes;       /* on the wire, the first is kept open */
  gboolean           automatic;       /* those, too, that mail is filtered into */
  gboolean           previews;        /* may change while it is watched */
  gboolean           compress;        /* from the next connection on */
  guint              newest;          /* see BellImapClientConfig; 0: none; may change likewise */
  gboolean           newest_told;     /* likewise, from the next connection on */
  gint64             renewal_us;      /* 0: automatic */
  gboolean           longest_renewal; /* but not sooner than automatic would */
  BellRenewalTuner  *tuner;
  BellMeterStore    *meter;
  gint64             polling_us;
  gboolean           paused; /* watch nothing for now */
} BellWatchPlan;

/* METERED: the network is. Of the renewal, the account's own setting comes first. The mailboxes and
 * the tuner are left to the caller. */
void bell_watch_plan_init (BellWatchPlan *self,
                           BellAccount   *account,
                           GSettings     *general,
                           gboolean       metered);

/* What it says of a connection, but for the mailboxes and the renewal. */
void bell_watch_plan_configure (const BellWatchPlan *self, BellImapClientConfig *config);

/* (transfer full): the mailboxes that the account's settings name; the inbox alone if the choice is
 * automatic. */
char **bell_watch_plan_get_mailboxes (BellAccount *account);

G_END_DECLS
