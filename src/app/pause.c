/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pause.c: whether all is paused, and until when. */

#include "app/pause.h"

#include "io/wall-alarm.h"

#include "base/time-units.h"

#define KEY "paused-until"
#define MORNING_HOUR 6

struct _BellPause {
  GSettings *settings; /* (owned) */
  void (*changed) (gpointer user_data);
  gpointer       user_data;
  BellWallAlarm *alarm; /* (owned) */
  gint64         until;
};

static gint64
now_s (void)
{
  return g_get_real_time () / BELL_SECOND;
}

/* Without the settings' help, should they be locked, the pause lasts as long as the program. */
static void
set (BellPause *self, gint64 until)
{
  self->until = until;
  bell_wall_alarm_set (self->alarm, MAX (until, 0));
  if (g_settings_is_writable (self->settings, KEY) &&
      g_settings_get_int64 (self->settings, KEY) != until)
    g_settings_set_int64 (self->settings, KEY, until);
}

static void
on_over (gpointer user_data)
{
  bell_pause_set_until (user_data, 0);
}

BellPause *
bell_pause_new (GSettings *settings, void (*changed) (gpointer user_data), gpointer user_data)
{
  BellPause *self = g_new0 (BellPause, 1);
  gint64     until = g_settings_get_int64 (settings, KEY);

  self->settings = g_object_ref (settings);
  self->changed = changed;
  self->user_data = user_data;
  self->alarm = bell_wall_alarm_new (on_over, self);
  set (self, until == BELL_PAUSE_OPEN || until > now_s () ? until : 0);
  return self;
}

void
bell_pause_free (BellPause *self)
{
  bell_wall_alarm_free (self->alarm);
  g_object_unref (self->settings);
  g_free (self);
}

gint64
bell_pause_get_until (BellPause *self)
{
  return self->until;
}

void
bell_pause_set_until (BellPause *self, gint64 until)
{
  set (self, until);
  self->changed (self->user_data);
}

void
bell_pause_set_for (BellPause *self, guint seconds)
{
  bell_pause_set_until (self, seconds > 0 ? now_s () + seconds : BELL_PAUSE_OPEN);
}

gint64
bell_pause_next_morning (GDateTime *now)
{
  g_autoptr (GDateTime) day = g_date_time_get_hour (now) < MORNING_HOUR
                                ? g_date_time_ref (now)
                                : g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) morning = g_date_time_new (
    g_date_time_get_timezone (now), g_date_time_get_year (day), g_date_time_get_month (day),
    g_date_time_get_day_of_month (day), MORNING_HOUR, 0, 0);

  return g_date_time_to_unix (morning);
}
