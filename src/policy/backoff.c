/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backoff.c: how long to wait before the next attempt. */

#include "policy/backoff.h"

#include "base/time-units.h"

typedef struct {
  gint64 first_us;
  gint64 most_us;
} Limits;

static const Limits limits[] = {
  [BELL_BACKOFF_ORDINARY] = { 2 * BELL_SECOND, 5 * BELL_MINUTE },
  [BELL_BACKOFF_BUSY] = { 1 * BELL_MINUTE, 30 * BELL_MINUTE },
};

gint64
bell_backoff_delay (BellBackoff kind, guint attempt, guint32 random)
{
  const Limits *limit = &limits[kind];
  gint64        delay_us = limit->first_us;

  for (guint i = 0; i < attempt && delay_us < limit->most_us; i++)
    delay_us *= 2;
  delay_us = MIN (delay_us, limit->most_us);

  /* The half that is sure, and of the other half a share between 0 and 1. Below 2^30 times 2^32 it
   * does not overflow. */
  return delay_us / 2 + (delay_us / 2) * random / G_MAXUINT32;
}
