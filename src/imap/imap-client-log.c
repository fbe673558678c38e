/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversation as it may be shown: no secrets, no content of messages, no
 * address, and not whose server it is. */

#include "imap/imap-anonymous.h"
#include "imap/imap-client-private.h"

/* A line of the log is for a screen. */
#define LOG_LINE_BYTES 300

void
bell_imap_client_log_line (BellImapClient *self, char direction, const char *text)
{
  const BellImapUnnamed who = { .user = self->identity.user,
                                .address = self->identity.address,
                                .host = self->identity.host };
  g_autofree char      *line = NULL;

  if (self->log == NULL)
    return;
  line = bell_imap_anonymise (text, &who);
  g_ptr_array_add (self->log, g_strdup_printf ("%c %.*s", direction, LOG_LINE_BYTES, line));
}

static gboolean
is_status (const BellImapResponse *response)
{
  return response->type >= BELL_IMAP_RESPONSE_OK && response->type <= BELL_IMAP_RESPONSE_PREAUTH;
}

/* While we sign in: what a server says then may repeat what we have said, as some do with a command
 * that they do not understand. A code says why it refuses, and of what it offers there is a list; all
 * other words are left out. (transfer full) */
static char *
describe_answer (const BellImapResponse *response)
{
  const BellImapCode *code = response->code;
  const char         *tag = response->tag != NULL ? response->tag : "*";
  gboolean            offers = response->type == BELL_IMAP_RESPONSE_OK &&
                    bell_imap_response_has_code (response, "CAPABILITY") && code->value != NULL;

  if (response->type == BELL_IMAP_RESPONSE_CONTINUATION)
    return g_strdup ("+ <hidden>");
  if (!is_status (response))
    return g_strdup_printf ("%s <hidden>", tag);
  if (code == NULL)
    return g_strdup_printf ("%s %s <hidden>", tag, response->name);
  return g_strdup_printf ("%s %s [%s%s%s] <hidden>", tag, response->name, code->name,
                          offers ? " " : "", offers ? code->value : "");
}

/* What people wrote stands in FETCH; its numbers are enough for a log. */
void
bell_imap_client_log_response (BellImapClient         *self,
                               const BellImapFrame    *frame,
                               const BellImapResponse *response)
{
  g_autofree char *text = NULL;
  gsize            n = frame->n_literals > 0 ? frame->literals[0].offset : frame->length;

  if (self->log == NULL)
    return;
  if (response->type == BELL_IMAP_RESPONSE_FETCH)
    text = g_strdup_printf ("* %u FETCH (UID %u …)", response->number, response->fetch->uid);
  else if ((self->state == BELL_IMAP_STATE_SIGN_IN || self->state == BELL_IMAP_STATE_COMPUTING) &&
           response->type != BELL_IMAP_RESPONSE_CAPABILITY)
    text = describe_answer (response);
  else
    text = g_strndup (frame->text, MIN (n, BELL_IMAP_ANONYMOUS_BYTES));
  bell_imap_client_log_line (self, 'S', text);
}

GPtrArray *
bell_imap_client_take_log (BellImapClient *self)
{
  GPtrArray *log = self->log;

  if (log == NULL || log->len == 0)
    return NULL;
  self->log = g_ptr_array_new_with_free_func (g_free);
  return log;
}
