/* SPDX-License-Identifier: GPL-3.0-or-later */
/* traffic.c: counts one connection and its bytes into the meter of its account. */

#include "watch/traffic.h"

struct _BellTraffic {
  BellMeterStore *meter;      /* (owned) */
  BellConnection *connection; /* (owned) */
  guint64         in;         /* what the meter knows of */
  guint64         out;
};

BellTraffic *
bell_traffic_new (BellMeterStore *meter, BellConnection *connection)
{
  BellTraffic *self = g_new0 (BellTraffic, 1);

  self->meter = g_object_ref (meter);
  self->connection = g_object_ref (connection);
  return self;
}

/* An attempt that came to nothing carried nothing, and is no connection. */
void
bell_traffic_count (BellTraffic *self)
{
  gboolean is_new = self->in == 0 && self->out == 0;
  guint64  in, out;

  bell_connection_get_bytes (self->connection, &in, &out);
  if (in <= self->in && out <= self->out)
    return;
  if (is_new)
    bell_meter_store_count (self->meter, BELL_METER_CONNECTIONS, 1);
  bell_meter_store_count (self->meter, BELL_METER_BYTES_IN, in - self->in);
  bell_meter_store_count (self->meter, BELL_METER_BYTES_OUT, out - self->out);
  self->in = in;
  self->out = out;
}

void
bell_traffic_free (BellTraffic *self)
{
  bell_traffic_count (self);
  bell_meter_store_connection_ended (self->meter);
  g_object_unref (self->connection);
  g_object_unref (self->meter);
  g_free (self);
}
