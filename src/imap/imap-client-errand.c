/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errand of the push test: puts a message into a mailbox and takes it out again, in a session
 * that watches nothing. */

#include "imap/imap-client-private.h"

/* FAILURE (nullable): for the log. */
void
bell_imap_client_end_errand (BellImapClient *self, const char *failure, gint64 now_us)
{
  BellImapEvent *event = bell_imap_client_tell (self, BELL_IMAP_EVENT_ERRAND_DONE, NULL);

  event->uid_validity = self->errand.uid_validity;
  event->uid_seen = self->errand.uid;
  if (failure != NULL)
    event->error = g_error_new_literal (BELL_IMAP_ERROR, BELL_IMAP_ERROR_COMMAND_FAILED, failure);
  bell_imap_client_set_state (self, BELL_IMAP_STATE_RESTING, now_us);
}

void
bell_imap_client_append (BellImapClient *self,
                         const char     *mailbox,
                         const char     *message,
                         gint64          now_us)
{
  g_autoptr (BellImapWriter) writer = NULL;

  g_return_if_fail (self->state == BELL_IMAP_STATE_RESTING);

  self->errand = (BellImapErrand){ 0 };
  writer = bell_imap_client_begin (self);
  bell_imap_writer_add_raw (writer, "APPEND ");
  bell_imap_writer_add_string (writer, mailbox);
  bell_imap_writer_add_raw (writer, " ");
  bell_imap_writer_add_string (writer, message);
  bell_imap_queue_append (self->queue, BELL_IMAP_COMMAND_APPEND, BELL_IMAP_FOLLOW_ANY, NULL,
                          bell_imap_writer_finish (writer));
  bell_imap_client_set_state (self, BELL_IMAP_STATE_ERRAND, now_us);
}

/* "[APPENDUID 38505 3955]" (RFC 4315 §3). */
static void
take_append_uid (BellImapErrand *errand, const BellImapResponse *response)
{
  g_auto (GStrv) words = NULL;
  guint64 uid_validity, uid;

  if (!bell_imap_response_has_code (response, "APPENDUID") || response->code->value == NULL)
    return;
  words = g_strsplit (response->code->value, " ", 3);
  if (g_strv_length (words) != 2 ||
      !g_ascii_string_to_unsigned (words[0], 10, 1, G_MAXUINT32, &uid_validity, NULL) ||
      !g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXUINT32, &uid, NULL))
    return;
  errand->uid_validity = (guint32) uid_validity;
  errand->uid = (guint32) uid;
}

void
bell_imap_client_done_append (BellImapClient                  *self,
                              const BellImapCompleted *command G_GNUC_UNUSED,
                              const BellImapResponse          *response,
                              gint64                           now_us)
{
  take_append_uid (&self->errand, response);
  bell_imap_client_end_errand (
    self, response->type == BELL_IMAP_RESPONSE_OK ? NULL : "APPEND refused", now_us);
}

void
bell_imap_client_erase (
  BellImapClient *self, const char *mailbox, guint32 uid_validity, guint32 uid, gint64 now_us)
{
  g_return_if_fail (self->state == BELL_IMAP_STATE_RESTING);
  g_return_if_fail (uid != 0);

  self->errand = (BellImapErrand){ .uid_validity = uid_validity, .uid = uid };
  bell_imap_client_send_named (self, BELL_IMAP_COMMAND_ERASE_OPEN, NULL, "SELECT ", mailbox, "");
  bell_imap_client_set_state (self, BELL_IMAP_STATE_ERRAND, now_us);
}

/* Untagged data of the mailbox that the errand has opened. */
void
bell_imap_client_got_errand_data (BellImapClient *self, const BellImapResponse *response)
{
  guint64 uid_validity;

  bell_imap_client_got_listed (self, response);
  if (bell_imap_response_has_code (response, "UIDVALIDITY") && response->code->value != NULL &&
      g_ascii_string_to_unsigned (response->code->value, 10, 1, G_MAXUINT32, &uid_validity, NULL))
    self->errand.uid_validity_now = (guint32) uid_validity;
}

/* Other messages may be marked as deleted, too: a plain EXPUNGE would take them along. */
void
bell_imap_client_done_erase_open (BellImapClient                  *self,
                                  const BellImapCompleted *command G_GNUC_UNUSED,
                                  const BellImapResponse          *response,
                                  gint64                           now_us)
{
  const BellImapErrand *errand = &self->errand;
  g_autofree char      *store = NULL;
  g_autofree char      *expunge = NULL;

  if (response->type != BELL_IMAP_RESPONSE_OK || errand->uid_validity_now != errand->uid_validity) {
    bell_imap_client_end_errand (self, "the mailbox is not what it was", now_us);
    return;
  }
  store = g_strdup_printf ("UID STORE %u +FLAGS.SILENT (\\Seen \\Deleted)", errand->uid);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_ERASE, BELL_IMAP_FOLLOW_ANY, NULL, store);
  if (!bell_imap_client_has (self, "UIDPLUS") && !bell_imap_client_has (self, "IMAP4rev2"))
    return;
  expunge = g_strdup_printf ("UID EXPUNGE %u", errand->uid);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_ERASE, BELL_IMAP_FOLLOW_ANY, NULL, expunge);
}

/* Of several commands the last one counts: without UIDPLUS the message was only marked. */
void
bell_imap_client_done_erase (BellImapClient          *self,
                             const BellImapCompleted *command,
                             const BellImapResponse  *response,
                             gint64                   now_us)
{
  const char *failure = NULL;

  if (!command->latest)
    return;
  if (response->type != BELL_IMAP_RESPONSE_OK)
    failure = "STORE or EXPUNGE refused";
  else if (!bell_imap_client_has (self, "UIDPLUS") && !bell_imap_client_has (self, "IMAP4rev2"))
    failure = "only marked as deleted";
  bell_imap_client_end_errand (self, failure, now_us);
}
