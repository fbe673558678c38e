/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest unread messages that were there before, for a list of them: told once, as no news.
 *
 * Asked for when the mailbox is watched and there is nothing to tell of it: a bell is more urgent. First
 * which ones they are, among the last messages only, so that neither the answer nor the server's work
 * grows with the mailbox; then their header fields, by UID. Of a message that is read or removed
 * meanwhile the server tells as ever, and it is not told here.
 *
 * The search counts messages, which may have gone when the server reads it (RFC 9051 §5.5): the range is
 * a bound and no more, and what it leads to are UIDs. Who refuses it is not asked again. */

#include "imap/imap-client-action.h"

/* At eleven bytes each they fit into any line, where the server cannot tell them in ranges. */
#define SEARCHED 200

void
bell_imap_client_wish_newest (BellImapClient *self, guint n_wished)
{
  self->newest.n_wished = MIN (n_wished, BELL_IMAP_TOLD_LIMIT);
  if (n_wished > 0)
    self->newest.stage = BELL_IMAP_NEWEST_WISHED;
}

void
bell_imap_client_clear_newest (BellImapClient *self)
{
  g_clear_pointer (&self->newest.news, bell_imap_uid_set_free);
  g_clear_pointer (&self->newest.found, bell_imap_uid_set_free);
  g_clear_pointer (&self->newest.look, bell_imap_look_free);
}

/* MESSAGES: (transfer full) of BellImapNews. What became of them is of interest from now on. */
static void
tell_newest (BellImapClient *self, GPtrArray *messages)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);

  home->earlier.n = 0;
  for (guint i = 0; i < messages->len; i++)
    bell_imap_told_add (&home->earlier, ((BellImapNews *) g_ptr_array_index (messages, i))->uid);
  bell_imap_client_clear_newest (self);
  self->newest.stage = BELL_IMAP_NEWEST_TOLD;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_NEWEST, home)->news = messages;
}

static void
tell_none (BellImapClient *self)
{
  tell_newest (self, g_ptr_array_new ());
}

/* How many there is room for, beside the news. */
static guint
get_n_wanted (const BellImapClient *self)
{
  const BellImapNewest *newest = &self->newest;
  guint64               n_news = newest->news != NULL ? bell_imap_uid_set_count (newest->news) : 0;

  return n_news < newest->n_wished ? newest->n_wished - (guint) n_news : 0;
}

void
bell_imap_client_spare_newest (BellImapClient        *self,
                               const BellImapMailbox *mailbox,
                               GPtrArray             *messages)
{
  BellImapNewest *newest = &self->newest;

  if (newest->stage == BELL_IMAP_NEWEST_TOLD || mailbox != bell_imap_client_get_home (self))
    return;
  if (newest->news == NULL)
    newest->news = bell_imap_uid_set_new ();
  for (guint i = 0; i < messages->len; i++) {
    const BellImapNews *news = g_ptr_array_index (messages, i);

    if (!news->seen)
      bell_imap_uid_set_add (newest->news, news->uid);
  }
}

/* It is watched, and nothing that is new in it waits to be told. What became of those that were told of
 * is asked for in flights of its own, for its answer would speak of these as well. */
static gboolean
is_calm (const BellImapClient *self)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);

  return self->rung_told != BELL_IMAP_RUNG_NONE && home->known && home->look == NULL &&
         home->news_due_us == BELL_NEVER && home->unread >= 0 &&
         bell_imap_client_get_told_due (self, home) == BELL_NEVER &&
         !bell_imap_queue_awaits_about (self->queue, BELL_IMAP_COMMAND_TOLD, home);
}

void
bell_imap_client_settle_newest (BellImapClient *self)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);
  BellImapNewestStage    stage = self->newest.stage;

  if ((stage == BELL_IMAP_NEWEST_WISHED && is_calm (self) &&
       (home->unread == 0 || home->exists == 0 || get_n_wanted (self) == 0)) ||
      (stage == BELL_IMAP_NEWEST_FOUND && home->earlier.n == 0))
    tell_none (self);
}

gint64
bell_imap_client_get_newest_due (const BellImapClient *self)
{
  BellImapNewestStage stage = self->newest.stage;

  if (stage != BELL_IMAP_NEWEST_WISHED && stage != BELL_IMAP_NEWEST_FOUND)
    return BELL_NEVER;
  return is_calm (self) ? 0 : BELL_NEVER;
}

static void
ask_which (BellImapClient *self, const BellImapMailbox *home)
{
  guint32          first = home->exists > SEARCHED ? home->exists - SEARCHED + 1 : 1;
  gboolean         compact = bell_imap_client_has_either (self, "ESEARCH");
  g_autofree char *command =
    g_strdup_printf ("UID SEARCH %s%u:* UNSEEN UNDELETED", compact ? "RETURN (ALL) " : "", first);

  self->newest.stage = BELL_IMAP_NEWEST_SOUGHT;
  bell_imap_client_send (self, BELL_IMAP_COMMAND_NEWEST_SEARCH, BELL_IMAP_FOLLOW_ANY, &self->newest,
                         command);
}

/* A list shows who wrote what, and no more. */
static void
fetch (BellImapClient *self, const BellImapMailbox *home)
{
  g_autofree char *uids = bell_imap_told_to_string (&home->earlier);
  g_autofree char *command = g_strdup_printf (
    "UID FETCH %s (UID FLAGS BODY.PEEK[HEADER.FIELDS (" BELL_IMAP_NEWS_FIELDS ")])", uids);

  self->newest.stage = BELL_IMAP_NEWEST_FETCHED;
  self->newest.look = bell_imap_look_new ();
  bell_imap_client_send (self, BELL_IMAP_COMMAND_NEWEST_FETCH, BELL_IMAP_FOLLOW_ANY, &self->newest,
                         command);
}

void
bell_imap_client_ask_newest (BellImapClient *self)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);

  if (self->newest.stage == BELL_IMAP_NEWEST_WISHED)
    ask_which (self, home);
  else
    fetch (self, home);
}

/* (transfer none) */
static BellImapUidSet *
need_found (BellImapClient *self)
{
  if (self->newest.found == NULL)
    self->newest.found = bell_imap_uid_set_new ();
  return self->newest.found;
}

/* Without a tag it is the answer to whatever was asked for first. */
gboolean
bell_imap_client_got_newest_uids (BellImapClient *self, const GArray *uids)
{
  if (!bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_NEWEST_SEARCH) ||
      bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_TOLD) ||
      bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_SEEK))
    return FALSE;
  for (guint i = 0; i < uids->len; i++)
    bell_imap_uid_set_add (need_found (self), g_array_index (uids, guint32, i));
  return TRUE;
}

gboolean
bell_imap_client_got_newest_found (BellImapClient *self, const BellImapSearchResult *search)
{
  if (search->tag == NULL ||
      bell_imap_queue_find_subject (self->queue, search->tag) != &self->newest)
    return FALSE;
  if (search->all != NULL)
    bell_imap_uid_set_add_set (need_found (self), search->all);
  return TRUE;
}

/* The last of those that were found; what is above the highest UID seen is told as news. */
static void
choose (BellImapClient *self, BellImapMailbox *home, const BellImapUidSet *found)
{
  const BellImapUidSet   *news = self->newest.news;
  const BellImapUidRange *ranges = bell_imap_uid_set_get_ranges (found);
  guint                   n_wanted = get_n_wanted (self), n = 0;
  guint32                 chosen[BELL_IMAP_TOLD_LIMIT];

  for (guint i = bell_imap_uid_set_get_n_ranges (found); i > 0 && n < n_wanted; i--) {
    guint32 uid = MIN (ranges[i - 1].last, home->uid_seen);

    for (; uid >= ranges[i - 1].first && n < n_wanted; uid--)
      if (news == NULL || !bell_imap_uid_set_contains (news, uid))
        chosen[n++] = uid;
  }
  home->earlier.n = 0;
  while (n > 0)
    bell_imap_told_add (&home->earlier, chosen[--n]);
}

void
bell_imap_client_done_newest_search (BellImapClient                  *self,
                                     const BellImapCompleted *command G_GNUC_UNUSED,
                                     const BellImapResponse          *response,
                                     gint64 now_us                    G_GNUC_UNUSED)
{
  g_autoptr (BellImapUidSet) found = g_steal_pointer (&self->newest.found);

  if (response->type != BELL_IMAP_RESPONSE_OK || found == NULL) {
    tell_none (self);
    return;
  }
  choose (self, bell_imap_client_get_home (self), found);
  self->newest.stage = BELL_IMAP_NEWEST_FOUND;
}

/* Flags alone are a change that somebody made; so is \Seen, and its message is told as gone. */
gboolean
bell_imap_client_got_newest (BellImapClient        *self,
                             const BellImapMailbox *mailbox,
                             const BellImapFetch   *fetch)
{
  if (self->newest.look == NULL || mailbox != bell_imap_client_get_home (self) ||
      !bell_imap_told_contains (&mailbox->earlier, fetch->uid) ||
      !bell_imap_client_is_described (fetch))
    return FALSE;
  bell_imap_client_gather (self->newest.look, fetch);
  return fetch->flags == NULL || !bell_imap_flags_contain (fetch->flags, "\\Seen");
}

/* Who sends a message that is too large to be listed must not end every session at its beginning. */
gboolean
bell_imap_client_skip_newest (BellImapClient *self)
{
  BellImapNewest *newest = &self->newest;

  if (newest->look == NULL || newest->n_skipped == bell_imap_client_get_home (self)->earlier.n)
    return FALSE;
  newest->n_skipped++;
  return TRUE;
}

/* Whatever the answer: what has come is there. */
void
bell_imap_client_done_newest_fetch (BellImapClient                  *self,
                                    const BellImapCompleted *command G_GNUC_UNUSED,
                                    const BellImapResponse *response G_GNUC_UNUSED,
                                    gint64 now_us                    G_GNUC_UNUSED)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);
  GPtrArray             *messages = bell_imap_client_take_messages (self->newest.look, 0);

  for (guint i = messages->len; i > 0; i--) {
    const BellImapNews *message = g_ptr_array_index (messages, i - 1);

    if (message->seen || !bell_imap_told_contains (&home->earlier, message->uid))
      g_ptr_array_remove_index (messages, i - 1);
  }
  tell_newest (self, messages);
}
