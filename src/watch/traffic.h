/* SPDX-License-Identifier: GPL-3.0-or-later */
/* traffic.h: counts one connection and its bytes into the meter of its account. */

#pragma once

#include "io/connection.h"
#include "watch/meter-store.h"

G_BEGIN_DECLS

typedef struct _BellTraffic BellTraffic;

BellTraffic *bell_traffic_new (BellMeterStore *meter, BellConnection *connection);

/* Brings the meter up to date. */
void bell_traffic_count (BellTraffic *self);

/* The same, for the last time: the connection has ended. */
void bell_traffic_free (BellTraffic *self);

G_END_DECLS
