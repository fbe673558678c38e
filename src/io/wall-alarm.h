/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wall-alarm.h: one alarm at a time of the clock on the wall.
 * Unlike that of clock.h it goes on while the machine sleeps (what is over by then rings at once when
 * it wakes) and follows the clock when somebody sets it. It costs no wake-up before (timerfd). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BellWallAlarm BellWallAlarm;

/* CALLBACK runs on the main loop; it may set the alarm anew, and may not free it. */
BellWallAlarm *bell_wall_alarm_new (void (*callback) (gpointer user_data), gpointer user_data);
void           bell_wall_alarm_free (BellWallAlarm *self);

/* UNIX_S: seconds since 1970, in the past for "as soon as possible"; 0: never. */
void bell_wall_alarm_set (BellWallAlarm *self, gint64 unix_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellWallAlarm, bell_wall_alarm_free)

G_END_DECLS
