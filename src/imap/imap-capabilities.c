/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server says it can do. */

#include "imap/imap-capabilities.h"

static const char *const decisive[] = {
  "NOTIFY",  "IDLE", "QRESYNC", "ESEARCH",     "LIST-STATUS",
  "PREVIEW", "MOVE", "UIDPLUS", "SPECIAL-USE", "COMPRESS=DEFLATE",
};

struct _BellImapCapabilities {
  GPtrArray  *words; /* (owned) of char *, NULL-terminated */
  GHashTable *known; /* (owned) the same, by word; the words are (unowned) */
};

static void
add_word (BellImapCapabilities *self, const char *word)
{
  g_autofree char *upper = g_ascii_strup (word, -1);

  if (upper[0] == '\0' || g_hash_table_contains (self->known, upper))
    return;

  g_hash_table_add (self->known, upper);
  g_ptr_array_insert (self->words, (int) self->words->len - 1, g_steal_pointer (&upper));
}

BellImapCapabilities *
bell_imap_capabilities_new (char *const *words)
{
  BellImapCapabilities *self = g_new0 (BellImapCapabilities, 1);

  self->words = g_ptr_array_new_with_free_func (g_free);
  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (self->words, NULL);
  for (char *const *word = words; word != NULL && *word != NULL; word++)
    add_word (self, *word);

  return self;
}

BellImapCapabilities *
bell_imap_capabilities_parse (const char *text)
{
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, " ", -1) : NULL;

  return bell_imap_capabilities_new (words);
}

BellImapCapabilities *
bell_imap_capabilities_copy (const BellImapCapabilities *self)
{
  return bell_imap_capabilities_new ((char *const *) self->words->pdata);
}

void
bell_imap_capabilities_free (BellImapCapabilities *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->words);
  g_free (self);
}

gboolean
bell_imap_capabilities_has (const BellImapCapabilities *self, const char *name)
{
  g_autofree char *upper = g_ascii_strup (name, -1);

  return g_hash_table_contains (self->known, upper);
}

gboolean
bell_imap_capabilities_has_mechanism (const BellImapCapabilities *self, const char *mechanism)
{
  g_autofree char *word = g_strconcat ("AUTH=", mechanism, NULL);

  return bell_imap_capabilities_has (self, word);
}

const char *const *
bell_imap_capabilities_get_words (const BellImapCapabilities *self)
{
  return (const char *const *) self->words->pdata;
}

const char **
bell_imap_capabilities_list_decisive (const BellImapCapabilities *self)
{
  const char **list = g_new0 (const char *, G_N_ELEMENTS (decisive) + 1);
  gsize        n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (decisive); i++)
    if (bell_imap_capabilities_has (self, decisive[i]))
      list[n++] = decisive[i];
  return list;
}
