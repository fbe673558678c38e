/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h: the time, and one alarm at a deadline. */

#pragma once

#include <gio/gio.h>

#include "base/time-units.h"

G_BEGIN_DECLS

/* Microseconds of the monotonic clock. */
gint64 bell_clock_now (void);

typedef struct _BellAlarm BellAlarm;

/* CALLBACK runs on the main loop once the deadline last set has come. */
BellAlarm *bell_alarm_new (void (*callback) (gpointer user_data), gpointer user_data);
void       bell_alarm_free (BellAlarm *self);

/* DEADLINE_US: monotonic, in the past for "as soon as possible", or BELL_NEVER. */
void bell_alarm_set (BellAlarm *self, gint64 deadline_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellAlarm, bell_alarm_free)

G_END_DECLS
