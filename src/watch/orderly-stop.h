/* SPDX-License-Identifier: GPL-3.0-or-later */
/* orderly-stop.h: the end of watching an account: its connections log out while what was seen is
 * written; then what was counted is, to their last byte. */

#pragma once

#include "watch/meter-store.h"
#include "watch/seen-store.h"
#include "watch/session-set.h"

G_BEGIN_DECLS

/* TASK (transfer full) returns TRUE once all is done. SESSIONS (nullable) */
void bell_orderly_stop (GTask          *task,
                        BellSessionSet *sessions,
                        BellSeenStore  *seen,
                        BellMeterStore *meter);

G_END_DECLS
