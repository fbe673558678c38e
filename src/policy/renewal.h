/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renewal.h: learns how long a connection may stay silent on one path. A path is a network and a
 * server; what lies between them (NAT, firewalls) forgets a silent connection and tells nobody.
 * In:    what became of each silence, in microseconds: from the last byte in either direction to
 *        the renewal. A renewal may come 15 s early (a common tick) and still count as a trial.
 * Out:   the interval between renewals: 9 min at first, 2 to 28 min.
 * Pure:  no clock; equal inputs in equal order give equal intervals.
 * Source: RFC 2177 §3 (29 min at most); Microsoft's [MS-ASHTTP] and ActiveSync Direct Push tune
 *        their heartbeat in the same way: grow after successes, fall back after a failure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64   good_us;      /* the longest silence that was survived twice; 0: none yet */
  gint64   bad_us;       /* the shortest silence above it that killed; 0: none yet */
  gint64   trial_us;     /* the silence being tried, never below good_us */
  guint    clean_trials; /* at trial_us, survived in full length */
  gboolean short_lived;  /* from bell_renewal_init(), not stored */
  gboolean kept_alive;   /* the server sends keep-alive lines: nothing to tune */
  gint64   lied_at;      /* Unix seconds: IDLE did not tell of new mail; 0: it never happened */
  gint64   used_at;      /* Unix seconds, for whoever stores it */
} BellRenewal;

/* SHORT_LIVED: 12 min at most, see bell_renewal_is_short_lived(). */
void bell_renewal_init (BellRenewal *self, gboolean short_lived);

/* Whether HOST (a name, in any case) is a server that is known to end silent sessions early. */
gboolean bell_renewal_is_short_lived (const char *host);

gint64 bell_renewal_get_interval_us (const BellRenewal *self);

/* A silence that is not proven yet: cut short it would teach nothing. */
gboolean bell_renewal_is_trial (const BellRenewal *self);

/* A renewal was answered on the connection that had been silent for so long. */
void bell_renewal_survived (BellRenewal *self, gint64 silent_us);

/* A renewal was not answered in time, or with a reset, while a fresh connection to the server
 * succeeded at once; otherwise it is the network that is down, and not to be told here. */
void bell_renewal_died (BellRenewal *self, gint64 silent_us);

/* The server sends a line of its own at least every 5 min. */
void bell_renewal_kept_alive (BellRenewal *self);

/* IDLE was accepted on this path and told nothing of the mail that came: for a day it is not relied
 * on, then tried again. */
void     bell_renewal_lied (BellRenewal *self, gint64 now_unix_s);
gboolean bell_renewal_distrusts_idle (const BellRenewal *self, gint64 now_unix_s);

/* Not used for 30 days: to be forgotten. */
gboolean bell_renewal_is_stale (const BellRenewal *self, gint64 now_unix_s);

/* One line of ASCII for storage. (transfer full) */
char *bell_renewal_to_string (const BellRenewal *self);

/* TEXT (nullable): FALSE if it is not what to_string() makes, or impossible for this server; SELF
 * is then as after bell_renewal_init(). */
gboolean bell_renewal_from_string (BellRenewal *self, const char *text, gboolean short_lived);

G_END_DECLS
