/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The untagged responses about servers, mailboxes and searches. */

#include "imap/imap-error.h"
#include "imap/imap-limits.h"
#include "imap/imap-response-private.h"

#include <string.h>

BellImapValue *
bell_imap_read_list_value (BellImapParser *parser, GError **error)
{
  BellImapValue *value = bell_imap_parser_read_value (parser, error);

  if (value != NULL && value->kind != BELL_IMAP_VALUE_LIST) {
    g_clear_pointer (&value, bell_imap_value_free);
    bell_imap_set_syntax_error (error, "no list where one must be");
  }

  return value;
}

gboolean
bell_imap_read_end (BellImapParser *parser, GError **error)
{
  for (;;) {
    BellImapValue *extra;

    bell_imap_parser_skip_spaces (parser);
    if (bell_imap_parser_at_end (parser))
      return TRUE;
    extra = bell_imap_parser_read_value (parser, error);
    if (extra == NULL)
      return FALSE;
    bell_imap_value_free (extra);
  }
}

char *
bell_imap_value_dup_text (const BellImapValue *value)
{
  const char *text = bell_imap_value_get_text (value);

  if (text == NULL || memchr (text, '\0', value->length) != NULL)
    return NULL;

  return g_strdup (text);
}

char **
bell_imap_value_dup_texts (const BellImapValue *list)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < bell_imap_value_get_size (list); i++) {
    g_autofree char *text = bell_imap_value_dup_text (bell_imap_value_get_child (list, i));

    if (text != NULL)
      g_strv_builder_add (texts, text);
  }

  return g_strv_builder_end (texts);
}

static gboolean
is_too_long_for_mailbox (const BellImapValue *value)
{
  return value->length > BELL_IMAP_LIMIT_MAILBOX_BYTES;
}

/* A mailbox name. (nullable): NULL with ERROR set. An atom NIL is a name like any other here
 * (RFC 9051 §9, astring). */
static char *
read_mailbox (BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) value = bell_imap_parser_read_value (parser, error);
  char *mailbox;

  if (value == NULL)
    return NULL;
  if (value->kind == BELL_IMAP_VALUE_NIL)
    return g_strdup ("NIL");
  if (is_too_long_for_mailbox (value)) {
    bell_imap_set_syntax_error (error, "a mailbox with too long a name");
    return NULL;
  }

  mailbox = bell_imap_value_dup_text (value);
  if (mailbox == NULL)
    bell_imap_set_syntax_error (error, "a mailbox without a name");

  return mailbox;
}

/* A string of exactly one character; NULL for NIL and anything else. */
static char *
dup_delimiter (const BellImapValue *value)
{
  const char *text = bell_imap_value_get_text (value);

  return text != NULL && value->length == 1 && text[0] != '\0' ? g_strdup (text) : NULL;
}

/* CAPABILITY, ENABLED */

gboolean
bell_imap_read_words (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  char *word;
  guint n_words = 0;

  bell_imap_parser_skip_spaces (parser);
  while ((word = bell_imap_parser_read_word (parser)) != NULL) {
    g_strv_builder_add (words, word);
    g_free (word);
    if (++n_words > BELL_IMAP_LIMIT_VALUES) {
      g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_TOO_LARGE, "too many words");
      return FALSE;
    }
    bell_imap_parser_skip_spaces (parser);
  }
  self->words = g_strv_builder_end (words);

  return TRUE;
}

gboolean
bell_imap_read_flags (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) flags = bell_imap_read_list_value (parser, error);

  if (flags == NULL || !bell_imap_read_end (parser, error))
    return FALSE;
  self->words = bell_imap_value_dup_texts (flags);

  return TRUE;
}

/* LIST, LSUB, XLIST */

void
bell_imap_list_free (BellImapList *list)
{
  g_strfreev (list->attributes);
  g_free (list->delimiter);
  g_free (list->mailbox);
  g_free (list->old_name);
  g_free (list);
}

/* The extended data behind the name, of which only ("OLDNAME" ("name")) means something to us. */
static gboolean
read_old_name (BellImapParser *parser, char **old_name, GError **error)
{
  g_autoptr (BellImapValue) items = NULL;

  bell_imap_parser_skip_spaces (parser);
  if (bell_imap_parser_at_end (parser))
    return TRUE;
  items = bell_imap_parser_read_value (parser, error);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < bell_imap_value_get_size (items); i += 2) {
    const char          *name = bell_imap_value_get_text (bell_imap_value_get_child (items, i));
    const BellImapValue *value = bell_imap_value_get_child (items, i + 1);

    const BellImapValue *old = bell_imap_value_get_child (value, 0);

    if (*old_name == NULL && name != NULL && g_ascii_strcasecmp (name, "OLDNAME") == 0 &&
        old != NULL && !is_too_long_for_mailbox (old))
      *old_name = bell_imap_value_dup_text (old);
  }
  return bell_imap_read_end (parser, error);
}

gboolean
bell_imap_read_list (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) attributes = NULL;
  g_autoptr (BellImapValue) delimiter = NULL;
  g_autofree char *mailbox = NULL;
  g_autofree char *old_name = NULL;

  attributes = bell_imap_read_list_value (parser, error);
  if (attributes == NULL)
    return FALSE;
  delimiter = bell_imap_parser_read_value (parser, error);
  if (delimiter == NULL)
    return FALSE;
  mailbox = read_mailbox (parser, error);
  if (mailbox == NULL || !read_old_name (parser, &old_name, error))
    return FALSE;

  self->list = g_new0 (BellImapList, 1);
  self->list->attributes = bell_imap_value_dup_texts (attributes);
  self->list->delimiter = dup_delimiter (delimiter);
  self->list->mailbox = g_steal_pointer (&mailbox);
  self->list->old_name = g_steal_pointer (&old_name);

  return TRUE;
}

/* STATUS */

static const struct {
  const char *name;
  gsize       offset; /* of a gint64 in BellImapStatus */
  guint64     max;
} status_items[] = {
  { "MESSAGES", G_STRUCT_OFFSET (BellImapStatus, messages), G_MAXUINT32 },
  { "RECENT", G_STRUCT_OFFSET (BellImapStatus, recent), G_MAXUINT32 },
  { "UIDNEXT", G_STRUCT_OFFSET (BellImapStatus, uid_next), G_MAXUINT32 },
  { "UIDVALIDITY", G_STRUCT_OFFSET (BellImapStatus, uid_validity), G_MAXUINT32 },
  { "UNSEEN", G_STRUCT_OFFSET (BellImapStatus, unseen), G_MAXUINT32 },
  { "HIGHESTMODSEQ", G_STRUCT_OFFSET (BellImapStatus, highest_modseq), BELL_IMAP_MAX_63 },
};

static int
find_status_item (const BellImapValue *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_items); i++) {
    if (bell_imap_value_is_atom (name, status_items[i].name))
      return (int) i;
  }

  return -1;
}

static void
add_status_item (BellImapStatus *status, const BellImapValue *name, const BellImapValue *value)
{
  int     known = find_status_item (name);
  guint64 number;

  if (!bell_imap_value_get_number (value, known >= 0 ? status_items[known].max : BELL_IMAP_MAX_63,
                                   &number))
    return;

  if (known >= 0)
    G_STRUCT_MEMBER (gint64, status, status_items[known].offset) = (gint64) number;
  g_ptr_array_add (status->items, g_ascii_strup (name->text, -1));
  g_ptr_array_add (status->items, g_strdup_printf ("%" G_GUINT64_FORMAT, number));
}

/* Cyrus 3.6 and 3.10 were seen to send raw garbage as the value of MAILBOXID. So a name that we
 * know is taken for a name wherever it stands, and what is no pair is stepped over. */
static void
add_status_items (BellImapStatus *status, const BellImapValue *list)
{
  guint i = 0;

  while (i + 1 < bell_imap_value_get_size (list)) {
    const BellImapValue *name = bell_imap_value_get_child (list, i);
    const BellImapValue *value = bell_imap_value_get_child (list, i + 1);

    if (name->kind != BELL_IMAP_VALUE_ATOM || find_status_item (value) >= 0) {
      i++;
      continue;
    }
    add_status_item (status, name, value);
    i += 2;
  }
}

void
bell_imap_status_free (BellImapStatus *status)
{
  g_free (status->mailbox);
  g_ptr_array_unref (status->items);
  g_free (status);
}

gboolean
bell_imap_read_status (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autofree char *mailbox = NULL;
  g_autoptr (BellImapValue) list = NULL;
  BellImapStatus *status;

  mailbox = read_mailbox (parser, error);
  if (mailbox == NULL)
    return FALSE;
  list = bell_imap_read_list_value (parser, error);
  if (list == NULL || !bell_imap_read_end (parser, error))
    return FALSE;

  self->status = status = g_new0 (BellImapStatus, 1);
  status->mailbox = g_steal_pointer (&mailbox);
  status->items = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (status_items); i++)
    G_STRUCT_MEMBER (gint64, status, status_items[i].offset) = BELL_IMAP_STATUS_ABSENT;
  add_status_items (status, list);

  return TRUE;
}

/* SEARCH, ESEARCH, VANISHED */

gboolean
bell_imap_read_search (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (;;) {
    g_autoptr (BellImapValue) value = NULL;
    guint64 number;
    guint32 id;

    bell_imap_parser_skip_spaces (parser);
    if (bell_imap_parser_at_end (parser))
      return TRUE;
    value = bell_imap_parser_read_value (parser, error);
    if (value == NULL)
      return FALSE;
    /* "(MODSEQ n)" may follow the numbers (RFC 7162 §3.1.5). */
    if (bell_imap_value_get_number (value, G_MAXUINT32, &number) && number > 0) {
      id = (guint32) number;
      g_array_append_val (self->numbers, id);
    }
  }
}

void
bell_imap_search_result_free (BellImapSearchResult *search)
{
  g_free (search->tag);
  g_clear_pointer (&search->all, bell_imap_uid_set_free);
  g_free (search);
}

static void
read_correlator (BellImapSearchResult *search, const BellImapValue *list)
{
  for (guint i = 0; i + 1 < bell_imap_value_get_size (list); i += 2) {
    if (!bell_imap_value_is_atom (bell_imap_value_get_child (list, i), "TAG"))
      continue;
    g_free (search->tag);
    search->tag = bell_imap_value_dup_text (bell_imap_value_get_child (list, i + 1));
  }
}

/* "(position set position set …)" of an updated search (RFC 5267 §4.3): only how many there are. */
static gint64
count_updated (const BellImapValue *list)
{
  gint64 n = 0;

  for (guint i = 1; i < bell_imap_value_get_size (list); i += 2) {
    const char *text = bell_imap_value_get_text (bell_imap_value_get_child (list, i));
    g_autoptr (BellImapUidSet) uids = text != NULL ? bell_imap_uid_set_parse (text) : NULL;

    if (uids != NULL)
      n += (gint64) bell_imap_uid_set_count (uids);
  }
  return n;
}

static void
add_search_item (BellImapSearchResult *search,
                 const BellImapValue  *name,
                 const BellImapValue  *value)
{
  guint64 number;

  if (bell_imap_value_is_atom (name, "ALL") && value->kind == BELL_IMAP_VALUE_ATOM) {
    g_clear_pointer (&search->all, bell_imap_uid_set_free);
    search->all = bell_imap_uid_set_parse (value->text);
  } else if (bell_imap_value_is_atom (name, "ADDTO")) {
    search->n_added += count_updated (value);
  } else if (bell_imap_value_is_atom (name, "REMOVEFROM")) {
    search->n_removed += count_updated (value);
  } else if (bell_imap_value_is_atom (name, "MODSEQ")) {
    if (bell_imap_value_get_number (value, BELL_IMAP_MAX_63, &number))
      search->modseq = (gint64) number;
  } else if (bell_imap_value_get_number (value, G_MAXUINT32, &number)) {
    if (bell_imap_value_is_atom (name, "COUNT"))
      search->count = (gint64) number;
    else if (bell_imap_value_is_atom (name, "MIN"))
      search->min = (gint64) number;
    else if (bell_imap_value_is_atom (name, "MAX"))
      search->max = (gint64) number;
  }
}

gboolean
bell_imap_read_esearch (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  BellImapSearchResult *search;
  g_autoptr (BellImapValue) name = NULL; /* read, and its value not yet */

  self->search = search = g_new0 (BellImapSearchResult, 1);
  search->count = search->min = search->max = search->modseq = -1;
  for (;;) {
    g_autoptr (BellImapValue) value = NULL;

    bell_imap_parser_skip_spaces (parser);
    if (bell_imap_parser_at_end (parser))
      return TRUE;
    value = bell_imap_parser_read_value (parser, error);
    if (value == NULL)
      return FALSE;

    if (name != NULL) {
      add_search_item (search, name, value);
      g_clear_pointer (&name, bell_imap_value_free);
    } else if (value->kind == BELL_IMAP_VALUE_LIST) {
      read_correlator (search, value);
    } else if (bell_imap_value_is_atom (value, "UID")) {
      search->uid = TRUE;
    } else {
      name = g_steal_pointer (&value);
    }
  }
}

gboolean
bell_imap_read_vanished (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) value = bell_imap_parser_read_value (parser, error);

  if (value != NULL && value->kind == BELL_IMAP_VALUE_LIST) {
    self->earlier = bell_imap_value_is_atom (bell_imap_value_get_child (value, 0), "EARLIER");
    bell_imap_value_free (value);
    value = bell_imap_parser_read_value (parser, error);
  }
  if (value == NULL || !bell_imap_read_end (parser, error))
    return FALSE;

  if (value->kind == BELL_IMAP_VALUE_ATOM)
    self->vanished = bell_imap_uid_set_parse (value->text);
  if (self->vanished == NULL)
    bell_imap_set_syntax_error (error, "VANISHED without a set of UIDs");

  return self->vanished != NULL;
}

/* ID, NAMESPACE */

gboolean
bell_imap_read_id (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) value = bell_imap_parser_read_value (parser, error);

  if (value == NULL || !bell_imap_read_end (parser, error))
    return FALSE;

  self->id = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i + 1 < bell_imap_value_get_size (value); i += 2) {
    char *field = bell_imap_value_dup_text (bell_imap_value_get_child (value, i));

    if (field == NULL)
      continue;
    g_ptr_array_add (self->id, field);
    g_ptr_array_add (self->id, bell_imap_value_dup_text (bell_imap_value_get_child (value, i + 1)));
  }

  return TRUE;
}

gboolean
bell_imap_read_namespace (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autoptr (BellImapValue) personal = bell_imap_parser_read_value (parser, error);

  if (personal == NULL || !bell_imap_read_end (parser, error))
    return FALSE;

  self->personal = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < bell_imap_value_get_size (personal); i++) {
    const BellImapValue *one = bell_imap_value_get_child (personal, i);
    char                *prefix = bell_imap_value_dup_text (bell_imap_value_get_child (one, 0));

    if (prefix == NULL)
      continue;
    g_ptr_array_add (self->personal, prefix);
    g_ptr_array_add (self->personal, dup_delimiter (bell_imap_value_get_child (one, 1)));
  }

  return TRUE;
}
