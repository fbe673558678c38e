/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pause.h: whether all is paused, and until when.
 * The end is a time on the wall clock and kept in the settings ("paused-until"), so that the pause
 * survives a restart and is not made longer by a sleep of the machine. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Until somebody resumes. */
#define BELL_PAUSE_OPEN G_GINT64_CONSTANT (-1)

typedef struct _BellPause BellPause;

/* CHANGED: it has begun, ended or moved. Not called for what the settings had from before. */
BellPause *bell_pause_new (GSettings *settings,
                           void (*changed) (gpointer user_data),
                           gpointer user_data);
void       bell_pause_free (BellPause *self);

/* Unix seconds, BELL_PAUSE_OPEN, or 0: not paused. */
gint64 bell_pause_get_until (BellPause *self);

/* UNTIL as above. */
void bell_pause_set_until (BellPause *self, gint64 until);

/* SECONDS from now; 0: until somebody resumes. */
void bell_pause_set_for (BellPause *self, guint seconds);

/* The next six o'clock in the morning after NOW, in its time zone: Unix seconds. */
gint64 bell_pause_next_morning (GDateTime *now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellPause, bell_pause_free)

G_END_DECLS
