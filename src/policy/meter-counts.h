/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meter-counts.h: the numbers that are counted for an account: of one day, or a sum of days. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The order is that of the file and of D-Bus. */
typedef enum {
  BELL_METER_BYTES_IN, /* as the TCP sockets carried them, TLS and all */
  BELL_METER_BYTES_OUT,
  BELL_METER_CONNECTIONS,   /* opened, which is: they carried a byte */
  BELL_METER_RENEWALS,      /* answers to what we said into a silence of half a minute or more */
  BELL_METER_SILENT_DEATHS, /* connections found dead while the network was well */
  BELL_METER_BELLS,         /* times that unread mail was told of, however many messages at once */
} BellMeterKind;

#define BELL_METER_KINDS (BELL_METER_BELLS + 1)

typedef struct {
  guint64 n[BELL_METER_KINDS]; /* by BellMeterKind, none above G_MAXINT64 */
} BellMeterCounts;

/* "bytes_in", "bytes_out", "connections", "renewals", "silent_deaths", "bells". Not translated. */
const char *bell_meter_kind_to_nick (BellMeterKind kind);

G_END_DECLS
