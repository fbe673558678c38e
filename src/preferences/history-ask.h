/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-ask.h: what was counted for an account. The applet knows all of it: as long as it is there, or
 * may come, it is waited for; the file, of which it is ahead, is read where it does not answer, in a
 * thread.
 * Errors: those of account/history.h, but for a file that is missing. */

#pragma once

#include "policy/meter.h"
#include "preferences/live-account.h"

G_BEGIN_DECLS

/* PATIENCE_MS: the applet is waited for no longer than that. */
void bell_history_ask_async (BellLiveAccount    *account,
                             guint               patience_ms,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/* Empty if nothing was counted yet. (transfer full) (nullable): NULL with ERROR. */
BellMeter *bell_history_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
