/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backoff.h: how long to wait before the next attempt. A pure function.
 * Exponential with jitter and a cap: 2 s, 4 s, 8 s … 5 min, each between 50 % and 100 % of it, so
 * that the clients of a server that restarted do not come back in one wave; the first retry comes
 * within two seconds, since most interruptions are short. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BELL_BACKOFF_ORDINARY, /* from 2 s up to 5 min */
  BELL_BACKOFF_BUSY,     /* the server asked us to stay away: from 1 min up to 30 min */
} BellBackoff;

/* How often each kind was waited in a row. Each grows by itself: one "come back later" at the end
 * of a long outage is the first of its kind. */
typedef struct {
  guint n[BELL_BACKOFF_BUSY + 1];
} BellAttempts;

/* ATTEMPT: 0 for the first retry. RANDOM: any 32 random bits. In microseconds. */
gint64 bell_backoff_delay (BellBackoff kind, guint attempt, guint32 random);

G_END_DECLS
