/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-settings.c: what the user wants of notifications. */

#include "app/notice-settings.h"

#include "account/notice-content.h"
#include "policy/quiet-hours.h"

BellLoudness
bell_notice_settings_get_loudness (GSettings *settings, GDateTime *local)
{
  g_auto (GStrv) spans = g_settings_get_strv (settings, "quiet-hours");

  if (!bell_quiet_hours_contain ((const char *const *) spans, local))
    return BELL_LOUDNESS_NORMAL;
  return (BellLoudness) g_settings_get_enum (settings, "quiet-notifications");
}

void
bell_notice_settings_init (BellNoticeSettings *self,
                           GSettings          *general,
                           BellAccount        *account,
                           GDateTime          *local,
                           gboolean            clipboard)
{
  self->exceptions = g_settings_get_strv (general, "quiet-exceptions");
  self->buttons = g_settings_get_strv (general, "notification-buttons");
  self->style = (BellNoticeStyle){
    .content = bell_notice_content_get (general, account),
    .loudness = bell_notice_settings_get_loudness (general, local),
    .exceptions = (const char *const *) self->exceptions,
    .buttons = (const char *const *) self->buttons,
    .with_faces = g_settings_get_boolean (general, "notification-face"),
    .duration_s = g_settings_get_int (general, "notification-duration"),
    .with_sound = g_settings_get_boolean (general, "notification-sound"),
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
