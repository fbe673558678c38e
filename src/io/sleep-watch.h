/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sleep-watch.h: tells that the machine has slept, also where logind may not be asked (a sandbox).
 * Costs no wake-up of its own: the kernel wakes us when the clock jumps, which it does at the end of
 * every suspension (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET), and the difference between
 * CLOCK_BOOTTIME, which goes on in sleep, and CLOCK_MONOTONIC, which does not, tells whether it was
 * sleep or only somebody who set the clock. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BellSleepWatch BellSleepWatch;

/* ON_WOKEN: from the main loop, after each sleep of at least five seconds. */
BellSleepWatch *bell_sleep_watch_new (void (*on_woken) (gpointer user_data), gpointer user_data);

/* The same with a clock of the caller's. FD (taken): readable when the clock has jumped.
 * READ_SLEPT: microseconds slept since boot. */
BellSleepWatch *bell_sleep_watch_new_for_clock (int fd,
                                                gint64 (*read_slept) (void),
                                                void (*on_woken) (gpointer user_data),
                                                gpointer user_data);
void            bell_sleep_watch_free (BellSleepWatch *self);

/* Microseconds that the machine has slept since it was started. */
gint64 bell_sleep_watch_read_slept (void);

G_END_DECLS
