/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interval between renewals: what each silence teaches, and where it comes to rest. */

#include "policy/renewal.h"

#include "base/time-units.h"

#include <stdio.h>
#include <string.h>

/* Of 2024-01-01. */
#define NOW_S (G_GINT64_CONSTANT (1704067200))
#define DAY_S (24 * 60 * 60)

/* Minutes and seconds, "9:30". */
static gint64
parse_us (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_ascii_strtoll (parts[0], NULL, 10) * BELL_MINUTE +
         g_ascii_strtoll (parts[1], NULL, 10) * BELL_SECOND;
}

static char *
format_us (gint64 us)
{
  return g_strdup_printf ("%d:%02d", (int) (us / BELL_MINUTE),
                          (int) (us % BELL_MINUTE / BELL_SECOND));
}

static gboolean
is_within_bounds (const BellRenewal *renewal)
{
  gint64 interval_us = bell_renewal_get_interval_us (renewal);

  return interval_us >= 2 * BELL_MINUTE &&
         interval_us <= (renewal->short_lived ? 12 : 28) * BELL_MINUTE;
}

/* Goes through storage each time, as it would when the program is started anew. */
static void
happen (BellRenewal *renewal, const char *event, gint64 silent_us)
{
  g_autofree char *text = NULL;

  if (g_str_equal (event, "survived"))
    bell_renewal_survived (renewal, silent_us);
  else if (g_str_equal (event, "died"))
    bell_renewal_died (renewal, silent_us);
  else if (g_str_equal (event, "kept-alive"))
    bell_renewal_kept_alive (renewal);
  else
    g_error ("no event is called %s", event);
  g_assert_true (is_within_bounds (renewal));
  text = bell_renewal_to_string (renewal);
  g_assert_true (bell_renewal_from_string (renewal, text, renewal->short_lived));
}

/* TRANSCRIPT: a line per event: what happened, the silence before it, the interval after it. */
static void
play (BellRenewal *renewal, const char *transcript)
{
  g_auto (GStrv) lines = g_strsplit (transcript, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    char             event[16];
    char             silence[16];
    char             expected[16];
    g_autofree char *interval = NULL;

    g_assert_cmpint (sscanf (lines[i], "%15s %15s %15s", event, silence, expected), ==, 3);
    happen (renewal, event, parse_us (silence));
    interval = format_us (bell_renewal_get_interval_us (renewal));
    if (!g_str_equal (interval, expected))
      g_error ("line %u, \"%s\": the interval is %s", i + 1, lines[i], interval);
  }
}

typedef struct {
  const char *name;
  gboolean    short_lived;
  const char *transcript;
} Transcript;

static const Transcript transcripts[] = {
  { "grows-after-two-clean-trials", FALSE,
    "survived 9:00 9:00\n"
    "survived 9:00 14:00\n"
    "survived 14:00 14:00\n"
    "survived 14:00 19:00\n"
    "survived 19:00 19:00\n"
    "survived 19:00 24:00\n"
    "survived 24:00 24:00\n"
    "survived 24:00 28:00\n"
    "survived 28:00 28:00\n"
    "survived 28:00 28:00\n"
    "survived 28:00 28:00\n" },
  { "short-silences-prove-nothing", FALSE,
    "survived 0:00 9:00\n"
    "survived 5:00 9:00\n"
    "survived 8:44 9:00\n"
    "survived 8:44 9:00\n"
    "survived 8:45 9:00\n"
    "survived 3:00 9:00\n"
    "survived 8:45 14:00\n" },
  { "short-lived-server", TRUE,
    "survived 9:00 9:00\n"
    "survived 9:00 12:00\n"
    "survived 12:00 12:00\n"
    "survived 12:00 12:00\n"
    "survived 12:00 12:00\n"
    "kept-alive 0:00 12:00\n" },
  { "falls-back-to-what-was-good", FALSE,
    "survived 9:00 9:00\n"
    "survived 9:00 14:00\n"
    "died 14:00 9:00\n"
    "survived 9:00 9:00\n"
    "survived 9:00 11:30\n"
    "died 11:30 9:00\n"
    "survived 9:00 9:00\n"
    "survived 9:00 10:15\n" },
  { "halves-until-something-is-good", FALSE,
    "died 9:00 4:30\n"
    "died 4:30 2:15\n"
    "died 2:15 2:00\n"
    "died 2:00 2:00\n"
    "died 2:00 2:00\n" },
  { "recovers-from-the-floor", FALSE,
    "died 9:00 4:30\n"
    "died 4:30 2:15\n"
    "died 2:15 2:00\n"
    "died 2:00 2:00\n"
    "survived 2:00 2:00\n"
    "survived 2:00 7:00\n" },
  /* After mail at 3:00, the next renewal still came at 9:00. */
  { "short-death-with-nothing-proven", FALSE,
    "died 6:00 3:00\n"
    "survived 3:00 3:00\n"
    "survived 3:00 4:30\n" },
  { "short-death-says-nothing-of-the-timer", FALSE,
    "survived 9:00 9:00\n"
    "survived 9:00 14:00\n"
    "died 8:44 14:00\n"
    "died 0:00 14:00\n"
    "survived 14:00 14:00\n"
    "died 3:00 14:00\n"
    "survived 14:00 19:00\n" },
  { "death-below-the-floor-says-nothing", FALSE,
    "died 0:01 9:00\n"
    "died 1:44 9:00\n"
    "died 1:45 2:00\n" },
  { "death-between-good-and-trial", FALSE,
    "survived 9:00 9:00\n"
    "survived 9:00 14:00\n"
    "died 12:00 9:00\n"
    "survived 9:00 9:00\n"
    "survived 9:00 10:30\n" },
  /* The path has changed: another router. */
  { "death-of-what-was-good", FALSE,
    "survived 9:00 9:00\n"
    "survived 9:00 14:00\n"
    "survived 14:00 14:00\n"
    "survived 14:00 19:00\n"
    "died 19:00 14:00\n"
    "died 14:00 7:00\n"
    "died 7:00 3:30\n"
    "survived 3:30 3:30\n"
    "survived 3:30 5:15\n" },
  { "long-survival-refutes-the-bad", FALSE,
    "died 9:00 4:30\n"
    "survived 11:00 4:30\n"
    "survived 4:30 9:30\n" },
  { "flapping", FALSE,
    "survived 9:00 9:00\n"
    "died 9:00 4:30\n"
    "survived 4:30 4:30\n"
    "died 4:30 2:15\n"
    "survived 2:15 2:15\n"
    "survived 2:15 3:22\n"
    "died 3:22 2:15\n"
    "survived 2:15 2:15\n"
    "survived 2:15 2:48\n"
    "survived 2:49 2:48\n"
    "survived 2:49 2:48\n" },
  { "keep-alive-lines-stop-the-tuning", FALSE,
    "survived 9:00 9:00\n"
    "kept-alive 0:00 28:00\n"
    "survived 2:00 28:00\n"
    "survived 9:00 28:00\n"
    "died 9:00 28:00\n"
    "died 2:15 28:00\n"
    "survived 2:00 28:00\n" },
  /* As when a proxy takes the place of the server. */
  { "keep-alive-lines-end", FALSE,
    "kept-alive 0:00 28:00\n"
    "survived 28:00 9:00\n"
    "survived 9:00 14:00\n" },
  { "keep-alive-lines-end-and-the-path-is-bad", FALSE,
    "kept-alive 0:00 28:00\n"
    "died 28:00 9:00\n"
    "died 9:00 4:30\n" },
  /* The timer was held back, or the clock went on while the machine slept. */
  { "late", FALSE,
    "died 480:00 9:00\n"
    "died 29:01 9:00\n"
    "died 13:00 9:00\n"
    "survived 9:00 9:00\n"
    "survived 9:00 11:00\n"
    "survived 480:00 11:00\n"
    "survived 11:00 16:00\n" },
  { "a-little-late", FALSE,
    "survived 9:50 9:00\n"
    "survived 9:50 14:00\n"
    "died 14:59 9:00\n" },
  { "just-late", FALSE,
    "died 10:01 9:00\n"
    "survived 9:00 9:00\n"
    "survived 9:00 9:30\n" },
  { "just-not-late", FALSE, "died 10:00 4:30\n" },
  { "survives-early-what-was-bad", FALSE,
    "died 1:50 2:00\n"
    "survived 1:46 2:00\n"
    "survived 1:46 7:00\n" },
};

static void
test_transcript (gconstpointer data)
{
  const Transcript *transcript = data;
  BellRenewal       renewal;

  bell_renewal_init (&renewal, transcript->short_lived);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), ==, 9 * BELL_MINUTE);
  play (&renewal, transcript->transcript);
}

/* Clock values that no clock should give. */
static void
test_clock_steps (void)
{
  static const gint64 odd[] = { G_MININT64, -BELL_HOUR, -1, G_MAXINT64, 100000 * BELL_HOUR };
  BellRenewal         renewal;

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    bell_renewal_init (&renewal, FALSE);
    happen (&renewal, "died", odd[i]);
    g_assert_cmpint (bell_renewal_get_interval_us (&renewal), ==, 9 * BELL_MINUTE);
    happen (&renewal, "survived", odd[i]);
    happen (&renewal, "survived", odd[i]);
    g_assert_cmpint (bell_renewal_get_interval_us (&renewal), ==,
                     (odd[i] < 0 ? 9 : 14) * BELL_MINUTE);
  }
}

/* A path that forgets a connection after TIMEOUT_US; N renewals at full length, between which
 * come others after silences that news cut short. Returns the number of deaths. */
static guint
simulate (BellRenewal *renewal, gint64 timeout_us, guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint n_deaths = 0;

  for (guint i = 0; i < n; i++) {
    gint64 interval_us = bell_renewal_get_interval_us (renewal);
    gint64 short_us = (gint64) (g_rand_double (random) * (double) MIN (interval_us, timeout_us));

    happen (renewal, "survived", short_us);
    if (interval_us < timeout_us) {
      happen (renewal, "survived", interval_us);
    } else {
      happen (renewal, "died", interval_us);
      n_deaths++;
    }
  }
  return n_deaths;
}

typedef struct {
  const char *name;
  gint64      timeout_us;
  gboolean    short_lived;
  guint       n_deaths;
  const char *interval;
} Path;

static const Path paths[] = {
  { "2.5-minutes", 150 * BELL_SECOND, FALSE, 4, "2:15" },
  { "3-minutes", 3 * BELL_MINUTE, FALSE, 3, "2:48" },
  { "aws-350-seconds", 350 * BELL_SECOND, FALSE, 3, "5:37" },
  { "azure-4-minutes", 4 * BELL_MINUTE, FALSE, 2, "3:56" },
  { "5-minutes", 5 * BELL_MINUTE, FALSE, 4, "4:30" },
  { "10-minutes", 10 * BELL_MINUTE, FALSE, 3, "9:37" },
  { "15-minutes", 15 * BELL_MINUTE, FALSE, 3, "14:37" },
  { "29.5-minutes", 1770 * BELL_SECOND, FALSE, 0, "28:00" },
  { "60-minutes", 60 * BELL_MINUTE, FALSE, 0, "28:00" },
  { "15-minutes-short-lived", 15 * BELL_MINUTE, TRUE, 0, "12:00" },
};

static void
test_converges (gconstpointer data)
{
  const Path      *path = data;
  gint64           most_us = (path->short_lived ? 12 : 28) * BELL_MINUTE;
  BellRenewal      renewal;
  g_autofree char *interval = NULL;
  gint64           interval_us;
  guint            n_deaths;

  bell_renewal_init (&renewal, path->short_lived);
  n_deaths = simulate (&renewal, path->timeout_us, 30);
  interval_us = bell_renewal_get_interval_us (&renewal);
  interval = format_us (interval_us);
  g_test_message ("%s: %s after %u deaths", path->name, interval, n_deaths);
  g_assert_cmpuint (n_deaths, ==, path->n_deaths);
  g_assert_cmpstr (interval, ==, path->interval);
  g_assert_cmpint (interval_us, <, path->timeout_us);
  g_assert_cmpint (interval_us, >=, MIN (most_us, path->timeout_us - BELL_MINUTE));

  /* At rest: for a long while nothing more dies. */
  g_assert_cmpuint (simulate (&renewal, path->timeout_us, 200), ==, 0);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), ==, interval_us);
}

/* The price of trying again what was bad: one death in three hundred renewals. */
static void
test_doubts_seldom (void)
{
  BellRenewal renewal;

  bell_renewal_init (&renewal, FALSE);
  simulate (&renewal, 10 * BELL_MINUTE, 30);
  g_assert_cmpuint (simulate (&renewal, 10 * BELL_MINUTE, 10 * 301), ==, 10);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), >=, 9 * BELL_MINUTE);
}

/* A death by chance does not hold the interval down for ever. */
static void
test_chance_is_forgotten (void)
{
  BellRenewal renewal;

  bell_renewal_init (&renewal, FALSE);
  happen (&renewal, "died", 9 * BELL_MINUTE);
  g_assert_cmpuint (simulate (&renewal, 60 * BELL_MINUTE, 400), ==, 0);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), ==, 28 * BELL_MINUTE);
}

/* Home, where a router is replaced by a worse one. */
static void
test_path_changes (void)
{
  BellRenewal renewal;

  bell_renewal_init (&renewal, FALSE);
  g_assert_cmpuint (simulate (&renewal, BELL_HOUR, 30), ==, 0);
  g_assert_cmpuint (simulate (&renewal, 10 * BELL_MINUTE, 60), <=, 6);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), <, 10 * BELL_MINUTE);
  g_assert_cmpint (bell_renewal_get_interval_us (&renewal), >=, 9 * BELL_MINUTE);
}

static void
test_any_sequence_stays_in_bounds (void)
{
  static const char *const events[] = { "survived", "survived", "died", "died", "kept-alive" };
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint run = 0; run < 200; run++) {
    BellRenewal renewal;

    bell_renewal_init (&renewal, g_rand_boolean (random));
    for (guint i = 0; i < 200; i++) {
      /* Keep-alive lines rarely, or nothing else would be seen. */
      guint  n_events = g_rand_int_range (random, 0, 20) == 0 ? 5 : 4;
      gint64 near_us = renewal.trial_us + g_rand_int_range (random, -90, 90) * BELL_SECOND;
      gint64 any_us = g_rand_int_range (random, -60, 3600) * BELL_SECOND;

      /* happen() checks the bounds, and that storage takes it. */
      happen (&renewal, events[g_rand_int_range (random, 0, (gint32) n_events)],
              g_rand_boolean (random) ? near_us : any_us);
    }
  }
}

static void
test_stored (void)
{
  BellRenewal      renewal;
  BellRenewal      other;
  g_autofree char *text = NULL;

  bell_renewal_init (&renewal, FALSE);
  play (&renewal, "survived 9:00 9:00\n"
                  "survived 9:00 14:00\n"
                  "died 14:00 9:00\n"
                  "survived 9:00 9:00\n"
                  "kept-alive 0:00 28:00\n");
  bell_renewal_lied (&renewal, NOW_S - 3600);
  renewal.used_at = NOW_S;
  text = bell_renewal_to_string (&renewal);
  g_assert_cmpstr (text, ==, "2 540000000 840000000 540000000 1 1 1704063600 1704067200");
  g_assert_true (bell_renewal_from_string (&other, text, FALSE));
  g_assert_cmpint (other.good_us, ==, 9 * BELL_MINUTE);
  g_assert_cmpint (other.bad_us, ==, 14 * BELL_MINUTE);
  g_assert_cmpint (other.trial_us, ==, 9 * BELL_MINUTE);
  g_assert_cmpuint (other.clean_trials, ==, 1);
  g_assert_true (other.kept_alive);
  g_assert_cmpint (other.lied_at, ==, NOW_S - 3600);
  g_assert_cmpint (other.used_at, ==, NOW_S);
}

/* While it searches each silence must last; at rest several accounts may share a tick. */
static void
test_is_trial (void)
{
  BellRenewal renewal;

  bell_renewal_init (&renewal, FALSE);
  g_assert_true (bell_renewal_is_trial (&renewal));
  play (&renewal, "survived 9:00 9:00\n"
                  "survived 9:00 14:00\n"
                  "died 14:00 9:00\n");
  g_assert_false (bell_renewal_is_trial (&renewal));
  play (&renewal, "survived 9:00 9:00\n"
                  "survived 9:00 11:30\n");
  g_assert_true (bell_renewal_is_trial (&renewal));
  play (&renewal, "kept-alive 0:00 28:00\n");
  g_assert_false (bell_renewal_is_trial (&renewal));
}

/* For a day; and a clock that went back does not make it longer. */
static void
test_lied (void)
{
  BellRenewal renewal;

  bell_renewal_init (&renewal, FALSE);
  g_assert_false (bell_renewal_distrusts_idle (&renewal, NOW_S));
  bell_renewal_lied (&renewal, NOW_S);
  g_assert_true (bell_renewal_distrusts_idle (&renewal, NOW_S));
  g_assert_true (bell_renewal_distrusts_idle (&renewal, NOW_S + 24 * 60 * 60 - 1));
  g_assert_false (bell_renewal_distrusts_idle (&renewal, NOW_S + 24 * 60 * 60));
  g_assert_false (bell_renewal_distrusts_idle (&renewal, NOW_S - 1));
}

static void
assert_refused (const char *text, gboolean short_lived)
{
  BellRenewal renewal;
  BellRenewal fresh;

  memset (&renewal, 0xa5, sizeof renewal);
  if (bell_renewal_from_string (&renewal, text, short_lived))
    g_error ("\"%s\" was taken", text);
  bell_renewal_init (&fresh, short_lived);
  g_assert_cmpint (renewal.good_us, ==, fresh.good_us);
  g_assert_cmpint (renewal.bad_us, ==, fresh.bad_us);
  g_assert_cmpint (renewal.trial_us, ==, fresh.trial_us);
  g_assert_cmpuint (renewal.clean_trials, ==, fresh.clean_trials);
  g_assert_cmpint (renewal.short_lived, ==, fresh.short_lived);
  g_assert_cmpint (renewal.kept_alive, ==, fresh.kept_alive);
  g_assert_cmpint (renewal.used_at, ==, fresh.used_at);
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    NULL,
    "",
    " ",
    "1",
    "nonsense",
    "\xff\xfe",
    "3 0 0 540000000 0 0 0 0",
    "2 0 0 540000000 0 0 0",
    "2 0 0 540000000 0 0 0 0 ",
    "2 0 0 540000000 0 0 0 0 0",
    "2  0 0 540000000 0 0 0 0",
    " 2 0 0 540000000 0 0 0 0",
    "2 0 0 540000000 0 0 0 0\n",
    "2 -1 0 540000000 0 0 0 0",
    "2 +0 0 540000000 0 0 0 0",
    "2 0x0 0 540000000 0 0 0 0",
    "2 0 0 540000000.5 0 0 0 0",
    "2 0 0 540000000 0 2 0 0",
    "2 0 0 540000000 4294967296 0 0 0",
    "2 0 0 540000000 0 0 0 9223372036854775807",
    "2 0 0 540000000 0 0 0 99999999999999999999999",
    "2 0 0 0 0 0 0 0",                 /* would renew without a pause */
    "2 0 0 119999999 0 0 0 0",         /* below two minutes */
    "2 0 0 1680000001 0 0 0 0",        /* above 28 minutes */
    "2 1 0 540000000 0 0 0 0",         /* a good one of a microsecond */
    "2 600000000 0 540000000 0 0 0 0", /* the good one above the trial */
    "2 540000000 540000000 540000000 0 0 0 0",
    "2 0 1 540000000 0 0 0 0", /* a bad one of a microsecond */
    "2 0 9000000000 540000000 0 0 0 0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], FALSE);
  /* What was learnt before the server was known to be short-lived. */
  assert_refused ("2 840000000 0 1140000000 0 0 0 0", TRUE);
}

static void
test_forgotten_after_a_month (void)
{
  BellRenewal renewal;

  bell_renewal_init (&renewal, FALSE);
  renewal.used_at = NOW_S;
  g_assert_false (bell_renewal_is_stale (&renewal, NOW_S));
  g_assert_false (bell_renewal_is_stale (&renewal, NOW_S + 30 * DAY_S));
  g_assert_true (bell_renewal_is_stale (&renewal, NOW_S + 30 * DAY_S + 1));

  /* The clock was set back: a little, or from a date that was wrong. */
  g_assert_false (bell_renewal_is_stale (&renewal, NOW_S - DAY_S));
  g_assert_true (bell_renewal_is_stale (&renewal, NOW_S - 31 * DAY_S));
}

static void
test_short_lived_hosts (void)
{
  static const char *const short_lived[] = {
    "imap.gmx.net",  "imap.gmx.com",     "gmx.de",         "imap.web.de",          "IMAP.Web.DE",
    "imap.web.de.",  "imap.ionos.co.uk", "imap.ionos.de",  "imap.1und1.de",        "imap.1and1.com",
    "imap.mail.com", "imap.perfora.net", "imap.online.de", "imap.kundenserver.de",
  };
  static const char *const others[] = {
    "",
    ".",
    "imap.gmail.com",
    "imap.hotmail.com",
    "imap-mail.outlook.com",
    "secureimap.t-online.de",
    "imap.strato.de",
    "imap.cobweb.de",
    "web.de.example.org",
    "notgmx.net",
    "192.0.2.1",
    "::1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (short_lived); i++)
    if (!bell_renewal_is_short_lived (short_lived[i]))
      g_error ("%s should be short-lived", short_lived[i]);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (bell_renewal_is_short_lived (others[i]))
      g_error ("%s should not be short-lived", others[i]);
}

static void
add_tests_with_data (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (transcripts); i++) {
    g_autofree char *name = g_strconcat ("/renewal/transcript/", transcripts[i].name, NULL);

    g_test_add_data_func (name, &transcripts[i], test_transcript);
  }
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *name = g_strconcat ("/renewal/converges/", paths[i].name, NULL);

    g_test_add_data_func (name, &paths[i], test_converges);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_tests_with_data ();
  g_test_add_func ("/renewal/clock-steps", test_clock_steps);
  g_test_add_func ("/renewal/doubts-seldom", test_doubts_seldom);
  g_test_add_func ("/renewal/chance-is-forgotten", test_chance_is_forgotten);
  g_test_add_func ("/renewal/path-changes", test_path_changes);
  g_test_add_func ("/renewal/any-sequence-stays-in-bounds", test_any_sequence_stays_in_bounds);
  g_test_add_func ("/renewal/stored", test_stored);
  g_test_add_func ("/renewal/is-trial", test_is_trial);
  g_test_add_func ("/renewal/lied", test_lied);
  g_test_add_func ("/renewal/damaged", test_damaged);
  g_test_add_func ("/renewal/forgotten-after-a-month", test_forgotten_after_a_month);
  g_test_add_func ("/renewal/short-lived-hosts", test_short_lived_hosts);
  return g_test_run ();
}
