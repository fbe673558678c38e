/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the responses apart and reads those that carry a status; the others have their readers in
 * imap-response-data.c and imap-response-fetch.c. */

#include "imap/imap-response.h"

#include "imap/imap-error.h"
#include "imap/imap-response-private.h"

#include <string.h>

typedef enum {
  NUMBER_NONE,
  NUMBER_ANY,
  NUMBER_NOT_ZERO,
} NumberRule;

typedef struct {
  const char            *name;
  BellImapResponseType   type;
  NumberRule             rule;
  BellImapResponseReader read; /* (nullable) */
} Kind;

/* clang-format off */
static const Kind kinds[] = {
  { "CAPABILITY", BELL_IMAP_RESPONSE_CAPABILITY, NUMBER_NONE,     bell_imap_read_words },
  { "ENABLED",    BELL_IMAP_RESPONSE_ENABLED,    NUMBER_NONE,     bell_imap_read_words },
  { "FLAGS",      BELL_IMAP_RESPONSE_FLAGS,      NUMBER_NONE,     bell_imap_read_flags },
  { "LIST",       BELL_IMAP_RESPONSE_LIST,       NUMBER_NONE,     bell_imap_read_list },
  { "LSUB",       BELL_IMAP_RESPONSE_LIST,       NUMBER_NONE,     bell_imap_read_list },
  { "XLIST",      BELL_IMAP_RESPONSE_LIST,       NUMBER_NONE,     bell_imap_read_list },
  { "STATUS",     BELL_IMAP_RESPONSE_STATUS,     NUMBER_NONE,     bell_imap_read_status },
  { "SEARCH",     BELL_IMAP_RESPONSE_SEARCH,     NUMBER_NONE,     bell_imap_read_search },
  { "ESEARCH",    BELL_IMAP_RESPONSE_ESEARCH,    NUMBER_NONE,     bell_imap_read_esearch },
  { "EXISTS",     BELL_IMAP_RESPONSE_EXISTS,     NUMBER_ANY,      NULL },
  { "RECENT",     BELL_IMAP_RESPONSE_RECENT,     NUMBER_ANY,      NULL },
  { "EXPUNGE",    BELL_IMAP_RESPONSE_EXPUNGE,    NUMBER_NOT_ZERO, NULL },
  { "FETCH",      BELL_IMAP_RESPONSE_FETCH,      NUMBER_NOT_ZERO, bell_imap_read_fetch },
  { "VANISHED",   BELL_IMAP_RESPONSE_VANISHED,   NUMBER_NONE,     bell_imap_read_vanished },
  { "ID",         BELL_IMAP_RESPONSE_ID,         NUMBER_NONE,     bell_imap_read_id },
  { "NAMESPACE",  BELL_IMAP_RESPONSE_NAMESPACE,  NUMBER_NONE,     bell_imap_read_namespace },
};

static const struct {
  const char          *name;
  BellImapResponseType type;
} conditions[] = {
  { "OK",      BELL_IMAP_RESPONSE_OK },
  { "NO",      BELL_IMAP_RESPONSE_NO },
  { "BAD",     BELL_IMAP_RESPONSE_BAD },
  { "BYE",     BELL_IMAP_RESPONSE_BYE },
  { "PREAUTH", BELL_IMAP_RESPONSE_PREAUTH },
};
/* clang-format on */

void
bell_imap_set_syntax_error (GError **error, const char *message)
{
  g_set_error_literal (error, BELL_IMAP_ERROR, BELL_IMAP_ERROR_SYNTAX, message);
}

static void
code_free (BellImapCode *code)
{
  g_free (code->name);
  g_free (code->value);
  g_free (code);
}

/* What is left of TEXT without spaces around it; NULL if that is nothing. Takes TEXT over. */
static char *
trim (char *text)
{
  g_strstrip (text);
  if (text[0] == '\0')
    g_clear_pointer (&text, g_free);

  return text;
}

/* The "]" that closes the code whose "[" is the first byte of TEXT: the first one outside quotes,
 * parentheses and inner brackets. Where that leads nowhere, as with the flag "$a[b" or a lone quote,
 * the first one of all. */
static const char *
find_code_end (const char *text)
{
  int      parentheses = 0;
  int      brackets = 0;
  gboolean quoted = FALSE;

  for (const char *at = text + 1; *at != '\0'; at++) {
    if (*at == '"') {
      quoted = !quoted;
    } else if (quoted) {
      if (*at == '\\' && at[1] != '\0')
        at++;
    } else if (*at == '(') {
      parentheses++;
    } else if (*at == ')') {
      parentheses--;
    } else if (*at == '[' && parentheses == 0) {
      brackets++;
    } else if (*at == ']' && parentheses == 0) {
      if (brackets == 0)
        return at;
      brackets--;
    }
  }

  return strchr (text + 1, ']');
}

/* What stands between BEGIN and the END of a code. (nullable): NULL if there is no name in it. */
static BellImapCode *
parse_code (const char *begin, const char *end)
{
  g_autofree char *inside = trim (g_strndup (begin, (gsize) (end - begin)));
  BellImapCode    *code;
  gsize            name_length;

  if (inside == NULL)
    return NULL;

  name_length = strcspn (inside, " ");
  code = g_new0 (BellImapCode, 1);
  code->name = g_ascii_strup (inside, (gssize) name_length);
  code->value = trim (g_strdup (inside + name_length));

  return code;
}

static void
read_code_and_text (BellImapResponse *self, BellImapParser *parser)
{
  g_autofree char *rest = NULL;
  const char      *text;

  bell_imap_parser_skip_spaces (parser);
  rest = bell_imap_parser_read_rest (parser);
  text = rest;
  if (rest[0] == '[') {
    const char *end = find_code_end (rest);

    if (end != NULL)
      self->code = parse_code (rest + 1, end);
    if (self->code != NULL)
      text = end + 1;
  }
  self->text = trim (g_strdup (text));
}

static gboolean
read_condition (BellImapResponse *self, BellImapParser *parser)
{
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++) {
    if (strcmp (self->name, conditions[i].name) == 0) {
      self->type = conditions[i].type;
      read_code_and_text (self, parser);
      return TRUE;
    }
  }

  return FALSE;
}

static void
read_continuation (BellImapResponse *self, BellImapParser *parser)
{
  self->type = BELL_IMAP_RESPONSE_CONTINUATION;
  self->name = g_strdup ("+");
  parser->at++;
  self->text = trim (bell_imap_parser_read_rest (parser));
}

static gboolean
is_all_digits (const char *word)
{
  return word[strspn (word, "0123456789")] == '\0';
}

/* A tag or a name; garbage is refused early, so that it never looks like an unknown response. */
static gboolean
is_plain_word (const char *word)
{
  for (const char *at = word; *at != '\0'; at++) {
    if (!g_ascii_isgraph (*at) || strchr ("(){}*%\"\\", *at) != NULL)
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_name (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autofree char *word = NULL;

  bell_imap_parser_skip_spaces (parser);
  word = bell_imap_parser_read_word (parser);
  if (word == NULL || !g_ascii_isalpha (word[0]) || !is_plain_word (word)) {
    bell_imap_set_syntax_error (error, "a response without a name");
    return FALSE;
  }
  self->name = g_ascii_strup (word, -1);

  return TRUE;
}

static gboolean
read_number (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  BellImapParser   ahead = *parser;
  guint64          number;
  g_autofree char *word = NULL;

  bell_imap_parser_skip_spaces (&ahead);
  word = bell_imap_parser_read_word (&ahead);
  if (word == NULL || !is_all_digits (word))
    return TRUE;
  if (!g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT32, &number, NULL)) {
    bell_imap_set_syntax_error (error, "a number beyond 32 bits");
    return FALSE;
  }
  self->has_number = TRUE;
  self->number = (guint32) number;
  *parser = ahead;

  return TRUE;
}

static gboolean
obeys (const BellImapResponse *self, NumberRule rule)
{
  switch (rule) {
  case NUMBER_ANY:
    return self->has_number;
  case NUMBER_NOT_ZERO:
    return self->has_number && self->number > 0;
  case NUMBER_NONE:
  default:
    return !self->has_number;
  }
}

static gboolean
read_data (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (self->name, kinds[i].name) != 0)
      continue;
    if (!obeys (self, kinds[i].rule)) {
      bell_imap_set_syntax_error (error,
                                  "a message number where none is, or none where one must be");
      return FALSE;
    }
    self->type = kinds[i].type;
    return kinds[i].read == NULL || kinds[i].read (self, parser, error);
  }

  return TRUE;
}

static gboolean
read_untagged (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  if (!read_number (self, parser, error) || !read_name (self, parser, error))
    return FALSE;
  if (!self->has_number && read_condition (self, parser))
    return TRUE;

  return read_data (self, parser, error);
}

static gboolean
read_tagged (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  bell_imap_parser_skip_spaces (parser);
  /* Some servers put the tag of the command before the "+" (grommunio/gromox issue 27). */
  if (bell_imap_parser_peek (parser) == '+') {
    g_clear_pointer (&self->tag, g_free);
    read_continuation (self, parser);
    return TRUE;
  }
  if (!read_name (self, parser, error))
    return FALSE;
  if (!read_condition (self, parser)) {
    bell_imap_set_syntax_error (error, "neither an untagged nor a tagged response");
    return FALSE;
  }

  return TRUE;
}

static gboolean
read_response (BellImapResponse *self, BellImapParser *parser, GError **error)
{
  g_autofree char *word = NULL;

  if (bell_imap_parser_peek (parser) == '+') {
    read_continuation (self, parser);
    return TRUE;
  }

  word = bell_imap_parser_read_word (parser);
  if (g_strcmp0 (word, "*") == 0)
    return read_untagged (self, parser, error);
  if (word == NULL || !is_plain_word (word)) {
    bell_imap_set_syntax_error (error, "a line without a tag");
    return FALSE;
  }
  self->tag = g_steal_pointer (&word);

  return read_tagged (self, parser, error);
}

BellImapResponse *
bell_imap_response_parse (const BellImapFrame *frame, GError **error)
{
  g_autoptr (BellImapResponse) self = g_new0 (BellImapResponse, 1);
  BellImapParser parser;

  bell_imap_parser_init (&parser, frame);
  if (!read_response (self, &parser, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
bell_imap_response_free (BellImapResponse *self)
{
  if (self == NULL)
    return;

  g_free (self->tag);
  g_free (self->name);
  g_clear_pointer (&self->code, code_free);
  g_free (self->text);
  g_strfreev (self->words);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->list, bell_imap_list_free);
  g_clear_pointer (&self->status, bell_imap_status_free);
  g_clear_pointer (&self->search, bell_imap_search_result_free);
  g_clear_pointer (&self->fetch, bell_imap_fetch_free);
  g_clear_pointer (&self->vanished, bell_imap_uid_set_free);
  g_clear_pointer (&self->id, g_ptr_array_unref);
  g_clear_pointer (&self->personal, g_ptr_array_unref);
  g_free (self);
}

gboolean
bell_imap_response_has_code (const BellImapResponse *self, const char *name)
{
  return self->code != NULL && g_ascii_strcasecmp (self->code->name, name) == 0;
}

gboolean
bell_imap_flags_contain (char *const *flags, const char *flag)
{
  for (char *const *at = flags; at != NULL && *at != NULL; at++) {
    if (g_ascii_strcasecmp (*at, flag) == 0)
      return TRUE;
  }

  return FALSE;
}
