/* SPDX-License-Identifier: GPL-3.0-or-later */
/* orderly-stop.h: the end of watching an account: its connections log out while what was seen is
 * written. */

#pragma once

#include "watch/seen-store.h"
#include "watch/session-set.h"

G_BEGIN_DECLS

/* TASK (transfer full) returns TRUE once both are done. SESSIONS (nullable) */
void bell_orderly_stop (GTask *task, BellSessionSet *sessions, BellSeenStore *seen);

G_END_DECLS
