/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A search between a silence that is proven good and one that is proven bad. It creeps up from
 * below, because a trial that fails costs the user up to one interval without push, while one that
 * succeeds costs nothing; and it comes to rest once less than a minute is left to be gained.
 *
 * Chance also kills connections (a router restarts), so nothing is believed for ever: a survived
 * silence refutes a shorter bad one, a death refutes the same good one, and a bad one that keeps the
 * interval down for long is tried again once in a while. */

#include "policy/renewal.h"

#include "base/time-units.h"

#include <string.h>

#define FIRST (9 * BELL_MINUTE)
#define SHORTEST (2 * BELL_MINUTE) /* what forgets sooner is not worth the wake-ups */
#define LONGEST (28 * BELL_MINUTE) /* below the 29 min of RFC 2177 §3 with room for a late timer */
#define LONGEST_IF_SHORT_LIVED (12 * BELL_MINUTE)

#define STEP (5 * BELL_MINUTE)
#define CLOSE_ENOUGH (1 * BELL_MINUTE)
#define CLEAN_TRIALS 2

/* How much a silence may differ from the trial and still be one. Beyond LATE the machine slept, or
 * its timers were held back. */
#define EARLY (15 * BELL_SECOND)
#define LATE (1 * BELL_MINUTE)

/* Without a line for two of the longest periods, keep-alive lines are no longer sent. */
#define KEEP_ALIVE_IS_OVER (2 * 5 * BELL_MINUTE)

/* So many clean trials at rest, and the bad silence is tried again. It is two days of silence or
 * more, and costs one death at most. */
#define TRIALS_UNTIL_DOUBT 300

#define MEMORY_S (30 * 24 * 60 * 60)

#define DISTRUST_S (24 * 60 * 60)

#define FORM_VERSION "2"

/* clang-format off */
/* Patterns for "." and the host name. */
static const char *const short_lived_hosts[] = {
  /* keepalive="12" in the provider list of M66B/FairEmail, app/src/main/res/xml/providers.xml:
   * imap.gmx.com, imap.gmx.net, imap.web.de, imap.ionos.de, .com, .co.uk, .fr. */
  "*.gmx.*",
  "*.web.de",
  "*.ionos.*",
  /* Other names of the same house: IONOS was 1&1 (1und1, 1and1), whose servers are called
   * kundenserver.de, perfora.net and online.de; mail.com is a sister of GMX. */
  "*.1und1.*",
  "*.1and1.*",
  "*.kundenserver.de",
  "*.perfora.net",
  "*.online.de",
  "*.mail.com",
};
/* clang-format on */

static gint64
get_longest (const BellRenewal *self)
{
  return self->short_lived ? LONGEST_IF_SHORT_LIVED : LONGEST;
}

static void
try_next (BellRenewal *self, gint64 trial_us)
{
  self->trial_us = CLAMP (trial_us, SHORTEST, get_longest (self));
  self->clean_trials = 0;
}

static void
grow (BellRenewal *self)
{
  if (self->bad_us == 0)
    try_next (self, self->good_us + STEP);
  else if (self->bad_us - self->good_us > CLOSE_ENOUGH)
    try_next (self, self->good_us + MIN (STEP, (self->bad_us - self->good_us) / 2));
  else if (self->clean_trials >= TRIALS_UNTIL_DOUBT)
    try_next (self, self->bad_us);
}

void
bell_renewal_init (BellRenewal *self, gboolean short_lived)
{
  *self = (BellRenewal){ .trial_us = FIRST, .short_lived = short_lived };
}

gboolean
bell_renewal_is_short_lived (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  g_autofree char *dotted = g_strconcat (".", lower, NULL);

  if (g_str_has_suffix (dotted, "."))
    dotted[strlen (dotted) - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (short_lived_hosts); i++)
    if (g_pattern_match_simple (short_lived_hosts[i], dotted))
      return TRUE;
  return FALSE;
}

gint64
bell_renewal_get_interval_us (const BellRenewal *self)
{
  return self->kept_alive ? get_longest (self) : self->trial_us;
}

gboolean
bell_renewal_is_trial (const BellRenewal *self)
{
  return !self->kept_alive && self->trial_us > self->good_us;
}

void
bell_renewal_survived (BellRenewal *self, gint64 silent_us)
{
  if (silent_us >= KEEP_ALIVE_IS_OVER)
    self->kept_alive = FALSE;
  if (self->kept_alive || silent_us < self->trial_us - EARLY)
    return;

  if (silent_us >= self->bad_us)
    self->bad_us = 0;
  self->clean_trials++;
  if (self->clean_trials < CLEAN_TRIALS)
    return;
  self->good_us = self->trial_us;
  if (self->bad_us <= self->good_us)
    self->bad_us = 0;
  grow (self);
}

void
bell_renewal_died (BellRenewal *self, gint64 silent_us)
{
  /* A timer that has let a longer silence pass has not ended this one; and below the shortest
   * interval no renewal could have helped. */
  if (silent_us >= KEEP_ALIVE_IS_OVER)
    self->kept_alive = FALSE;
  if (self->kept_alive || silent_us < MAX (self->good_us, SHORTEST) - EARLY ||
      silent_us > LONGEST + LATE)
    return;

  /* Proven, and yet it died: the path is not what it was. */
  if (silent_us <= self->good_us + EARLY)
    self->good_us = 0;
  if (self->bad_us == 0 || silent_us < self->bad_us)
    self->bad_us = silent_us;

  /* It died of a silence that it would have been spared. */
  if (silent_us > self->trial_us + LATE)
    return;
  try_next (self, self->good_us != 0 ? self->good_us : MIN (silent_us, self->trial_us) / 2);
}

void
bell_renewal_kept_alive (BellRenewal *self)
{
  self->kept_alive = TRUE;
}

void
bell_renewal_lied (BellRenewal *self, gint64 now_unix_s)
{
  self->lied_at = now_unix_s;
}

gboolean
bell_renewal_distrusts_idle (const BellRenewal *self, gint64 now_unix_s)
{
  return self->lied_at > now_unix_s - DISTRUST_S && self->lied_at <= now_unix_s;
}

gboolean
bell_renewal_is_stale (const BellRenewal *self, gint64 now_unix_s)
{
  /* In either direction: a clock that was far ahead must not make it live for ever. */
  return self->used_at < now_unix_s - MEMORY_S || self->used_at > now_unix_s + MEMORY_S;
}

/* Storage: version, good, bad, trial, clean trials, kept alive, lied at, used at; decimal. */

char *
bell_renewal_to_string (const BellRenewal *self)
{
  return g_strdup_printf (FORM_VERSION " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                                       " %" G_GINT64_FORMAT " %u %u %" G_GINT64_FORMAT
                                       " %" G_GINT64_FORMAT,
                          self->good_us, self->bad_us, self->trial_us, self->clean_trials,
                          self->kept_alive ? 1 : 0, self->lied_at, self->used_at);
}

enum { FIELD_VERSION, GOOD, BAD, TRIAL, CLEAN, KEPT_ALIVE, LIED_AT, USED_AT, N_FIELDS };

static gboolean
read_fields (const char *text, gint64 numbers[N_FIELDS])
{
  /* A year that fits, with room for arithmetic. */
  static const guint64 most[N_FIELDS] = {
    [GOOD] = LONGEST,           [BAD] = LONGEST + LATE,       [TRIAL] = LONGEST,
    [KEPT_ALIVE] = 1,           [CLEAN] = TRIALS_UNTIL_DOUBT, [LIED_AT] = G_MAXINT64 / 2,
    [USED_AT] = G_MAXINT64 / 2,
  };
  g_auto (GStrv) fields = g_strsplit (text, " ", N_FIELDS + 1);

  if (g_strv_length (fields) != N_FIELDS || !g_str_equal (fields[FIELD_VERSION], FORM_VERSION))
    return FALSE;
  for (guint i = FIELD_VERSION + 1; i < N_FIELDS; i++) {
    guint64 number;

    if (!g_ascii_string_to_unsigned (fields[i], 10, 0, most[i], &number, NULL))
      return FALSE;
    numbers[i] = (gint64) number;
  }
  return TRUE;
}

static gboolean
is_possible (const BellRenewal *self)
{
  return (self->good_us == 0 || self->good_us >= SHORTEST) && self->good_us <= self->trial_us &&
         (self->bad_us == 0 || self->bad_us >= MAX (self->good_us + 1, SHORTEST - EARLY)) &&
         self->trial_us >= SHORTEST && self->trial_us <= get_longest (self);
}

gboolean
bell_renewal_from_string (BellRenewal *self, const char *text, gboolean short_lived)
{
  gint64 numbers[N_FIELDS];

  bell_renewal_init (self, short_lived);
  if (text == NULL || !read_fields (text, numbers))
    return FALSE;
  self->good_us = numbers[GOOD];
  self->bad_us = numbers[BAD];
  self->trial_us = numbers[TRIAL];
  self->clean_trials = (guint) numbers[CLEAN];
  self->kept_alive = numbers[KEPT_ALIVE] != 0;
  self->lied_at = numbers[LIED_AT];
  self->used_at = numbers[USED_AT];
  if (is_possible (self))
    return TRUE;
  bell_renewal_init (self, short_lived);
  return FALSE;
}
