/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for new messages: UID FETCH of everything above the highest UID seen.
 *
 * "n:*" also returns the last message when its UID is below n (RFC 9051 §9, seq-range), and UIDs
 * may come in any order, in several FETCH responses each: everything is gathered until the tagged
 * answer, then told once, in order. */

#include "imap/imap-client-private.h"

#define HEADER_FIELDS "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)]"

/* A look that the server refuses is repeated after a while, but not for ever. */
#define LOOK_AGAIN (30 * BELL_SECOND)
#define MAX_FAILED_LOOKS 3

void
bell_imap_look_free (BellImapLook *look)
{
  g_hash_table_unref (look->messages);
  g_free (look);
}

static BellImapLook *
look_new (void)
{
  BellImapLook *look = g_new0 (BellImapLook, 1);

  look->messages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) bell_imap_news_free);
  return look;
}

/* First sight of a mailbox whose server does not tell UIDNEXT: its last message is the baseline. */
void
bell_imap_client_ask_baseline (BellImapClient *self)
{
  self->look = look_new ();
  bell_imap_client_send (self, BELL_IMAP_COMMAND_BASELINE, BELL_IMAP_FOLLOW_ANY,
                         "UID FETCH * (UID)");
}

void
bell_imap_client_done_baseline (BellImapClient         *self,
                                const BellImapResponse *response,
                                gint64 now_us           G_GNUC_UNUSED)
{
  g_autoptr (BellImapLook) look = g_steal_pointer (&self->look);

  if (response->type == BELL_IMAP_RESPONSE_OK && look != NULL)
    self->mailbox.uid_seen = MAX (self->mailbox.uid_seen, look->uid_highest);
  bell_imap_client_tell (self, BELL_IMAP_EVENT_MAILBOX);
}

/* Of an import of thousands only the flags are asked for: nobody reads their subjects one by one. */
void
bell_imap_client_ask_news (BellImapClient *self)
{
  BellImapMailbox *mailbox = &self->mailbox;
  g_autofree char *command = NULL;

  mailbox->news_due_us = BELL_NEVER;
  if (self->look != NULL || mailbox->uid_seen == G_MAXUINT32)
    return;
  self->look = look_new ();
  self->look->n_arrived = mailbox->n_arrived;
  self->look->with_headers = mailbox->n_arrived <= BELL_IMAP_NEWS_LIMIT;
  self->look->after_absence = !mailbox->caught_up;
  mailbox->n_arrived = 0;
  command = g_strdup_printf ("UID FETCH %u:* (UID FLAGS%s)", mailbox->uid_seen + 1,
                             self->look->with_headers ? " " HEADER_FIELDS : "");
  bell_imap_client_send (self, BELL_IMAP_COMMAND_NEWS, BELL_IMAP_FOLLOW_ANY, command);
}

static GBytes *
find_header (const BellImapFetch *fetch)
{
  for (guint i = 0; i < fetch->sections->len; i++) {
    const BellImapSection *section = g_ptr_array_index (fetch->sections, i);

    if (g_str_has_prefix (section->name, "BODY[HEADER.FIELDS"))
      return section->bytes;
  }
  return NULL;
}

static void
remember (BellImapLook *look, const BellImapFetch *fetch)
{
  BellImapNews *news = g_hash_table_lookup (look->messages, GUINT_TO_POINTER (fetch->uid));
  GBytes       *header = find_header (fetch);

  if (news == NULL) {
    news = g_new0 (BellImapNews, 1);
    news->uid = fetch->uid;
    news->header = g_bytes_new_static (NULL, 0);
    g_hash_table_insert (look->messages, GUINT_TO_POINTER (fetch->uid), news);
  }
  if (fetch->flags != NULL)
    news->seen = bell_imap_flags_contain (fetch->flags, "\\Seen") ||
                 bell_imap_flags_contain (fetch->flags, "\\Deleted");
  if (header != NULL) {
    g_bytes_unref (news->header);
    news->header = g_bytes_ref (header);
  }
}

/* TRUE if it belongs to the look in flight. */
gboolean
bell_imap_client_got_fetch (BellImapClient *self, const BellImapFetch *fetch)
{
  BellImapLook *look = self->look;

  if (look == NULL || fetch->uid <= self->mailbox.uid_seen)
    return FALSE;
  look->uid_highest = MAX (look->uid_highest, fetch->uid);
  if (g_hash_table_contains (look->messages, GUINT_TO_POINTER (fetch->uid)) ||
      (look->with_headers && g_hash_table_size (look->messages) < BELL_IMAP_NEWS_LIMIT))
    remember (look, fetch);
  else if (!bell_imap_flags_contain (fetch->flags, "\\Seen"))
    look->n_more++;
  return TRUE;
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  const BellImapNews *first = *(BellImapNews *const *) a, *second = *(BellImapNews *const *) b;

  return first->uid < second->uid ? -1 : first->uid > second->uid;
}

static GPtrArray *
take_messages (BellImapLook *look)
{
  GPtrArray     *news = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_news_free);
  GHashTableIter iter;
  gpointer       message;

  g_hash_table_iter_init (&iter, look->messages);
  while (g_hash_table_iter_next (&iter, NULL, &message)) {
    g_hash_table_iter_steal (&iter);
    g_ptr_array_add (news, message);
  }
  g_ptr_array_sort (news, compare_uids);
  return news;
}

static void
look_failed (BellImapClient *self, const BellImapLook *look, gint64 now_us)
{
  if (++self->n_failed_looks > MAX_FAILED_LOOKS)
    return;
  self->mailbox.n_arrived += look->n_arrived;
  self->mailbox.news_due_us = MIN (self->mailbox.news_due_us, now_us + LOOK_AGAIN);
}

void
bell_imap_client_done_news (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  g_autoptr (BellImapLook) look = g_steal_pointer (&self->look);
  BellImapMailbox *mailbox = &self->mailbox;
  BellImapEvent   *event;

  if (look == NULL)
    return;
  if (response->type != BELL_IMAP_RESPONSE_OK && look->uid_highest == 0) {
    look_failed (self, look, now_us);
    return;
  }
  self->n_failed_looks = 0;
  mailbox->uid_seen = MAX (mailbox->uid_seen, look->uid_highest);
  if (look->after_absence && mailbox->uid_next > 0)
    mailbox->uid_seen = MAX (mailbox->uid_seen, mailbox->uid_next - 1);
  mailbox->caught_up = TRUE;
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_NEWS);
  event->news = take_messages (look);
  event->n_more = look->n_more;
  event->after_absence = look->after_absence;
}
