/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-structure.c: finds one part in a message's MIME structure.
 * A multipart is a list that begins with lists, its parts; any other part is a list of type, subtype,
 * parameters, id, description, encoding, size. */

#include "imap/imap-structure.h"

#include "imap/imap-limits.h"

typedef struct {
  const char *type;
  const char *subtype;
  guint       n_parts; /* still to be looked at */
} Search;

BellImapPart *
bell_imap_part_copy (const BellImapPart *part)
{
  BellImapPart *copy = g_new (BellImapPart, 1);

  copy->section = g_strdup (part->section);
  copy->encoding = g_strdup (part->encoding);
  copy->charset = g_strdup (part->charset);
  return copy;
}

void
bell_imap_part_free (BellImapPart *part)
{
  g_free (part->section);
  g_free (part->encoding);
  g_free (part->charset);
  g_free (part);
}

static gboolean
is_word (const BellImapValue *part, guint i, const char *word)
{
  const BellImapValue *value = bell_imap_value_get_child (part, i);
  const char          *text = value != NULL ? bell_imap_value_get_text (value) : NULL;

  return text != NULL && g_ascii_strcasecmp (text, word) == 0;
}

/* (transfer full) (nullable) */
static char *
dup_word (const BellImapValue *value)
{
  const char *text = value != NULL ? bell_imap_value_get_text (value) : NULL;

  return text != NULL ? g_strndup (text, BELL_IMAP_LIMIT_WORD_BYTES) : NULL;
}

/* PARAMETERS: name, value, name, value … (transfer full) (nullable) */
static char *
find_parameter (const BellImapValue *parameters, const char *name)
{
  for (guint i = 0; i + 1 < bell_imap_value_get_size (parameters); i += 2)
    if (is_word (parameters, i, name))
      return dup_word (bell_imap_value_get_child (parameters, i + 1));
  return NULL;
}

static BellImapPart *
make_part (const BellImapValue *value, const char *section)
{
  BellImapPart        *part = g_new0 (BellImapPart, 1);
  const BellImapValue *parameters = bell_imap_value_get_child (value, 2);

  part->section = g_strdup (section);
  part->encoding = dup_word (bell_imap_value_get_child (value, 5));
  if (part->encoding == NULL)
    part->encoding = g_strdup ("7bit");
  part->charset = parameters != NULL ? find_parameter (parameters, "charset") : NULL;
  return part;
}

static gboolean
is_multipart (const BellImapValue *part)
{
  const BellImapValue *first = bell_imap_value_get_child (part, 0);

  return first != NULL && first->kind == BELL_IMAP_VALUE_LIST;
}

/* SECTION: "" for the message itself, whose only part is "1". */
static BellImapPart *
find (Search *search, const BellImapValue *part, const char *section)
{
  if (part->kind != BELL_IMAP_VALUE_LIST || search->n_parts == 0)
    return NULL;
  search->n_parts--;
  if (!is_multipart (part))
    return is_word (part, 0, search->type) && is_word (part, 1, search->subtype)
             ? make_part (part, *section != '\0' ? section : "1")
             : NULL;
  for (guint i = 0; i < bell_imap_value_get_size (part); i++) {
    const BellImapValue *child = bell_imap_value_get_child (part, i);
    g_autofree char     *number =
      g_strdup_printf ("%s%s%u", section, *section != '\0' ? "." : "", i + 1);
    BellImapPart *found;

    if (child->kind != BELL_IMAP_VALUE_LIST)
      return NULL; /* the subtype: there are no more parts behind it */
    found = find (search, child, number);
    if (found != NULL)
      return found;
  }
  return NULL;
}

BellImapPart *
bell_imap_structure_find (const BellImapValue *structure, const char *type, const char *subtype)
{
  Search search = { type, subtype, BELL_IMAP_STRUCTURE_PARTS };

  return find (&search, structure, "");
}
