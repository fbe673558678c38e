/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seen-owner.c: forgets what was seen as another user. The server does not count: it may be known by
 * several names, and one that is really another most often tells of itself by UIDVALIDITY. */

#include "watch/seen-owner.h"

/* UIDS (nullable): in IMAP's notation. */
static void
tell (const BellImapRemembered *folder,
      const char               *uids,
      BellSeenOwnerGone         gone,
      gpointer                  user_data)
{
  g_autoptr (BellImapUidSet) set = uids != NULL ? bell_imap_uid_set_parse (uids) : NULL;
  BellImapEvent event = { .type = BELL_IMAP_EVENT_GONE,
                          .mailbox = (char *) folder->mailbox,
                          .uid_validity = folder->uid_validity,
                          .uids = set };

  if (set != NULL)
    gone (&event, user_data);
}

void
bell_seen_owner_check (BellAccount        *account,
                       BellSeenStore      *seen,
                       BellMessageActions *actions,
                       BellSeenOwnerGone   gone,
                       gpointer            user_data)
{
  const char *user = bell_account_get_user (account);
  g_autoptr (GArray) folders = NULL;

  if (bell_seen_store_is_of (seen, user))
    return;
  folders = bell_seen_store_get_all (seen);
  for (guint i = 0; i < folders->len; i++) {
    const BellImapRemembered *folder = &g_array_index (folders, BellImapRemembered, i);
    g_autofree char          *all = g_strdup_printf ("1:%u", folder->uid_seen);

    tell (folder, folder->told, gone, user_data);
    tell (folder, all, gone, user_data);
  }
  bell_seen_store_begin_anew (seen, user);
  bell_message_actions_abandon (actions);
}
