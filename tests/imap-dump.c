/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-dump: a server's bytes on standard input, what they mean on standard output, one JSON
 * object a line. For bug reports, corpora and fuzzing; the keys are a contract. Facts that are
 * absent are absent keys; bytes that are no UTF-8 come out as U+FFFD. */

#include "imap/imap-framer.h"
#include "imap/imap-limits.h"
#include "imap/imap-mailbox-name.h"
#include "imap/imap-response.h"

#include <json-glib/json-glib.h>

#include <stdio.h>
#include <stdlib.h>

/* As many as there are. */
#define SPLIT_NOT_GIVEN G_MAXINT64

#define EXIT_IN_STEP 0
#define EXIT_INSIDE_A_RESPONSE 1
#define EXIT_USAGE 2

static void
put_key (JsonBuilder *json, const char *key)
{
  g_autofree char *valid = g_utf8_make_valid (key, -1);

  json_builder_set_member_name (json, valid);
}

static void
put_value (JsonBuilder *json, const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL) {
    json_builder_add_null_value (json);
    return;
  }
  valid = g_utf8_make_valid (text, -1);
  json_builder_add_string_value (json, valid);
}

static void
put_text (JsonBuilder *json, const char *key, const char *text)
{
  if (text == NULL)
    return;

  put_key (json, key);
  put_value (json, text);
}

static void
put_number (JsonBuilder *json, const char *key, gint64 number)
{
  put_key (json, key);
  json_builder_add_int_value (json, number);
}

static void
put_boolean (JsonBuilder *json, const char *key, gboolean value)
{
  put_key (json, key);
  json_builder_add_boolean_value (json, value);
}

static void
put_texts (JsonBuilder *json, const char *key, char *const *texts)
{
  if (texts == NULL)
    return;

  put_key (json, key);
  json_builder_begin_array (json);
  for (; *texts != NULL; texts++)
    put_value (json, *texts);
  json_builder_end_array (json);
}

static void
put_uid_set (JsonBuilder *json, const char *key, const BellImapUidSet *set)
{
  g_autofree char *text = NULL;

  if (set == NULL)
    return;

  text = bell_imap_uid_set_to_string (set);
  put_text (json, key, text);
}

static void
put_list (JsonBuilder *json, const BellImapList *list)
{
  g_autofree char *name = bell_imap_mailbox_name_decode (list->mailbox);

  put_texts (json, "attributes", list->attributes);
  put_key (json, "delimiter");
  put_value (json, list->delimiter);
  put_text (json, "name", name != NULL ? name : list->mailbox);
}

static void
put_status (JsonBuilder *json, const BellImapStatus *status)
{
  put_text (json, "mailbox", status->mailbox);
  put_key (json, "items");
  json_builder_begin_object (json);
  for (guint i = 0; i + 1 < status->items->len; i += 2)
    put_number (json, g_ptr_array_index (status->items, i),
                g_ascii_strtoll (g_ptr_array_index (status->items, i + 1), NULL, 10));
  json_builder_end_object (json);
}

static void
put_numbers (JsonBuilder *json, const char *key, const GArray *numbers)
{
  put_key (json, key);
  json_builder_begin_array (json);
  for (guint i = 0; i < numbers->len; i++)
    json_builder_add_int_value (json, g_array_index (numbers, guint32, i));
  json_builder_end_array (json);
}

static void
put_search (JsonBuilder *json, const BellImapSearchResult *search)
{
  put_text (json, "tag", search->tag);
  put_boolean (json, "uid", search->uid);
  if (search->count >= 0)
    put_number (json, "count", search->count);
  if (search->min >= 0)
    put_number (json, "min", search->min);
  if (search->max >= 0)
    put_number (json, "max", search->max);
  put_uid_set (json, "all", search->all);
  if (search->modseq >= 0)
    put_number (json, "modseq", search->modseq);
}

static void
put_envelope (JsonBuilder *json, const BellImapEnvelope *envelope)
{
  put_key (json, "envelope");
  json_builder_begin_object (json);
  put_text (json, "date", envelope->date);
  put_text (json, "subject", envelope->subject);
  put_key (json, "from");
  json_builder_begin_array (json);
  for (guint i = 0; i < envelope->from->len; i++) {
    const BellImapAddress *address = g_ptr_array_index (envelope->from, i);

    json_builder_begin_object (json);
    put_text (json, "name", address->name);
    put_text (json, "mailbox", address->mailbox);
    put_text (json, "host", address->host);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  put_text (json, "message-id", envelope->message_id);
  json_builder_end_object (json);
}

static void
put_sections (JsonBuilder *json, const GPtrArray *sections)
{
  put_key (json, "sections");
  json_builder_begin_object (json);
  for (guint i = 0; i < sections->len; i++) {
    const BellImapSection *section = g_ptr_array_index (sections, i);

    put_key (json, section->name);
    if (section->bytes != NULL)
      json_builder_add_int_value (json, (gint64) g_bytes_get_size (section->bytes));
    else
      json_builder_add_null_value (json);
  }
  json_builder_end_object (json);
}

static void
put_fetch (JsonBuilder *json, const BellImapFetch *fetch)
{
  if (fetch->uid > 0)
    put_number (json, "uid", fetch->uid);
  put_texts (json, "flags", fetch->flags);
  if (fetch->modseq > 0)
    put_number (json, "modseq", (gint64) fetch->modseq);
  put_text (json, "internaldate", fetch->internaldate);
  if (fetch->size >= 0)
    put_number (json, "size", fetch->size);
  if (fetch->envelope != NULL)
    put_envelope (json, fetch->envelope);
  if (fetch->sections->len > 0)
    put_sections (json, fetch->sections);
  put_text (json, "preview", fetch->preview);
}

static void
put_id (JsonBuilder *json, const GPtrArray *id)
{
  put_key (json, "fields");
  json_builder_begin_object (json);
  for (guint i = 0; i + 1 < id->len; i += 2) {
    put_key (json, g_ptr_array_index (id, i));
    put_value (json, g_ptr_array_index (id, i + 1));
  }
  json_builder_end_object (json);
}

static void
put_personal (JsonBuilder *json, const GPtrArray *personal)
{
  put_key (json, "personal");
  json_builder_begin_array (json);
  for (guint i = 0; i + 1 < personal->len; i += 2) {
    json_builder_begin_array (json);
    put_value (json, g_ptr_array_index (personal, i));
    put_value (json, g_ptr_array_index (personal, i + 1));
    json_builder_end_array (json);
  }
  json_builder_end_array (json);
}

static gboolean
has_data (const BellImapResponse *response)
{
  return response->words != NULL || response->numbers != NULL || response->list != NULL ||
         response->status != NULL || response->search != NULL || response->fetch != NULL ||
         response->vanished != NULL || response->id != NULL || response->personal != NULL;
}

static void
put_data (JsonBuilder *json, const BellImapResponse *response)
{
  if (!has_data (response))
    return;

  put_key (json, "data");
  json_builder_begin_object (json);
  if (response->type == BELL_IMAP_RESPONSE_FLAGS)
    put_texts (json, "flags", response->words);
  else
    put_texts (json, "list", response->words);
  if (response->list != NULL)
    put_list (json, response->list);
  if (response->status != NULL)
    put_status (json, response->status);
  if (response->numbers != NULL)
    put_numbers (json, "ids", response->numbers);
  if (response->search != NULL)
    put_search (json, response->search);
  if (response->fetch != NULL)
    put_fetch (json, response->fetch);
  if (response->vanished != NULL) {
    put_boolean (json, "earlier", response->earlier);
    put_uid_set (json, "set", response->vanished);
  }
  if (response->id != NULL)
    put_id (json, response->id);
  if (response->personal != NULL)
    put_personal (json, response->personal);
  json_builder_end_object (json);
}

static void
put_code (JsonBuilder *json, const BellImapCode *code)
{
  if (code == NULL)
    return;

  put_key (json, "code");
  json_builder_begin_object (json);
  put_text (json, "name", code->name);
  put_text (json, "value", code->value);
  json_builder_end_object (json);
}

static void
put_response (JsonBuilder *json, const BellImapResponse *response)
{
  if (response->type == BELL_IMAP_RESPONSE_CONTINUATION) {
    put_text (json, "kind", "continuation");
    put_text (json, "text", response->text != NULL ? response->text : "");
    return;
  }

  put_text (json, "kind", response->tag != NULL ? "tagged" : "untagged");
  put_text (json, "tag", response->tag);
  put_text (json, "name", response->name);
  if (response->has_number)
    put_number (json, "number", response->number);
  put_code (json, response->code);
  put_text (json, "text", response->text);
  put_data (json, response);
}

static void
print_line (JsonBuilder *json)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *line = NULL;

  json_generator_set_root (generator, root);
  line = json_generator_to_data (generator, NULL);
  puts (line);
}

static void
print_malformed (const GError *error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  put_text (json, "kind", "malformed");
  put_text (json, "text", error->message);
  json_builder_end_object (json);
  print_line (json);
}

static void
print_frame (const BellImapFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellImapResponse) response = bell_imap_response_parse (frame, &error);
  g_autoptr (JsonBuilder) json = NULL;

  if (response == NULL) {
    print_malformed (error);
    return;
  }

  json = json_builder_new ();
  json_builder_begin_object (json);
  put_response (json, response);
  json_builder_end_object (json);
  print_line (json);
}

static void
print_limits (void)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  put_text (json, "kind", "limits");
  put_number (json, "line", BELL_IMAP_LIMIT_LINE_BYTES);
  put_number (json, "literal", BELL_IMAP_LIMIT_LITERAL_BYTES);
  put_number (json, "response", BELL_IMAP_LIMIT_RESPONSE_BYTES);
  put_number (json, "nesting", BELL_IMAP_LIMIT_NESTING);
  put_number (json, "values", BELL_IMAP_LIMIT_VALUES);
  json_builder_end_object (json);
  print_line (json);
}

static void
print_ready_frames (BellImapFramer *framer)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autoptr (BellImapFrame) frame = bell_imap_framer_next (framer, &error);

    if (frame != NULL)
      print_frame (frame);
    else if (error != NULL)
      print_malformed (error);
    else
      return;
  }
}

/* Feeds at most SPLIT bytes at a time. */
static int
dump (FILE *input, gsize split)
{
  g_autoptr (BellImapFramer) framer = bell_imap_framer_new ();
  static char buffer[64 * 1024];
  gsize       length;

  while ((length = fread (buffer, 1, sizeof buffer, input)) > 0) {
    for (gsize at = 0, step; at < length; at += step) {
      step = MIN (split, length - at);
      bell_imap_framer_feed (framer, buffer + at, step);
      print_ready_frames (framer);
    }
  }

  return bell_imap_framer_is_empty (framer) ? EXIT_IN_STEP : EXIT_INSIDE_A_RESPONSE;
}

int
main (int argc, char **argv)
{
  gint64             split = SPLIT_NOT_GIVEN;
  gboolean           limits = FALSE;
  const GOptionEntry entries[] = {
    { "split", 0, 0, G_OPTION_ARG_INT64, &split, "Feed the framer N bytes at a time", "N" },
    { "limits", 0, 0, G_OPTION_ARG_NONE, &limits, "Print the limits first", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("< BYTES");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fprintf (stderr, "imap-dump: %s\n", error->message);
    return EXIT_USAGE;
  }
  if (argc > 1 || split < 1) {
    fputs ("Usage: imap-dump [--split N] [--limits] < BYTES, where N is 1 or more\n", stderr);
    return EXIT_USAGE;
  }

  if (limits)
    print_limits ();

  return dump (stdin, (gsize) split);
}
