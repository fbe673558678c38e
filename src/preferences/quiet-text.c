/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet-text.c: quiet hours as people read and type them. */

#include "preferences/quiet-text.h"

#include <glib/gi18n-lib.h>

#define N_DAYS 7
#define EVERY_DAY 0x7F
#define MINUTES_A_DAY (24 * 60)

static const struct {
  const char *name;
  const char *short_name;
} day_names[N_DAYS] = {
  { N_ ("Monday"), NC_ ("weekday", "Mo") },    { N_ ("Tuesday"), NC_ ("weekday", "Tu") },
  { N_ ("Wednesday"), NC_ ("weekday", "We") }, { N_ ("Thursday"), NC_ ("weekday", "Th") },
  { N_ ("Friday"), NC_ ("weekday", "Fr") },    { N_ ("Saturday"), NC_ ("weekday", "Sa") },
  { N_ ("Sunday"), NC_ ("weekday", "Su") },
};

const char *
bell_quiet_text_get_day (guint day)
{
  return _ (day_names[day].name);
}

const char *
bell_quiet_text_get_short_day (guint day)
{
  return g_dpgettext2 (NULL, "weekday", day_names[day].short_name);
}

/* FIRST to LAST, "Monday" to "Friday". */
static void
append_run (GString *text, guint first, guint last)
{
  if (text->len > 0)
    g_string_append (text, ", ");
  if (last > first + 1) /* Translators: two days or dates. */
    g_string_append_printf (text, _ ("%s to %s"), bell_quiet_text_get_day (first),
                            bell_quiet_text_get_day (last));
  else if (last > first)
    g_string_append_printf (text, "%s, %s", bell_quiet_text_get_day (first),
                            bell_quiet_text_get_day (last));
  else
    g_string_append (text, bell_quiet_text_get_day (first));
}

char *
bell_quiet_text_describe_days (guint8 days)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (days == EVERY_DAY)
    return g_strdup (_ ("Every day"));
  for (guint day = 0; day < N_DAYS; day++) {
    guint last = day;

    if ((days & (1 << day)) == 0)
      continue;
    while (last + 1 < N_DAYS && (days & (1 << (last + 1))) != 0)
      last++;
    append_run (text, day, last);
    day = last;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
bell_quiet_text_of_time (guint16 minutes)
{
  return g_strdup_printf ("%02u:%02u", minutes / 60u, minutes % 60u);
}

char *
bell_quiet_text_describe (const BellQuietSpan *span)
{
  g_autofree char *days = bell_quiet_text_describe_days (span->days);
  g_autofree char *from = bell_quiet_text_of_time (span->from);
  g_autofree char *to = bell_quiet_text_of_time (span->to);

  return g_strdup_printf ("%s, %s–%s", days, from, to);
}

gboolean
bell_quiet_text_parse_time (const char *text, guint16 *minutes)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ":.", -1);
  guint   n_parts = g_strv_length (parts);
  guint64 hour = 0;
  guint64 minute = 0;

  if (n_parts < 1 || n_parts > 2 ||
      !g_ascii_string_to_unsigned (g_strstrip (parts[0]), 10, 0, 24, &hour, NULL))
    return FALSE;
  if (n_parts == 2 && !g_ascii_string_to_unsigned (g_strstrip (parts[1]), 10, 0, 59, &minute, NULL))
    return FALSE;
  if (hour * 60 + minute > MINUTES_A_DAY)
    return FALSE;
  *minutes = (guint16) (hour * 60 + minute);
  return TRUE;
}

/* (transfer full) (nullable) */
static char *
check_time (const char *text, guint16 *minutes)
{
  if (bell_quiet_text_parse_time (text, minutes))
    return NULL;
  return g_strdup (_ ("Enter a time from 0:00 to 24:00, such as 22:30."));
}

gboolean
bell_quiet_text_check (guint8         days,
                       const char    *from,
                       const char    *to,
                       BellQuietSpan *span,
                       char          *refused[BELL_QUIET_N_PARTS])
{
  BellQuietSpan read = { .days = days };

  refused[BELL_QUIET_DAYS] = NULL;
  if (days == 0)
    refused[BELL_QUIET_DAYS] =
      g_strdup (_ ("At least one day has to be chosen. To be told of mail at any time, remove "
                   "these quiet hours."));
  refused[BELL_QUIET_FROM] = check_time (from, &read.from);
  refused[BELL_QUIET_TO] = check_time (to, &read.to);
  if (refused[BELL_QUIET_FROM] != NULL || refused[BELL_QUIET_TO] != NULL)
    return FALSE;
  read.from %= MINUTES_A_DAY;
  if (read.to == 0)
    read.to = MINUTES_A_DAY;
  if (read.from == read.to) {
    refused[BELL_QUIET_TO] =
      g_strdup (_ ("The quiet time has to end at another time than it begins. For a whole "
                   "day, enter 0:00 to 24:00."));
    return FALSE;
  }
  if (days == 0)
    return FALSE;
  *span = read;
  return TRUE;
}
