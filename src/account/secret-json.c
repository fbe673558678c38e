/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json-glib does the reading. It calls itself for each level, so levels are counted before. */

#include "account/secret-json.h"

#include <string.h>

#define LEVELS 32

static gboolean
is_flat_enough (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  guint    level = 0;

  for (gsize i = 0; i < length; i++) {
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (in_string)
      continue;
    else if ((text[i] == '{' || text[i] == '[') && ++level > LEVELS)
      return FALSE;
    else if ((text[i] == '}' || text[i] == ']') && level > 0)
      level--;
    /* json-glib skips comments and takes strings in single quotes, neither of which is JSON. */
    else if (text[i] == '/' || text[i] == '\'' || text[i] == '#')
      return FALSE;
  }
  return TRUE;
}

JsonNode *
bell_secret_json_parse (const BellSecretText *text)
{
  g_autoptr (JsonParser) parser = NULL;
  const char *bytes = bell_secret_text_peek (text);
  gsize       length = bell_secret_text_get_length (text);

  if (!g_utf8_validate_len (bytes, length, NULL) || !is_flat_enough (bytes, length))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, bytes, (gssize) length, NULL) ||
      json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;
  return json_parser_steal_root (parser);
}

gboolean
bell_secret_is_token (const char *text, gsize limit)
{
  gsize length = strlen (text);

  if (length == 0 || length > limit)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (*c < 0x20 || *c > 0x7e)
      return FALSE;
  return TRUE;
}

const char *
bell_secret_json_peek (JsonNode *object, const char *name, gsize limit)
{
  JsonNode   *node = json_object_get_member (json_node_get_object (object), name);
  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  text = json_node_get_string (node);
  return bell_secret_is_token (text, limit) ? text : NULL;
}

BellSecretText *
bell_secret_json_take (JsonNode *object, const char *name, gsize limit)
{
  const char     *text = bell_secret_json_peek (object, name, limit);
  BellSecretText *secret;

  if (text == NULL)
    return NULL;
  secret = bell_secret_text_new (text, -1);
  /* The object is ours alone. */
  bell_secret_wipe ((char *) text, strlen (text));
  return secret;
}

gint64
bell_secret_json_number (JsonNode *object, const char *name, gint64 most, gint64 otherwise)
{
  JsonNode   *node = json_object_get_member (json_node_get_object (object), name);
  const char *text = bell_secret_json_peek (object, name, 20);
  gint64      number = -1;

  if (text != NULL) {
    if (!g_ascii_string_to_signed (text, 10, 0, most, &number, NULL))
      return otherwise;
  } else if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_INT64)
    number = json_node_get_int (node);
  return number >= 0 && number <= most ? number : otherwise;
}
