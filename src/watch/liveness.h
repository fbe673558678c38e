/* SPDX-License-Identifier: GPL-3.0-or-later */
/* liveness.h: what one connection teaches about its path, told to the tuner: silence that was
 * survived, silence that killed, a server that speaks by itself. */

#pragma once

#include "watch/renewal-tuner.h"

G_BEGIN_DECLS

typedef struct {
  BellRenewalTuner *tuner; /* (owned) */
  char             *host;  /* (owned) */
  guint16           port;
  gint64            fixed_us;       /* the user's own interval; 0: automatic */
  gboolean          longest;        /* the longer of that and automatic */
  gint64            died_silent_us; /* the silence that the last connection died of; 0: of none */
  gint64            died_at_us;
  gint64            doubted_until_us;
  gboolean          lied; /* IDLE has, on this connection */
} BellLiveness;

void bell_liveness_init (BellLiveness     *self,
                         BellRenewalTuner *tuner,
                         const char       *host,
                         guint16           port);
void bell_liveness_clear (BellLiveness *self);

/* EXACT (out): see renewal-tuner.h. */
gint64 bell_liveness_get_interval (BellLiveness *self, gboolean *exact);

/* KEEP_ALIVE_US: the period of the server's own lines; 0: none were seen. */
void bell_liveness_renewed (BellLiveness *self, gint64 silent_us, gint64 keep_alive_us);
void bell_liveness_ended (BellLiveness *self, const GError *error, gint64 silent_us, gint64 now_us);

/* The network has changed, and the server is asked whether it is still there: if it is not, that says
 * nothing of the silence before. */
void bell_liveness_doubt (BellLiveness *self, gint64 now_us);

/* IDLE did not tell of new mail: it is not relied on, here and by whoever shares the path. */
void     bell_liveness_lied (BellLiveness *self);
gboolean bell_liveness_distrusts_idle (BellLiveness *self);

/* Connected again: if that came at once it was the path that had died, not the network. TRUE: so
 * it was, a silent death. */
gboolean bell_liveness_connected (BellLiveness *self, gint64 now_us);

G_END_DECLS
