/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch-plan.h: what is watched of an account, and how often it is spoken to: the settings of the
 * account and those of all, in the terms of the connections. */

#pragma once

#include "account/account.h"
#include "watch/renewal-tuner.h"

G_BEGIN_DECLS

typedef struct {
  const char *const *mailboxes; /* on the wire, the first is kept open */
  gboolean           automatic; /* those, too, that mail is filtered into */
  gboolean           previews;
  gint64             renewal_us; /* 0: automatic */
  BellRenewalTuner  *tuner;
  gint64             polling_us;
} BellWatchPlan;

/* (transfer full): the mailboxes that the account's settings name; the inbox alone if the choice is
 * automatic. */
char **bell_watch_plan_get_mailboxes (BellAccount *account);

/* Microseconds. Of the renewal, the account's own setting comes first; 0: automatic. */
gint64 bell_watch_plan_get_renewal (BellAccount *account, GSettings *general);
gint64 bell_watch_plan_get_polling (GSettings *general);

G_END_DECLS
