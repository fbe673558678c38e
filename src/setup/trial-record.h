/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial-record.h: which message a trial has put into the inbox, written down before it does: when it
 * cannot take it out again, whoever connects next does so.
 * File:   $XDG_STATE_HOME/mailbell/ACCOUNT-ID.trial: the Message-ID, when, and the mailbox. It is there
 *         while a trial is at work, and is locked then; the lock ends with the process, so a record
 *         that is there and not locked is of a message that was left behind.
 * Errors: those of G_IO_ERROR: BUSY if another process is at it. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BellTrialRecord BellTrialRecord;

/* Takes the record of an account for as long as it is not freed. TO_WRITE: makes one if there is
 * none; else that is G_IO_ERROR_NOT_FOUND. */
void             bell_trial_record_take_async (const char         *account_id,
                                               gboolean            to_write,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
BellTrialRecord *bell_trial_record_take_finish (GAsyncResult *result, GError **error);
void             bell_trial_record_free (BellTrialRecord *self);

/* Of the message that was left behind; its mailbox on the wire. (transfer none) (nullable) */
const char *bell_trial_record_get_message_id (BellTrialRecord *self);
const char *bell_trial_record_get_mailbox (BellTrialRecord *self);

/* Unix seconds: when that was. */
gint64 bell_trial_record_get_time (BellTrialRecord *self);

/* In the file, in place of what stood there; if there is no room, the trial goes on without. */
void bell_trial_record_write (BellTrialRecord *self, const char *message_id, const char *mailbox);

/* Nothing is left behind any more. */
void bell_trial_record_clear (BellTrialRecord *self);

/* Of an account that was removed. */
void bell_trial_record_forget (const char *account_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellTrialRecord, bell_trial_record_free)

G_END_DECLS
