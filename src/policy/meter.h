/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meter.h: what an account costs and how well it is watched: counts for each of the last 90 days,
 * states and bells of the last seven. Pure.
 * Days:   the calendar days of whoever looks at the clock: of local time, by the offset from UTC
 *         that holds at that moment. A day is 23 or 25 hours long when the clocks are changed, and
 *         what is counted after a journey belongs to the day that the local clock shows.
 * Clocks: a jump never costs a day that was counted. Only when there are more than 90 of them, the
 *         one that is farthest from today goes. A clock before 2024 was never set: what is counted
 *         by it belongs to the newest day there is, and it says nothing of states and bells. Of
 *         states and bells those go that have not come yet when a clock goes back, and those that
 *         are older than seven days.
 * Limits: 90 days, 300 changes of state, 500 bells; when there are more, the shortest state and the
 *         closest bell go first, so that a picture of the week stays what it is. Sums stop at
 *         G_MAXINT64. */

#pragma once

#include "policy/account-status.h"
#include "policy/meter-counts.h"

G_BEGIN_DECLS

#define BELL_METER_DAYS 90
#define BELL_METER_WEEK_S (7 * 24 * 60 * 60)
#define BELL_METER_CHANGES 300
#define BELL_METER_BELLS_KEPT 500

/* 2024-01-01; Mailbell is younger. */
#define BELL_METER_EARLIEST_S (G_GINT64_CONSTANT (1704067200))

/* The end of the year 9998; what follows does not fit "2026-11-22". */
#define BELL_METER_LATEST_S (G_GINT64_CONSTANT (253370764799))

/* What a bell can have been late, in ms; whatever is longer is another story (sleep, a stopped
 * process) and is not averaged. */
#define BELL_METER_MAX_DELAY_MS (60 * 60 * 1000)

typedef enum {
  BELL_METER_OFF,       /* Mailbell or the account is off, or the computer sleeps */
  BELL_METER_PAUSED,    /* by the user */
  BELL_METER_OFFLINE,   /* there is no network */
  BELL_METER_FAILED,    /* the user has to do something */
  BELL_METER_WAITING,   /* it connects, or will try again */
  BELL_METER_CONNECTED, /* it watches */
} BellMeterState;

typedef struct {
  gint64 unix_s;
  gint32 offset_s; /* of local time, east of UTC */
} BellMeterTime;

/* The bells' delay: from the first byte by which the server spoke of the message to the bell. Both
 * are read off one clock of ours, so this is what Mailbell and the round trips that it needed have
 * added. How long the message had been on its way before is not in it: INTERNALDATE has a
 * resolution of a second and is of another clock. Bells for what came while nobody was connected
 * have none. */
typedef struct {
  guint64 n; /* bells whose delay is known */
  guint64 sum_ms;
  guint64 least_ms;
  guint64 most_ms;
} BellMeterDelays;

typedef struct {
  gint32          day; /* see bell_meter_get_day() */
  BellMeterCounts counts;
  BellMeterDelays delays;
} BellMeterDay;

typedef struct {
  gint64         at_s; /* Unix */
  BellMeterState state;
} BellMeterChange;

typedef struct {
  gint64 at_s;     /* Unix */
  gint64 delay_ms; /* -1: not known */
} BellMeterBell;

typedef struct {
  gint64         from_s;
  gint64         until_s;
  BellMeterState state;
} BellMeterSpan;

typedef struct {
  GArray *days; /* (owned) of BellMeterDay, ascending; only those on which something was counted */
  GArray *changes; /* (owned) of BellMeterChange, ascending */
  GArray *bells;   /* (owned) of BellMeterBell, ascending */
  gint64  until_s; /* Unix: up to when all this is known; 0: nothing is */
} BellMeter;

BellMeter *bell_meter_new (void);
void       bell_meter_free (BellMeter *self);

/* Days since 1970-01-01, and the first one of its month. */
gint32 bell_meter_get_day (const BellMeterTime *now);
gint32 bell_meter_get_month_start (gint32 day);

/* "2026-11-22". (transfer full) */
char    *bell_meter_day_to_text (gint32 day);
gboolean bell_meter_day_from_text (const char *text, gint32 *day);

/* "off", "paused", "offline", "failed", "waiting", "connected". Not translated. */
const char *bell_meter_state_to_nick (BellMeterState state);
gboolean    bell_meter_state_from_nick (const char *nick, BellMeterState *state);

void bell_meter_count (BellMeter *self, const BellMeterTime *now, BellMeterKind kind, guint64 n);

/* DELAY_US: negative if it is not known; one that cannot be is not believed. */
void bell_meter_ring (BellMeter *self, const BellMeterTime *now, gint64 delay_us);

void bell_meter_set_state (BellMeter *self, const BellMeterTime *now, BellMeterState state);

/* The same for the state of an account, where connecting goes on as what it was before, but for an
 * account that was connected: a retry without a network is no end of being offline. */
void bell_meter_set_account_state (BellMeter           *self,
                                   const BellMeterTime *now,
                                   BellAccountState     state);

/* The computer slept for so long, and has just woken up. */
void bell_meter_slept (BellMeter *self, const BellMeterTime *now, gint64 slept_s);

/* Who counted has ended since, perhaps without a word: off from the moment that is known last. */
void bell_meter_stopped (BellMeter *self);

/* Forgets all but what is so at this moment. */
void bell_meter_clear (BellMeter *self, const BellMeterTime *now);

/* Adds what OTHER has counted since. */
void bell_meter_absorb (BellMeter *self, const BellMeter *other);

/* The sum of the days FROM to UNTIL, both included. Either may be NULL. */
void bell_meter_sum (const BellMeter *self,
                     gint32           from,
                     gint32           until,
                     BellMeterCounts *counts,
                     BellMeterDelays *delays);

/* Of BellMeterSpan: the last seven days up to NOW_S without a gap from the first state that is known,
 * no two neighbours alike. (transfer full) */
GArray *bell_meter_get_spans (const BellMeter *self, gint64 now_s);

/* Of BellMeterBell: those of the last seven days. (transfer full) */
GArray *bell_meter_get_bells (const BellMeter *self, gint64 now_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellMeter, bell_meter_free)

G_END_DECLS
