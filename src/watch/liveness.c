/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A death counts only once the next connection has proved that the network was well. */

#include "watch/liveness.h"

#include "base/time-units.h"
#include "imap/imap-error.h"
#include "policy/metered-policy.h"

/* A connection that stands this soon after the death stands "at once". */
#define AT_ONCE (30 * BELL_SECOND)

/* Longer than a probe waits for its answer. */
#define DOUBT (15 * BELL_SECOND)

void
bell_liveness_init (BellLiveness *self, BellRenewalTuner *tuner, const char *host, guint16 port)
{
  *self = (BellLiveness){ .tuner = g_object_ref (tuner), .host = g_strdup (host), .port = port };
}

void
bell_liveness_clear (BellLiveness *self)
{
  g_clear_object (&self->tuner);
  g_clear_pointer (&self->host, g_free);
}

gint64
bell_liveness_get_interval (BellLiveness *self, gboolean *exact)
{
  gint64 learnt_us = bell_renewal_tuner_get_interval (self->tuner, self->host, self->port, exact);

  if (self->fixed_us == 0)
    return learnt_us;
  *exact = FALSE;
  return self->longest ? bell_metered_renewal (self->fixed_us, learnt_us) : self->fixed_us;
}

void
bell_liveness_renewed (BellLiveness *self, gint64 silent_us, gint64 keep_alive_us)
{
  if (keep_alive_us > 0)
    bell_renewal_tuner_kept_alive (self->tuner, self->host, self->port);
  else
    bell_renewal_tuner_survived (self->tuner, self->host, self->port, silent_us);
}

void
bell_liveness_doubt (BellLiveness *self, gint64 now_us)
{
  self->doubted_until_us = now_us + DOUBT;
}

static gboolean
is_death (const GError *error)
{
  return g_error_matches (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TIMEOUT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

void
bell_liveness_ended (BellLiveness *self, const GError *error, gint64 silent_us, gint64 now_us)
{
  self->died_silent_us = is_death (error) && now_us >= self->doubted_until_us ? silent_us : 0;
  self->died_at_us = now_us;
}

void
bell_liveness_lied (BellLiveness *self)
{
  self->lied = TRUE;
  bell_renewal_tuner_lied (self->tuner, self->host, self->port);
}

/* Where nothing can be remembered, on a network that is not known, its own word lasts as long as the
 * account is watched. */
gboolean
bell_liveness_distrusts_idle (BellLiveness *self)
{
  if (bell_renewal_tuner_remembers (self->tuner))
    return bell_renewal_tuner_distrusts_idle (self->tuner, self->host, self->port);
  return self->lied;
}

gboolean
bell_liveness_connected (BellLiveness *self, gint64 now_us)
{
  gboolean died = self->died_silent_us > 0 && now_us - self->died_at_us <= AT_ONCE;

  if (died)
    bell_renewal_tuner_died (self->tuner, self->host, self->port, self->died_silent_us);
  self->died_silent_us = 0;
  return died;
}
