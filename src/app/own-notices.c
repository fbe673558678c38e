/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own-notices.c: notices of what Mailbell itself has to say, as loud as quiet hours permit. */

#include "app/own-notices.h"

#include "app/notice-settings.h"
#include "io/wall-alarm.h"
#include "policy/quiet-hours.h"

struct _BellOwnNotices {
  GSettings     *general;  /* (owned) */
  BellNotifier  *notifier; /* (unowned) */
  GPtrArray     *held;     /* (owned) of BellNotice, the oldest first */
  BellWallAlarm *alarm;    /* (owned) of the end of the quiet time, while one is held */
};

static void
notice_free (gpointer notice)
{
  bell_notice_free (notice);
}

/* FALSE: not now. */
static gboolean
show (BellOwnNotices *self, const BellNotice *notice, BellLoudness loudness)
{
  g_autoptr (BellNotice) quiet = NULL;

  if (loudness == BELL_LOUDNESS_NONE)
    return FALSE;
  if (loudness == BELL_LOUDNESS_QUIET) {
    quiet = bell_notice_copy (notice);
    quiet->low_urgency = TRUE;
    quiet->with_sound = FALSE;
  }
  bell_notifier_show (self->notifier, quiet != NULL ? quiet : notice);
  return TRUE;
}

/* What has no end rings no alarm: then the settings have to change. */
static void
set_alarm (BellOwnNotices *self, GDateTime *now)
{
  g_auto (GStrv) spans = g_settings_get_strv (self->general, "quiet-hours");
  g_autoptr (GDateTime) end = NULL;

  if (self->held->len > 0)
    end = bell_quiet_hours_end ((const char *const *) spans, now);
  bell_wall_alarm_set (self->alarm, end != NULL ? g_date_time_to_unix (end) : 0);
}

static void
show_held (gpointer user_data)
{
  BellOwnNotices *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  BellLoudness loudness = bell_notice_settings_get_loudness (self->general, now);

  while (self->held->len > 0 && show (self, g_ptr_array_index (self->held, 0), loudness))
    g_ptr_array_remove_index (self->held, 0);
  set_alarm (self, now);
}

static void
drop_held (BellOwnNotices *self, const char *notice_id)
{
  for (guint i = 0; i < self->held->len; i++) {
    const BellNotice *notice = g_ptr_array_index (self->held, i);

    if (g_str_equal (notice->id, notice_id)) {
      g_ptr_array_remove_index (self->held, i);
      return;
    }
  }
}

BellOwnNotices *
bell_own_notices_new (GSettings *general, BellNotifier *notifier)
{
  BellOwnNotices *self = g_new0 (BellOwnNotices, 1);

  self->general = g_object_ref (general);
  self->notifier = notifier;
  self->held = g_ptr_array_new_with_free_func (notice_free);
  self->alarm = bell_wall_alarm_new (show_held, self);
  g_signal_connect_swapped (general, "changed::quiet-hours", G_CALLBACK (show_held), self);
  g_signal_connect_swapped (general, "changed::quiet-notifications", G_CALLBACK (show_held), self);
  return self;
}

void
bell_own_notices_free (BellOwnNotices *self)
{
  g_signal_handlers_disconnect_by_data (self->general, self);
  bell_wall_alarm_free (self->alarm);
  g_ptr_array_unref (self->held);
  g_object_unref (self->general);
  g_free (self);
}

void
bell_own_notices_show (BellOwnNotices *self, const BellNotice *notice)
{
  drop_held (self, notice->id);
  g_ptr_array_add (self->held, bell_notice_copy (notice));
  show_held (self);
}

void
bell_own_notices_withdraw (BellOwnNotices *self, const char *notice_id)
{
  drop_held (self, notice_id);
  bell_notifier_withdraw (self->notifier, notice_id);
}
