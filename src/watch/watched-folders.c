/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few folders: found by looking at each. */

#include "watch/watched-folders.h"

#include "imap/imap-mailbox-name.h"

static void
watched_folder_free (BellWatchedFolder *folder)
{
  g_free (folder->mailbox);
  g_free (folder->name);
  g_free (folder);
}

GPtrArray *
bell_watched_folders_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) watched_folder_free);
}

BellWatchedFolder *
bell_watched_folders_find (GPtrArray *folders, const char *mailbox)
{
  for (guint i = 0; i < folders->len; i++) {
    BellWatchedFolder *folder = g_ptr_array_index (folders, i);

    if (g_str_equal (folder->mailbox, mailbox))
      return folder;
  }
  return NULL;
}

/* What cannot be decoded is shown as it stands on the wire, made valid UTF-8. */
static char *
name_for_people (const char *mailbox)
{
  char *name = bell_imap_mailbox_name_decode (mailbox);

  return name != NULL ? name : g_utf8_make_valid (mailbox, -1);
}

BellWatchedFolder *
bell_watched_folders_need (GPtrArray *folders, const char *mailbox)
{
  BellWatchedFolder *folder = bell_watched_folders_find (folders, mailbox);

  if (folder != NULL)
    return folder;
  folder = g_new0 (BellWatchedFolder, 1);
  folder->mailbox = g_strdup (mailbox);
  folder->name = name_for_people (mailbox);
  folder->unread = -1;
  g_ptr_array_add (folders, folder);
  return folder;
}

void
bell_watched_folders_set_push (GPtrArray *folders, BellPush first, BellPush others)
{
  for (guint i = 0; i < folders->len; i++)
    ((BellWatchedFolder *) g_ptr_array_index (folders, i))->push = i == 0 ? first : others;
}

BellPush
bell_push_of_rung (BellImapRung rung)
{
  static const BellPush pushes[] = { [BELL_IMAP_RUNG_NONE] = BELL_PUSH_NONE,
                                     [BELL_IMAP_RUNG_POLL] = BELL_PUSH_POLL,
                                     [BELL_IMAP_RUNG_IDLE] = BELL_PUSH_IDLE,
                                     [BELL_IMAP_RUNG_NOTIFY] = BELL_PUSH_NOTIFY };

  return pushes[rung];
}
