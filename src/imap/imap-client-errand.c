/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errands of the push test: puts a message into a mailbox and takes it out again, in a session
 * that watches nothing; and takes out one that an earlier test had to leave there, of which only the
 * Message-ID is known. */

#include "imap/imap-client-private.h"

#define DAY_S (24 * 60 * 60)

/* There is one, or by some mishap a copy of it. */
#define MAX_SWEPT 5

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

/* SINCE spares the server to look into every message there is (RFC 9051 §6.4.4). The day before: it is
 * the server's day that counts, wherever that is. */
static char *
write_search (const char *message_id, gint64 since_s)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (since_s - DAY_S);

  return g_strdup_printf (
    "UID SEARCH SINCE %d-%s-%d HEADER MESSAGE-ID \"%s\"", g_date_time_get_day_of_month (day),
    months[g_date_time_get_month (day) - 1], g_date_time_get_year (day), message_id);
}

void
bell_imap_client_sweep (
  BellImapClient *self, const char *mailbox, const char *message_id, gint64 since_s, gint64 now_us)
{
  g_return_if_fail (self->state == BELL_IMAP_STATE_RESTING);

  self->errand = (BellImapErrand){ 0 };
  g_free (self->sweep_for);
  self->sweep_for = g_strdup (message_id);
  self->errand.since_s = since_s;
  bell_imap_client_send_named (self, BELL_IMAP_COMMAND_SWEEP_OPEN, NULL, "SELECT ", mailbox, "");
  bell_imap_client_set_state (self, BELL_IMAP_STATE_ERRAND, now_us);
}

static void
note_swept (BellImapClient *self, const BellImapFetch *fetch)
{
  for (guint i = 0; i < fetch->sections->len; i++) {
    const BellImapSection *section = g_ptr_array_index (fetch->sections, i);
    gsize                  length;
    const char            *text;

    if (section->bytes == NULL) /* NIL */
      continue;
    text = g_bytes_get_data (section->bytes, &length);
    if (fetch->uid != 0 && g_strstr_len (text, (gssize) length, self->sweep_for) != NULL)
      bell_imap_uid_set_add (self->unread, fetch->uid);
  }
}

/* Untagged data of the mailbox that the errand has opened. */
void
bell_imap_client_got_errand_data (BellImapClient *self, const BellImapResponse *response)
{
  guint64 uid_validity;

  bell_imap_client_got_listed (self, response);
  if (response->type == BELL_IMAP_RESPONSE_SEARCH)
    bell_imap_client_got_unread (self, response->numbers);
  else if (response->type == BELL_IMAP_RESPONSE_FETCH && self->unread != NULL &&
           bell_imap_queue_awaits (self->queue, BELL_IMAP_COMMAND_SWEEP_PROVE))
    note_swept (self, response->fetch);
  if (bell_imap_response_has_code (response, "UIDVALIDITY") && response->code->value != NULL &&
      g_ascii_string_to_unsigned (response->code->value, 10, 1, G_MAXUINT32, &uid_validity, NULL))
    self->errand.uid_validity_now = (guint32) uid_validity;
}

/* Other messages may be marked as deleted, too: a plain EXPUNGE would take them along. */
static void
send_erasure (BellImapClient *self, const char *uids)
{
  g_autofree char *store = g_strdup_printf ("UID STORE %s +FLAGS.SILENT (\\Seen \\Deleted)", uids);
  g_autofree char *expunge = g_strdup_printf ("UID EXPUNGE %s", uids);

  bell_imap_client_send (self, BELL_IMAP_COMMAND_ERASE, BELL_IMAP_FOLLOW_ANY, NULL, store);
  if (bell_imap_client_has (self, "UIDPLUS") || bell_imap_client_has (self, "IMAP4rev2"))
    bell_imap_client_send (self, BELL_IMAP_COMMAND_ERASE, BELL_IMAP_FOLLOW_ANY, NULL, expunge);
}

void
bell_imap_client_done_erase_open (BellImapClient                  *self,
                                  const BellImapCompleted *command G_GNUC_UNUSED,
                                  const BellImapResponse          *response,
                                  gint64                           now_us)
{
  const BellImapErrand *errand = &self->errand;
  g_autofree char      *uid = NULL;

  if (response->type != BELL_IMAP_RESPONSE_OK || errand->uid_validity_now != errand->uid_validity) {
    bell_imap_client_end_errand (self, "the mailbox is not what it was", now_us);
    return;
  }
  uid = g_strdup_printf ("%u", errand->uid);
  send_erasure (self, uid);
}

void
bell_imap_client_done_sweep_open (BellImapClient                  *self,
                                  const BellImapCompleted *command G_GNUC_UNUSED,
                                  const BellImapResponse          *response,
                                  gint64                           now_us)
{
  g_autofree char *search = write_search (self->sweep_for, self->errand.since_s);

  g_clear_pointer (&self->unread, bell_imap_uid_set_free);
  if (response->type == BELL_IMAP_RESPONSE_OK)
    bell_imap_client_send (self, BELL_IMAP_COMMAND_SWEEP, BELL_IMAP_FOLLOW_ANY, NULL, search);
  else
    bell_imap_client_end_errand (self, "the mailbox cannot be opened", now_us);
}

/* What was found, which may be nothing, or NULL. (transfer full) (nullable) */
static char *
take_swept (BellImapClient *self)
{
  g_autoptr (BellImapUidSet) found = g_steal_pointer (&self->unread);

  return found != NULL && bell_imap_uid_set_count (found) > 0 ? bell_imap_uid_set_to_string (found)
                                                              : NULL;
}

/* A server that does not understand a key of the search may leave it out, and find all there is: what
 * goes has to show its name first. A message that is not found is what was wished for. */
void
bell_imap_client_done_sweep (BellImapClient                  *self,
                             const BellImapCompleted *command G_GNUC_UNUSED,
                             const BellImapResponse          *response,
                             gint64                           now_us)
{
  gboolean many = self->unread != NULL && bell_imap_uid_set_count (self->unread) > MAX_SWEPT;
  g_autofree char *uids = take_swept (self);
  g_autofree char *fetch = NULL;

  if (response->type != BELL_IMAP_RESPONSE_OK || many) {
    bell_imap_client_end_errand (self, "SEARCH refused, or not understood", now_us);
    return;
  }
  if (uids == NULL) {
    bell_imap_client_end_errand (self, NULL, now_us);
    return;
  }
  self->unread = bell_imap_uid_set_new ();
  fetch = g_strdup_printf ("UID FETCH %s (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])", uids);
  bell_imap_client_send (self, BELL_IMAP_COMMAND_SWEEP_PROVE, BELL_IMAP_FOLLOW_ANY, NULL, fetch);
}

void
bell_imap_client_done_sweep_prove (BellImapClient                  *self,
                                   const BellImapCompleted *command G_GNUC_UNUSED,
                                   const BellImapResponse *response G_GNUC_UNUSED,
                                   gint64                           now_us)
{
  g_autofree char *uids = take_swept (self);

  if (uids == NULL)
    bell_imap_client_end_errand (self, NULL, now_us);
  else
    send_erasure (self, uids);
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
