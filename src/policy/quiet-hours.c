/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-hours.c: when notifications are to be quiet.
 * The names of days are those of the settings: English, not translated. */

#include "policy/quiet-hours.h"

#include <string.h>

#define MINUTES_A_DAY (24 * 60)
#define EVERY_DAY 0x7F

/* Spans of more than a week that follow each other have no end. */
#define MOST_IN_A_ROW (8 * BELL_QUIET_SPANS)

static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* The day that TEXT begins with, 0 to 6, and what follows; -1: none. */
static int
read_day (const char **text)
{
  for (guint i = 0; i < G_N_ELEMENTS (day_names); i++)
    if (g_ascii_strncasecmp (*text, day_names[i], 3) == 0 && !g_ascii_isalpha ((*text)[3])) {
      *text += 3;
      return (int) i;
    }
  return -1;
}

/* "mon-fri", "sat-mon". */
static gboolean
read_day_range (const char **text, guint8 *days)
{
  int first = read_day (text);
  int last = first;

  if (first >= 0 && **text == '-') {
    *text += 1;
    last = read_day (text);
  }
  if (first < 0 || last < 0)
    return FALSE;
  for (int day = first; day != last; day = (day + 1) % 7)
    *days |= (guint8) (1 << day);
  *days |= (guint8) (1 << last);
  return TRUE;
}

/* "mon-fri,sun ", or nothing at all for every day. */
static gboolean
read_days (const char **text, guint8 *days)
{
  *days = 0;
  if (g_ascii_isdigit (**text)) {
    *days = EVERY_DAY;
    return TRUE;
  }
  do {
    if (!read_day_range (text, days))
      return FALSE;
  } while (**text == ',' && *++*text != '\0');
  if (**text != ' ')
    return FALSE;
  while (**text == ' ')
    *text += 1;
  return TRUE;
}

static gboolean
read_number (const char **text, guint least_digits, guint *number)
{
  guint n_digits = 0;

  *number = 0;
  for (; g_ascii_isdigit (**text) && n_digits < 2; n_digits++, *text += 1)
    *number = *number * 10 + (guint) (**text - '0');
  return n_digits >= least_digits;
}

/* "7:00", "22:30", "24:00". */
static gboolean
read_time (const char **text, guint16 *time)
{
  guint hours, minutes;

  if (!read_number (text, 1, &hours) || **text != ':')
    return FALSE;
  *text += 1;
  if (!read_number (text, 2, &minutes) || minutes > 59 || hours * 60 + minutes > MINUTES_A_DAY)
    return FALSE;
  *time = (guint16) (hours * 60 + minutes);
  return TRUE;
}

gboolean
bell_quiet_span_parse (const char *text, BellQuietSpan *span)
{
  BellQuietSpan read = { 0 };

  if (!read_days (&text, &read.days) || !read_time (&text, &read.from) || *text++ != '-' ||
      !read_time (&text, &read.to) || *text != '\0')
    return FALSE;
  if (read.from == read.to || read.from == MINUTES_A_DAY)
    return FALSE;
  if (read.to == 0) /* midnight: the end of the day that has begun */
    read.to = MINUTES_A_DAY;
  *span = read;
  return TRUE;
}

/* Runs of days, as "mon-fri,sun". */
static void
append_days (GString *out, guint8 days)
{
  for (guint day = 0; day < 7; day++) {
    guint last = day;

    if ((days & (1 << day)) == 0)
      continue;
    while (last < 6 && (days & (1 << (last + 1))) != 0)
      last++;
    if (out->len > 0)
      g_string_append_c (out, ',');
    g_string_append (out, day_names[day]);
    if (last > day)
      g_string_append_printf (out, "-%s", day_names[last]);
    day = last;
  }
}

char *
bell_quiet_span_to_text (const BellQuietSpan *span)
{
  GString *out = g_string_new (NULL);

  if (span->days != EVERY_DAY) {
    append_days (out, span->days);
    g_string_append_c (out, ' ');
  }
  g_string_append_printf (out, "%02u:%02u-%02u:%02u", span->from / 60u, span->from % 60u,
                          span->to / 60u, span->to % 60u);
  return g_string_free (out, FALSE);
}

/* DAY: 0 is Monday. */
static gboolean
span_contains (const BellQuietSpan *span, guint day, guint minute)
{
  gboolean begins_today = (span->days & (1 << day)) != 0;
  gboolean began_yesterday = (span->days & (1 << ((day + 6) % 7))) != 0;

  if (span->to > span->from)
    return begins_today && minute >= span->from && minute < span->to;
  return (begins_today && minute >= span->from) || (began_yesterday && minute < span->to);
}

static guint
get_minute (GDateTime *local)
{
  return (guint) (g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local));
}

/* The first of TEXTS that LOCAL lies in. FALSE if it is none of them. */
static gboolean
find_span (const char *const *texts, GDateTime *local, BellQuietSpan *span)
{
  guint day = (guint) g_date_time_get_day_of_week (local) - 1;

  for (guint i = 0; texts[i] != NULL && i < BELL_QUIET_SPANS; i++)
    if (bell_quiet_span_parse (texts[i], span) && span_contains (span, day, get_minute (local)))
      return TRUE;
  return FALSE;
}

gboolean
bell_quiet_hours_contain (const char *const *texts, GDateTime *local)
{
  BellQuietSpan span;

  return find_span (texts, local, &span);
}

/* Where the clock shows the end of SPAN the next time. In the night in which summer time ends it may
 * show it twice. (transfer full) (nullable) */
static GDateTime *
end_span (const BellQuietSpan *span, GDateTime *local)
{
  gboolean tomorrow = span->to == MINUTES_A_DAY || span->to <= get_minute (local);
  guint    minute = span->to % MINUTES_A_DAY;
  g_autoptr (GDateTime) day = g_date_time_add_days (local, tomorrow ? 1 : 0);
  g_autoptr (GDateTime) end = g_date_time_new (
    g_date_time_get_timezone (local), g_date_time_get_year (day), g_date_time_get_month (day),
    g_date_time_get_day_of_month (day), (int) minute / 60, (int) minute % 60, 0);

  if (end != NULL && g_date_time_compare (end, local) <= 0)
    return g_date_time_add_hours (end, 1);
  return g_steal_pointer (&end);
}

/* Spans may follow each other, each up to its end; those that fill a week have none. */
GDateTime *
bell_quiet_hours_end (const char *const *texts, GDateTime *local)
{
  g_autoptr (GDateTime) end = g_date_time_ref (local);
  BellQuietSpan span;

  for (guint i = 0; find_span (texts, end, &span); i++) {
    g_autoptr (GDateTime) before = g_steal_pointer (&end);

    end = end_span (&span, before);
    if (end == NULL || i == MOST_IN_A_ROW)
      return NULL;
  }
  return g_date_time_compare (end, local) > 0 ? g_steal_pointer (&end) : NULL;
}
