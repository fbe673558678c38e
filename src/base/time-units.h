/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time-units.h: the one unit of time, microseconds of the monotonic clock (CLOCK_MONOTONIC). */

#pragma once

#include <glib.h>

#define BELL_MILLISECOND (G_GINT64_CONSTANT (1000))
#define BELL_SECOND (1000 * BELL_MILLISECOND)
#define BELL_MINUTE (60 * BELL_SECOND)
#define BELL_HOUR (60 * BELL_MINUTE)

/* A deadline that never comes. */
#define BELL_NEVER G_MAXINT64
