/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mailboxes there are and what their STATUS says. LIST and STATUS are state, never news by
 * themselves: a server may repeat all of them whenever it likes (Dovecot does at the first event
 * after NOTIFY). */

#include "imap/imap-client-private.h"
#include "imap/imap-limits.h"
#include "imap/imap-mailbox-name.h"
#include "imap/imap-refusal.h"

/* STATUS commands in one write: Microsoft refuses longer batches (GNOME/geary, imap-quirks.vala). */
#define MAX_STATUSES 25

#define STATUS_ITEMS "(MESSAGES UIDNEXT UIDVALIDITY UNSEEN)"

/* From so many on, one LIST that returns all of them (RFC 5819) is shorter, and tells of new ones. */
#define MANY_STATUSES 3

#define LIST_AGAIN (1 * BELL_HOUR)

BellImapMailbox *
bell_imap_client_get_home (const BellImapClient *self)
{
  return self->mailboxes->len > 0 ? g_ptr_array_index (self->mailboxes, 0) : NULL;
}

static BellImapMailbox *
find_named (GPtrArray *mailboxes, const char *name)
{
  for (guint i = 0; i < mailboxes->len; i++) {
    BellImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (bell_imap_mailbox_is_named (mailbox, name))
      return mailbox;
  }
  return NULL;
}

/* LIST names a folder in modified UTF-7, but the STATUS that NOTIFY brings has it in UTF-8 with Dovecot
 * 2.3, as nobody has asked for. */
BellImapMailbox *
bell_imap_client_find_mailbox (const BellImapClient *self, const char *name)
{
  BellImapMailbox *mailbox = find_named (self->mailboxes, name);
  g_autofree char *encoded = NULL;

  if (mailbox == NULL && !g_str_is_ascii (name))
    encoded = bell_imap_mailbox_name_encode (name);
  return encoded != NULL ? find_named (self->mailboxes, encoded) : mailbox;
}

static void
remember_again (BellImapMailbox *mailbox, const BellImapMailbox *remembered)
{
  g_autofree char *told = bell_imap_told_to_string (&remembered->told);

  bell_imap_mailbox_remember (mailbox, remembered->uid_validity_remembered, remembered->uid_seen,
                              remembered->modseq, told);
  mailbox->earlier = remembered->earlier;
}

BellImapMailbox *
bell_imap_client_add_mailbox (BellImapClient *self, const char *name, BellImapRole role)
{
  const BellImapMailbox *remembered = find_named (self->remembered, name);
  BellImapMailbox       *mailbox = bell_imap_mailbox_new (name, role);

  if (remembered != NULL)
    remember_again (mailbox, remembered);
  g_ptr_array_add (self->mailboxes, mailbox);
  return mailbox;
}

gboolean
bell_imap_client_has_others (const BellImapClient *self)
{
  for (guint i = 1; i < self->mailboxes->len; i++)
    if (((BellImapMailbox *) g_ptr_array_index (self->mailboxes, i))->watched)
      return TRUE;
  return FALSE;
}

void
bell_imap_client_set_watched (BellImapClient *self, const char *name, gboolean watched)
{
  BellImapMailbox *mailbox = bell_imap_client_find_mailbox (self, name);

  if (mailbox == NULL || mailbox == bell_imap_client_get_home (self) || mailbox->watched == watched)
    return;
  mailbox->watched = watched;
  mailbox->left = !watched;
  mailbox->news_due_us = BELL_NEVER;
  mailbox->count_due_us = mailbox->told_due_us = watched ? 0 : BELL_NEVER;
}

/* A question that is under way was about others. */
static void
take_told (BellImapClient *self, BellImapMailbox *mailbox, const char *told)
{
  bell_imap_told_from_string (&mailbox->told, told);
  if (!bell_imap_queue_awaits_about (self->queue, BELL_IMAP_COMMAND_TOLD, mailbox))
    return;
  mailbox->told_asked = 0;
  mailbox->told_due_us = 0;
}

void
bell_imap_client_set_seen (
  BellImapClient *self, const char *name, guint32 uid_validity, guint32 uid_seen, const char *told)
{
  GPtrArray *known[] = { self->mailboxes, self->remembered };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    BellImapMailbox *mailbox = find_named (known[i], name);

    if (mailbox == NULL || mailbox->uid_validity_remembered != uid_validity)
      continue;
    mailbox->uid_seen = MAX (mailbox->uid_seen, uid_seen);
    take_told (self, mailbox, told);
  }
}

static gboolean
has_list_extended (const BellImapClient *self)
{
  return !self->no_list_extended &&
         (bell_imap_client_has (self, "LIST-EXTENDED") || bell_imap_client_has (self, "IMAP4rev2"));
}

static gboolean
has_list_status (const BellImapClient *self)
{
  return !self->no_list_status && has_list_extended (self) &&
         (bell_imap_client_has (self, "LIST-STATUS") || bell_imap_client_has (self, "IMAP4rev2"));
}

/* RFC 5258 tells the subscribed ones with their uses, and with LIST-STATUS what is in them. */
static void
send_list_extended (BellImapClient *self, gboolean with_status)
{
  gboolean         special_use = bell_imap_client_has (self, "SPECIAL-USE");
  g_autofree char *command = g_strconcat (
    "LIST (SUBSCRIBED) \"\" \"*\"", special_use || with_status ? " RETURN (" : "",
    special_use ? "SPECIAL-USE" : "", special_use && with_status ? " " : "",
    with_status ? "STATUS " STATUS_ITEMS : "", special_use || with_status ? ")" : "", NULL);

  bell_imap_client_send (self, with_status ? BELL_IMAP_COMMAND_LIST_STATUS : BELL_IMAP_COMMAND_LIST,
                         BELL_IMAP_FOLLOW_ANY, NULL, command);
}

/* An older server tells the uses, if it knows them (RFC 6154, Gmail), with LIST, and who is
 * subscribed with LSUB. WITH_STATUS: if the server can. */
void
bell_imap_client_send_list (BellImapClient *self, gboolean with_status, gint64 now_us)
{
  self->listed_us = now_us;
  self->list_again = self->list_is_partial = FALSE;
  for (guint i = 0; i < self->mailboxes->len; i++)
    ((BellImapMailbox *) g_ptr_array_index (self->mailboxes, i))->listed = FALSE;
  if (has_list_extended (self)) {
    send_list_extended (self, with_status && has_list_status (self));
    return;
  }
  if (bell_imap_client_has (self, "SPECIAL-USE"))
    bell_imap_client_send (self, BELL_IMAP_COMMAND_LIST, BELL_IMAP_FOLLOW_ANY, NULL,
                           "LIST \"\" \"*\"");
  bell_imap_client_send (self, BELL_IMAP_COMMAND_LIST, BELL_IMAP_FOLLOW_ANY, NULL,
                         "LSUB \"\" \"*\"");
}

/* With NOTIFY the server tells what comes and goes; else it is asked now and then. */
gboolean
bell_imap_client_list_is_stale (const BellImapClient *self, gint64 now_us)
{
  return self->automatic && (self->list_again || (self->notify != BELL_IMAP_NOTIFY_ALL &&
                                                  now_us - self->listed_us >= LIST_AGAIN));
}

static void
lose_mailbox (BellImapClient *self, BellImapMailbox *mailbox)
{
  mailbox->role = BELL_IMAP_ROLE_NOT_SELECTABLE;
  if (!mailbox->watched || mailbox == bell_imap_client_get_home (self))
    return;
  mailbox->watched = FALSE;
  mailbox->known = FALSE;
  mailbox->unread = -1;
  mailbox->news_due_us = BELL_NEVER;
  mailbox->count_due_us = BELL_NEVER;
  bell_imap_client_tell (self, BELL_IMAP_EVENT_LOST, mailbox);
}

/* Nobody looks into them any more; that may not last. */
static void
tell_unlisted (BellImapClient *self)
{
  for (guint i = 0; i < self->remembered->len; i++) {
    const BellImapMailbox *remembered = g_ptr_array_index (self->remembered, i);
    const BellImapMailbox *mailbox = bell_imap_client_find_mailbox (self, remembered->name);

    if (!bell_imap_mailbox_name_is_inbox (remembered->name) &&
        mailbox != bell_imap_client_get_home (self) && (mailbox == NULL || !mailbox->listed))
      bell_imap_client_tell (self, BELL_IMAP_EVENT_UNLISTED, remembered);
  }
}

/* A server may offer a way to ask that it does not understand; the next is tried at once. */
static void
list_refused (BellImapClient          *self,
              const BellImapCompleted *command,
              const BellImapResponse  *response,
              gint64                   now_us)
{
  if (bell_imap_refusal_is_busy (response))
    return; /* it will be asked again within the hour */
  if (!has_list_extended (self)) {
    self->no_list = !self->list_known;
    return;
  }
  if (command->type == BELL_IMAP_COMMAND_LIST_STATUS)
    self->no_list_status = TRUE;
  else
    self->no_list_extended = TRUE;
  self->list_again = TRUE;
  bell_imap_client_look_everywhere (self, now_us);
}

/* Those that LIST has not told are not subscribed any more, or not there. */
void
bell_imap_client_done_list (BellImapClient          *self,
                            const BellImapCompleted *command,
                            const BellImapResponse  *response,
                            gint64                   now_us)
{
  if (!self->automatic)
    return;
  if (response->type != BELL_IMAP_RESPONSE_OK) {
    list_refused (self, command, response, now_us);
    return;
  }
  self->list_known = TRUE;
  self->no_list = FALSE;
  for (guint i = 1; i < self->mailboxes->len; i++) {
    BellImapMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

    if (mailbox->watched && !mailbox->listed)
      lose_mailbox (self, mailbox);
  }
  if (!self->list_is_partial)
    tell_unlisted (self);
}

/* What the answer lacks is asked for one by one. */
void
bell_imap_client_done_list_status (BellImapClient          *self,
                                   const BellImapCompleted *command,
                                   const BellImapResponse  *response,
                                   gint64                   now_us)
{
  if (response->type != BELL_IMAP_RESPONSE_OK && bell_imap_refusal_is_busy (response)) {
    bell_imap_client_refresh_others (self, now_us + BELL_IMAP_BUSY_PAUSE);
    return;
  }
  bell_imap_client_done_list (self, command, response, now_us);
  if (response->type != BELL_IMAP_RESPONSE_OK)
    return;
  for (guint i = 1; i < self->mailboxes->len; i++) {
    BellImapMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

    if (mailbox->watched && !mailbox->known && mailbox->look == NULL)
      bell_imap_mailbox_count_soon (mailbox, now_us);
  }
}

static gboolean
is_subscribed (const BellImapResponse *response)
{
  return g_str_equal (response->name, "LSUB") ||
         bell_imap_flags_contain (response->list->attributes, "\\Subscribed");
}

/* Only the automatic choice follows what comes and goes; an explicit list stays as it is. What LSUB
 * tells of uses is not worth much (RFC 3501 §6.3.9). */
void
bell_imap_client_got_list (BellImapClient *self, const BellImapResponse *response, gint64 now_us)
{
  const BellImapList *list = response->list;
  BellImapRole        role = bell_imap_role_find (list->attributes, list->mailbox, list->delimiter);
  BellImapMailbox    *mailbox = bell_imap_client_find_mailbox (self, list->mailbox);
  BellImapMailbox    *renamed = NULL;

  if (list->old_name != NULL)
    renamed = bell_imap_client_find_mailbox (self, list->old_name);
  if (renamed != NULL && renamed != mailbox)
    lose_mailbox (self, renamed);
  if (role == BELL_IMAP_ROLE_NOT_SELECTABLE) {
    if (mailbox != NULL)
      lose_mailbox (self, mailbox);
    return;
  }
  if (mailbox == NULL && self->mailboxes->len < BELL_IMAP_LIMIT_MAILBOXES)
    mailbox = bell_imap_client_add_mailbox (self, list->mailbox, role);
  self->list_is_partial |= mailbox == NULL;
  if (mailbox == NULL || mailbox == bell_imap_client_get_home (self))
    return;
  if (is_subscribed (response))
    mailbox->listed = TRUE;
  if (role != BELL_IMAP_ROLE_ORDINARY || mailbox->role == BELL_IMAP_ROLE_NOT_SELECTABLE)
    mailbox->role = role;
  if (!self->automatic || mailbox->watched || mailbox->left || !is_subscribed (response) ||
      !bell_imap_role_receives_mail (mailbox->role))
    return;
  mailbox->watched = TRUE;
  if (bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_LIST_STATUS))
    return; /* its STATUS follows */
  if (self->notify != BELL_IMAP_NOTIFY_ALL || self->state == BELL_IMAP_STATE_IDLING)
    bell_imap_mailbox_count_soon (mailbox, now_us);
}

void
bell_imap_client_got_status (BellImapClient *self, const BellImapStatus *status, gint64 now_us)
{
  BellImapMailbox *mailbox = bell_imap_client_find_mailbox (self, status->mailbox);
  guint32          remembered;
  gboolean         was_known;
  gint64           count_due_us;

  if (mailbox == NULL || !mailbox->watched)
    return;
  if (mailbox == bell_imap_client_get_home (self)) {
    bell_imap_client_tell_unread (self, mailbox, status->unseen);
    return;
  }
  was_known = mailbox->known;
  remembered = mailbox->uid_validity_remembered;
  count_due_us = mailbox->count_due_us;
  bell_imap_mailbox_update_status (mailbox, status, now_us);
  if (bell_imap_queue_awaits_about (self->queue, BELL_IMAP_COMMAND_STATUS, mailbox) ||
      bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_LIST_STATUS))
    mailbox->count_due_us = count_due_us; /* what the answer lacks will not come by asking again */
  bell_imap_client_tell_outdated (self, mailbox);
  if (mailbox->known && (!was_known || remembered != mailbox->uid_validity_remembered))
    bell_imap_client_tell (self, BELL_IMAP_EVENT_MAILBOX, mailbox);
  bell_imap_client_tell_unread (self, mailbox, status->unseen);
}

static gboolean
is_status_due (const BellImapMailbox *mailbox, gint64 now_us)
{
  return mailbox->watched && mailbox->look == NULL && mailbox->count_due_us <= now_us;
}

/* TRUE if all that is due was asked for at once. */
static gboolean
send_all_statuses (BellImapClient *self, gint64 now_us)
{
  guint n = 0;

  if (!self->automatic || !has_list_status (self))
    return FALSE;
  for (guint i = 1; i < self->mailboxes->len; i++)
    if (is_status_due (g_ptr_array_index (self->mailboxes, i), now_us))
      n++;
  if (n < MANY_STATUSES)
    return FALSE;
  for (guint i = 1; i < self->mailboxes->len; i++)
    ((BellImapMailbox *) g_ptr_array_index (self->mailboxes, i))->count_due_us = BELL_NEVER;
  bell_imap_client_send_list (self, TRUE, now_us);
  return TRUE;
}

/* Asks for what is due of the others. */
void
bell_imap_client_send_statuses (BellImapClient *self, gint64 now_us)
{
  guint n = 0;

  if (send_all_statuses (self, now_us))
    return;
  for (guint i = 1; i < self->mailboxes->len && n < MAX_STATUSES; i++) {
    BellImapMailbox *mailbox = g_ptr_array_index (self->mailboxes, i);

    if (!is_status_due (mailbox, now_us))
      continue;
    mailbox->count_due_us = BELL_NEVER;
    bell_imap_client_send_named (self, BELL_IMAP_COMMAND_STATUS, mailbox, "STATUS ", mailbox->name,
                                 " " STATUS_ITEMS);
    n++;
  }
}

/* One that was there a moment ago may be there all the same. */
static gboolean
is_passing (BellImapMailbox *mailbox, const BellImapResponse *response)
{
  gboolean doubted = mailbox->doubted;

  if (bell_imap_refusal_is_busy (response))
    return TRUE;
  mailbox->doubted = TRUE;
  return response->type == BELL_IMAP_RESPONSE_NO && response->code == NULL &&
         mailbox->unread >= 0 && !doubted;
}

/* A mailbox of which the server tells nothing is not there; it may come back with a LIST. One that is
 * locked just now is there. */
void
bell_imap_client_done_status (BellImapClient          *self,
                              const BellImapCompleted *command,
                              const BellImapResponse  *response,
                              gint64                   now_us)
{
  BellImapMailbox *mailbox = command->subject;

  if (mailbox == bell_imap_client_get_home (self))
    bell_imap_client_done_count (self, command, response, now_us);
  else if (response->type == BELL_IMAP_RESPONSE_OK)
    mailbox->doubted = FALSE;
  else if (is_passing (mailbox, response))
    bell_imap_mailbox_count_soon (mailbox, now_us + BELL_IMAP_BUSY_PAUSE);
  else
    lose_mailbox (self, mailbox);
}
