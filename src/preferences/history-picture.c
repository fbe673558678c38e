/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-picture.c: what is drawn of an account's last seven days. */

#include "preferences/history-picture.h"

#include "preferences/history-words.h"

#include <glib/gi18n-lib.h>

/* Bells of one such slot are one part. */
#define SLOT_S (60 * 60)

/* What was shorter does not show, be it a reconnection or the start of the applet. */
#define LEAST_SPAN_S 10

/* The week while it is being drawn. */
typedef struct {
  const BellMeter *meter;
  gint64           now_s;
  GTimeZone       *zone; /* (unowned) */
  gint32           first_day;
  gint64           starts_s[BELL_PICTURE_DAYS + 1]; /* Unix, of the days, and the end of the last */
  GArray          *spans;                           /* (owned) of BellMeterSpan */
} Week;

static void
part_free (gpointer data)
{
  BellPicturePart *part = data;

  g_free (part->label);
  g_free (part->time);
  g_free (part->value);
  g_free (part);
}

static BellPicturePart *
add_part (BellHistoryPicture *self, BellPictureLane lane, double from, double until)
{
  BellPicturePart *part = g_new0 (BellPicturePart, 1);

  part->from = from;
  part->until = until;
  g_ptr_array_add (self->lanes[lane], part);
  return part;
}

/* The week's calendar. */

/* (transfer full) */
static GDateTime *
to_local (const Week *week, gint64 unix_s)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_s);

  return g_date_time_to_timezone (utc, week->zone);
}

/* The days are counted from TODAY's date: a clock that is changed at midnight moves no day. */
static void
fill_calendar (Week *week)
{
  g_autoptr (GDateTime) now = to_local (week, week->now_s);
  BellMeterTime time = { week->now_s,
                         (gint32) (g_date_time_get_utc_offset (now) / G_TIME_SPAN_SECOND) };
  g_autoptr (GDateTime) midnight =
    g_date_time_new (week->zone, g_date_time_get_year (now), g_date_time_get_month (now),
                     g_date_time_get_day_of_month (now), 0, 0, 0);

  week->first_day = bell_meter_get_day (&time) - (BELL_PICTURE_DAYS - 1);
  for (int i = 0; i <= BELL_PICTURE_DAYS; i++) {
    g_autoptr (GDateTime) day = g_date_time_add_days (midnight, i - (BELL_PICTURE_DAYS - 1));

    week->starts_s[i] = g_date_time_to_unix (day);
  }
}

static double
to_across (const Week *week, gint64 unix_s)
{
  int    i = 0;
  gint64 length_s;

  while (i < BELL_PICTURE_DAYS - 1 && unix_s >= week->starts_s[i + 1])
    i++;
  length_s = week->starts_s[i + 1] - week->starts_s[i];
  return CLAMP ((i + (double) (unix_s - week->starts_s[i]) / (double) length_s) / BELL_PICTURE_DAYS,
                0, 1);
}

/* The lanes. */

/* UNTIL_S 0: until now. (transfer full) */
static char *
describe_time (const Week *week, gint64 from_s, gint64 until_s)
{
  g_autoptr (GDateTime) from = to_local (week, from_s);
  g_autoptr (GDateTime) until = until_s > 0 ? to_local (week, until_s) : NULL;

  return bell_history_words_time (from, until);
}

static void
add_states (BellHistoryPicture *self, const Week *week)
{
  for (guint i = 0; i < week->spans->len; i++) {
    const BellMeterSpan *span = &g_array_index (week->spans, BellMeterSpan, i);
    gboolean             last = i + 1 == week->spans->len;
    BellPicturePart     *part;

    if (span->until_s <= week->starts_s[0] ||
        (!last && span->until_s - span->from_s < LEAST_SPAN_S))
      continue;
    part = add_part (self, BELL_PICTURE_STATES, to_across (week, span->from_s),
                     to_across (week, span->until_s));
    part->state = span->state;
    part->time = describe_time (week, span->from_s, last ? 0 : span->until_s);
    part->value = bell_history_words_state (span->state, span->until_s - span->from_s);
    self->states |= 1u << span->state;
  }
}

static void
add_bells (BellHistoryPicture *self, const Week *week)
{
  g_autoptr (GArray) bells = bell_meter_get_bells (week->meter, week->now_s);
  guint n;

  for (guint i = 0; i < bells->len; i += n) {
    const BellMeterBell *first = &g_array_index (bells, BellMeterBell, i);
    const BellMeterBell *last = first;
    BellPicturePart     *part;
    double               across;

    for (n = 1; i + n < bells->len; n++) {
      const BellMeterBell *next = &g_array_index (bells, BellMeterBell, i + n);

      if (next->at_s / SLOT_S != first->at_s / SLOT_S)
        break;
      last = next;
    }
    if (first->at_s < week->starts_s[0])
      continue;
    across = to_across (week, first->at_s + (last->at_s - first->at_s) / 2);
    part = add_part (self, BELL_PICTURE_BELLS, across, across);
    part->time = describe_time (week, first->at_s, last->at_s);
    part->value = bell_history_words_bells (n, first->delay_ms);
  }
}

static guint64
add_up (guint64 a, guint64 b)
{
  return a + MIN (b, G_MAXUINT64 - a);
}

static guint64
get_bytes (const BellMeterCounts *counts)
{
  return add_up (counts->n[BELL_METER_BYTES_IN], counts->n[BELL_METER_BYTES_OUT]);
}

static BellMeterCounts
get_counts (const Week *week, int day)
{
  BellMeterCounts counts;

  bell_meter_sum (week->meter, week->first_day + day, week->first_day + day, &counts, NULL);
  return counts;
}

static guint64
get_most_bytes (const Week *week)
{
  guint64 most = 0;

  for (int i = 0; i < BELL_PICTURE_DAYS; i++) {
    BellMeterCounts counts = get_counts (week, i);

    most = MAX (most, get_bytes (&counts));
  }
  return most;
}

static void
add_days (BellHistoryPicture *self, const Week *week)
{
  guint64 most = get_most_bytes (week);

  for (int i = 0; i < BELL_PICTURE_DAYS; i++) {
    g_autoptr (GDateTime) day = to_local (week, week->starts_s[i]);
    BellMeterCounts  counts = get_counts (week, i);
    BellPicturePart *part = add_part (self, BELL_PICTURE_BYTES, (double) i / BELL_PICTURE_DAYS,
                                      (double) (i + 1) / BELL_PICTURE_DAYS);

    part->height = most > 0 ? (double) get_bytes (&counts) / (double) most : 0;
    part->label = bell_history_words_short_day (day);
    part->time = bell_history_words_day (day);
    part->value = bell_history_words_counts (&counts);
  }
}

/* All of it in words. */

const char *
bell_history_picture_get_title (void)
{
  return _ ("The Last Seven Days");
}

/* How long it was in each state between two moments; the sum. */
static gint64
sum_states (const Week *week, gint64 from_s, gint64 until_s, gint64 seconds[])
{
  gint64 sum_s = 0;

  for (guint i = 0; i < week->spans->len; i++) {
    const BellMeterSpan *span = &g_array_index (week->spans, BellMeterSpan, i);
    gint64               part_s = MIN (span->until_s, until_s) - MAX (span->from_s, from_s);

    if (part_s <= 0)
      continue;
    seconds[span->state] += part_s;
    sum_s += part_s;
  }
  return sum_s;
}

static void
add_summary (BellHistoryPicture *self, const Week *week)
{
  gint64          seconds[BELL_METER_CONNECTED + 1] = { 0 };
  gint64          known_s = sum_states (week, week->starts_s[0], week->now_s, seconds);
  BellMeterCounts counts;

  bell_meter_sum (week->meter, week->first_day, week->first_day + BELL_PICTURE_DAYS - 1, &counts,
                  NULL);
  self->value = bell_history_words_week (seconds[BELL_METER_CONNECTED], known_s,
                                         counts.n[BELL_METER_BELLS], get_bytes (&counts));
}

static void
add_text_of_day (GString *text, const Week *week, int day, const BellPicturePart *part)
{
  gint64 seconds[BELL_METER_CONNECTED + 1] = { 0 };

  sum_states (week, week->starts_s[day], week->starts_s[day + 1], seconds);
  g_string_append_printf (text, "%s: ", part->time);
  for (int state = BELL_METER_CONNECTED; state >= BELL_METER_OFF; state--)
    if (seconds[state] > 0) {
      g_autofree char *words = bell_history_words_state ((BellMeterState) state, seconds[state]);

      g_string_append_printf (text, "%s; ", words);
    }
  g_string_append_printf (text, "%s.\n", part->value);
}

static void
add_text (BellHistoryPicture *self, const Week *week)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s.\n", self->value);
  for (int i = 0; i < BELL_PICTURE_DAYS; i++)
    add_text_of_day (text, week, i, g_ptr_array_index (self->lanes[BELL_PICTURE_BYTES], (guint) i));
  self->text = g_string_free (g_steal_pointer (&text), FALSE);
}

BellHistoryPicture *
bell_history_picture_new (const BellMeter *meter, gint64 now_s, GTimeZone *zone)
{
  BellHistoryPicture *self = g_new0 (BellHistoryPicture, 1);
  Week                week = { .meter = meter, .zone = zone };

  week.now_s = CLAMP (now_s, BELL_METER_EARLIEST_S, BELL_METER_LATEST_S);
  week.spans = bell_meter_get_spans (meter, week.now_s);
  fill_calendar (&week);
  for (int i = 0; i < BELL_PICTURE_LANES; i++)
    self->lanes[i] = g_ptr_array_new_with_free_func (part_free);
  add_bells (self, &week);
  add_states (self, &week);
  add_days (self, &week);
  add_summary (self, &week);
  add_text (self, &week);
  g_array_unref (week.spans);
  return self;
}

void
bell_history_picture_free (BellHistoryPicture *self)
{
  for (int i = 0; i < BELL_PICTURE_LANES; i++)
    g_ptr_array_unref (self->lanes[i]);
  g_free (self->value);
  g_free (self->text);
  g_free (self);
}

/* Finding the way in it. */

const BellPicturePart *
bell_history_picture_get (const BellHistoryPicture *self, BellPicturePlace place)
{
  const GPtrArray *parts = self->lanes[place.lane];

  if (place.index < 0 || (guint) place.index >= parts->len)
    return NULL;
  return g_ptr_array_index (parts, (guint) place.index);
}

BellPicturePlace
bell_history_picture_find (const BellHistoryPicture *self,
                           BellPictureLane           lane,
                           double                    across,
                           double                    reach)
{
  const GPtrArray *parts = self->lanes[lane];
  BellPicturePlace found = { lane, -1 };
  double           least = G_MAXDOUBLE;

  for (guint i = 0; i < parts->len; i++) {
    const BellPicturePart *part = g_ptr_array_index (parts, i);
    double                 away = MAX (MAX (part->from - across, across - part->until), 0);
    double                 width = part->until - part->from;

    if (away > reach || width + away >= least)
      continue;
    least = width + away;
    found.index = (int) i;
  }
  return found;
}

BellPicturePlace
bell_history_picture_step (const BellHistoryPicture *self, BellPicturePlace place, int steps)
{
  int    last = (int) self->lanes[place.lane]->len - 1;
  gint64 index = (gint64) place.index + steps;

  if (last < 0)
    return place;
  return (BellPicturePlace){ place.lane, (int) CLAMP (index, 0, last) };
}

BellPicturePlace
bell_history_picture_climb (const BellHistoryPicture *self, BellPicturePlace place, int lanes)
{
  const BellPicturePart *part = bell_history_picture_get (self, place);
  double                 across = part != NULL ? (part->from + part->until) / 2 : 1;

  for (int lane = (int) place.lane + lanes; lane >= 0 && lane < BELL_PICTURE_LANES; lane += lanes) {
    const GPtrArray *parts = self->lanes[lane];
    BellPicturePlace best = { (BellPictureLane) lane, -1 };
    double           least = G_MAXDOUBLE;

    for (guint i = 0; i < parts->len; i++) {
      const BellPicturePart *other = g_ptr_array_index (parts, i);
      double                 away = MAX (MAX (other->from - across, across - other->until), 0);

      if (away >= least)
        continue;
      least = away;
      best.index = (int) i;
    }
    if (best.index >= 0)
      return best;
  }
  return place;
}
