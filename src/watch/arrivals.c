/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arrivals.c: what the core fetched of new messages, as people are told of it. */

#include "watch/arrivals.h"

#include "imap/imap-mailbox-name.h"

char *
bell_arrivals_name_folder (const char *mailbox)
{
  char *name;

  if (bell_imap_mailbox_name_is_inbox (mailbox))
    return NULL;
  name = bell_imap_mailbox_name_decode (mailbox);
  return name != NULL ? name : g_utf8_make_valid (mailbox, -1);
}

/* (transfer full) (nullable) */
static BellInvitation *
read_invitation (const BellImapNews *message)
{
  gsize       length;
  const void *bytes;

  if (message->calendar == NULL)
    return NULL;
  bytes = g_bytes_get_data (message->calendar, &length);
  return bell_invitation_new (bytes, length, message->invitation->encoding,
                              message->invitation->charset);
}

/* (transfer full) */
static BellMessageSummary *
summarise (const BellImapNews *message, guint32 uid_validity)
{
  gsize               length;
  const void         *header = g_bytes_get_data (message->header, &length);
  BellMessageSummary *summary =
    bell_message_summary_new (uid_validity, message->uid, message->seen, header, length);

  bell_message_summary_set_preview (summary, message->preview, message->header, message->text);
  bell_message_summary_set_invitation (summary, read_invitation (message));
  return summary;
}

static GPtrArray *
new_array (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bell_message_summary_unref);
}

GPtrArray *
bell_arrivals_summarise (const BellImapEvent *event)
{
  GPtrArray *messages = new_array ();

  for (guint i = 0; i < event->news->len; i++)
    g_ptr_array_add (messages, summarise (g_ptr_array_index (event->news, i), event->uid_validity));
  return messages;
}

void
bell_arrivals_init (BellArrivals        *self,
                    const BellImapEvent *event,
                    BellRecentMessages  *recent,
                    gint64               now_us)
{
  g_autoptr (GPtrArray) messages = bell_arrivals_summarise (event);

  self->news = new_array ();
  self->moved = new_array ();
  for (guint i = 0; i < messages->len; i++) {
    BellMessageSummary *message = g_ptr_array_index (messages, i);
    BellRecent          known = bell_recent_messages_add (recent, event->mailbox, message, now_us);

    if (known != BELL_RECENT_COPY)
      g_ptr_array_add (known == BELL_RECENT_MOVED ? self->moved : self->news,
                       bell_message_summary_ref (message));
  }
}

void
bell_arrivals_clear (BellArrivals *self)
{
  g_ptr_array_unref (self->news);
  g_ptr_array_unref (self->moved);
}
