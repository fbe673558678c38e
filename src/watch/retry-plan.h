/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retry-plan.h: whether and when a connection that failed is tried again. No clock, no I/O. */

#pragma once

#include "imap/imap-client.h"
#include "io/failure.h"
#include "policy/account-status.h"
#include "policy/backoff.h"

G_BEGIN_DECLS

typedef struct {
  BellAttempts attempts;
  guint        n_unclear_refusals;
  guint        n_broken_openings; /* sessions on this network that broke off before they watched */
  guint        n_broken_listings; /* the same, while they asked for the newest unread messages */
  guint        n_failed; /* sessions that ended in a row, the one that watched among them */
  gboolean     offline;
} BellRetryPlan;

/* Whether what is wrong is more than an interruption of some seconds: a new attempt has failed too, or
 * is not to be made for a while. */
gboolean bell_retry_plan_is_offline (const BellRetryPlan *self);

/* How long to wait, in microseconds, and STATE (out) meanwhile, which may be to ask the user;
 * BELL_NEVER: ask and wait for that alone. TOLD_US:
 * the server named this time; 0: none. RANDOM: any 32 random bits. */
gint64 bell_retry_plan_failed (BellRetryPlan    *self,
                               BellFailure       failure,
                               gint64            told_us,
                               guint32           random,
                               BellAccountState *state);

/* The session that has just ended had been watching for so long. */
void bell_retry_plan_watched (BellRetryPlan *self, gint64 watched_us);

/* A session that had signed in has ended before it watched. */
void bell_retry_plan_broke_off (BellRetryPlan *self, BellFailure failure);

/* A session has ended before it was told the newest unread messages. */
void bell_retry_plan_broke_off_listing (BellRetryPlan *self, BellFailure failure);

gboolean bell_retry_plan_may_list (const BellRetryPlan *self);

/* Takes out of CONFIG what the next session had better do without. */
void bell_retry_plan_configure (const BellRetryPlan *self, BellImapClientConfig *config);

/* One watches. */
void bell_retry_plan_watching (BellRetryPlan *self);

/* Perhaps the server stumbles over several commands in one write. */
gboolean bell_retry_plan_is_wary (const BellRetryPlan *self);

/* Something has changed, so that the next attempt counts as the first again; but a server that asked
 * us to stay away has asked for that. */
void bell_retry_plan_hurry (BellRetryPlan *self);

/* Nothing is known of how it went before: another password, other settings. */
void bell_retry_plan_reset (BellRetryPlan *self);

G_END_DECLS
