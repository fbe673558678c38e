/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest unread messages that were there before, for a list of them, as no news.
 *
 * Asked for when the mailbox is watched and there is nothing to tell of it: a bell is more urgent. First
 * which ones they are, among the last messages only, so that neither the answer nor the server's work
 * grows with the mailbox; then their header fields, by UID. Of a message that is read or removed
 * meanwhile the server tells as ever, and it is not told here.
 *
 * What is read or removed later leaves room on the list. While the server counts more unread messages than
 * the list holds, the newest of the others are asked for in the same way: in the flight that asks for
 * the count again if there is one, after a pause, and only as many as there is room for. When an answer
 * gives nothing, or all there is among the last messages, those that stay hidden are counted, and
 * nothing is asked before there are more of them.
 *
 * The search counts messages, which may have gone when the server reads it (RFC 9051 §5.5): the range is
 * a bound and no more, and what it leads to are UIDs. Who refuses it is not asked again. */

#include "imap/imap-client-action.h"

/* At eleven bytes each they fit into any line, where the server cannot tell them in ranges. */
#define SEARCHED 200

/* Somebody who reads one message after the other makes room each time. */
#define PAUSE (5 * BELL_SECOND)

static void
set_n_wished (BellImapClient *self, guint n_wished)
{
  self->newest.n_wished = MIN (n_wished, BELL_IMAP_TOLD_LIMIT);
}

/* TOLD: an earlier session has told them, and what it left is remembered with the mailbox. */
void
bell_imap_client_wish_newest (BellImapClient *self, guint n_wished, gboolean told)
{
  set_n_wished (self, n_wished);
  if (n_wished > 0 && !told)
    self->newest.stage = BELL_IMAP_NEWEST_WISHED;
}

void
bell_imap_client_set_newest (BellImapClient *self, guint n_wished, gint64 now_us)
{
  set_n_wished (self, n_wished);
  bell_imap_client_advance (self, now_us);
}

gboolean
bell_imap_client_awaits_newest (const BellImapClient *self)
{
  return self->newest.stage == BELL_IMAP_NEWEST_SOUGHT ||
         self->newest.stage == BELL_IMAP_NEWEST_FETCHED;
}

static void
end_question (BellImapNewest *newest)
{
  g_clear_pointer (&newest->found, bell_imap_uid_set_free);
  g_clear_pointer (&newest->look, bell_imap_look_free);
  newest->wanted.n = 0;
}

void
bell_imap_client_clear_newest (BellImapClient *self)
{
  end_question (&self->newest);
  g_clear_pointer (&self->newest.missed, bell_imap_uid_set_free);
}

void
bell_imap_client_forget_newest (BellImapClient *self)
{
  g_clear_pointer (&self->newest.missed, bell_imap_uid_set_free);
  self->newest.again_us = 0;
  self->newest.n_beyond = 0;
}

/* MESSAGES: (transfer full) of BellImapNews. What became of them is of interest from now on. */
static void
tell_newest (BellImapClient *self, GPtrArray *messages, gint64 now_us)
{
  end_question (&self->newest);
  self->newest.stage = BELL_IMAP_NEWEST_TOLD;
  self->newest.again_us = now_us + PAUSE;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_NEWEST, bell_imap_client_get_home (self))->news =
    messages;
}

static void
tell_none (BellImapClient *self, gint64 now_us)
{
  tell_newest (self, g_ptr_array_new (), now_us);
}

/* What was told as news stands on the list as well. */
static guint
get_n_free (const BellImapClient *self)
{
  const BellImapNewest *newest = &self->newest;
  guint                 n_listed = bell_imap_client_get_home (self)->earlier.n;

  return n_listed < newest->n_wished && !newest->refused ? newest->n_wished - n_listed : 0;
}

void
bell_imap_client_list_newest (BellImapClient *self, BellImapMailbox *mailbox, GPtrArray *messages)
{
  if (mailbox != bell_imap_client_get_home (self) || self->newest.n_wished == 0)
    return;
  for (guint i = 0; i < messages->len; i++) {
    const BellImapNews *news = g_ptr_array_index (messages, i);

    if (!news->seen)
      bell_imap_told_add (&mailbox->earlier, news->uid);
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

/* The count knows of all that has happened to the list. */
static gboolean
is_settled (const BellImapClient *self)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);

  return self->newest.stage == BELL_IMAP_NEWEST_TOLD && is_calm (self) &&
         home->count_due_us == BELL_NEVER &&
         !bell_imap_queue_awaits_about (self->queue, BELL_IMAP_COMMAND_COUNT, home) &&
         !bell_imap_queue_awaits_about (self->queue, BELL_IMAP_COMMAND_STATUS, home);
}

/* Those that were found and are not on the list any more are read or gone. */
static void
drop_gone (BellImapClient *self)
{
  g_autoptr (BellImapUidSet) listed = bell_imap_uid_set_new ();
  g_autoptr (BellImapUidSet) gone = bell_imap_uid_set_new ();

  bell_imap_told_add_to (&bell_imap_client_get_home (self)->earlier, listed);
  bell_imap_told_keep (&self->newest.wanted, listed, G_MAXUINT32, gone);
}

void
bell_imap_client_settle_newest (BellImapClient *self, gint64 now_us)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);
  BellImapNewest        *newest = &self->newest;

  if (newest->stage == BELL_IMAP_NEWEST_FOUND)
    drop_gone (self);
  if ((newest->stage == BELL_IMAP_NEWEST_WISHED && is_calm (self) &&
       (home->unread == 0 || home->exists == 0 || get_n_free (self) == 0)) ||
      (newest->stage == BELL_IMAP_NEWEST_FOUND && newest->wanted.n == 0))
    tell_none (self, now_us);
  if (is_settled (self)) {
    newest->n_hidden = MAX (home->unread - (gint64) home->earlier.n, 0);
    newest->n_beyond = MIN (newest->n_beyond, newest->n_hidden);
  }
}

/* A count that is due comes first, or along with it. */
static gint64
get_refill_due (const BellImapClient *self)
{
  const BellImapMailbox *home = bell_imap_client_get_home (self);
  const BellImapNewest  *newest = &self->newest;

  if (get_n_free (self) == 0 || newest->n_hidden <= newest->n_beyond || home->unread == 0 ||
      home->exists == 0)
    return BELL_NEVER;
  return home->count_due_us == BELL_NEVER ? newest->again_us
                                          : MAX (newest->again_us, home->count_due_us);
}

gint64
bell_imap_client_get_newest_due (const BellImapClient *self)
{
  BellImapNewestStage stage = self->newest.stage;

  if (!is_calm (self))
    return BELL_NEVER;
  if (stage == BELL_IMAP_NEWEST_TOLD)
    return get_refill_due (self);
  return stage == BELL_IMAP_NEWEST_WISHED || stage == BELL_IMAP_NEWEST_FOUND ? 0 : BELL_NEVER;
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
fetch (BellImapClient *self)
{
  g_autofree char *uids = bell_imap_told_to_string (&self->newest.wanted);
  g_autofree char *command = g_strdup_printf (
    "UID FETCH %s (UID FLAGS BODY.PEEK[HEADER.FIELDS (" BELL_IMAP_NEWS_FIELDS ")])", uids);

  self->newest.stage = BELL_IMAP_NEWEST_FETCHED;
  self->newest.look = bell_imap_look_new ();
  self->newest.n_skipped = 0;
  bell_imap_client_send (self, BELL_IMAP_COMMAND_NEWEST_FETCH, BELL_IMAP_FOLLOW_ANY, &self->newest,
                         command);
}

void
bell_imap_client_ask_newest (BellImapClient *self)
{
  if (self->newest.stage == BELL_IMAP_NEWEST_FOUND)
    fetch (self);
  else
    ask_which (self, bell_imap_client_get_home (self));
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

/* What is above the highest UID seen is told as news. */
static gboolean
is_wanted (const BellImapClient *self, const BellImapMailbox *home, guint32 uid)
{
  const BellImapUidSet *missed = self->newest.missed;

  return uid <= home->uid_seen && !bell_imap_told_contains (&home->earlier, uid) &&
         (missed == NULL || !bell_imap_uid_set_contains (missed, uid));
}

/* The last of those that were found, and on the list they are from now on. */
static void
choose (BellImapClient *self, BellImapMailbox *home, const BellImapUidSet *found)
{
  const BellImapUidRange *ranges = bell_imap_uid_set_get_ranges (found);
  guint                   n_free = get_n_free (self), n = 0;
  guint32                 chosen[BELL_IMAP_TOLD_LIMIT];
  g_autoptr (BellImapUidSet) wanted = bell_imap_uid_set_new ();

  for (guint i = bell_imap_uid_set_get_n_ranges (found); i > 0 && n < n_free; i--) {
    guint32 uid = MIN (ranges[i - 1].last, home->uid_seen);

    for (; uid >= ranges[i - 1].first && n < n_free; uid--)
      if (is_wanted (self, home, uid))
        chosen[n++] = uid;
  }
  self->newest.n_beyond = n < n_free ? G_MAXINT64 : 0;
  while (n > 0)
    bell_imap_told_add (&self->newest.wanted, chosen[--n]);
  bell_imap_told_add_to (&self->newest.wanted, wanted);
  bell_imap_told_add_set (&home->earlier, wanted);
}

void
bell_imap_client_done_newest_search (BellImapClient                  *self,
                                     const BellImapCompleted *command G_GNUC_UNUSED,
                                     const BellImapResponse          *response,
                                     gint64                           now_us)
{
  g_autoptr (BellImapUidSet) found = g_steal_pointer (&self->newest.found);

  self->newest.refused = response->type != BELL_IMAP_RESPONSE_OK;
  if (self->newest.refused || found == NULL) {
    self->newest.n_beyond = G_MAXINT64;
    tell_none (self, now_us);
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
      !bell_imap_told_contains (&self->newest.wanted, fetch->uid) ||
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

  if (newest->look == NULL || newest->n_skipped == newest->wanted.n)
    return FALSE;
  newest->n_skipped++;
  return TRUE;
}

/* What did not come will not come if it is asked for again: it leaves the list for others. */
static void
miss (BellImapClient *self, BellImapMailbox *home, GPtrArray *messages)
{
  BellImapNewest *newest = &self->newest;
  g_autoptr (BellImapUidSet) come = bell_imap_uid_set_new ();

  for (guint i = 0; i < messages->len; i++)
    bell_imap_uid_set_add (come, ((BellImapNews *) g_ptr_array_index (messages, i))->uid);
  if (newest->missed == NULL)
    newest->missed = bell_imap_uid_set_new ();
  drop_gone (self);
  if (messages->len == 0 && newest->wanted.n > 0)
    newest->n_beyond = G_MAXINT64;
  bell_imap_told_keep (&newest->wanted, come, G_MAXUINT32, newest->missed);
  bell_imap_told_remove (&home->earlier, newest->missed);
}

/* Whatever the answer: what has come is there. */
void
bell_imap_client_done_newest_fetch (BellImapClient                  *self,
                                    const BellImapCompleted *command G_GNUC_UNUSED,
                                    const BellImapResponse *response G_GNUC_UNUSED,
                                    gint64                           now_us)
{
  BellImapMailbox *home = bell_imap_client_get_home (self);
  GPtrArray       *messages = bell_imap_client_take_messages (self->newest.look, 0);

  miss (self, home, messages);
  for (guint i = messages->len; i > 0; i--) {
    const BellImapNews *message = g_ptr_array_index (messages, i - 1);

    if (message->seen || !bell_imap_told_contains (&home->earlier, message->uid))
      g_ptr_array_remove_index (messages, i - 1);
  }
  tell_newest (self, messages, now_us);
}
