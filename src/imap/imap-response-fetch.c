/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FETCH: the facts of one message. Unknown items are stepped over with their value. */

#include "imap/imap-response-private.h"

#include <string.h>

static void
address_free (BellImapAddress *address)
{
  g_free (address->name);
  g_free (address->mailbox);
  g_free (address->host);
  g_free (address);
}

static void
envelope_free (BellImapEnvelope *envelope)
{
  g_free (envelope->date);
  g_free (envelope->subject);
  g_free (envelope->message_id);
  g_ptr_array_unref (envelope->from);
  g_free (envelope);
}

static void
section_free (BellImapSection *section)
{
  g_free (section->name);
  g_clear_pointer (&section->bytes, g_bytes_unref);
  g_free (section);
}

void
bell_imap_fetch_free (BellImapFetch *fetch)
{
  g_strfreev (fetch->flags);
  g_free (fetch->internaldate);
  g_clear_pointer (&fetch->envelope, envelope_free);
  g_ptr_array_unref (fetch->sections);
  g_free (fetch->preview);
  g_clear_pointer (&fetch->calendar, bell_imap_part_free);
  g_free (fetch);
}

static BellImapFetch *
fetch_new (void)
{
  BellImapFetch *fetch = g_new0 (BellImapFetch, 1);

  fetch->size = -1;
  fetch->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);

  return fetch;
}

/* A list of (name route mailbox host); one that is NIL or no list is left out. */
static GPtrArray *
parse_addresses (const BellImapValue *list)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) address_free);

  for (guint i = 0; i < bell_imap_value_get_size (list); i++) {
    const BellImapValue *value = bell_imap_value_get_child (list, i);
    BellImapAddress     *address;

    if (value->kind != BELL_IMAP_VALUE_LIST)
      continue;
    address = g_new0 (BellImapAddress, 1);
    address->name = bell_imap_value_dup_text (bell_imap_value_get_child (value, 0));
    address->mailbox = bell_imap_value_dup_text (bell_imap_value_get_child (value, 2));
    address->host = bell_imap_value_dup_text (bell_imap_value_get_child (value, 3));
    g_ptr_array_add (addresses, address);
  }

  return addresses;
}

/* RFC 9051 §7.5.2: date, subject, from, sender, reply-to, to, cc, bcc, in-reply-to, message-id. */
static void
take_envelope (BellImapFetch *fetch, const BellImapValue *value)
{
  BellImapEnvelope *envelope;

  /* Domino has sent it in extra parentheses (jstedfast/MailKit issue 943). */
  while (bell_imap_value_get_size (value) == 1)
    value = bell_imap_value_get_child (value, 0);
  if (bell_imap_value_get_size (value) == 0)
    return;

  envelope = g_new0 (BellImapEnvelope, 1);
  envelope->date = bell_imap_value_dup_text (bell_imap_value_get_child (value, 0));
  envelope->subject = bell_imap_value_dup_text (bell_imap_value_get_child (value, 1));
  envelope->from = parse_addresses (bell_imap_value_get_child (value, 2));
  envelope->message_id = bell_imap_value_dup_text (bell_imap_value_get_child (value, 9));
  g_clear_pointer (&fetch->envelope, envelope_free);
  fetch->envelope = envelope;
}

static void
take_uid (BellImapFetch *fetch, const BellImapValue *value)
{
  guint64 uid;

  if (bell_imap_value_get_number (value, G_MAXUINT32, &uid))
    fetch->uid = (guint32) uid;
}

static void
take_flags (BellImapFetch *fetch, const BellImapValue *value)
{
  if (value->kind != BELL_IMAP_VALUE_LIST)
    return;

  g_strfreev (fetch->flags);
  fetch->flags = bell_imap_value_dup_texts (value);
}

static void
take_modseq (BellImapFetch *fetch, const BellImapValue *value)
{
  if (value->kind == BELL_IMAP_VALUE_LIST)
    value = bell_imap_value_get_child (value, 0);
  bell_imap_value_get_number (value, BELL_IMAP_MAX_63, &fetch->modseq);
}

static void
take_size (BellImapFetch *fetch, const BellImapValue *value)
{
  guint64 size;

  if (bell_imap_value_get_number (value, BELL_IMAP_MAX_63, &size))
    fetch->size = (gint64) size;
}

static void
take_internaldate (BellImapFetch *fetch, const BellImapValue *value)
{
  g_free (fetch->internaldate);
  fetch->internaldate = bell_imap_value_dup_text (value);
}

static void
take_preview (BellImapFetch *fetch, const BellImapValue *value)
{
  g_free (fetch->preview);
  fetch->preview = bell_imap_value_dup_text (value);
}

static void
take_structure (BellImapFetch *fetch, const BellImapValue *value)
{
  g_clear_pointer (&fetch->calendar, bell_imap_part_free);
  fetch->calendar = bell_imap_structure_find (value, "text", "calendar");
}

static gboolean
is_section (const char *name)
{
  static const char *const prefixes[] = { "BODY[", "BINARY[" };
  static const char *const whole[] = { "RFC822", "RFC822.HEADER", "RFC822.TEXT" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    if (g_ascii_strncasecmp (name, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++) {
    if (g_ascii_strcasecmp (name, whole[i]) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
take_section (BellImapFetch *fetch, const char *name, const BellImapValue *value)
{
  BellImapSection *section;

  if (value->kind != BELL_IMAP_VALUE_STRING && value->kind != BELL_IMAP_VALUE_NIL)
    return;

  section = g_new0 (BellImapSection, 1);
  section->name = g_ascii_strup (name, -1);
  if (value->kind == BELL_IMAP_VALUE_STRING)
    section->bytes = g_bytes_new (value->text, value->length);
  g_ptr_array_add (fetch->sections, section);
}

static const struct {
  const char *name;
  void (*take) (BellImapFetch *fetch, const BellImapValue *value);
} items[] = {
  { "UID", take_uid },          { "FLAGS", take_flags },
  { "MODSEQ", take_modseq },    { "INTERNALDATE", take_internaldate },
  { "RFC822.SIZE", take_size }, { "ENVELOPE", take_envelope },
  { "PREVIEW", take_preview },  { "BODY", take_structure },
};

static gboolean
is_known_name (const BellImapValue *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    if (bell_imap_value_is_atom (value, items[i].name))
      return TRUE;
  }

  return value->kind == BELL_IMAP_VALUE_ATOM && is_section (value->text);
}

static void
take_item (BellImapFetch *fetch, const BellImapValue *name, const BellImapValue *value)
{
  if (is_section (name->text)) {
    take_section (fetch, name->text, value);
    return;
  }

  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    if (bell_imap_value_is_atom (name, items[i].name))
      items[i].take (fetch, value);
  }
}

/* A name that we know is taken for a name wherever it stands, and what is no pair is stepped over,
 * so that one broken item does not cost those behind it. */
static void
take_items (BellImapFetch *fetch, const BellImapValue *list)
{
  guint i = 0;

  while (i + 1 < bell_imap_value_get_size (list)) {
    const BellImapValue *name = bell_imap_value_get_child (list, i);
    const BellImapValue *value = bell_imap_value_get_child (list, i + 1);

    if (name->kind != BELL_IMAP_VALUE_ATOM || is_known_name (value)) {
      i++;
      continue;
    }
    take_item (fetch, name, value);
    i += 2;
  }
}

gboolean
bell_imap_read_fetch (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) list = bell_imap_read_list_value (parser, error);

  if (list == NULL || !bell_imap_read_end (parser, error))
    return FALSE;

  self->fetch = fetch_new ();
  take_items (self->fetch, list);

  return TRUE;
}
