/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days are found by their number, whichever way the clock went. Changes and bells stand in the order
 * of time, always: what a clock that goes back leaves in the future is dropped first. */

#include "policy/meter.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

/* GDate counts from the first day of the year 1. */
#define JULIAN_OF_1970 719163

static const char *const kinds[] = {
  "bytes_in", "bytes_out", "connections", "renewals", "silent_deaths", "bells",
};

static const char *const states[] = {
  "off", "paused", "offline", "failed", "waiting", "connected",
};

const char *
bell_meter_kind_to_nick (BellMeterKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), "");
  return kinds[kind];
}

const char *
bell_meter_state_to_nick (BellMeterState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), "");
  return states[state];
}

gboolean
bell_meter_state_from_nick (const char *nick, BellMeterState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (nick, states[i])) {
      *state = i;
      return TRUE;
    }
  return FALSE;
}

/* Days. */

static gboolean
is_set (const BellMeterTime *now)
{
  return now->unix_s >= BELL_METER_EARLIEST_S && now->unix_s <= BELL_METER_LATEST_S;
}

gint32
bell_meter_get_day (const BellMeterTime *now)
{
  gint64 unix_s = CLAMP (now->unix_s, BELL_METER_EARLIEST_S, BELL_METER_LATEST_S);

  return (gint32) ((unix_s + now->offset_s) / DAY_S);
}

static void
set_date (GDate *date, gint32 day)
{
  g_date_clear (date, 1);
  g_date_set_julian (date, (guint32) (MAX (day, 0) + JULIAN_OF_1970));
}

gint32
bell_meter_get_month_start (gint32 day)
{
  GDate date;

  set_date (&date, day);
  return day - (g_date_get_day (&date) - 1);
}

char *
bell_meter_day_to_text (gint32 day)
{
  GDate date;

  set_date (&date, day);
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date),
                          (guint) g_date_get_month (&date), g_date_get_day (&date));
}

static gboolean
looks_like_a_day (const char *text)
{
  if (strlen (text) != strlen ("2026-11-22"))
    return FALSE;
  for (guint i = 0; text[i] != '\0'; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

gboolean
bell_meter_day_from_text (const char *text, gint32 *day)
{
  guint year, month, day_of_month;
  GDate date;

  if (!looks_like_a_day (text))
    return FALSE;
  year = (guint) g_ascii_strtoull (text, NULL, 10);
  month = (guint) g_ascii_strtoull (text + 5, NULL, 10);
  day_of_month = (guint) g_ascii_strtoull (text + 8, NULL, 10);
  if (year < 1970 || !g_date_valid_dmy ((GDateDay) day_of_month, month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day_of_month, month, (GDateYear) year);
  *day = (gint32) g_date_get_julian (&date) - JULIAN_OF_1970;
  return TRUE;
}

static BellMeterDay *
get_nth_day (const BellMeter *self, guint i)
{
  return &g_array_index (self->days, BellMeterDay, i);
}

static BellMeterDay *
find_day (const BellMeter *self, gint32 day)
{
  for (guint i = self->days->len; i > 0; i--)
    if (get_nth_day (self, i - 1)->day == day)
      return get_nth_day (self, i - 1);
  return NULL;
}

/* There is one too many. */
static void
drop_farthest_day (BellMeter *self, gint32 from)
{
  guint  last = self->days->len - 1;
  gint64 before = (gint64) from - get_nth_day (self, 0)->day;
  gint64 behind = (gint64) get_nth_day (self, last)->day - from;

  g_array_remove_index (self->days, behind > before ? last : 0);
}

static BellMeterDay *
need_day (BellMeter *self, gint32 number)
{
  BellMeterDay *known = find_day (self, number);
  BellMeterDay  day = { .day = number };
  guint         i = self->days->len;

  if (known != NULL)
    return known;
  while (i > 0 && get_nth_day (self, i - 1)->day > number)
    i--;
  g_array_insert_val (self->days, i, day);
  if (self->days->len > BELL_METER_DAYS)
    drop_farthest_day (self, number);
  return find_day (self, number);
}

static BellMeterDay *
need_today (BellMeter *self, const BellMeterTime *now)
{
  if (!is_set (now) && self->days->len > 0)
    return get_nth_day (self, self->days->len - 1);
  return need_day (self, bell_meter_get_day (now));
}

static guint64
add (guint64 a, guint64 b)
{
  return MIN (a, G_MAXINT64) + MIN (b, G_MAXINT64 - MIN (a, G_MAXINT64));
}

static void
add_counts (BellMeterCounts *counts, const BellMeterCounts *more)
{
  for (guint i = 0; i < BELL_METER_KINDS; i++)
    counts->n[i] = add (counts->n[i], more->n[i]);
}

static void
add_delays (BellMeterDelays *delays, const BellMeterDelays *more)
{
  if (more->n == 0)
    return;
  delays->least_ms = delays->n == 0 ? more->least_ms : MIN (delays->least_ms, more->least_ms);
  delays->most_ms = MAX (delays->most_ms, more->most_ms);
  delays->sum_ms = add (delays->sum_ms, more->sum_ms);
  delays->n = add (delays->n, more->n);
}

/* The week. */

/* Of both arrays: their elements begin with the time. */
static gint64
get_time (const GArray *array, guint i)
{
  gint64 at_s;

  memcpy (&at_s, array->data + i * g_array_get_element_size ((GArray *) array), sizeof at_s);
  return at_s;
}

static void
drop_future (GArray *array, gint64 now_s)
{
  guint n = array->len;

  while (n > 0 && get_time (array, n - 1) > now_s)
    n--;
  g_array_set_size (array, n);
}

/* The one before the edge says how the week began. */
static void
drop_old (GArray *array, gint64 now_s)
{
  guint n = 0;

  while (n + 1 < array->len && get_time (array, n + 1) <= now_s - BELL_METER_WEEK_S)
    n++;
  g_array_remove_range (array, 0, n);
}

static void
drop_closest (GArray *array)
{
  guint closest = 0;

  for (guint i = 1; i + 1 < array->len; i++)
    if (get_time (array, i + 1) - get_time (array, i) <
        get_time (array, closest + 1) - get_time (array, closest))
      closest = i;
  g_array_remove_index (array, closest);
}

static BellMeterChange *
get_change (const BellMeter *self, guint i)
{
  return &g_array_index (self->changes, BellMeterChange, i);
}

static BellMeterState
get_state (const BellMeter *self)
{
  guint n = self->changes->len;

  return n > 0 ? get_change (self, n - 1)->state : BELL_METER_OFF;
}

static void
drop_repetitions (GArray *changes)
{
  for (guint i = changes->len; i > 1; i--)
    if (g_array_index (changes, BellMeterChange, i - 1).state ==
        g_array_index (changes, BellMeterChange, i - 2).state)
      g_array_remove_index (changes, i - 1);
}

/* Not before the last one. One that did not last a second never was. */
static void
change_state (BellMeter *self, gint64 at_s, BellMeterState state)
{
  BellMeterChange change = { at_s, state };
  guint           n = self->changes->len;

  if (n > 0 && get_change (self, n - 1)->at_s == at_s)
    get_change (self, n - 1)->state = state;
  else
    g_array_append_val (self->changes, change);
  if (self->changes->len > BELL_METER_CHANGES)
    drop_closest (self->changes);
  drop_repetitions (self->changes);
}

/* A clock that goes back takes changes with it, but what is so now is so all the same. */
static void
move_week (BellMeter *self, gint64 now_s)
{
  BellMeterState state = get_state (self);
  guint          n = self->changes->len;

  drop_future (self->changes, now_s);
  drop_future (self->bells, now_s);
  if (self->changes->len < n)
    change_state (self, now_s, state);
  drop_old (self->changes, now_s);
  drop_old (self->bells, now_s);
  self->until_s = now_s;
}

static void
add_bell (BellMeter *self, const BellMeterBell *bell)
{
  g_array_append_val (self->bells, *bell);
  if (self->bells->len > BELL_METER_BELLS_KEPT)
    drop_closest (self->bells);
}

/* Counting. */

void
bell_meter_count (BellMeter *self, const BellMeterTime *now, BellMeterKind kind, guint64 n)
{
  BellMeterDay *today;

  g_return_if_fail (kind < BELL_METER_KINDS);
  today = need_today (self, now);
  today->counts.n[kind] = add (today->counts.n[kind], n);
  if (is_set (now))
    move_week (self, now->unix_s);
}

void
bell_meter_ring (BellMeter *self, const BellMeterTime *now, gint64 delay_us)
{
  gboolean        known = delay_us >= 0 && delay_us / 1000 <= BELL_METER_MAX_DELAY_MS;
  guint64         delay_ms = known ? (guint64) (delay_us / 1000) : 0;
  BellMeterDelays delays = { 1, delay_ms, delay_ms, delay_ms };
  BellMeterBell   bell = { now->unix_s, known ? (gint64) delay_ms : -1 };

  bell_meter_count (self, now, BELL_METER_BELLS, 1);
  if (known)
    add_delays (&need_today (self, now)->delays, &delays);
  if (is_set (now))
    add_bell (self, &bell);
}

void
bell_meter_set_state (BellMeter *self, const BellMeterTime *now, BellMeterState state)
{
  if (!is_set (now))
    return;
  move_week (self, now->unix_s);
  change_state (self, now->unix_s, state);
}

void
bell_meter_set_account_state (BellMeter *self, const BellMeterTime *now, BellAccountState state)
{
  BellMeterState before = get_state (self);

  switch (state) {
  case BELL_ACCOUNT_PUSHING:
  case BELL_ACCOUNT_POLLING:
    bell_meter_set_state (self, now, BELL_METER_CONNECTED);
    break;
  case BELL_ACCOUNT_WAITING_TO_RETRY:
    bell_meter_set_state (self, now, BELL_METER_WAITING);
    break;
  case BELL_ACCOUNT_WAITING_FOR_NETWORK:
    bell_meter_set_state (self, now, BELL_METER_OFFLINE);
    break;
  case BELL_ACCOUNT_ASK_USER:
    bell_meter_set_state (self, now, BELL_METER_FAILED);
    break;
  case BELL_ACCOUNT_CONNECTING:
    bell_meter_set_state (
      self, now,
      before == BELL_METER_OFFLINE || before == BELL_METER_FAILED ? before : BELL_METER_WAITING);
    break;
  case BELL_ACCOUNT_OFF:
  default:
    bell_meter_set_state (self, now, BELL_METER_OFF);
    break;
  }
}

void
bell_meter_slept (BellMeter *self, const BellMeterTime *now, gint64 slept_s)
{
  BellMeterState before = get_state (self);
  gint64         since_s = MAX (self->until_s, now->unix_s - slept_s);

  if (!is_set (now) || since_s >= now->unix_s)
    return;
  change_state (self, since_s, BELL_METER_OFF);
  bell_meter_set_state (self, now, before);
}

void
bell_meter_stopped (BellMeter *self)
{
  guint n = self->changes->len;

  if (n > 0)
    change_state (self, MAX (self->until_s, get_time (self->changes, n - 1)), BELL_METER_OFF);
}

void
bell_meter_clear (BellMeter *self, const BellMeterTime *now)
{
  BellMeterState state = get_state (self);
  gboolean       known = self->changes->len > 0;

  g_array_set_size (self->days, 0);
  g_array_set_size (self->changes, 0);
  g_array_set_size (self->bells, 0);
  self->until_s = 0;
  if (known)
    bell_meter_set_state (self, now, state);
}

void
bell_meter_absorb (BellMeter *self, const BellMeter *other)
{
  for (guint i = 0; i < other->days->len; i++) {
    const BellMeterDay *more = get_nth_day (other, i);
    BellMeterDay       *day = need_day (self, more->day);

    add_counts (&day->counts, &more->counts);
    add_delays (&day->delays, &more->delays);
  }
  if (other->until_s == 0)
    return;
  if (other->changes->len > 0)
    drop_future (self->changes, get_time (other->changes, 0));
  if (other->bells->len > 0)
    drop_future (self->bells, get_time (other->bells, 0));
  for (guint i = 0; i < other->changes->len; i++)
    change_state (self, get_change (other, i)->at_s, get_change (other, i)->state);
  for (guint i = 0; i < other->bells->len; i++)
    add_bell (self, &g_array_index (other->bells, BellMeterBell, i));
  move_week (self, other->until_s);
}

/* Asking. */

void
bell_meter_sum (const BellMeter *self,
                gint32           from,
                gint32           until,
                BellMeterCounts *counts,
                BellMeterDelays *delays)
{
  BellMeterCounts no_counts = { 0 };
  BellMeterDelays no_delays = { 0 };

  if (counts != NULL)
    *counts = no_counts;
  if (delays != NULL)
    *delays = no_delays;
  for (guint i = 0; i < self->days->len; i++) {
    const BellMeterDay *day = get_nth_day (self, i);

    if (day->day < from || day->day > until)
      continue;
    if (counts != NULL)
      add_counts (counts, &day->counts);
    if (delays != NULL)
      add_delays (delays, &day->delays);
  }
}

GArray *
bell_meter_get_spans (const BellMeter *self, gint64 now_s)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (BellMeterSpan));

  for (guint i = 0; i < self->changes->len; i++) {
    const BellMeterChange *change = get_change (self, i);
    gint64        next_s = i + 1 < self->changes->len ? get_change (self, i + 1)->at_s : now_s;
    BellMeterSpan span = { MAX (change->at_s, now_s - BELL_METER_WEEK_S), MIN (next_s, now_s),
                           change->state };

    /* The last has only just begun, perhaps. */
    if (span.from_s < span.until_s || (next_s == now_s && span.from_s == now_s))
      g_array_append_val (spans, span);
  }
  return spans;
}

GArray *
bell_meter_get_bells (const BellMeter *self, gint64 now_s)
{
  GArray *bells = g_array_new (FALSE, FALSE, sizeof (BellMeterBell));

  for (guint i = 0; i < self->bells->len; i++) {
    const BellMeterBell *bell = &g_array_index (self->bells, BellMeterBell, i);

    if (bell->at_s > now_s - BELL_METER_WEEK_S && bell->at_s <= now_s)
      g_array_append_val (bells, *bell);
  }
  return bells;
}

BellMeter *
bell_meter_new (void)
{
  BellMeter *self = g_new0 (BellMeter, 1);

  self->days = g_array_new (FALSE, FALSE, sizeof (BellMeterDay));
  self->changes = g_array_new (FALSE, FALSE, sizeof (BellMeterChange));
  self->bells = g_array_new (FALSE, FALSE, sizeof (BellMeterBell));
  return self;
}

void
bell_meter_free (BellMeter *self)
{
  g_array_unref (self->days);
  g_array_unref (self->changes);
  g_array_unref (self->bells);
  g_free (self);
}
