/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions on messages, by UID under UIDVALIDITY.
 *
 * The watch is held with EXAMINE, so to act a mailbox is opened once more with SELECT; the way there,
 * the action and the way home are one write wherever nothing in between has to be known first:
 *
 *     DONE, NOTIFY NONE, SELECT, UID STORE or UID MOVE, EXAMINE, NOTIFY SET, the count, IDLE
 *
 * No command can be made to depend on UIDVALIDITY, so the UIDs must be certain before they are sent.
 * UIDs do not change while a mailbox is open (RFC 9051 §2.3.1.1), and INBOX can neither be deleted
 * nor be replaced by renaming (§6.3.5, §6.3.6): if it is open until this very write, it is certain.
 * Of any other mailbox SELECT is answered first, and the action follows while it stays open.
 *
 * Without MOVE (RFC 6851) the copy must be known to be there before the original goes, which is again
 * a write of its own, as is what is marked only once it has been found. What goes is removed by
 * UID EXPUNGE only (RFC 4315): a plain EXPUNGE would remove what others have marked. */

#include "imap/imap-client-action.h"
#include "imap/imap-limits.h"
#include "imap/imap-mailbox-name.h"

/* Nobody has as many under way by hand, but all of an account's mailboxes may be marked as read. */
#define MAX_DEEDS 600

static void
deed_free (BellImapDeed *deed)
{
  bell_imap_uid_set_free (deed->uids);
  g_free (deed->target);
  g_clear_pointer (&deed->target_uids, bell_imap_uid_set_free);
  g_free (deed);
}

BellImapActions *
bell_imap_actions_new (void)
{
  BellImapActions *actions = g_new0 (BellImapActions, 1);

  actions->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) deed_free);
  return actions;
}

void
bell_imap_actions_free (BellImapActions *actions)
{
  g_ptr_array_unref (actions->deeds);
  for (guint i = 0; i < G_N_ELEMENTS (actions->targets); i++)
    g_free (actions->targets[i].name);
  g_free (actions->all);
  g_free (actions);
}

gboolean
bell_imap_acted_is_done (BellImapActed acted)
{
  return acted == BELL_IMAP_ACTED_DONE || acted == BELL_IMAP_ACTED_GONE ||
         acted == BELL_IMAP_ACTED_LEFT;
}

/* Of our own changes the server may say nothing, least of all to a mailbox that is closed by then. What
 * was told under another UIDVALIDITY, or never, is not taken back. */
static void
tell_gone (BellImapClient *self, const BellImapDeed *deed)
{
  BellImapEvent *event;

  if (deed->mailbox->uid_validity_remembered != deed->uid_validity ||
      bell_imap_uid_set_get_n_ranges (deed->uids) == 0)
    return;
  bell_imap_mailbox_forget (deed->mailbox, deed->uids);
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_GONE, deed->mailbox);
  event->uid_validity = deed->uid_validity;
  event->uids = bell_imap_uid_set_copy (deed->uids);
}

void
bell_imap_client_finish_deed (BellImapClient *self, BellImapDeed *deed, BellImapActed acted)
{
  BellImapEvent *event;

  if (bell_imap_acted_is_done (acted) && deed->type != BELL_IMAP_ACTION_MARK_UNREAD)
    tell_gone (self, deed);
  event = bell_imap_client_tell (self, BELL_IMAP_EVENT_ACTED, deed->mailbox);
  event->uid_validity = deed->uid_validity;
  event->action_id = deed->id;
  event->acted = acted;
  event->uids = bell_imap_uid_set_copy (deed->uids);
  event->sought = deed->sought;
  event->target = g_strdup (deed->target);
  event->target_uid_validity = deed->target_uid_validity;
  event->target_uids = g_steal_pointer (&deed->target_uids);
  g_ptr_array_remove (self->actions->deeds, deed);
}

GPtrArray *
bell_imap_client_list_deeds (const BellImapClient *self)
{
  GPtrArray *deeds = g_ptr_array_new ();

  g_ptr_array_extend (deeds, self->actions->deeds, NULL, NULL);
  return deeds;
}

/* A copy may be there already that another attempt would make again. */
static BellImapActed
get_interruption (const BellImapDeed *deed)
{
  return deed->stage >= BELL_IMAP_STAGE_COPYING && deed->target != NULL
           ? BELL_IMAP_ACTED_UNCLEAR
           : BELL_IMAP_ACTED_INTERRUPTED;
}

void
bell_imap_client_abandon (BellImapClient *self)
{
  g_autoptr (GPtrArray) deeds = bell_imap_client_list_deeds (self);

  for (guint i = 0; i < deeds->len; i++) {
    BellImapDeed *deed = g_ptr_array_index (deeds, i);

    bell_imap_client_finish_deed (self, deed, get_interruption (deed));
  }
}

static BellImapDeed *
add_deed (BellImapClient *self, guint id, const BellImapAction *action)
{
  BellImapDeed    *deed = g_new0 (BellImapDeed, 1);
  BellImapMailbox *mailbox = bell_imap_client_find_mailbox (self, action->mailbox);

  deed->id = id;
  deed->type = action->type;
  deed->mailbox = mailbox != NULL
                    ? mailbox
                    : bell_imap_client_add_mailbox (self, action->mailbox, BELL_IMAP_ROLE_ORDINARY);
  deed->uid_validity = action->uid_validity;
  deed->uids = bell_imap_uid_set_copy (action->uids);
  deed->target = g_strdup (action->target);
  g_ptr_array_add (self->actions->deeds, deed);
  return deed;
}

gboolean
bell_imap_deed_needs_target (const BellImapDeed *deed)
{
  return deed->type > BELL_IMAP_ACTION_MARK_ALL_READ && deed->target == NULL;
}

/* What waits for the names of the mailboxes goes on when they are there. */
static gboolean
is_due (const BellImapDeed *deed)
{
  if (deed->stage == BELL_IMAP_STAGE_WAITING)
    return !bell_imap_deed_needs_target (deed) || !deed->listed;
  return deed->stage == BELL_IMAP_STAGE_COPIED || deed->stage == BELL_IMAP_STAGE_FOUND;
}

gint64
bell_imap_client_get_actions_due (const BellImapClient *self)
{
  const BellImapActions *actions = self->actions;

  if (actions->visited != NULL)
    return 0;
  for (guint i = 0; i < actions->deeds->len; i++)
    if (is_due (g_ptr_array_index (actions->deeds, i)))
      return 0;
  return BELL_NEVER;
}

/* What is there already stays there, but from the trash it is removed. */
void
bell_imap_client_find_target (BellImapClient *self, BellImapDeed *deed)
{
  if (bell_imap_deed_needs_target (deed))
    deed->target = g_strdup (bell_imap_client_get_target (self, deed->type));
  if (deed->target == NULL || !bell_imap_mailbox_is_named (deed->mailbox, deed->target))
    return;
  if (deed->type == BELL_IMAP_ACTION_DELETE) {
    g_clear_pointer (&deed->target, g_free);
    deed->stage = BELL_IMAP_STAGE_COPIED;
  } else
    bell_imap_client_finish_deed (self, deed, BELL_IMAP_ACTED_DONE);
}

/* Mailboxes are kept as long as the session. Beside those that are followed there is room for as many
 * that messages are brought back from. */
static gboolean
has_room (const BellImapClient *self, const BellImapAction *action)
{
  return self->actions->deeds->len < MAX_DEEDS &&
         (self->mailboxes->len < 2 * BELL_IMAP_LIMIT_MAILBOXES ||
          bell_imap_client_find_mailbox (self, action->mailbox) != NULL);
}

static void
refuse (BellImapClient *self, guint id)
{
  BellImapEvent *event = bell_imap_client_tell (self, BELL_IMAP_EVENT_ACTED, NULL);

  event->action_id = id;
  event->acted = BELL_IMAP_ACTED_REFUSED;
}

void
bell_imap_client_act (BellImapClient *self, guint id, const BellImapAction *action, gint64 now_us)
{
  BellImapDeed *deed;

  if (bell_imap_client_get_home (self) == NULL || !has_room (self, action)) {
    refuse (self, id);
    return;
  }
  deed = add_deed (self, id, action);
  if (self->state >= BELL_IMAP_STATE_LOGGING_OUT || self->log_out)
    bell_imap_client_finish_deed (self, deed, BELL_IMAP_ACTED_INTERRUPTED);
  else if (deed->mailbox->known && deed->mailbox->uid_validity != deed->uid_validity)
    bell_imap_client_finish_deed (self, deed, BELL_IMAP_ACTED_STALE);
  else {
    bell_imap_client_find_target (self, deed);
    bell_imap_client_advance (self, now_us);
  }
}

/* Asks for the names of the mailboxes if one of them needs to be found. */
static void
ask_targets (BellImapClient *self)
{
  gboolean ask = FALSE;

  for (guint i = 0; i < self->actions->deeds->len; i++) {
    BellImapDeed *deed = g_ptr_array_index (self->actions->deeds, i);

    if (deed->stage != BELL_IMAP_STAGE_WAITING || !bell_imap_deed_needs_target (deed) ||
        deed->listed)
      continue;
    ask = deed->listed = TRUE;
  }
  if (ask)
    bell_imap_client_send_targets (self);
}

static gboolean
can_go_on (const BellImapDeed *deed)
{
  return deed->stage == BELL_IMAP_STAGE_COPIED || deed->stage == BELL_IMAP_STAGE_FOUND ||
         (deed->stage == BELL_IMAP_STAGE_WAITING && !bell_imap_deed_needs_target (deed));
}

/* The mailbox of the first that can go on. (nullable) */
static BellImapMailbox *
choose_mailbox (const BellImapClient *self)
{
  for (guint i = 0; i < self->actions->deeds->len; i++) {
    const BellImapDeed *deed = g_ptr_array_index (self->actions->deeds, i);

    if (can_go_on (deed))
      return deed->mailbox;
  }
  return NULL;
}

/* Open already, with SELECT, to be watched (imap-quirks.h). */
static gboolean
is_writable_home (const BellImapClient *self, const BellImapMailbox *mailbox)
{
  return (self->quirks & BELL_IMAP_QUIRK_SELECT) && mailbox == self->selected &&
         mailbox == bell_imap_client_get_home (self);
}

/* Its UIDVALIDITY cannot be another one in this write. */
static gboolean
is_certain (const BellImapClient *self, const BellImapMailbox *mailbox)
{
  return mailbox == self->selected && mailbox == bell_imap_client_get_home (self) &&
         bell_imap_mailbox_name_is_inbox (mailbox->name) && mailbox->known;
}

static void
visit (BellImapClient *self, BellImapMailbox *mailbox)
{
  BellImapActions *actions = self->actions;

  bell_imap_client_send_named (self, BELL_IMAP_COMMAND_VISIT, mailbox, "SELECT ", mailbox->name,
                               "");
  actions->visited = mailbox;
  actions->visit_asked = TRUE;
  actions->visit_open = actions->visit_read_only = FALSE;
  actions->visit_validity = 0;
}

/* NOTIFY is off meanwhile for the reason that imap-client-watch.c has. */
static void
depart (BellImapClient *self, BellImapMailbox *mailbox)
{
  if (self->notify_set != BELL_IMAP_NOTIFY_OFF)
    bell_imap_client_send (self, BELL_IMAP_COMMAND_NOTIFY, BELL_IMAP_FOLLOW_ANY, NULL,
                           "NOTIFY NONE");
  self->notify_due = self->notify != BELL_IMAP_NOTIFY_OFF;
  self->notify_set = BELL_IMAP_NOTIFY_OFF;
  visit (self, mailbox);
}

/* What was done in the mailbox that is left shows in its count. */
static void
leave (BellImapClient *self, gint64 now_us)
{
  BellImapMailbox *visited = g_steal_pointer (&self->actions->visited);

  if (visited != bell_imap_client_get_home (self) && visited->watched &&
      self->notify != BELL_IMAP_NOTIFY_ALL)
    bell_imap_mailbox_count_soon (visited, now_us);
}

static void
come_home (BellImapClient *self, gint64 now_us)
{
  leave (self, now_us);
  bell_imap_client_send_open (self, bell_imap_client_get_home (self));
  bell_imap_client_lose_context (self, now_us);
}

void
bell_imap_client_send_deed (BellImapClient     *self,
                            BellImapCommandType type,
                            BellImapDeed       *deed,
                            const char         *verb,
                            const char         *uids,
                            const char         *rest,
                            const char         *target)
{
  g_autoptr (BellImapWriter) writer = bell_imap_client_begin (self);

  bell_imap_writer_add_raw (writer, verb);
  bell_imap_writer_add_raw (writer, uids);
  bell_imap_writer_add_raw (writer, rest);
  if (target != NULL)
    bell_imap_writer_add_string (writer, target);
  bell_imap_queue_append (self->queue, type, BELL_IMAP_FOLLOW_ANY, deed,
                          bell_imap_writer_finish (writer));
  deed->n_answers++;
}

/* IMAP4rev2 includes what were extensions. */
gboolean
bell_imap_client_has_either (const BellImapClient *self, const char *capability)
{
  return bell_imap_client_has (self, capability) || bell_imap_client_has (self, "IMAP4rev2");
}

static void
send_first (BellImapClient *self, BellImapDeed *deed)
{
  g_autofree char *uids = bell_imap_uid_set_to_string (deed->uids);

  if (bell_imap_client_has_either (self, "MOVE")) {
    deed->stage = BELL_IMAP_STAGE_ASKED;
    bell_imap_client_send_deed (self, BELL_IMAP_COMMAND_ACT, deed, "UID MOVE ", uids, " ",
                                deed->target);
  } else {
    deed->stage = BELL_IMAP_STAGE_COPYING;
    bell_imap_client_send_deed (self, BELL_IMAP_COMMAND_ACT, deed, "UID COPY ", uids, " ",
                                deed->target);
  }
}

static void
send_removal (BellImapClient *self, BellImapDeed *deed)
{
  g_autofree char *uids = bell_imap_uid_set_to_string (deed->uids);

  deed->stage = BELL_IMAP_STAGE_REMOVING;
  bell_imap_client_send_deed (self, BELL_IMAP_COMMAND_ACT, deed, "UID STORE ", uids,
                              " +FLAGS.SILENT (\\Deleted)", NULL);
  if (bell_imap_client_has_either (self, "UIDPLUS"))
    bell_imap_client_send_deed (self, BELL_IMAP_COMMAND_EXPUNGE, deed, "UID EXPUNGE ", uids, "",
                                NULL);
  else
    deed->acted = BELL_IMAP_ACTED_LEFT;
}

static void
send_next (BellImapClient *self, BellImapDeed *deed)
{
  if (deed->type <= BELL_IMAP_ACTION_MARK_ALL_READ)
    bell_imap_client_send_marks (self, deed);
  else if (deed->stage == BELL_IMAP_STAGE_COPIED)
    send_removal (self, deed);
  else
    send_first (self, deed);
}

/* One that comes before it has a message copied that goes only then: a second copy behind the first
 * would be one too many. Where the server moves, it finds nothing any more. */
static gboolean
would_copy_twice (const BellImapClient *self, const BellImapDeed *deed)
{
  for (guint i = 0; i < self->actions->deeds->len; i++) {
    const BellImapDeed *other = g_ptr_array_index (self->actions->deeds, i);

    if (other->stage == BELL_IMAP_STAGE_COPYING && other->mailbox == deed->mailbox &&
        deed->type > BELL_IMAP_ACTION_MARK_ALL_READ &&
        bell_imap_uid_set_overlaps (other->uids, deed->uids))
      return TRUE;
  }
  return FALSE;
}

/* There is more to be done in the mailbox once the server has answered. */
static gboolean
has_more (const BellImapDeed *deed)
{
  return deed->stage == BELL_IMAP_STAGE_SEEKING || deed->stage == BELL_IMAP_STAGE_MARKING ||
         deed->stage == BELL_IMAP_STAGE_COPYING;
}

/* What is known of the open mailbox speaks against it; DONE: nothing does. */
static BellImapActed
find_obstacle (const BellImapClient *self, const BellImapDeed *deed)
{
  const BellImapActions *actions = self->actions;
  guint32                uid_validity = deed->mailbox->uid_validity;

  if (actions->visited != NULL && !actions->visit_asked)
    uid_validity = actions->visit_validity;
  if (uid_validity != deed->uid_validity)
    return BELL_IMAP_ACTED_STALE;
  return actions->visited != NULL && actions->visit_read_only ? BELL_IMAP_ACTED_READ_ONLY
                                                              : BELL_IMAP_ACTED_DONE;
}

/* All that can be done in MAILBOX, which is open for writing; TRUE if more is to be done there. */
static gboolean
send_deeds (BellImapClient *self, const BellImapMailbox *mailbox)
{
  g_autoptr (GPtrArray) deeds = bell_imap_client_list_deeds (self);
  gboolean more = FALSE;

  for (guint i = 0; i < deeds->len; i++) {
    BellImapDeed *deed = g_ptr_array_index (deeds, i);
    BellImapActed obstacle;

    if (deed->mailbox != mailbox || !can_go_on (deed) || would_copy_twice (self, deed))
      continue;
    obstacle = find_obstacle (self, deed);
    if (obstacle != BELL_IMAP_ACTED_DONE)
      bell_imap_client_finish_deed (self, deed, obstacle);
    else {
      send_next (self, deed);
      more |= has_more (deed);
    }
  }
  return more;
}

/* From one mailbox to the next: to come home in between would cost a flight for each. Only once SELECT
 * of the one that is left has been answered, so that there is never more than one under way. */
static gboolean
go_further (BellImapClient *self, gint64 now_us)
{
  BellImapMailbox *next = self->actions->visit_asked ? NULL : choose_mailbox (self);

  if (next == NULL)
    return FALSE;
  leave (self, now_us);
  visit (self, next);
  return TRUE;
}

BellImapJourney
bell_imap_client_fly_actions (BellImapClient *self, gint64 now_us)
{
  BellImapActions *actions = self->actions;
  BellImapMailbox *mailbox;

  ask_targets (self);
  mailbox = actions->visited != NULL ? actions->visited : choose_mailbox (self);
  if (mailbox == NULL)
    return BELL_IMAP_JOURNEY_NONE;
  if (actions->visited == NULL && !is_writable_home (self, mailbox)) {
    gboolean certain = is_certain (self, mailbox);

    depart (self, mailbox);
    if (!certain)
      return BELL_IMAP_JOURNEY_AWAY;
  }
  if (send_deeds (self, mailbox))
    return BELL_IMAP_JOURNEY_AWAY;
  if (actions->visited == NULL) {
    bell_imap_mailbox_count_soon (mailbox, now_us);
    return BELL_IMAP_JOURNEY_NONE;
  }
  if (go_further (self, now_us))
    return BELL_IMAP_JOURNEY_AWAY;
  come_home (self, now_us);
  return BELL_IMAP_JOURNEY_RETURN;
}
