/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-watcher-status.c: what is so now with one account.
 * The server's counts stay known while it is not asked: during a pause, while something has to be mended,
 * and until a new connection has them. */

#include "watch/account-watcher-private.h"

#include "io/clock.h"
#include "watch/standstill.h"

void
bell_account_watcher_keep_counts (BellAccountWatcher *self)
{
  g_autoptr (BellAccountStatus) status = bell_account_status_new (
    bell_account_get_id (self->account), bell_account_get_address (self->account), NULL);

  bell_session_set_describe (self->sessions, status);
  if (!status->unread_known)
    return;
  bell_account_watcher_forget_counts (self);
  self->counted = g_steal_pointer (&status);
}

void
bell_account_watcher_forget_counts (BellAccountWatcher *self)
{
  g_clear_pointer (&self->counted, bell_account_status_unref);
}

/* Still not known in the sense of the status: this is what was so. */
static void
recall_counts (BellAccountWatcher *self, BellAccountStatus *status)
{
  GPtrArray *folders = self->counted->folders;

  status->unread = self->counted->unread;
  g_ptr_array_set_size (status->folders, 0);
  for (guint i = 0; i < folders->len; i++) {
    const BellFolderStatus *folder = g_ptr_array_index (folders, i);

    bell_account_status_add_folder (status, folder->name, folder->unread, BELL_PUSH_NONE);
  }
}

static gboolean
is_watched (const BellAccountStatus *status)
{
  return status->state == BELL_ACCOUNT_PUSHING || status->state == BELL_ACCOUNT_POLLING;
}

/* It would be watched on another network. */
static gboolean
is_paused_here (BellAccountWatcher *self)
{
  return self->running && bell_account_get_enabled (self->account) &&
         bell_account_watcher_make_plan (self).paused;
}

/* What holds in every phase. Of sessions that connect it is for them to say whether they are offline. */
static void
complete (BellAccountWatcher *self, BellAccountStatus *status)
{
  if (!status->unread_known && self->counted != NULL && bell_account_get_enabled (self->account))
    recall_counts (self, status);
  if (self->phase != WATCHING)
    status->offline = status->state == BELL_ACCOUNT_WAITING_TO_RETRY ||
                      status->state == BELL_ACCOUNT_WAITING_FOR_NETWORK;
  else if (status->state == BELL_ACCOUNT_ASK_USER || is_watched (status))
    status->offline = FALSE;
}

BellAccountStatus *
bell_account_watcher_get_status (BellAccountWatcher *self)
{
  BellAccountStatus *status = bell_account_status_new (bell_account_get_id (self->account),
                                                       bell_account_get_address (self->account),
                                                       bell_account_get_name (self->account));

  switch (self->phase) {
  case LOADING:
  case ASKING:
    status->state = BELL_ACCOUNT_CONNECTING;
    break;
  case WATCHING:
    bell_session_set_count_bytes (self->sessions);
    bell_session_set_describe (self->sessions, status);
    if (status->error == NULL)
      status->error = g_strdup (bell_seen_store_get_error (self->seen));
    break;
  case WAITING_FOR_SECRETS:
  case WAITING_FOR_USER:
    status->state =
      self->retry_at_us != BELL_NEVER ? BELL_ACCOUNT_WAITING_TO_RETRY : BELL_ACCOUNT_ASK_USER;
    status->retry_at_us = self->retry_at_us;
    bell_standstill_by_error (status, self->account, self->error);
    break;
  case WAITING_FOR_NETWORK:
    status->state = BELL_ACCOUNT_WAITING_FOR_NETWORK;
    bell_standstill_by_error (status, self->account, self->error);
    break;
  case STOPPED:
  default:
    if (is_paused_here (self))
      bell_standstill_by_pause (status);
    break;
  }
  complete (self, status);
  bell_meter_store_describe (self->meter, status);
  return status;
}
