/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session that signs in and lists the mailboxes. */

#include "setup/folder-list.h"

#include "imap/imap-mailbox-name.h"

#include <glib/gi18n-lib.h>

#define LIMIT_US (30 * BELL_SECOND)

typedef struct {
  BellOneOff *one_off; /* (owned) */
  GPtrArray  *folders; /* (owned) of BellFolder */
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
  bell_one_off_free (self->one_off);
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

static void
finish (GTask *task, const GError *error)
{
  Listing *self = g_task_get_task_data (task);

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
    bell_one_off_end (self->one_off, event->error);
}

static const BellOneOffCalls calls = { .finish = finish };

void
bell_folder_list_async (const BellEndpoint       *endpoint,
                        const BellConnectionUser *user,
                        GCancellable             *cancellable,
                        GAsyncReadyCallback       callback,
                        gpointer                  user_data)
{
  const BellImapClientConfig how = { .renewal_us = LIMIT_US, .polling_us = LIMIT_US };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Listing *self = g_new0 (Listing, 1);

  g_task_set_task_data (task, self, (GDestroyNotify) listing_free);
  self->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_folder_free);
  self->one_off = bell_one_off_new (task, &calls, cancellable);
  bell_one_off_set_limit (self->one_off, LIMIT_US);
  bell_session_start (
    bell_one_off_add_session (self->one_off, endpoint, user, &how, G_CALLBACK (on_event)));
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
