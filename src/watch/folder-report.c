/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums, and the first error there is. */

#include "watch/folder-report.h"

#include <glib/gi18n-lib.h>

#include "watch/folder-watcher.h"

static void
add_folder (BellFolderWatcher *folder, BellAccountStatus *status)
{
  BellPush push = bell_folder_watcher_get_push (folder);
  guint    unread = 0;
  guint64  in, out;

  status->unread_known |= bell_folder_watcher_get_unread (folder, &unread);
  bell_account_status_add_folder (status, bell_folder_watcher_get_folder (folder), unread, push);
  status->unread += unread;
  status->push = MIN (status->push, push);
  bell_folder_watcher_get_bytes (folder, &in, &out);
  status->bytes_in += in;
  status->bytes_out += out;
}

static char *
find_error (GPtrArray *folders)
{
  for (guint i = 1; i < folders->len; i++) {
    BellFolderWatcher *folder = g_ptr_array_index (folders, i);

    if (bell_folder_watcher_get_error (folder) != NULL)
      /* Translators: the name of a mail folder, and a sentence that says what is wrong. */
      return g_strdup_printf (_ ("%s: %s"), bell_folder_watcher_get_folder (folder),
                              bell_folder_watcher_get_error (folder));
  }
  return NULL;
}

void
bell_folder_report_describe (GPtrArray *folders, BellAccountStatus *status)
{
  BellFolderWatcher *first = g_ptr_array_index (folders, 0);

  status->push = BELL_PUSH_NOTIFY;
  for (guint i = 0; i < folders->len; i++)
    add_folder (g_ptr_array_index (folders, i), status);
  status->state = bell_folder_watcher_get_state (first);
  status->retry_at_us = bell_folder_watcher_get_retry_at (first);
  status->connected_since = bell_folder_watcher_get_connected_since (first);
  status->error = g_strdup (bell_folder_watcher_get_error (first));
  if (status->error == NULL)
    status->error = find_error (folders);
}
