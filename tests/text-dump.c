/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-dump: a line of JSON in, {"kind":"header"|"preview"|"mailbox-name","input_b64","charset",
 * "encoding","content_type"}, a line of JSON out, {"text"}: what a notification would show.
 * A line that is not understood is answered by {"error"}, and the exit status is 1 then. */

#include "imap/imap-mailbox-name.h"
#include "mail/header-text.h"
#include "mail/message-summary.h"
#include "mail/preview.h"
#include "mail/safe-text.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *kind;
  const char *charset;      /* (nullable) */
  const char *encoding;     /* (nullable) */
  const char *content_type; /* (nullable) */
  char       *bytes;        /* NUL-terminated */
  gsize       length;
} Request;

/* NULL if the member is absent, null or not a string. */
static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static char *
dump_header (const Request *request)
{
  g_autofree char *decoded = NULL;

  for (gsize i = 0; i < request->length; i++)
    if (request->bytes[i] == '\0')
      request->bytes[i] = ' ';
  decoded = bell_header_text_decode (request->bytes);
  return bell_safe_text (decoded, -1, BELL_SUBJECT_GRAPHEMES);
}

static char *
dump_mailbox_name (const Request *request)
{
  gboolean         is_string = strlen (request->bytes) == request->length;
  g_autofree char *name = is_string ? bell_imap_mailbox_name_decode (request->bytes) : NULL;

  if (name == NULL)
    return bell_safe_text (request->bytes, (gssize) request->length, BELL_SUBJECT_GRAPHEMES);
  return bell_safe_text (name, -1, BELL_SUBJECT_GRAPHEMES);
}

/* (transfer full) (nullable): NULL if the kind is unknown. */
static char *
dump (const Request *request)
{
  if (g_strcmp0 (request->kind, "header") == 0)
    return dump_header (request);
  if (g_strcmp0 (request->kind, "mailbox-name") == 0)
    return dump_mailbox_name (request);
  if (g_strcmp0 (request->kind, "preview") == 0)
    return bell_preview_new (request->bytes, request->length, request->content_type,
                             request->charset, request->encoding);
  return NULL;
}

/* The text for one request, or NULL and what is wrong with it. */
static char *
answer (const char *line, gsize length, const char **problem)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GByteArray) bytes = NULL;
  Request     request = { 0 };
  JsonObject *object;
  const char *input;
  char       *text;
  guchar     *decoded;

  *problem = "not a JSON object";
  if (!json_parser_load_from_data (parser, line, (gssize) length, NULL) ||
      json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;
  object = json_node_get_object (json_parser_get_root (parser));
  *problem = "no \"input_b64\"";
  input = get_string (object, "input_b64");
  if (input == NULL)
    return NULL;
  request.kind = get_string (object, "kind");
  request.charset = get_string (object, "charset");
  request.encoding = get_string (object, "encoding");
  request.content_type = get_string (object, "content_type");
  decoded = g_base64_decode (input, &request.length);
  bytes = g_byte_array_new_take (decoded, request.length);
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  request.bytes = (char *) bytes->data;
  text = dump (&request);
  *problem = "unknown \"kind\"";
  return text;
}

static void
print_member (const char *member, const char *value)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *line = NULL;

  json_object_set_string_member (object, member, value);
  json_node_set_object (root, object);
  line = json_to_string (root, FALSE);
  puts (line);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  char   *line = NULL;
  size_t  room = 0;
  ssize_t length;
  int     status = EXIT_SUCCESS;

  if (argc > 1) {
    fprintf (stderr, "Usage: %s < requests\n", argv[0]);
    return 2;
  }
  while ((length = getline (&line, &room, stdin)) >= 0) {
    const char      *problem;
    g_autofree char *text = answer (line, (gsize) length, &problem);

    print_member (text != NULL ? "text" : "error", text != NULL ? text : problem);
    if (text == NULL)
      status = EXIT_FAILURE;
  }
  free (line);
  return status;
}
