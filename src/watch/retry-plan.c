/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retry-plan.c: whether and when a connection that failed is tried again. */

#include "watch/retry-plan.h"

#include "base/time-units.h"

/* A session that watched this long ended for a reason of its own: the next attempt counts as the
 * first again. */
#define GOOD_SESSION (1 * BELL_MINUTE)

/* Nobody is told of: the first attempt after it comes sooner (policy/backoff.h). */
#define SHORT_INTERRUPTION (5 * BELL_SECOND)

/* A refusal without a reason may be a hiccup, of the password it never is. */
#define MAX_UNCLEAR_REFUSALS 2

/* After the first of them nothing is compressed any more; after so many the commands are sent one by
 * one. */
#define MAX_BROKEN_OPENINGS 2

/* A server that does not bear the question for the newest unread messages is not asked for ever. */
#define MAX_BROKEN_LISTINGS 2

static gint64
wait_longer (BellRetryPlan *self, BellBackoff kind, guint32 random)
{
  return bell_backoff_delay (kind, self->attempts.n[kind]++, random);
}

static gint64
choose_delay (
  BellRetryPlan *self, BellFailure failure, gint64 told_us, guint32 random, BellAccountState *state)
{
  *state = BELL_ACCOUNT_WAITING_TO_RETRY;
  switch (failure) {
  case BELL_FAILURE_TRY_LATER:
    if (told_us > 0) /* and up to a quarter more, lest all come back at once */
      return told_us + told_us / 4 * random / G_MAXUINT32;
    return wait_longer (self, BELL_BACKOFF_BUSY, random);
  case BELL_FAILURE_WAIT_FOR_NETWORK:
    *state = BELL_ACCOUNT_WAITING_FOR_NETWORK;
    return wait_longer (self, BELL_BACKOFF_ORDINARY, random);
  case BELL_FAILURE_ASK_TWICE:
    if (self->n_unclear_refusals++ < MAX_UNCLEAR_REFUSALS)
      return wait_longer (self, BELL_BACKOFF_BUSY, random);
    *state = BELL_ACCOUNT_ASK_USER;
    return BELL_NEVER;
  case BELL_FAILURE_ASK_MEANWHILE:
    if (self->n_unclear_refusals++ >= MAX_UNCLEAR_REFUSALS)
      *state = BELL_ACCOUNT_ASK_USER;
    return wait_longer (self, BELL_BACKOFF_BUSY, random);
  case BELL_FAILURE_ASK_AT_ONCE:
    *state = BELL_ACCOUNT_ASK_USER;
    return wait_longer (self, BELL_BACKOFF_BUSY, random);
  case BELL_FAILURE_ASK_USER:
  case BELL_FAILURE_WAIT_FOR_SECRETS:
    *state = BELL_ACCOUNT_ASK_USER;
    return BELL_NEVER;
  case BELL_FAILURE_TRY_AGAIN:
  default:
    return wait_longer (self, BELL_BACKOFF_ORDINARY, random);
  }
}

gint64
bell_retry_plan_failed (
  BellRetryPlan *self, BellFailure failure, gint64 told_us, guint32 random, BellAccountState *state)
{
  gint64 delay_us = choose_delay (self, failure, told_us, random, state);

  self->n_failed++;
  self->offline = self->n_failed > 1 || delay_us > SHORT_INTERRUPTION;
  return delay_us;
}

gboolean
bell_retry_plan_is_offline (const BellRetryPlan *self)
{
  return self->offline;
}

void
bell_retry_plan_watched (BellRetryPlan *self, gint64 watched_us)
{
  if (watched_us >= GOOD_SESSION)
    self->attempts = (BellAttempts){ 0 };
}

/* A network that went away in the middle says nothing of the server. */
void
bell_retry_plan_broke_off (BellRetryPlan *self, BellFailure failure)
{
  if (failure != BELL_FAILURE_WAIT_FOR_NETWORK)
    self->n_broken_openings++;
}

void
bell_retry_plan_broke_off_listing (BellRetryPlan *self, BellFailure failure)
{
  if (failure != BELL_FAILURE_WAIT_FOR_NETWORK)
    self->n_broken_listings++;
}

gboolean
bell_retry_plan_may_list (const BellRetryPlan *self)
{
  return self->n_broken_listings < MAX_BROKEN_LISTINGS;
}

void
bell_retry_plan_configure (const BellRetryPlan *self, BellImapClientConfig *config)
{
  if (self->n_broken_openings > 0)
    config->compress = FALSE;
  if (!bell_retry_plan_may_list (self))
    config->newest = 0;
}

/* That it went well with care says nothing of how it goes without. */
void
bell_retry_plan_watching (BellRetryPlan *self)
{
  self->n_unclear_refusals = 0;
  self->n_failed = 0;
  self->offline = FALSE;
}

gboolean
bell_retry_plan_is_wary (const BellRetryPlan *self)
{
  return self->n_broken_openings >= MAX_BROKEN_OPENINGS;
}

/* What broke off may have done so for the network that there was. */
void
bell_retry_plan_hurry (BellRetryPlan *self)
{
  self->attempts.n[BELL_BACKOFF_ORDINARY] = 0;
  self->n_broken_openings = 0;
  self->n_broken_listings = 0;
}

void
bell_retry_plan_reset (BellRetryPlan *self)
{
  *self = (BellRetryPlan){ 0 };
}
