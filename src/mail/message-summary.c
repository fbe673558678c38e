/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of a message from the raw lines of its header. Only the division into fields is done
 * here, since the block may be cut or malformed anywhere; each value has its own reader. */

#include "mail/message-summary.h"

#include "mail/header-text.h"
#include "mail/mime-library.h"
#include "mail/preview.h"
#include "mail/safe-text.h"
#include "mail/sender.h"

#include <gmime/gmime.h>
#include <string.h>

/* A From header of one line of IMAP is read; whatever is longer is not a header. */
#define VALUE_BYTES (64 * 1024)

/* RFC 5322 §2.1.1 allows lines of 998; an identifier that goes into "mid:" and hooks is shorter. */
#define MESSAGE_ID_BYTES 250

/* The longest honest date, with a comment, has about sixty. */
#define DATE_BYTES 128

/* 2100-01-01: a sender's clock is not that wrong; what claims to be is not a date. */
#define LATEST_DATE G_GINT64_CONSTANT (4102444800)

/* The end of the field that begins at P: its line and those that continue it. */
static const char *
find_field_end (const char *p, const char *end)
{
  while (p < end) {
    const char *newline = memchr (p, '\n', (gsize) (end - p));

    if (newline == NULL || newline + 1 == end)
      return end;
    p = newline + 1;
    if (*p != ' ' && *p != '\t')
      return p;
  }
  return end;
}

static gboolean
has_name (const char *p, const char *end, const char *name, const char **value)
{
  gsize length = strlen (name);

  if ((gsize) (end - p) <= length || g_ascii_strncasecmp (p, name, length) != 0)
    return FALSE;
  p += length;
  while (p < end && (*p == ' ' || *p == '\t')) /* RFC 5322 §4.5 */
    p++;
  *value = p + 1;
  return p < end && *p == ':';
}

/* The first field called NAME, still folded, without NUL bytes; "" if there is none. */
static char *
find_value (const char *header, gsize length, const char *name)
{
  const char *end = header + length;
  const char *p = header;

  while (p < end && *p != '\r' && *p != '\n') {
    const char *field_end = find_field_end (p, end);
    const char *value = NULL;

    if (has_name (p, field_end, name, &value)) {
      gsize n = MIN ((gsize) (field_end - value), VALUE_BYTES);
      char *copy = g_malloc (n + 1);

      memcpy (copy, value, n);
      copy[n] = '\0';
      for (gsize i = 0; i < n; i++)
        if (copy[i] == '\0')
          copy[i] = ' ';
      return copy;
    }
    p = field_end;
  }
  return g_strdup ("");
}

static gboolean
is_message_id (const char *id)
{
  gsize length = strlen (id);

  if (length == 0 || length > MESSAGE_ID_BYTES)
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || *p == '<' || *p == '>')
      return FALSE;
  return TRUE;
}

static char *
read_message_id (const char *value)
{
  const char      *open = strchr (value, '<');
  const char      *close = open != NULL ? strchr (open, '>') : NULL;
  g_autofree char *id = NULL;

  id = close != NULL ? g_strndup (open + 1, (gsize) (close - open - 1)) : g_strdup (value);
  g_strstrip (id);
  return is_message_id (id) ? g_steal_pointer (&id) : g_strdup ("");
}

static gint64
read_date (const char *value)
{
  g_autofree char *text = g_strndup (value, DATE_BYTES);
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  bell_mime_library_need ();
  g_strstrip (g_strdelimit (text, "\r\n\t", ' '));
  date = g_mime_utils_header_decode_date (text);
  seconds = date != NULL ? g_date_time_to_unix (date) : 0;
  return seconds > 0 && seconds < LATEST_DATE ? seconds : 0;
}

static void
read_sender (BellMessageSummary *self, const char *value)
{
  g_autofree char *name = NULL;

  bell_sender_parse (value, &name, &self->address);
  self->sender = bell_safe_text (name, -1, BELL_SENDER_GRAPHEMES);
}

BellMessageSummary *
bell_message_summary_new (
  guint32 uid_validity, guint32 uid, gboolean seen, const void *header, gsize length)
{
  BellMessageSummary *self = g_new0 (BellMessageSummary, 1);
  g_autofree char    *from = find_value (header, length, "From");
  g_autofree char    *subject = find_value (header, length, "Subject");
  g_autofree char    *date = find_value (header, length, "Date");
  g_autofree char    *message_id = find_value (header, length, "Message-ID");
  g_autofree char    *decoded_subject = bell_header_text_decode (subject);

  g_atomic_ref_count_init (&self->references);
  self->uid_validity = uid_validity;
  self->uid = uid;
  self->seen = seen;
  read_sender (self, from);
  self->subject = bell_safe_text (decoded_subject, -1, BELL_SUBJECT_GRAPHEMES);
  self->preview = g_strdup ("");
  self->message_id = read_message_id (message_id);
  self->date = read_date (date);
  return self;
}

/* Read as the header says; without a Content-Type the body speaks for itself. */
static char *
read_text (GBytes *header, GBytes *text)
{
  gsize            n_header, n_text;
  const char      *fields = g_bytes_get_data (header, &n_header);
  const void      *bytes = g_bytes_get_data (text, &n_text);
  g_autofree char *type = find_value (fields, n_header, "Content-Type");
  g_autofree char *encoding = find_value (fields, n_header, "Content-Transfer-Encoding");

  return bell_preview_new (bytes, n_text, *type != '\0' ? g_strstrip (type) : NULL, NULL,
                           *encoding != '\0' ? g_strstrip (encoding) : NULL);
}

void
bell_message_summary_set_preview (BellMessageSummary *self,
                                  const char         *made,
                                  GBytes             *header,
                                  GBytes             *text)
{
  if (made == NULL && text == NULL)
    return;
  g_free (self->preview);
  self->preview =
    made != NULL ? bell_safe_text (made, -1, BELL_PREVIEW_GRAPHEMES) : read_text (header, text);
}

void
bell_message_summary_set_invitation (BellMessageSummary *self, BellInvitation *invitation)
{
  g_clear_pointer (&self->invitation, bell_invitation_free);
  self->invitation = invitation;
}

BellMessageSummary *
bell_message_summary_ref (BellMessageSummary *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
bell_message_summary_unref (BellMessageSummary *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->sender);
  g_free (self->address);
  g_free (self->subject);
  g_free (self->preview);
  g_free (self->message_id);
  g_clear_pointer (&self->invitation, bell_invitation_free);
  g_free (self);
}
