/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pause-text.c: a pause in words. */

#include "policy/pause-text.h"

#include <glib/gi18n-lib.h>

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* So long one day of the week is told from the next of that name. */
#define NEARLY_A_WEEK (6 * DAY)

/* The time on the clock, and as much of the date as tells it from others of that time. (nullable): NULL
 * if there is no end. */
static char *
describe_end (gint64 until, GDateTime *now)
{
  gint64 left = until - g_date_time_to_unix (now);
  g_autoptr (GDateTime) utc = until > 0 ? g_date_time_new_from_unix_utc (until) : NULL;
  g_autoptr (GDateTime) end = NULL;

  if (utc == NULL)
    return NULL;
  end = g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
  if (left < DAY / 2)
    /* Translators: a time of day, as strftime() writes it: "15:00". */
    return g_date_time_format (end, _ ("%H:%M"));
  if (left < NEARLY_A_WEEK)
    /* Translators: a day of the week with a time of day, as strftime() writes it: "Mon 06:00". */
    return g_date_time_format (end, _ ("%a %H:%M"));
  /* Translators: a date with a time of day, as strftime() writes it: "7 Dec 06:00". */
  return g_date_time_format (end, _ ("%-e %b %H:%M"));
}

/* Minutes that have begun, or else the nearest number of hours or days. */
static char *
describe_rest (gint64 until, GDateTime *now)
{
  gint64 left = MAX (until - g_date_time_to_unix (now), 1);
  guint  minutes = (guint) ((left + MINUTE - 1) / MINUTE);
  guint  hours = (guint) ((left + HOUR / 2) / HOUR);
  guint  days = (guint) ((left + DAY / 2) / DAY);

  if (left < 2 * HOUR)
    return g_strdup_printf (ngettext ("%u minute left", "%u minutes left", minutes), minutes);
  if (left < 2 * DAY)
    return g_strdup_printf (ngettext ("%u hour left", "%u hours left", hours), hours);
  return g_strdup_printf (ngettext ("%u day left", "%u days left", days), days);
}

char *
bell_pause_to_text (gint64 until, GDateTime *now)
{
  g_autofree char *end = describe_end (until, now);

  if (end == NULL)
    return g_strdup (_ ("Paused"));
  /* Translators: a time, such as 15:00. */
  return g_strdup_printf (_ ("Paused until %s"), end);
}

char *
bell_pause_to_item (gint64 until, GDateTime *now)
{
  g_autofree char *end = describe_end (until, now);
  g_autofree char *rest = NULL;

  if (end == NULL)
    return g_strdup (_ ("Resume"));
  rest = describe_rest (until, now);
  /* Translators: a time, such as 15:00, and how long it is until then: "40 minutes left". */
  return g_strdup_printf (_ ("Resume (paused until %s, %s)"), end, rest);
}

char *
bell_pause_to_sentence (gint64 until, GDateTime *now)
{
  g_autofree char *end = describe_end (until, now);

  if (end == NULL)
    return g_strdup (_ ("Mailbell is paused. “mailbell resume” ends it."));
  /* Translators: a time, such as 15:00. */
  return g_strdup_printf (_ ("Mailbell is paused until %s. “mailbell resume” ends it."), end);
}
