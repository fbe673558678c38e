/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notice-fate.h: what comes of a notice that a notification daemon was sent. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BELL_NOTICE_SETTLED, /* taken or refused, or nobody wants it any more */
  BELL_NOTICE_UNTAKEN, /* nobody was there to take it */
  BELL_NOTICE_FATAL,   /* the daemon ended before it had answered */
} BellNoticeFate;

/* ERROR (nullable): what Notify ended with. */
BellNoticeFate bell_notice_fate_of (const GError *error, gboolean daemon_is_there);

G_END_DECLS
