/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metered-policy.h: what is different on a network where bytes cost money. Pure.
 * In:     the user's choices, and whether the network is metered.
 * Out:    how to watch.
 * Source: RFC 4978 §5 on what compression tells an observer. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The values are those of the enumerations in the GSettings schema. */
typedef enum {
  BELL_METERED_AS_USUAL,
  BELL_METERED_THRIFTY, /* as instant as ever, with fewer bytes */
  BELL_METERED_PAUSE,
} BellMetered;

typedef enum {
  BELL_COMPRESS_METERED, /* as a part of being thrifty */
  BELL_COMPRESS_ALWAYS,
  BELL_COMPRESS_NEVER,
} BellCompress;

typedef struct {
  gboolean paused;          /* no connection; the rest has no meaning */
  gboolean previews;        /* fetch the beginning of new messages as well */
  gboolean newest;          /* fetch unread messages that were there before, to list them */
  gboolean compress;        /* where the server offers it */
  gboolean longest_renewal; /* see bell_metered_renewal() */
  gint64   polling_us;
} BellMeteredPlan;

/* POLLING_US: the user's own interval. */
BellMeteredPlan bell_metered_plan (BellMetered  policy,
                                   BellCompress compress,
                                   gboolean     metered,
                                   gint64       polling_us);

/* The renewal interval while the longest is wanted: of the user's own, 0 if there is none, and the one
 * that has been learnt. Never shorter than the user's, nor longer than 29 min (RFC 2177 §3). */
gint64 bell_metered_renewal (gint64 fixed_us, gint64 learnt_us);

G_END_DECLS
