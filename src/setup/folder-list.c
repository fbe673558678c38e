/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-list.c: a session that signs in, lists the mailboxes and is closed. */

#include "setup/folder-list.h"

#include "imap/imap-mailbox-name.h"
#include "io/clock.h"
#include "io/session.h"

#include <glib/gi18n-lib.h>

#define LIMIT_US (30 * BELL_SECOND)

typedef struct {
  BellSession *session;   /* (owned) */
  BellAlarm   *limit;     /* (owned) */
  GSource     *cancelled; /* (owned) (nullable) */
  GPtrArray   *folders;   /* (owned) of BellFolder */
} Listing;

void
bell_folder_free (BellFolder *folder)
{
  g_free (folder->name);
  g_free (folder);
}

static void
listing_free (Listing *self)
{
  g_object_unref (self->session);
  bell_alarm_free (self->limit);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_ptr_array_unref (self->folders);
  g_free (self);
}

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  const BellFolder *first = *(const BellFolder *const *) a;
  const BellFolder *second = *(const BellFolder *const *) b;
  gboolean          first_is_inbox = first->role == BELL_IMAP_ROLE_INBOX;
  gboolean          second_is_inbox = second->role == BELL_IMAP_ROLE_INBOX;

  if (first_is_inbox != second_is_inbox)
    return first_is_inbox ? -1 : 1;
  return g_utf8_collate (first->name, second->name);
}

/* The reference to TASK that the listing held goes with it. ERROR (nullable). */
static void
finish (GTask *task, const GError *error)
{
  G_GNUC_UNUSED g_autoptr (GTask) last = task;
  Listing      *self = g_task_get_task_data (task);

  bell_alarm_set (self->limit, BELL_NEVER);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_signal_handlers_disconnect_by_data (self->session, task);
  bell_session_close (self->session);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL) {
    g_task_return_error (task, g_error_copy (error));
    return;
  }
  g_ptr_array_sort (self->folders, compare_folders);
  g_task_return_boolean (task, TRUE);
}

/* A name that is no UTF-8 after decoding cannot stand in the settings. */
static void
add_folder (Listing *self, const BellImapEvent *event)
{
  g_autofree char *name = bell_imap_mailbox_name_is_inbox (event->mailbox)
                            ? g_strdup ("INBOX")
                            : bell_imap_mailbox_name_decode (event->mailbox);
  BellFolder      *folder;

  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return;
  folder = g_new0 (BellFolder, 1);
  folder->name = g_steal_pointer (&name);
  folder->role = event->role;
  folder->unread = BELL_FOLDER_UNREAD_UNKNOWN;
  g_ptr_array_add (self->folders, folder);
}

static void
set_unread (Listing *self, const BellImapEvent *event)
{
  g_autofree char *name = bell_imap_mailbox_name_decode (event->mailbox);

  for (guint i = 0; name != NULL && i < self->folders->len; i++) {
    BellFolder *folder = g_ptr_array_index (self->folders, i);

    if (g_str_equal (folder->name, name))
      folder->unread = event->unread;
  }
}

static void
on_event (BellSession *session, const BellImapEvent *event, GTask *task)
{
  Listing *self = g_task_get_task_data (task);

  if (event->type == BELL_IMAP_EVENT_READY)
    bell_session_list (session);
  else if (event->type == BELL_IMAP_EVENT_LISTED)
    add_folder (self, event);
  else if (event->type == BELL_IMAP_EVENT_UNREAD)
    set_unread (self, event);
  else if (event->type == BELL_IMAP_EVENT_ERRAND_DONE)
    finish (task, event->error);
}

static void
on_ended (G_GNUC_UNUSED BellSession *session, const GError *error, GTask *task)
{
  g_autoptr (GError) closed =
    g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_CLOSED, "closed early");

  finish (task, error != NULL ? error : closed);
}

static void
on_limit (gpointer user_data)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");

  finish (user_data, error);
}

static gboolean
on_cancelled (G_GNUC_UNUSED GCancellable *cancellable, gpointer user_data)
{
  finish (user_data, NULL);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Listing *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
}

void
bell_folder_list_async (const BellEndpoint       *endpoint,
                        const BellConnectionUser *user,
                        GCancellable             *cancellable,
                        GAsyncReadyCallback       callback,
                        gpointer                  user_data)
{
  GTask                     *task = g_task_new (NULL, cancellable, callback, user_data);
  Listing                   *self = g_new0 (Listing, 1);
  const BellImapClientConfig config = {
    .security = endpoint->security,
    .user = user->user,
    .password = user->secret->password,
    .token = user->secret->token,
    .host = endpoint->host,
    .port = endpoint->port,
    .external = endpoint->client_certificate != NULL,
    .mechanism = user->mechanism,
    .strongest = user->strongest,
    .plus_broken = user->plus_broken,
    .external_broken = user->external_broken,
    .renewal_us = LIMIT_US,
    .polling_us = LIMIT_US,
    .random = g_random_int (),
  };

  self->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_folder_free);
  self->session = bell_session_new (endpoint, &config, "folders");
  self->limit = bell_alarm_new (on_limit, task);
  g_task_set_task_data (task, self, (GDestroyNotify) listing_free);
  g_signal_connect (self->session, "event", G_CALLBACK (on_event), task);
  g_signal_connect (self->session, "ended", G_CALLBACK (on_ended), task);
  watch_cancellable (self, task);
  bell_alarm_set (self->limit, bell_clock_now () + LIMIT_US);
  bell_session_start (self->session);
}

GPtrArray *
bell_folder_list_finish (GAsyncResult *result, GError **error)
{
  GTask   *task = G_TASK (result);
  Listing *self = g_task_get_task_data (task);

  return g_task_propagate_boolean (task, error) ? g_ptr_array_ref (self->folders) : NULL;
}

const char *
bell_folder_role_to_text (BellImapRole role)
{
  switch (role) {
  case BELL_IMAP_ROLE_INBOX:
    return _ ("Inbox");
  case BELL_IMAP_ROLE_ARCHIVE:
    return _ ("Archive");
  case BELL_IMAP_ROLE_TRASH:
    return _ ("Trash");
  case BELL_IMAP_ROLE_JUNK:
    return _ ("Junk");
  case BELL_IMAP_ROLE_SENT:
    return _ ("Sent");
  case BELL_IMAP_ROLE_DRAFTS:
    return _ ("Drafts");
  case BELL_IMAP_ROLE_VIRTUAL:
    return _ ("The same messages once more");
  case BELL_IMAP_ROLE_ORDINARY:
  case BELL_IMAP_ROLE_NOT_SELECTABLE:
  case BELL_IMAP_N_ROLES:
  default:
    return NULL;
  }
}
