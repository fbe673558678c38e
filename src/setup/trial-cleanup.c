/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session of its own, for the one that watches has nothing open for writing. */

#include "setup/trial-cleanup.h"

#define LIMIT_US (60 * BELL_SECOND)

typedef struct {
  BellOneOff      *one_off; /* (owned) */
  BellTrialRecord *record;  /* (owned) */
} Cleanup;

static void
cleanup_free (Cleanup *self)
{
  bell_one_off_free (self->one_off);
  bell_trial_record_free (self->record);
  g_free (self);
}

static void
finish (GTask *task, const GError *error)
{
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

/* What the server refuses to remove it would refuse the next time as well. */
static void
on_event (BellSession *session, const BellImapEvent *event, GTask *task)
{
  Cleanup *self = g_task_get_task_data (task);

  if (event->type == BELL_IMAP_EVENT_READY)
    bell_session_sweep (session, bell_trial_record_get_mailbox (self->record),
                        bell_trial_record_get_message_id (self->record),
                        bell_trial_record_get_time (self->record));
  else if (event->type == BELL_IMAP_EVENT_ERRAND_DONE) {
    bell_trial_record_clear (self->record);
    bell_one_off_end (self->one_off, event->error);
  }
}

static const BellOneOffCalls calls = { .finish = finish };

void
bell_trial_cleanup_async (BellTrialRecord          *record,
                          const BellEndpoint       *endpoint,
                          const BellConnectionUser *user,
                          GAsyncReadyCallback       callback,
                          gpointer                  user_data)
{
  const BellImapClientConfig how = { .renewal_us = LIMIT_US, .polling_us = LIMIT_US };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Cleanup *self = g_new0 (Cleanup, 1);

  g_task_set_task_data (task, self, (GDestroyNotify) cleanup_free);
  self->record = record;
  self->one_off = bell_one_off_new (task, &calls, NULL);
  bell_one_off_set_limit (self->one_off, LIMIT_US);
  bell_session_start (
    bell_one_off_add_session (self->one_off, endpoint, user, &how, G_CALLBACK (on_event)));
}

gboolean
bell_trial_cleanup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
