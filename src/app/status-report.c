/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status-report.c: the statuses of all accounts as text and as JSON. */

#include "app/status-report.h"

#include "app/certificate-report.h"
#include "app/json-members.h"
#include "base/time-units.h"
#include "mail/safe-text.h"
#include "policy/summary.h"

/* More than a sentence and a name have; a terminal breaks the line itself. */
#define LINE_GRAPHEMES 500

static void
add_folders (JsonBuilder *builder, GPtrArray *folders)
{
  json_builder_set_member_name (builder, "folders");
  json_builder_begin_array (builder);
  for (guint i = 0; i < folders->len; i++) {
    const BellFolderStatus *folder = g_ptr_array_index (folders, i);

    json_builder_begin_object (builder);
    bell_json_add_text (builder, "name", folder->name);
    bell_json_add_number (builder, "unread", folder->unread);
    bell_json_add_text (builder, "push", bell_push_to_nick (folder->push));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* Rounded up: "0" would say that the attempt is being made. */
static void
add_retry (JsonBuilder *builder, gint64 retry_at_us, gint64 now_us)
{
  if (retry_at_us == BELL_NEVER)
    bell_json_add_text (builder, "retry_in_s", NULL);
  else
    bell_json_add_number (builder, "retry_in_s",
                          (MAX (retry_at_us - now_us, 0) + BELL_SECOND - 1) / BELL_SECOND);
}

static void
add_counts (JsonBuilder *builder, const char *name, const BellMeterCounts *counts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (guint i = 0; i < BELL_METER_KINDS; i++)
    bell_json_add_number (builder, bell_meter_kind_to_nick (i), (gint64) counts->n[i]);
  json_builder_end_object (builder);
}

static void
add_account (JsonBuilder *builder, const BellAccountStatus *status, gint64 now_us)
{
  json_builder_begin_object (builder);
  bell_json_add_text (builder, "address", status->address);
  bell_json_add_text (builder, "name", status->name);
  bell_json_add_text (builder, "state", bell_account_state_to_nick (status->state));
  bell_json_add_text (builder, "push", bell_push_to_nick (status->push));
  bell_json_add_text (builder, "poll_reason", bell_poll_reason_to_nick (status->poll_reason));
  bell_json_add_number (builder, "unread", status->unread);
  add_folders (builder, status->folders);
  bell_json_add_text (builder, "error", status->error);
  bell_json_add_text (builder, "remedy_command", status->remedy_command);
  add_retry (builder, status->retry_at_us, now_us);
  bell_json_add_number (builder, "renewal_s", status->renewal_s);
  bell_json_add_number (builder, "bytes_in", (gint64) status->bytes_in);
  bell_json_add_number (builder, "bytes_out", (gint64) status->bytes_out);
  add_counts (builder, "today", &status->today);
  add_counts (builder, "month", &status->month);
  bell_json_add_time (builder, "connected_since", status->connected_since);
  bell_json_add_text (builder, "mechanism", status->mechanism);
  bell_json_add_switch (builder, "command_running", status->command_running);
  bell_json_add_text (builder, "command_error", status->command_error);
  if (status->certificate != NULL)
    bell_certificate_report_add (builder, status->certificate);
  json_builder_end_object (builder);
}

char *
bell_status_report_to_json (GPtrArray *statuses, const char *pause, gint64 now_us)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (BellSummary) summary = bell_summary_new (statuses, pause, NULL);

  json_builder_begin_object (builder);
  bell_json_add_number (builder, "unread", summary->unread);
  bell_json_add_switch (builder, "paused", pause != NULL);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < statuses->len; i++)
    add_account (builder, g_ptr_array_index (statuses, i), now_us);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return bell_json_to_line (builder);
}

/* A terminal is no place for the characters that steer writing direction: they go. */
static char *
to_terminal (const char *text)
{
  return bell_safe_text (text, -1, LINE_GRAPHEMES);
}

/* What to type, why what is slow is so, and what else went wrong. */
static void
append_details (GString *text, const BellAccountStatus *status, const char *separator)
{
  const char *reason = bell_poll_reason_to_text (status->poll_reason);

  if (status->remedy_command != NULL) {
    g_autofree char *command = to_terminal (status->remedy_command);

    g_string_append_printf (text, " %s", command);
  }
  if (reason != NULL)
    g_string_append_printf (text, "%s  %s", separator, reason);
  if (status->command_error != NULL) {
    g_autofree char *failure = to_terminal (status->command_error);

    g_string_append_printf (text, "%s  %s", separator, failure);
  }
}

static char *
join (GPtrArray *statuses, const char *pause, const char *separator, gboolean details)
{
  g_autoptr (BellSummary) summary = bell_summary_new (statuses, pause, NULL);
  g_autofree char *title = to_terminal (summary->title);
  g_autoptr (GString) text = g_string_new (title);

  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);
    g_autofree char         *whole = bell_account_status_to_line (status, LINE_GRAPHEMES);
    g_autofree char         *line = to_terminal (whole);

    g_string_append (text, separator);
    g_string_append (text, line);
    if (details)
      append_details (text, status, separator);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
bell_status_report_to_text (GPtrArray *statuses, const char *pause)
{
  return join (statuses, pause, "\n  ", TRUE);
}

char *
bell_status_report_to_line (GPtrArray *statuses, const char *pause)
{
  return join (statuses, pause, " | ", FALSE);
}
