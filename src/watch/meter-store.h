/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meter-store.h: the meter of one account (policy/meter.h) and its file, which account/history.h
 * reads. All that belongs to the account counts here.
 * File:   read at once when the store is made; what is counted meanwhile is added to it. Replaced
 *         atomically, in a worker thread, and never for its own sake: when something was counted and
 *         the day is over, a connection has ended, the state is another, or the last time is ten
 *         minutes ago; and at the end. What is lost with the process is what was counted since.
 * Errors: none for the user: what is lost are numbers. A damaged file is set aside as *.corrupt; one
 *         that cannot be read is left alone. */

#pragma once

#include <gio/gio.h>

#include "policy/account-status.h"
#include "policy/meter.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

#define BELL_TYPE_METER_STORE (bell_meter_store_get_type ())
G_DECLARE_FINAL_TYPE (BellMeterStore, bell_meter_store, BELL, METER_STORE, GObject)

/* DIRECTORY (nullable): NULL for $XDG_STATE_HOME/mailbell. */
BellMeterStore *bell_meter_store_new (const char *directory, const char *account_id);

/* What was counted before has been read, or cannot be. */
gboolean bell_meter_store_is_loaded (BellMeterStore *self);

void bell_meter_store_count (BellMeterStore *self, BellMeterKind kind, guint64 n);
void bell_meter_store_connection_ended (BellMeterStore *self);

/* NEWS has just been told, if there was something unread in it. ARRIVED_US: monotonic, when the
 * server first spoke of it. */
void bell_meter_store_rang (BellMeterStore *self, const BellNews *news, gint64 arrived_us);

void bell_meter_store_set_state (BellMeterStore *self, BellAccountState state);
void bell_meter_store_set_paused (BellMeterStore *self);

/* Fills in the bytes of this run, today and this month. */
void bell_meter_store_describe (BellMeterStore *self, BellAccountStatus *status);

/* All of it, see policy/meter-form.h; NULL until it is loaded. (transfer full) (nullable) */
char *bell_meter_store_to_text (BellMeterStore *self);

/* Forgets what was counted, also what has not been read yet and a damaged file that was set aside;
 * what is so now goes on. On disk within a second, without a callback. */
void bell_meter_store_clear (BellMeterStore *self);

/* Mailbell ends, or the account does: done once all is on disk, or cannot be. */
void bell_meter_store_flush_async (BellMeterStore     *self,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
void bell_meter_store_flush_finish (BellMeterStore *self, GAsyncResult *result);

/* Removes the file of an account that was removed; for the command line and watch-list. */
void bell_meter_store_forget (const char *directory, const char *account_id);

G_END_DECLS
