/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One action for each folder, all at once: each knows from the beginning up to which message it goes,
 * and a session carries out those that wait for it in one journey (imap-client-action.c). */

#include "watch/mark-all-read.h"

/* What one of the actions is about. */
typedef struct {
  GTask *task; /* (owned) of all of them */
  char  *account_id;
  char  *folder;
} Step;

/* The data of the task. */
typedef struct {
  BellMarkedMessages *marked; /* (owned) (nullable): NULL once it has been handed out */
  guint               n_waiting;
} Errand;

static void
marked_folder_free (gpointer data)
{
  BellMarkedFolder *folder = data;

  g_free (folder->account_id);
  g_free (folder->folder);
  bell_imap_uid_set_free (folder->uids);
  g_free (folder);
}

void
bell_marked_messages_free (BellMarkedMessages *self)
{
  g_ptr_array_unref (self->folders);
  g_clear_error (&self->error);
  g_free (self);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_clear_pointer (&errand->marked, bell_marked_messages_free);
  g_free (errand);
}

static void
step_free (Step *step)
{
  g_object_unref (step->task);
  g_free (step->account_id);
  g_free (step->folder);
  g_free (step);
}

/* (transfer full) */
static GTask *
new_task (GAsyncReadyCallback callback, gpointer user_data)
{
  GTask  *task = g_task_new (NULL, NULL, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->marked = g_new0 (BellMarkedMessages, 1);
  errand->marked->folders = g_ptr_array_new_with_free_func (marked_folder_free);
  errand->marked->complete = TRUE;
  errand->n_waiting = 1; /* those who ask; see finish_one() */
  g_task_set_task_data (task, errand, errand_free);
  return task;
}

static void
finish_one (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);

  if (--errand->n_waiting == 0)
    g_task_return_pointer (task, g_steal_pointer (&errand->marked),
                           (GDestroyNotify) bell_marked_messages_free);
}

static void
note (BellMarkedMessages *marked, const Step *step, const BellMessagePlace *place)
{
  BellMarkedFolder *folder;

  if (place->marked == NULL) {
    marked->complete = FALSE;
    return;
  }
  if (bell_imap_uid_set_get_n_ranges (place->marked) == 0)
    return;
  folder = g_new (BellMarkedFolder, 1);
  folder->account_id = g_strdup (step->account_id);
  folder->folder = g_strdup (step->folder);
  folder->uid_validity = place->uid_validity;
  folder->uids = bell_imap_uid_set_copy (place->marked);
  g_ptr_array_add (marked->folders, folder);
  marked->n_marked += bell_imap_uid_set_count (place->marked);
}

static void
on_acted (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Step   *step = user_data;
  Errand *errand = g_task_get_task_data (step->task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMessagePlace) place = bell_message_actions_act_finish (result, &error);

  if (place != NULL)
    note (errand->marked, step, place);
  else if (errand->marked->error == NULL)
    errand->marked->error = g_steal_pointer (&error);
  finish_one (step->task);
  step_free (step);
}

static void
act (GTask *task, BellWatchList *watch, const char *account_id, const BellMessageAction *action)
{
  Step *step = g_new (Step, 1);

  step->task = g_object_ref (task);
  step->account_id = g_strdup (account_id);
  step->folder = g_strdup (action->folder);
  ((Errand *) g_task_get_task_data (task))->n_waiting++;
  bell_watch_list_act_async (watch, account_id, action, on_acted, step);
}

/* An account that has told of no folder yet says why it cannot. */
static void
mark_account (GTask *task, BellWatchList *watch, const BellAccountStatus *status)
{
  BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_ALL_READ, .folder = "INBOX" };

  for (guint i = 0; i < status->folders->len; i++) {
    const BellFolderStatus *folder = g_ptr_array_index (status->folders, i);

    action.folder = folder->name;
    if (folder->unread > 0)
      act (task, watch, status->id, &action);
  }
  if (status->folders->len == 0)
    act (task, watch, status->id, &action);
}

void
bell_mark_all_read_async (BellWatchList      *watch,
                          const char         *account_id,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = new_task (callback, user_data);
  g_autoptr (GPtrArray) statuses = bell_watch_list_get_statuses (watch);

  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (account_id != NULL ? g_str_equal (status->id, account_id) : status->unread > 0)
      mark_account (task, watch, status);
  }
  finish_one (task);
}

void
bell_mark_unread_async (BellWatchList            *watch,
                        const BellMarkedMessages *marked,
                        GAsyncReadyCallback       callback,
                        gpointer                  user_data)
{
  g_autoptr (GTask) task = new_task (callback, user_data);

  for (guint i = 0; i < marked->folders->len; i++) {
    const BellMarkedFolder *folder = g_ptr_array_index (marked->folders, i);
    const BellMessageAction action = { .type = BELL_IMAP_ACTION_MARK_UNREAD,
                                       .folder = folder->folder,
                                       .uid_validity = folder->uid_validity,
                                       .uids = folder->uids };

    act (task, watch, folder->account_id, &action);
  }
  finish_one (task);
}

BellMarkedMessages *
bell_mark_all_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
