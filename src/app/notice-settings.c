/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-settings.c: what the user wants of notifications. */

#include "app/notice-settings.h"

#include "policy/quiet-hours.h"

static BellLoudness
read_loudness (GSettings *settings, GDateTime *local)
{
  g_auto (GStrv) spans = g_settings_get_strv (settings, "quiet-hours");

  if (!bell_quiet_hours_contain ((const char *const *) spans, local))
    return BELL_LOUDNESS_NORMAL;
  return (BellLoudness) g_settings_get_enum (settings, "quiet-notifications");
}

void
bell_notice_settings_init (BellNoticeSettings *self,
                           GSettings          *settings,
                           GDateTime          *local,
                           gboolean            clipboard)
{
  self->exceptions = g_settings_get_strv (settings, "quiet-exceptions");
  self->buttons = g_settings_get_strv (settings, "notification-buttons");
  self->style = (BellNoticeStyle){
    .content = (BellNoticeContent) g_settings_get_enum (settings, "notification-content"),
    .loudness = read_loudness (settings, local),
    .exceptions = (const char *const *) self->exceptions,
    .buttons = (const char *const *) self->buttons,
    .with_faces = g_settings_get_boolean (settings, "notification-face"),
    .duration_s = g_settings_get_int (settings, "notification-duration"),
    .with_sound = g_settings_get_boolean (settings, "notification-sound"),
    .zone = g_date_time_get_timezone (local),
    .clipboard = clipboard,
  };
}

void
bell_notice_settings_clear (BellNoticeSettings *self)
{
  g_clear_pointer (&self->exceptions, g_strfreev);
  g_clear_pointer (&self->buttons, g_strfreev);
}
