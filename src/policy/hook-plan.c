/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-plan.c: when the command of an account runs. */

#include "policy/hook-plan.h"

void
bell_hook_plan_init (BellHookPlan *self)
{
  *self = (BellHookPlan){ .first_us = BELL_NEVER };
}

void
bell_hook_plan_news (BellHookPlan *self, gint64 now_us)
{
  self->first_us = MIN (self->first_us, now_us);
  self->last_us = now_us;
}

void
bell_hook_plan_ask (BellHookPlan *self)
{
  self->asked = TRUE;
}

void
bell_hook_plan_set_held (BellHookPlan *self, gboolean held)
{
  self->held = held;
}

void
bell_hook_plan_forgive (BellHookPlan *self)
{
  self->n_failures = 0;
  self->not_before_us = 0;
}

void
bell_hook_plan_drop (BellHookPlan *self)
{
  bell_hook_plan_forgive (self);
  self->first_us = BELL_NEVER;
  self->asked = FALSE;
}

gboolean
bell_hook_plan_take_start (BellHookPlan *self, gint64 now_us)
{
  if (now_us < bell_hook_plan_get_deadline (self))
    return FALSE;
  self->running = TRUE;
  self->asked = FALSE;
  self->first_us = BELL_NEVER;
  return TRUE;
}

static gint64
delay_after (guint n_failures)
{
  gint64 delay_us = BELL_HOOK_FIRST_RETRY_US;

  for (guint i = 1; i < n_failures && delay_us < BELL_HOOK_LAST_RETRY_US; i++)
    delay_us *= 2;
  return MIN (delay_us, BELL_HOOK_LAST_RETRY_US);
}

void
bell_hook_plan_ended (BellHookPlan *self, BellHookEnd end, gint64 now_us)
{
  self->running = FALSE;
  if (end == BELL_HOOK_WELL) {
    bell_hook_plan_forgive (self);
    return;
  }
  self->n_failures++;
  self->not_before_us = now_us + delay_after (self->n_failures);
  if (end == BELL_HOOK_FAILED && self->n_failures <= BELL_HOOK_RETRIES)
    bell_hook_plan_news (self, now_us); /* what it was to do is still to be done */
}

gint64
bell_hook_plan_get_deadline (const BellHookPlan *self)
{
  gint64 gathered_us;

  if (self->running)
    return BELL_NEVER;
  if (self->asked)
    return G_MININT64;
  if (self->held || self->first_us == BELL_NEVER)
    return BELL_NEVER;
  gathered_us = MIN (self->last_us + BELL_HOOK_QUIET_US, self->first_us + BELL_HOOK_GATHER_US);
  return MAX (gathered_us, self->not_before_us);
}
