/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-event.c: what a session tells its caller. */

#include "imap/imap-event.h"

void
bell_imap_news_free (BellImapNews *news)
{
  g_clear_pointer (&news->header, g_bytes_unref);
  g_clear_pointer (&news->text, g_bytes_unref);
  g_free (news->preview);
  g_clear_pointer (&news->invitation, bell_imap_part_free);
  g_clear_pointer (&news->calendar, g_bytes_unref);
  g_free (news);
}

void
bell_imap_event_free (BellImapEvent *event)
{
  g_free (event->mailbox);
  g_free (event->told);
  g_free (event->earlier);
  g_clear_pointer (&event->news, g_ptr_array_unref);
  g_clear_pointer (&event->uids, bell_imap_uid_set_free);
  g_free (event->target);
  g_clear_pointer (&event->target_uids, bell_imap_uid_set_free);
  g_clear_pointer (&event->exchange, bell_imap_exchange_unref);
  g_clear_error (&event->error);
  g_free (event);
}
