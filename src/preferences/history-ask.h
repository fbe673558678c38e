/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-ask.h: what was counted for an account: from the applet, which knows all of it, or where that
 * does not answer from its file, which is read in a thread. */

#pragma once

#include "policy/meter.h"
#include "preferences/applet-bus.h"

G_BEGIN_DECLS

/* BUS (nullable): the account on the bus. */
void bell_history_ask_async (const char         *account_id,
                             BellBusAccount     *bus,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/* Empty if nothing was counted yet. (transfer full) (nullable): NULL with ERROR. */
BellMeter *bell_history_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
