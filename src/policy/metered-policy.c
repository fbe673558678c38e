/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To be thrifty leaves out what a person can do without until they open the message, and never the
 * bell itself: what the server pushes costs nothing until there is something to say. */

#include "policy/metered-policy.h"

#include "base/time-units.h"

/* Polling is what costs most by far: each look is a flight, news or not. */
#define POLLING_FACTOR 3
#define LONGEST_POLLING (60 * BELL_MINUTE)
#define LONGEST_RENEWAL (29 * BELL_MINUTE)

static gboolean
is_compressed (BellCompress compress, gboolean thrifty)
{
  return compress == BELL_COMPRESS_ALWAYS || (compress == BELL_COMPRESS_METERED && thrifty);
}

BellMeteredPlan
bell_metered_plan (BellMetered policy, BellCompress compress, gboolean metered, gint64 polling_us)
{
  gboolean thrifty = metered && policy == BELL_METERED_THRIFTY;
  gint64   longer_us = MIN (POLLING_FACTOR * polling_us, LONGEST_POLLING);

  return (BellMeteredPlan){
    .paused = metered && policy == BELL_METERED_PAUSE,
    .previews = !thrifty,
    .newest = !thrifty,
    .compress = is_compressed (compress, thrifty),
    .longest_renewal = thrifty,
    .polling_us = thrifty ? MAX (polling_us, longer_us) : polling_us,
  };
}

gint64
bell_metered_renewal (gint64 fixed_us, gint64 learnt_us)
{
  return MAX (fixed_us, MIN (learnt_us, LONGEST_RENEWAL));
}
