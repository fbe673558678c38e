/* SPDX-License-Identifier: GPL-3.0-or-later */
/* farewell.h: a session that logs out. It is given a moment for it, then closed. */

#pragma once

#include "io/session.h"
#include "watch/traffic.h"

G_BEGIN_DECLS

typedef struct _BellFarewell BellFarewell;

/* ON_GONE: once, from the main loop, when the session has ended or its time is up. Freed before: closed at once and
 * without a word. */
BellFarewell *bell_farewell_new (BellSession *session,
                                 BellTraffic *traffic, /* (transfer full): of the session */
                                 void (*on_gone) (gpointer user_data),
                                 gpointer user_data);
void          bell_farewell_free (BellFarewell *self);

G_END_DECLS
