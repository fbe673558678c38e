/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h: what was counted for an account, as it lies on disk: for all who read it. The applet
 * alone writes it (watch/meter-store.h); while it runs, it knows more than the file, and tells it
 * over D-Bus (GetHistory) in the same form.
 * File:   $XDG_STATE_HOME/mailbell/ACCOUNT-ID.history, see policy/meter-form.h.
 * Errors: G_FILE_ERROR; G_FILE_ERROR_NOENT where nothing was counted yet. BELL_HISTORY_ERROR. */

#pragma once

#include <gio/gio.h>

#include "policy/meter.h"

G_BEGIN_DECLS

#define BELL_HISTORY_ERROR (bell_history_error_quark ())

typedef enum {
  BELL_HISTORY_ERROR_DAMAGED, /* or of another version */
} BellHistoryErrorCode;

GQuark bell_history_error_quark (void);

/* The clock and the time zone of this moment, also after a journey. */
BellMeterTime bell_history_now (void);

/* The name of the file, without its directory. (transfer full) */
char *bell_history_make_name (const char *account_id);

/* Reads the file as one that nobody writes any more. DIRECTORY (nullable): NULL for
 * $XDG_STATE_HOME/mailbell. */
void       bell_history_load_async (const char         *directory,
                                    const char         *account_id,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
BellMeter *bell_history_load_finish (GAsyncResult *result, GError **error); /* (transfer full) */

G_END_DECLS
