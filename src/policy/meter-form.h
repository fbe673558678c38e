/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meter-form.h: a meter as text: the file in $XDG_STATE_HOME/mailbell, and what the applet answers on
 * the bus. A key file of version 1:
 *   [meter]  until=UNIX-TIME
 *   [days]   2026-11-22=BYTES-IN BYTES-OUT CONNECTIONS RENEWALS SILENT-DEATHS BELLS N SUM LEAST MOST
 *            the last four are of the bells' delays, in milliseconds
 *   [week]   states=UNIX-TIME:STATE …  bells=UNIX-TIME:DELAY-MS …  (without a delay: UNIX-TIME)
 * In:     anything: a file may be damaged. What is wrong is left out, the rest is taken.
 * Limits: those of meter.h; a text of more than BELL_METER_FORM_LIMIT bytes is none of ours. */

#pragma once

#include "policy/meter.h"

G_BEGIN_DECLS

#define BELL_METER_FORM_VERSION 1

/* 90 days with all numbers at their limit have 20 kB, the week 25 kB; usual are 10 kB in all. */
#define BELL_METER_FORM_LIMIT (64 * 1024)

/* Without the version, which whoever keeps the file adds. */
void       bell_meter_write (const BellMeter *self, GKeyFile *file);
BellMeter *bell_meter_read (GKeyFile *file); /* (transfer full) */

/* With it. (transfer full); from_text (nullable): NULL if TEXT is something else. */
char      *bell_meter_to_text (const BellMeter *self);
BellMeter *bell_meter_from_text (const char *text, gsize length);

G_END_DECLS
