/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invitation-text.c: an invitation in words. */

#include "policy/invitation-text.h"

#include "mail/safe-text.h"

#include <glib/gi18n-lib.h>

/* Translators: a day, in the notification of an invitation: “Tue 24 Nov 2026”. */
#define DAY N_ ("%a %-e %b %Y")

static GDateTime *
make_moment (const BellInvitation *invitation, gint64 seconds, GTimeZone *zone)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);

  if (zone == NULL || invitation->all_day || invitation->floating)
    return g_steal_pointer (&moment);
  return g_date_time_to_timezone (moment, zone);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* The end of a day is the beginning of the next (RFC 5545 §3.6.1). */
static char *
write_days (GDateTime *start, GDateTime *end)
{
  g_autoptr (GDateTime) last = g_date_time_add_days (end, -1);
  g_autofree char *first_text = g_date_time_format (start, _ (DAY));
  g_autofree char *last_text = g_date_time_format (last, _ (DAY));

  if (g_date_time_compare (last, start) <= 0 || is_same_day (start, last))
    return g_steal_pointer (&first_text);
  /* Translators: two days, or two times: from, until. */
  return g_strdup_printf (_ ("%s – %s"), first_text, last_text);
}

static char *
write_times (GDateTime *start, GDateTime *end)
{
  g_autofree char *day = g_date_time_format (start, _ (DAY));
  g_autofree char *from = g_date_time_format (start, _ ("%H:%M"));
  g_autofree char *until = g_date_time_format (end, _ ("%H:%M"));
  g_autofree char *end_day = NULL;

  if (g_date_time_equal (start, end))
    /* Translators: the day and the time of an event: “Tue 24 Nov 2026, 10:00”. */
    return g_strdup_printf (_ ("%s, %s"), day, from);
  if (is_same_day (start, end))
    /* Translators: the day of an event, and its times: “Tue 24 Nov 2026, 10:00–11:00”. */
    return g_strdup_printf (_ ("%s, %s–%s"), day, from, until);
  end_day = g_date_time_format (end, _ (DAY));
  /* Translators: the day and time when an event begins, and when it ends. */
  return g_strdup_printf (_ ("%s, %s – %s, %s"), day, from, end_day, until);
}

/* (transfer full) */
static char *
write_when (const BellInvitation *invitation, GTimeZone *zone)
{
  g_autoptr (GDateTime) start = make_moment (invitation, invitation->start, zone);
  g_autoptr (GDateTime) end = make_moment (invitation, invitation->end, zone);
  g_autofree char *when = invitation->all_day ? write_days (start, end) : write_times (start, end);
  g_autofree char *there = NULL;

  if (invitation->zone != NULL) {
    g_autofree char *name = bell_safe_text_isolate (invitation->zone);

    /* Translators: a time, and the name of a time zone that is not known here. */
    there = g_strdup_printf (_ ("%s (time zone: %s)"), when, name);
  } else {
    there = g_steal_pointer (&when);
  }
  if (!invitation->repeats)
    return g_steal_pointer (&there);
  /* Translators: when an event is for the first time; it comes again, every week for instance. */
  return g_strdup_printf (_ ("%s, repeats"), there);
}

/* (transfer full) */
static char *
write_heading (const BellInvitation *invitation)
{
  const char      *given = *invitation->what != '\0' ? invitation->what : _ ("(no title)");
  g_autofree char *what = bell_safe_text_isolate (given);

  /* Translators: these begin the notification of an invitation; %s is what it is to. */
  switch (invitation->kind) {
  case BELL_INVITATION_CHANGED:
    return g_strdup_printf (_ ("Changed invitation: %s"), what);
  case BELL_INVITATION_CANCELLED:
    return g_strdup_printf (_ ("Cancelled: %s"), what);
  case BELL_INVITATION_ACCEPTED:
    return g_strdup_printf (_ ("Accepted: %s"), what);
  case BELL_INVITATION_DECLINED:
    return g_strdup_printf (_ ("Declined: %s"), what);
  case BELL_INVITATION_TENTATIVE:
    return g_strdup_printf (_ ("Perhaps: %s"), what);
  case BELL_INVITATION_COUNTERED:
    return g_strdup_printf (_ ("Another time proposed: %s"), what);
  case BELL_INVITATION_ASKED:
  default:
    return g_strdup_printf (_ ("Invitation: %s"), what);
  }
}

char *
bell_invitation_text_new (const BellInvitation *invitation, GTimeZone *zone, const char *sender)
{
  g_autofree char *heading = write_heading (invitation);
  g_autofree char *when = write_when (invitation, zone);
  g_autoptr (GString) text = g_string_new (heading);

  g_string_append_printf (text, "\n%s", when);
  if (*invitation->where != '\0')
    g_string_append_printf (text, "\n%s", invitation->where);
  if (*invitation->who != '\0' && !g_str_equal (invitation->who, sender)) {
    g_autofree char *who = bell_safe_text_isolate (invitation->who);

    g_string_append_c (text, '\n');
    /* Translators: the last line of an invitation: who invites, or who answers one. */
    g_string_append_printf (text, _ ("By %s"), who);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
