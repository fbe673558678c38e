/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New messages: looked for with UID FETCH of everything above the highest UID seen, or pushed by the
 * server (NOTIFY).
 *
 * "n:*" also returns the last message when its UID is below n (RFC 9051 §9, seq-range), and UIDs
 * may come in any order, in several FETCH responses each: everything is gathered until the tagged
 * answer, or until as many were pushed as EXISTS announced, then told once, in order. */

#include "imap/imap-client-private.h"

#include <string.h>

/* Enough of the body for two lines, HTML and MIME boundaries included. */
#define TEXT_BYTES "2048"

/* Kept of one message, whatever the server sends. */
#define MAX_HEADER (64 * 1024)
#define MAX_TEXT (8 * 1024)
#define MAX_PART (16 * 1024)

/* What was pushed since the last word of it is told together, no later than this. */
#define GATHERED (300 * BELL_MILLISECOND)

/* A look that the server refuses is repeated after a while, but not for ever. */
#define LOOK_AGAIN (30 * BELL_SECOND)
#define MAX_FAILED_LOOKS 3

/* So many messages of a session may be larger than there is room for. */
#define MAX_TOO_LARGE 5

/* What is fetched of a new message, in parentheses. BODY is its structure, in the short form.
 * (transfer full) */
char *
bell_imap_client_get_attributes (const BellImapClient *self)
{
  gboolean text = self->preview_form == BELL_IMAP_PREVIEW_BY_TEXT;
  gboolean structure = self->invitations && self->preview_form != BELL_IMAP_PREVIEW_NONE;

  return g_strdup_printf ("(UID FLAGS%s BODY.PEEK[HEADER.FIELDS (" BELL_IMAP_NEWS_FIELDS "%s)]%s)",
                          structure ? " BODY" : "",
                          text ? " CONTENT-TYPE CONTENT-TRANSFER-ENCODING" : "",
                          text ? " BODY.PEEK[TEXT]<0." TEXT_BYTES ">"
                          : self->preview_form == BELL_IMAP_PREVIEW_BY_SERVER ? " PREVIEW"
                                                                              : "");
}

void
bell_imap_client_choose_preview (BellImapClient *self)
{
  if (!self->previews)
    self->preview_form = BELL_IMAP_PREVIEW_NONE;
  else if (bell_imap_client_has (self, "PREVIEW"))
    self->preview_form = BELL_IMAP_PREVIEW_BY_SERVER;
  else
    self->preview_form = BELL_IMAP_PREVIEW_BY_TEXT;
}

/* Where messages are pushed the server has to be told, at once: the next may be here any moment. */
void
bell_imap_client_set_previews (BellImapClient *self, gboolean previews, gint64 now_us)
{
  if (self->previews == previews)
    return;
  self->previews = previews;
  if (self->state < BELL_IMAP_STATE_WORKING || self->state > BELL_IMAP_STATE_IDLING)
    return;
  bell_imap_client_choose_preview (self);
  self->notify_due |= self->notify != BELL_IMAP_NOTIFY_OFF;
  bell_imap_client_advance (self, now_us);
}

/* First sight of a mailbox whose server does not tell UIDNEXT: its last message is the baseline. So it
 * is where UIDNEXT is below what was seen. */
void
bell_imap_client_ask_baseline (BellImapClient *self, BellImapMailbox *mailbox)
{
  mailbox->look = bell_imap_look_new ();
  mailbox->look->baseline = TRUE;
  if (mailbox == self->selected)
    mailbox->look->exists = mailbox->exists;
  if (self->rung >= BELL_IMAP_RUNG_IDLE && mailbox == bell_imap_client_get_home (self))
    bell_imap_mailbox_count_soon (mailbox, 0); /* IDLE is in the way: it is left at once */
  bell_imap_client_send (self, BELL_IMAP_COMMAND_BASELINE, BELL_IMAP_FOLLOW_ANY, mailbox,
                         "UID FETCH * (UID)");
}

void
bell_imap_client_done_baseline (BellImapClient          *self,
                                const BellImapCompleted *command,
                                const BellImapResponse  *response,
                                gint64 now_us            G_GNUC_UNUSED)
{
  BellImapMailbox *mailbox = command->subject;
  g_autoptr (BellImapLook) look = g_steal_pointer (&mailbox->look);

  if (response->type == BELL_IMAP_RESPONSE_OK && look != NULL)
    bell_imap_mailbox_found_last (mailbox, look->uid_highest);
  bell_imap_client_tell (self, BELL_IMAP_EVENT_MAILBOX, mailbox);
}

/* Of an import of thousands only the flags are asked for: nobody reads their subjects one by one.
 * What was pushed and not told is asked for again with the rest. */
void
bell_imap_client_ask_news (BellImapClient *self, BellImapMailbox *mailbox)
{
  g_autofree char *attributes = bell_imap_client_get_attributes (self);
  g_autofree char *command = NULL;
  BellImapLook    *look;

  if (mailbox->look != NULL)
    return;
  mailbox->news_due_us = BELL_NEVER;
  if (mailbox->uid_seen == G_MAXUINT32)
    return;
  g_clear_pointer (&mailbox->pushed, bell_imap_look_free);
  mailbox->look = look = bell_imap_look_new ();
  look->n_arrived = mailbox->n_arrived;
  look->arrived_us = mailbox->arrived_us;
  if (mailbox == self->selected)
    look->exists = mailbox->exists;
  look->with_headers = mailbox->n_arrived <= BELL_IMAP_NEWS_LIMIT && !mailbox->too_large;
  look->after_absence = !mailbox->caught_up;
  mailbox->n_arrived = 0;
  command = g_strdup_printf ("UID FETCH %u:* %s", mailbox->uid_seen + 1,
                             look->with_headers ? attributes : "(UID FLAGS)");
  bell_imap_client_send (self, BELL_IMAP_COMMAND_NEWS, BELL_IMAP_FOLLOW_ANY, mailbox, command);
}

static GBytes *
find_section (const BellImapFetch *fetch, const char *prefix)
{
  for (guint i = 0; i < fetch->sections->len; i++) {
    const BellImapSection *section = g_ptr_array_index (fetch->sections, i);

    if (g_str_has_prefix (section->name, prefix))
      return section->bytes;
  }
  return NULL;
}

/* Copied, since what the parser gives holds on to all that came with it. */
static void
replace_bytes (GBytes **bytes, GBytes *with, gsize limit)
{
  gsize       length;
  const void *data;

  if (with == NULL)
    return;
  data = g_bytes_get_data (with, &length);
  g_clear_pointer (bytes, g_bytes_unref);
  *bytes = g_bytes_new (data, MIN (length, limit));
}

/* The structure, and later the part that it tells of. */
static void
gather_invitation (BellImapNews *news, const BellImapFetch *fetch)
{
  if (fetch->calendar != NULL && news->invitation == NULL)
    news->invitation = bell_imap_part_copy (fetch->calendar);
  if (news->invitation != NULL) {
    g_autofree char *section = g_strdup_printf ("BODY[%s]", news->invitation->section);

    replace_bytes (&news->calendar, find_section (fetch, section), MAX_PART);
  }
}

/* \Deleted is as good as read: somebody has dealt with it. */
void
bell_imap_client_gather (BellImapLook *look, const BellImapFetch *fetch)
{
  gpointer      key = GUINT_TO_POINTER (fetch->uid);
  BellImapNews *news = g_hash_table_lookup (look->messages, key);

  if (news == NULL) {
    news = g_new0 (BellImapNews, 1);
    news->uid = fetch->uid;
    news->header = g_bytes_new_static (NULL, 0);
    g_hash_table_insert (look->messages, key, news);
  }
  if (fetch->flags != NULL)
    news->seen = bell_imap_flags_contain (fetch->flags, "\\Seen") ||
                 bell_imap_flags_contain (fetch->flags, "\\Deleted");
  replace_bytes (&news->header, find_section (fetch, "BODY[HEADER.FIELDS"), MAX_HEADER);
  replace_bytes (&news->text, find_section (fetch, "BODY[TEXT]"), MAX_TEXT);
  if (fetch->preview != NULL && news->preview == NULL)
    news->preview = g_strndup (fetch->preview, MAX_TEXT);
  gather_invitation (news, fetch);
}

/* The text itself is asked for from now on. */
static void
drop_preview (BellImapClient *self)
{
  self->preview_form = BELL_IMAP_PREVIEW_BY_TEXT;
  self->notify_due = self->notify_set != BELL_IMAP_NOTIFY_OFF;
}

/* Cyrus offers PREVIEW and has none (NIL). */
static void
judge_preview (BellImapClient *self, const BellImapFetch *fetch)
{
  if (self->preview_form == BELL_IMAP_PREVIEW_BY_SERVER && fetch->preview == NULL)
    drop_preview (self);
}

/* What is asked for and not done without. */
static gboolean
may_break_a_line (const BellImapClient *self)
{
  return self->preview_form == BELL_IMAP_PREVIEW_BY_SERVER ||
         (self->preview_form == BELL_IMAP_PREVIEW_BY_TEXT && self->invitations);
}

static void
ask_for_less (BellImapClient *self, BellImapMailbox *mailbox, gint64 now_us)
{
  if (may_break_a_line (self)) {
    self->invitations = FALSE;
    drop_preview (self);
  }
  mailbox->news_due_us = MIN (mailbox->news_due_us, now_us);
  if (mailbox->look != NULL)
    mailbox->look->unreadable = TRUE;
}

/* A line that makes no sense. If it is of a message, its PREVIEW may be to blame, which some servers
 * write so that it breaks the line (camel-imapx-server.c of GNOME/evolution-data-server), or its
 * structure: the message is looked for once more without. */
void
bell_imap_client_got_unreadable (BellImapClient *self, const BellImapFrame *frame, gint64 now_us)
{
  BellImapMailbox *mailbox = self->selected;

  if (may_break_a_line (self) && mailbox != NULL && frame != NULL &&
      strstr (frame->text, " FETCH (") != NULL)
    ask_for_less (self, mailbox, now_us);
}

/* More than there is room for. Anybody can send a message of which even its structure or the fields
 * asked for are that (Dovecot gives parts in a hundred levels): it must not end the session, and
 * every one after it. FALSE: it is not about news, or comes again and again. */
gboolean
bell_imap_client_got_too_large (BellImapClient *self, gint64 now_us)
{
  BellImapMailbox *mailbox = self->selected;

  if (bell_imap_client_skip_newest (self))
    return TRUE;
  if (mailbox == NULL || !mailbox->known || mailbox->too_large ||
      (mailbox->look == NULL && self->notify_set == BELL_IMAP_NOTIFY_OFF) ||
      ++self->n_too_large > MAX_TOO_LARGE)
    return FALSE;
  mailbox->too_large = !may_break_a_line (self);
  ask_for_less (self, mailbox, now_us);
  return TRUE;
}

gboolean
bell_imap_client_is_described (const BellImapFetch *fetch)
{
  return find_section (fetch, "BODY[HEADER.FIELDS") != NULL;
}

/* The last message may have come since, when others were the last: their UIDs are lower. */
static void
got_baseline (BellImapLook *look, const BellImapResponse *response)
{
  guint32 uid = response->fetch->uid;
  guint32 n_later = response->number > look->exists ? response->number - look->exists : 0;

  if (uid > n_later)
    look->uid_highest = MAX (look->uid_highest, uid - n_later);
}

/* TRUE if it belongs to a look, or is pushed news; FALSE: flags of a known message. */
gboolean
bell_imap_client_got_fetch (BellImapClient         *self,
                            BellImapMailbox        *mailbox,
                            const BellImapResponse *response)
{
  const BellImapFetch *fetch = response->fetch;
  gboolean             described = bell_imap_client_is_described (fetch);
  BellImapLook        *look = mailbox->look;

  if (look != NULL && look->baseline) {
    got_baseline (look, response);
    return TRUE;
  }
  if (fetch->uid <= mailbox->uid_seen || !mailbox->known)
    return bell_imap_client_got_newest (self, mailbox, fetch);
  if (described)
    judge_preview (self, fetch);
  if (look != NULL && fetch->sections->len == 0 && response->number > look->exists)
    return FALSE; /* the flags of one that came since, which is asked for with the next look */
  if (look == NULL) {
    if (!described &&
        (mailbox->pushed == NULL ||
         !g_hash_table_contains (mailbox->pushed->messages, GUINT_TO_POINTER (fetch->uid))))
      return FALSE;
    if (mailbox->pushed == NULL) {
      mailbox->pushed = bell_imap_look_new ();
      mailbox->pushed->with_headers = TRUE;
      mailbox->pushed->arrived_us =
        mailbox->news_due_us != BELL_NEVER ? mailbox->arrived_us : self->heard_us;
    }
    look = mailbox->pushed;
  }
  look->uid_highest = MAX (look->uid_highest, fetch->uid);
  if (g_hash_table_contains (look->messages, GUINT_TO_POINTER (fetch->uid)) ||
      (look->with_headers && g_hash_table_size (look->messages) < BELL_IMAP_NEWS_LIMIT))
    bell_imap_client_gather (look, fetch);
  else if (fetch->flags != NULL && !bell_imap_flags_contain (fetch->flags, "\\Seen"))
    look->n_more++;
  return TRUE;
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  const BellImapNews *first = *(BellImapNews *const *) a, *second = *(BellImapNews *const *) b;

  return first->uid < second->uid ? -1 : first->uid > second->uid;
}

GPtrArray *
bell_imap_client_take_messages (BellImapLook *look, guint32 uid)
{
  GPtrArray     *news = g_ptr_array_new_with_free_func ((GDestroyNotify) bell_imap_news_free);
  GHashTableIter iter;
  gpointer       message;

  g_hash_table_iter_init (&iter, look->messages);
  while (g_hash_table_iter_next (&iter, NULL, &message)) {
    if (((BellImapNews *) message)->uid <= uid)
      continue;
    g_hash_table_iter_steal (&iter);
    g_ptr_array_add (news, message);
  }
  g_ptr_array_sort (news, compare_uids);
  return news;
}

/* Those that may be read or removed later on. */
static void
note_told (BellImapMailbox *mailbox, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++) {
    const BellImapNews *news = g_ptr_array_index (messages, i);

    if (!news->seen)
      bell_imap_told_add (&mailbox->told, news->uid);
  }
}

/* Another session may have told of some of them meanwhile. */
void
bell_imap_client_tell_news (BellImapClient *self, BellImapMailbox *mailbox, BellImapLook *look)
{
  G_GNUC_UNUSED  g_autoptr (BellImapLook) told = look;
  GPtrArray     *messages = bell_imap_client_take_messages (look, mailbox->uid_seen);
  BellImapEvent *event;

  note_told (mailbox, messages);
  bell_imap_client_list_newest (self, mailbox, messages);
  mailbox->uid_seen = MAX (mailbox->uid_seen, look->uid_highest);
  mailbox->caught_up = TRUE;
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_NEWS, mailbox);
  event->news = messages;
  event->n_more = look->n_more;
  event->after_absence = look->after_absence;
  event->arrived_us = look->arrived_us;
}

/* LOOK: (transfer full). */
static void
tell_with_parts (BellImapClient *self, BellImapMailbox *mailbox, BellImapLook *look)
{
  if (bell_imap_client_want_parts (self, mailbox, look))
    mailbox->look = look;
  else
    bell_imap_client_tell_news (self, mailbox, look);
}

/* Once all that EXISTS announced is here. Of an import by a server that announces each message by
 * itself (Cyrus) the first is told at once, and what follows it closely together. */
gint64
bell_imap_client_get_push_due (const BellImapMailbox *mailbox)
{
  if (mailbox->pushed == NULL || mailbox->look != NULL || !mailbox->known ||
      g_hash_table_size (mailbox->pushed->messages) + mailbox->pushed->n_more < mailbox->n_arrived)
    return BELL_NEVER;
  return mailbox->push_due_us;
}

void
bell_imap_client_tell_pushed (BellImapClient *self, BellImapMailbox *mailbox, gint64 now_us)
{
  if (now_us < bell_imap_client_get_push_due (mailbox))
    return;
  mailbox->push_due_us = now_us + GATHERED;
  mailbox->n_arrived = 0;
  mailbox->news_due_us = BELL_NEVER;
  tell_with_parts (self, mailbox, g_steal_pointer (&mailbox->pushed));
}

static void
look_failed (BellImapMailbox *mailbox, const BellImapLook *look, gint64 now_us)
{
  if (++mailbox->n_failed_looks > MAX_FAILED_LOOKS)
    return;
  mailbox->n_arrived += look->n_arrived;
  mailbox->news_due_us = MIN (mailbox->news_due_us, now_us + LOOK_AGAIN);
}

void
bell_imap_client_done_news (BellImapClient          *self,
                            const BellImapCompleted *command,
                            const BellImapResponse  *response,
                            gint64                   now_us)
{
  BellImapMailbox *mailbox = command->subject;
  g_autoptr (BellImapLook) look = g_steal_pointer (&mailbox->look);

  if (look == NULL)
    return;
  if (look->unreadable || (response->type != BELL_IMAP_RESPONSE_OK && look->uid_highest == 0)) {
    look_failed (mailbox, look, now_us);
    return;
  }
  mailbox->n_failed_looks = 0;
  mailbox->too_large = FALSE;
  if (mailbox->uid_next > 0 &&
      (look->after_absence || self->selected != bell_imap_client_get_home (self)))
    look->uid_highest = MAX (look->uid_highest, mailbox->uid_next - 1);
  tell_with_parts (self, mailbox, g_steal_pointer (&look));
}
