/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of values that a response is made of. */

#include "imap/imap-value.h"

void
bell_imap_value_free (BellImapValue *value)
{
  g_autoptr (GPtrArray) doomed = NULL;

  if (value == NULL)
    return;

  doomed = g_ptr_array_new ();
  g_ptr_array_add (doomed, value);
  while (doomed->len > 0) {
    BellImapValue *next = g_ptr_array_steal_index_fast (doomed, doomed->len - 1);

    if (next->children != NULL) {
      g_ptr_array_extend (doomed, next->children, NULL, NULL);
      g_ptr_array_unref (next->children);
    }
    g_free (next->text);
    g_free (next);
  }
}

gboolean
bell_imap_value_is_atom (const BellImapValue *value, const char *name)
{
  return value != NULL && value->kind == BELL_IMAP_VALUE_ATOM &&
         g_ascii_strcasecmp (value->text, name) == 0;
}

gboolean
bell_imap_value_get_number (const BellImapValue *value, guint64 max, guint64 *number)
{
  guint64 parsed;

  if (value == NULL || value->kind != BELL_IMAP_VALUE_ATOM)
    return FALSE;
  if (!g_ascii_string_to_unsigned (value->text, 10, 0, max, &parsed, NULL))
    return FALSE;

  *number = parsed;

  return TRUE;
}

guint
bell_imap_value_get_size (const BellImapValue *value)
{
  return value != NULL && value->kind == BELL_IMAP_VALUE_LIST ? value->children->len : 0;
}

const BellImapValue *
bell_imap_value_get_child (const BellImapValue *value, guint i)
{
  return i < bell_imap_value_get_size (value) ? g_ptr_array_index (value->children, i) : NULL;
}

const char *
bell_imap_value_get_text (const BellImapValue *value)
{
  if (value == NULL)
    return NULL;

  return value->text;
}
