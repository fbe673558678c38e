/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-words.c: times, durations and counts of a history in words. */

#include "preferences/history-words.h"

#include <glib/gi18n-lib.h>

#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)

const char *
bell_history_words_name_state (BellMeterState state)
{
  switch (state) {
  case BELL_METER_CONNECTED:
    return C_ ("history", "Connected");
  case BELL_METER_WAITING:
    return C_ ("history", "Waiting for the server");
  case BELL_METER_OFFLINE:
    return C_ ("history", "No network");
  case BELL_METER_FAILED:
    return C_ ("history", "Needed you");
  case BELL_METER_PAUSED:
    return C_ ("history", "Paused");
  case BELL_METER_OFF:
  default:
    return C_ ("history", "Off or asleep");
  }
}

char *
bell_history_words_duration (gint64 seconds)
{
  guint minutes = (guint) (seconds % HOUR_S / MINUTE_S);
  guint hours = (guint) (seconds % DAY_S / HOUR_S);
  guint days = (guint) (seconds / DAY_S);

  if (days > 0)
    /* Translators: a duration of days and hours. */
    return g_strdup_printf (_ ("%u d %u h"), days, hours);
  if (hours > 0)
    /* Translators: a duration of hours and minutes. */
    return g_strdup_printf (_ ("%u h %u min"), hours, minutes);
  if (minutes > 0)
    /* Translators: a duration of minutes. */
    return g_strdup_printf (_ ("%u min"), minutes);
  /* Translators: a duration of seconds. */
  return g_strdup_printf (_ ("%u s"), (guint) seconds);
}

char *
bell_history_words_state (BellMeterState state, gint64 seconds)
{
  g_autofree char *duration = bell_history_words_duration (seconds);

  switch (state) {
  case BELL_METER_CONNECTED:
    return g_strdup_printf (_ ("Connected for %s"), duration);
  case BELL_METER_WAITING:
    return g_strdup_printf (_ ("Waited for the server for %s"), duration);
  case BELL_METER_OFFLINE:
    return g_strdup_printf (_ ("Without a network for %s"), duration);
  case BELL_METER_FAILED:
    return g_strdup_printf (_ ("Stopped, and needed you, for %s"), duration);
  case BELL_METER_PAUSED:
    return g_strdup_printf (_ ("Paused for %s"), duration);
  case BELL_METER_OFF:
  default:
    return g_strdup_printf (_ ("Off or asleep for %s"), duration);
  }
}

char *
bell_history_words_day (GDateTime *day)
{
  /* Translators: “Tuesday, 17 November”; see g_date_time_format(). */
  return g_date_time_format (day, _ ("%A, %-d %B"));
}

char *
bell_history_words_short_day (GDateTime *day)
{
  return g_date_time_format (day, "%a");
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static char *
format_clock (GDateTime *time)
{
  /* Translators: a time of day, “14:05”; see g_date_time_format(). */
  return g_date_time_format (time, _ ("%H:%M"));
}

static char *
format_short (GDateTime *time)
{
  /* Translators: a day of the week and a time, “Tue 14:05”; see g_date_time_format(). */
  return g_date_time_format (time, _ ("%a %H:%M"));
}

char *
bell_history_words_time (GDateTime *from, GDateTime *until)
{
  g_autofree char *day = bell_history_words_day (from);
  g_autofree char *start = format_clock (from);
  g_autofree char *end = until != NULL ? format_clock (until) : NULL;
  g_autofree char *short_start = format_short (from);
  g_autofree char *short_end = until != NULL ? format_short (until) : NULL;

  if (until == NULL)
    /* Translators: a day and a time of day: “Tuesday, 17 November, 14:05 until now”. */
    return g_strdup_printf (_ ("%s, %s until now"), day, start);
  if (!is_same_day (from, until))
    /* Translators: two times, such as “Tue 14:05”. */
    return g_strdup_printf (_ ("%s – %s"), short_start, short_end);
  if (g_str_equal (start, end))
    /* Translators: a day and a time of day: “Tuesday, 17 November, 14:05”. */
    return g_strdup_printf (_ ("%s, %s"), day, start);
  /* Translators: a day and two times of day: “Tuesday, 17 November, 14:05 – 16:20”. */
  return g_strdup_printf (_ ("%s, %s – %s"), day, start, end);
}

char *
bell_history_words_bells (guint n, gint64 delay_ms)
{
  if (n > 1)
    return g_strdup_printf (ngettext ("%u bell", "%u bells", n), n);
  if (delay_ms < 0)
    return g_strdup (_ ("A bell for mail that had come before"));
  if (delay_ms < 1000)
    return g_strdup_printf (_ ("A bell, %u ms after the server’s call"), (guint) delay_ms);
  return g_strdup_printf (_ ("A bell, %.1f s after the server’s call"), (double) delay_ms / 1000);
}

char *
bell_history_words_counts (const BellMeterCounts *counts)
{
  g_autofree char *in = g_format_size (counts->n[BELL_METER_BYTES_IN]);
  g_autofree char *out = g_format_size (counts->n[BELL_METER_BYTES_OUT]);
  guint            n = (guint) MIN (counts->n[BELL_METER_BELLS], G_MAXINT);

  /* Translators: of a day: “34 kB received, 2 kB sent, 5 bells”. */
  return g_strdup_printf (
    ngettext ("%s received, %s sent, %u bell", "%s received, %s sent, %u bells", n), in, out, n);
}

/* 99.9 % is not all of it. */
static guint
get_percent (gint64 part, gint64 whole)
{
  return (guint) (part * 100 / whole);
}

char *
bell_history_words_week (gint64 connected_s, gint64 known_s, guint64 n_bells, guint64 bytes)
{
  g_autofree char *size = g_format_size (bytes);
  guint            n = (guint) MIN (n_bells, G_MAXINT);

  if (known_s <= 0)
    return g_strdup (_ ("Nothing has been recorded yet"));
  /* Translators: a share of the time, then a number of bells and an amount of data:
   * “Connected 96 % of the time, 23 bells, 4.2 MB”. */
  return g_strdup_printf (ngettext ("Connected %u %% of the time, %u bell, %s",
                                    "Connected %u %% of the time, %u bells, %s", n),
                          get_percent (connected_s, known_s), n, size);
}
