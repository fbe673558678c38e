/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server answers to actions on messages. Its text is not shown; codes tell enough. */

#include "imap/imap-client-action.h"

void
bell_imap_client_done_targets (BellImapClient                  *self,
                               const BellImapCompleted *command G_GNUC_UNUSED,
                               const BellImapResponse *response G_GNUC_UNUSED,
                               gint64 now_us                    G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) deeds = bell_imap_client_list_deeds (self);

  self->actions->listed = TRUE;
  for (guint i = 0; i < deeds->len; i++) {
    BellImapDeed *deed = g_ptr_array_index (deeds, i);

    if (deed->stage != BELL_IMAP_STAGE_WAITING || !bell_imap_deed_needs_target (deed))
      continue;
    if (bell_imap_client_get_target (self, deed->type) != NULL)
      bell_imap_client_find_target (self, deed);
    else
      bell_imap_client_finish_deed (self, deed, BELL_IMAP_ACTED_NO_TARGET);
  }
}

/* SELECT was refused: what was sent behind it is answered by itself, the rest cannot be done. One that
 * is answered with another UIDVALIDITY than the certain one comes too late to be heeded. */
void
bell_imap_client_done_visit (BellImapClient          *self,
                             const BellImapCompleted *command,
                             const BellImapResponse  *response,
                             gint64 now_us            G_GNUC_UNUSED)
{
  BellImapActions *actions = self->actions;
  g_autoptr (GPtrArray) deeds = bell_imap_client_list_deeds (self);

  self->selected = NULL;
  actions->visit_asked = FALSE;
  actions->visit_open = response->type == BELL_IMAP_RESPONSE_OK;
  actions->visit_read_only = bell_imap_response_has_code (response, "READ-ONLY");
  for (guint i = 0; i < deeds->len; i++) {
    BellImapDeed *deed = g_ptr_array_index (deeds, i);

    if (deed->mailbox != command->subject)
      continue;
    if (deed->n_answers > 0) {
      if (actions->visit_open && actions->visit_validity != deed->uid_validity)
        deed->acted = BELL_IMAP_ACTED_STALE;
    } else if (!actions->visit_open)
      bell_imap_client_finish_deed (self, deed,
                                    bell_imap_response_has_code (response, "NONEXISTENT")
                                      ? BELL_IMAP_ACTED_GONE
                                      : BELL_IMAP_ACTED_REFUSED);
  }
}

/* "UIDVALIDITY SOURCES TARGETS" (RFC 4315 §3), as many of these as of those. The sources tell which
 * action it is about: MOVE sends it untagged (RFC 6851 §4.3). */
static void
got_copy_uid (BellImapClient *self, const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, " ", 3);
  g_autoptr (BellImapUidSet) sources = NULL;
  g_autoptr (BellImapUidSet) targets = NULL;
  guint64 uid_validity;

  if (g_strv_length (words) != 3 ||
      !g_ascii_string_to_unsigned (words[0], 10, 1, G_MAXUINT32, &uid_validity, NULL))
    return;
  sources = bell_imap_uid_set_parse (words[1]);
  targets = bell_imap_uid_set_parse (words[2]);
  if (sources == NULL || targets == NULL ||
      bell_imap_uid_set_count (sources) != bell_imap_uid_set_count (targets))
    return;
  for (guint i = 0; i < self->actions->deeds->len; i++) {
    BellImapDeed *deed = g_ptr_array_index (self->actions->deeds, i);

    if (deed->n_answers == 0 || deed->target_uids != NULL || deed->target == NULL ||
        !bell_imap_uid_set_overlaps (sources, deed->uids))
      continue;
    deed->target_uid_validity = (guint32) uid_validity;
    deed->target_uids = g_steal_pointer (&targets);
    return;
  }
}

void
bell_imap_client_got_action_code (BellImapClient *self, const BellImapResponse *response)
{
  BellImapActions *actions = self->actions;
  guint64          number;

  if (response->code == NULL || response->code->value == NULL)
    return;
  if (bell_imap_response_has_code (response, "COPYUID"))
    got_copy_uid (self, response->code->value);
  else if (actions->visit_asked && bell_imap_response_has_code (response, "UIDVALIDITY") &&
           g_ascii_string_to_unsigned (response->code->value, 10, 1, G_MAXUINT32, &number, NULL))
    actions->visit_validity = (guint32) number;
}

/* Another client has removed it, and the server has not told us yet (RFC 5530 §3, Dovecot). Of several
 * messages only some may be gone. */
static gboolean
is_gone (const BellImapDeed *deed, const BellImapResponse *response)
{
  return bell_imap_response_has_code (response, "EXPUNGEISSUED") &&
         bell_imap_uid_set_count (deed->uids) == 1;
}

static void
note_refusal (BellImapClient          *self,
              BellImapDeed            *deed,
              const BellImapCompleted *command,
              const BellImapResponse  *response)
{
  if (!bell_imap_acted_is_done (deed->acted))
    return;
  if (command->type == BELL_IMAP_COMMAND_EXPUNGE)
    deed->acted = BELL_IMAP_ACTED_LEFT;
  else if (is_gone (deed, response))
    deed->acted = BELL_IMAP_ACTED_GONE;
  else if (bell_imap_response_has_code (response, "TRYCREATE") ||
           (deed->target != NULL && bell_imap_response_has_code (response, "NONEXISTENT"))) {
    deed->acted = BELL_IMAP_ACTED_NO_TARGET;
    bell_imap_client_forget_targets (self);
  } else
    deed->acted =
      self->actions->visit_read_only ? BELL_IMAP_ACTED_READ_ONLY : BELL_IMAP_ACTED_REFUSED;
}

/* A MOVE or COPY of nothing is answered with OK (RFC 9051 §6.4.9); with UIDPLUS it tells of no UIDs
 * then. Nor does one into a mailbox that keeps none (UIDNOTSTICKY, RFC 4315 §3), which looks the same: the
 * message is not here any more, and cannot be had back. To look for it there by its Message-ID would
 * take that mailbox to be opened, and a question before each MOVE, for servers that nobody has seen. */
static BellImapActed
conclude (const BellImapClient *self, const BellImapDeed *deed)
{
  if (deed->acted == BELL_IMAP_ACTED_DONE && deed->target != NULL && deed->target_uids == NULL &&
      bell_imap_client_has_either (self, "UIDPLUS"))
    return BELL_IMAP_ACTED_GONE;
  return deed->acted;
}

/* FALSE: that was all. What is said to be gone was not copied, and is not removed either. */
static gboolean
go_on (BellImapDeed *deed)
{
  if (deed->acted == BELL_IMAP_ACTED_GONE)
    return FALSE;
  if (deed->stage == BELL_IMAP_STAGE_COPYING)
    deed->stage = BELL_IMAP_STAGE_COPIED;
  else if (deed->stage == BELL_IMAP_STAGE_MARKING ||
           (deed->stage == BELL_IMAP_STAGE_SEEKING &&
            bell_imap_uid_set_get_n_ranges (deed->uids) > 0))
    deed->stage = BELL_IMAP_STAGE_FOUND;
  else
    return FALSE;
  return TRUE;
}

void
bell_imap_client_done_act (BellImapClient          *self,
                           const BellImapCompleted *command,
                           const BellImapResponse  *response,
                           gint64 now_us            G_GNUC_UNUSED)
{
  BellImapDeed *deed = command->subject;

  if (response->type == BELL_IMAP_RESPONSE_OK)
    bell_imap_client_got_action_code (self, response);
  else
    note_refusal (self, deed, command, response);
  if (--deed->n_answers > 0)
    return;
  if (!bell_imap_acted_is_done (deed->acted) || !go_on (deed))
    bell_imap_client_finish_deed (self, deed, conclude (self, deed));
}
