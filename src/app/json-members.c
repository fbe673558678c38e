/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json-members.c: the members of a JSON object, each in one call. */

#include "app/json-members.h"

#include "io/failure.h"

void
bell_json_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
bell_json_add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

void
bell_json_add_switch (JsonBuilder *builder, const char *name, gboolean on)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, on);
}

void
bell_json_add_time (JsonBuilder *builder, const char *name, gint64 unix_s)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (unix_s > 0)
    time = g_date_time_new_from_unix_utc (unix_s);
  if (time != NULL)
    text = g_date_time_format_iso8601 (time);
  bell_json_add_text (builder, name, text);
}

void
bell_json_add_texts (JsonBuilder *builder, const char *name, const char *const *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; texts != NULL && *texts != NULL; texts++)
    json_builder_add_string_value (builder, *texts);
  json_builder_end_array (builder);
}

void
bell_json_add_failure (JsonBuilder *builder, const GError *error, const char *host, guint16 port)
{
  g_autofree char *text = error != NULL ? bell_failure_describe (error, host, port) : NULL;
  const char      *command = error != NULL ? bell_failure_get_command (error) : NULL;

  bell_json_add_text (builder, "error", text);
  bell_json_add_text (builder, "remedy_command", command);
}

char *
bell_json_to_line (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
