/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial-cleanup.h: takes the message out of a mailbox that a trial has had to leave there. */

#pragma once

#include "setup/one-off-session.h"
#include "setup/trial-record.h"

G_BEGIN_DECLS

/* RECORD: with a message, and cleared once that is gone. */
void     bell_trial_cleanup_async (BellTrialRecord          *record, /* (transfer full) */
                                   const BellEndpoint       *endpoint,
                                   const BellConnectionUser *user,
                                   GAsyncReadyCallback       callback,
                                   gpointer                  user_data);
gboolean bell_trial_cleanup_finish (GAsyncResult *result, GError **error);

G_END_DECLS
