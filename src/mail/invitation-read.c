/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invitation-read.c: what a calendar part says of one event.
 * A zone that the system knows by its name is taken from there. Others (Exchange has names of its
 * own) are read from the rules that come along. */

#include "mail/invitation.h"

#include "mail/charset.h"
#include "mail/safe-text.h"

#include <gmime/gmime.h>
#include <libical/ical.h>
#include <string.h>

#define WHAT_GRAPHEMES 150
#define WHERE_GRAPHEMES 60
#define WHO_GRAPHEMES 60
#define ZONE_BYTES 64

/* Standard and daylight time, and what changed in the course of decades. */
#define ZONE_RULES 20

/* What a notification may speak of: 1970 to 2100. Rules of zones are followed up to there. */
#define LATEST_TIME (G_GINT64_CONSTANT (4102444800))

#define DAY_S (24 * 60 * 60)

/* A calendar, an event or a zone in it, a rule or an alarm in that. */
#define NESTING 5

/* Reading. */

/* The part in UTF-8, its transfer encoding undone as far as it goes. (transfer full) */
static char *
decode (const char *bytes, gsize length, const char *encoding, const char *charset)
{
  GMimeEncoding        decoder;
  g_autofree char     *decoded = NULL;
  GMimeContentEncoding kind = g_mime_content_encoding_from_string (encoding);
  gsize                n;

  if (kind == GMIME_CONTENT_ENCODING_UUENCODE)
    return g_strdup ("");
  g_mime_encoding_init_decode (&decoder, kind);
  decoded = g_malloc (g_mime_encoding_outlen (&decoder, length) + 1);
  n = g_mime_encoding_step (&decoder, bytes, length, decoded);
  return bell_charset_to_utf8 (charset, decoded, n, BELL_INVITATION_BYTES);
}

/* Whether LINE may go on to libical, which complains on standard error of an end without a beginning.
 * OPEN: the names of the components that have begun. */
static gboolean
takes_line (GPtrArray *open, const char *line)
{
  const char *innermost = open->len > 0 ? g_ptr_array_index (open, open->len - 1) : "";

  if (g_ascii_strncasecmp (line, "BEGIN:", strlen ("BEGIN:")) == 0) {
    g_ptr_array_add (open, g_strchomp (g_strdup (line + strlen ("BEGIN:"))));
  } else if (g_ascii_strncasecmp (line, "END:", strlen ("END:")) == 0) {
    g_autofree char *name = g_strchomp (g_strdup (line + strlen ("END:")));

    if (open->len == 0 || g_ascii_strcasecmp (name, innermost) != 0)
      return FALSE;
    g_ptr_array_set_size (open, (int) open->len - 1);
  }
  return TRUE;
}

/* A cut leaves components open, and libical gives back none of those. Nothing is read from where they
 * are deeper than they may be. TEXT: (transfer full). */
static char *
close_components (char *text)
{
  g_autofree char *given = text;
  GString         *closed = g_string_new (NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (given, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++) {
    if (open->len == NESTING && g_ascii_strncasecmp (lines[i], "BEGIN:", strlen ("BEGIN:")) == 0)
      break;
    if (takes_line (open, lines[i]))
      g_string_append_printf (closed, "%s\n", lines[i]);
  }
  while (open->len > 0) {
    g_string_append_printf (closed, "END:%s\n", (char *) g_ptr_array_index (open, open->len - 1));
    g_ptr_array_set_size (open, (int) open->len - 1);
  }
  return g_string_free (closed, FALSE);
}

static char *
make_safe (const char *text, guint graphemes)
{
  return bell_safe_text (text != NULL ? text : "", -1, graphemes);
}

/* "mailto:ada@example.org" with a CN of "Ada": "Ada". (transfer full) */
static char *
read_person (icalproperty *property, const char *address)
{
  icalparameter *name =
    property != NULL ? icalproperty_get_first_parameter (property, ICAL_CN_PARAMETER) : NULL;
  const char *text = name != NULL ? icalparameter_get_cn (name) : NULL;

  if (text == NULL || *text == '\0')
    text = address;
  if (text != NULL && g_ascii_strncasecmp (text, "mailto:", strlen ("mailto:")) == 0)
    text += strlen ("mailto:");
  return make_safe (text, WHO_GRAPHEMES);
}

/* Time. */

static gboolean
is_zone_name (const char *name)
{
  return strlen (name) <= ZONE_BYTES && g_ascii_isalpha (*name) && strstr (name, "..") == NULL &&
         name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+-/")] == '\0';
}

static gboolean
is_unset (const short *by)
{
  return by[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* Once a year, in a month, on a day: what zones do. Any other rule may have no end. */
static gboolean
is_yearly (icalproperty *property)
{
  struct icalrecurrencetype rule = icalproperty_get_rrule (property);

  return rule.freq == ICAL_YEARLY_RECURRENCE && rule.interval > 0 && is_unset (rule.by_second) &&
         is_unset (rule.by_minute) && is_unset (rule.by_hour) && is_unset (rule.by_year_day) &&
         is_unset (rule.by_week_no) && is_unset (rule.by_set_pos);
}

static gboolean
has_honest_rules (icalcomponent *zone)
{
  guint n = 0;

  for (icalcomponent *part = icalcomponent_get_first_component (zone, ICAL_ANY_COMPONENT);
       part != NULL; part = icalcomponent_get_next_component (zone, ICAL_ANY_COMPONENT)) {
    if (++n > ZONE_RULES)
      return FALSE;
    for (icalproperty *rule = icalcomponent_get_first_property (part, ICAL_RRULE_PROPERTY);
         rule != NULL; rule = icalcomponent_get_next_property (part, ICAL_RRULE_PROPERTY))
      if (++n > ZONE_RULES || !is_yearly (rule))
        return FALSE;
  }
  return TRUE;
}

/* The rules for NAME that came along. (transfer none) (nullable) */
static icalcomponent *
find_zone (icalcomponent *calendar, const char *name)
{
  for (icalcomponent *zone = icalcomponent_get_first_component (calendar, ICAL_VTIMEZONE_COMPONENT);
       zone != NULL; zone = icalcomponent_get_next_component (calendar, ICAL_VTIMEZONE_COMPONENT)) {
    icalproperty *property = icalcomponent_get_first_property (zone, ICAL_TZID_PROPERTY);
    const char   *text = property != NULL ? icalproperty_get_tzid (property) : NULL;

    if (text != NULL && g_str_equal (text, name))
      return has_honest_rules (zone) ? zone : NULL;
  }
  return NULL;
}

static gboolean
read_by_rules (icalcomponent *calendar, const char *name, struct icaltimetype time, gint64 *seconds)
{
  icalcomponent *rules = find_zone (calendar, name);
  icaltimezone  *zone;

  if (rules == NULL)
    return FALSE;
  zone = icaltimezone_new ();
  if (icaltimezone_set_component (
        zone, icalcomponent_new_from_string (icalcomponent_as_ical_string (rules))) != 0)
    *seconds = (gint64) icaltime_as_timet_with_zone (time, zone);
  else
    *seconds = -1;
  icaltimezone_free (zone, 1);
  return *seconds >= 0;
}

static gboolean
read_by_name (const char *name, struct icaltimetype time, gint64 *seconds)
{
  g_autoptr (GTimeZone) zone = is_zone_name (name) ? g_time_zone_new_identifier (name) : NULL;
  g_autoptr (GDateTime) moment = NULL;

  if (zone != NULL)
    moment = g_date_time_new (zone, time.year, time.month, time.day, time.hour, time.minute, 0);
  if (moment == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (moment);
  return TRUE;
}

/* And one that a notification may speak of. */
static gboolean
is_time (struct icaltimetype time)
{
  return time.year >= 1970 && time.year < 2100 && time.month >= 1 && time.month <= 12 &&
         time.day >= 1 && time.day <= icaltime_days_in_month (time.month, time.year) &&
         time.hour >= 0 && time.hour < 24 && time.minute >= 0 && time.minute < 60;
}

static gboolean
read_time (BellInvitation     *self,
           icalcomponent      *calendar,
           icalproperty       *property,
           struct icaltimetype time,
           gint64             *seconds)
{
  icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  const char    *name = parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;

  if (!is_time (time))
    return FALSE;
  self->all_day = time.is_date;
  *seconds = (gint64) icaltime_as_timet (time);
  if (time.is_date || icaltime_is_utc (time))
    return TRUE;
  if (name != NULL &&
      (read_by_name (name, time, seconds) || read_by_rules (calendar, name, time, seconds)))
    return TRUE;
  self->floating = TRUE;
  if (name != NULL && self->zone == NULL)
    self->zone = make_safe (name, WHERE_GRAPHEMES);
  return TRUE;
}

static gboolean
read_start (BellInvitation *self, icalcomponent *calendar, icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_DTSTART_PROPERTY);

  return property != NULL &&
         read_time (self, calendar, property, icalproperty_get_dtstart (property), &self->start);
}

/* RFC 5545 §3.6.1: DTEND, or DURATION, or none: a day, or no time at all. */
static void
read_end (BellInvitation *self, icalcomponent *calendar, icalcomponent *event)
{
  icalproperty *end = icalcomponent_get_first_property (event, ICAL_DTEND_PROPERTY);
  icalproperty *duration = icalcomponent_get_first_property (event, ICAL_DURATION_PROPERTY);

  self->end = self->start;
  if (end != NULL) {
    if (!read_time (self, calendar, end, icalproperty_get_dtend (end), &self->end))
      self->end = self->start;
  } else if (duration != NULL) {
    self->end += icaldurationtype_as_int (icalproperty_get_duration (duration));
  } else if (self->all_day) {
    self->end += DAY_S;
  }
  self->end = CLAMP (self->end, self->start, LATEST_TIME);
}

/* The event. */

static BellInvitationKind
read_answer (icalproperty *attendee)
{
  icalparameter *parameter =
    attendee != NULL ? icalproperty_get_first_parameter (attendee, ICAL_PARTSTAT_PARAMETER) : NULL;

  if (parameter == NULL)
    return BELL_INVITATION_TENTATIVE;
  switch ((int) icalparameter_get_partstat (parameter)) {
  case ICAL_PARTSTAT_ACCEPTED:
    return BELL_INVITATION_ACCEPTED;
  case ICAL_PARTSTAT_DECLINED:
    return BELL_INVITATION_DECLINED;
  default:
    return BELL_INVITATION_TENTATIVE;
  }
}

static BellInvitationKind
read_kind (icalcomponent *calendar, icalcomponent *event)
{
  icalproperty *attendee = icalcomponent_get_first_property (event, ICAL_ATTENDEE_PROPERTY);

  switch ((int) icalcomponent_get_method (calendar)) {
  case ICAL_METHOD_CANCEL:
    return BELL_INVITATION_CANCELLED;
  case ICAL_METHOD_REPLY:
    return read_answer (attendee);
  case ICAL_METHOD_COUNTER:
    return BELL_INVITATION_COUNTERED;
  default:
    return icalcomponent_get_sequence (event) > 0 ? BELL_INVITATION_CHANGED : BELL_INVITATION_ASKED;
  }
}

static char *
read_who (icalcomponent *event, BellInvitationKind kind)
{
  gboolean      answers = kind >= BELL_INVITATION_ACCEPTED;
  icalproperty *property = icalcomponent_get_first_property (
    event, answers ? ICAL_ATTENDEE_PROPERTY : ICAL_ORGANIZER_PROPERTY);

  if (property == NULL)
    return g_strdup ("");
  return read_person (property, answers ? icalproperty_get_attendee (property)
                                        : icalproperty_get_organizer (property));
}

static BellInvitation *
read_event (icalcomponent *calendar, icalcomponent *event)
{
  g_autoptr (BellInvitation) self = g_new0 (BellInvitation, 1);

  if (!read_start (self, calendar, event))
    return NULL;
  read_end (self, calendar, event);
  self->kind = read_kind (calendar, event);
  self->what = make_safe (icalcomponent_get_summary (event), WHAT_GRAPHEMES);
  self->where = make_safe (icalcomponent_get_location (event), WHERE_GRAPHEMES);
  self->who = read_who (event, self->kind);
  self->repeats = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY) != NULL;
  return g_steal_pointer (&self);
}

BellInvitation *
bell_invitation_new (const void *bytes, gsize length, const char *encoding, const char *charset)
{
  g_autofree char *text =
    close_components (decode (bytes, MIN (length, BELL_INVITATION_BYTES), encoding, charset));
  icalcomponent  *calendar, *event;
  BellInvitation *self = NULL;

  icalerror_set_errors_are_fatal (FALSE);
  calendar = icalparser_parse_string (text);
  if (calendar == NULL)
    return NULL;
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  if (event != NULL)
    self = read_event (calendar, event);
  icalcomponent_free (calendar);
  icalmemory_free_ring ();
  return self;
}
