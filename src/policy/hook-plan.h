/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-plan.h: when the command of an account runs.
 * In:     what happened, and the time (monotonic, in microseconds).
 * Out:    when to look next, and whether to start a run now.
 * News is gathered until there is quiet for BELL_HOOK_QUIET_US, but never longer than
 * BELL_HOOK_GATHER_US; one run at a time; what comes during a run makes one more behind it. A run that
 * failed is tried again, at growing distances, and news does not shorten them; after
 * BELL_HOOK_RETRIES in a row only news starts another. A wish of the user's waits for nothing but the
 * run that is on. Pure. */

#pragma once

#include "base/time-units.h"

G_BEGIN_DECLS

/* Several messages of one delivery are one run; the first of a stream is still told soon. */
#define BELL_HOOK_QUIET_US (1 * BELL_SECOND)
#define BELL_HOOK_GATHER_US (10 * BELL_SECOND)

/* 10 s, 20 s, 40 s …: the eight retries fill three quarters of an hour. */
#define BELL_HOOK_FIRST_RETRY_US (10 * BELL_SECOND)
#define BELL_HOOK_LAST_RETRY_US (30 * BELL_MINUTE)
#define BELL_HOOK_RETRIES 8

typedef enum {
  BELL_HOOK_WELL,
  BELL_HOOK_FAILED,      /* it ran; it may do well another time */
  BELL_HOOK_NOT_STARTED, /* no time mends that; news tries again all the same */
} BellHookEnd;

typedef struct {
  gint64   first_us; /* when the oldest news came that no run was started for; BELL_NEVER: none */
  gint64   last_us;  /* the newest */
  gint64   not_before_us; /* end of the back-off; 0: none */
  guint    n_failures;    /* in a row */
  gboolean asked;         /* the user wants a run now */
  gboolean running;
  gboolean held; /* nothing starts by itself */
} BellHookPlan;

void bell_hook_plan_init (BellHookPlan *self);

void bell_hook_plan_news (BellHookPlan *self, gint64 now_us);

/* Run now, whatever speaks against it. */
void bell_hook_plan_ask (BellHookPlan *self);

/* While it is paused nothing starts by itself, and nothing is forgotten. */
void bell_hook_plan_set_held (BellHookPlan *self, gboolean held);

/* There is another command: the failures were not its own. */
void bell_hook_plan_forgive (BellHookPlan *self);

/* There is no command: forgets what is to be done. */
void bell_hook_plan_drop (BellHookPlan *self);

/* TRUE: start a run; ended() follows. */
gboolean bell_hook_plan_take_start (BellHookPlan *self, gint64 now_us);
void     bell_hook_plan_ended (BellHookPlan *self, BellHookEnd end, gint64 now_us);

/* When take_start() will have something to say; BELL_NEVER: not before something else happens. */
gint64 bell_hook_plan_get_deadline (const BellHookPlan *self);

G_END_DECLS
