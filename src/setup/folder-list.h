/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder-list.h: asks a server, over a connection of its own, which folders there are.
 * Limits: half a minute, 500 folders.
 * Owns: a folder owns its name. */

#pragma once

#include "imap/imap-special-use.h"
#include "setup/connection-check.h"

G_BEGIN_DECLS

#define BELL_FOLDER_UNREAD_UNKNOWN (G_GINT64_CONSTANT (-1))

typedef struct {
  char        *name; /* (owned) UTF-8, as the settings have it; the inbox is "INBOX" */
  BellImapRole role;
  gint64       unread; /* or BELL_FOLDER_UNREAD_UNKNOWN */
} BellFolder;

void bell_folder_free (BellFolder *folder);

void bell_folder_list_async (const BellEndpoint       *endpoint,
                             const BellConnectionUser *user,
                             GCancellable             *cancellable,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data);

/* Of BellFolder, the inbox first, then by name. (transfer full) (nullable): NULL with ERROR. */
GPtrArray *bell_folder_list_finish (GAsyncResult *result, GError **error);

/* What the role of a folder is called, if it says more than its name: "Trash". Translated.
 * (transfer none) (nullable) */
const char *bell_folder_role_to_text (BellImapRole role);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellFolder, bell_folder_free)

G_END_DECLS
