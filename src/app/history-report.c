/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-report.c: what was counted for an account as a table and as JSON. */

#include "app/history-report.h"

#include "app/json-members.h"

#include <glib/gi18n-lib.h>

#define COLUMNS 9

/* Days that are shown: a journey to the west may have left today behind. */
typedef struct {
  gint32 first;
  gint32 last;
} Period;

static Period
get_period (const BellMeterTime *now, guint n_days)
{
  gint32 today = bell_meter_get_day (now);

  return (Period){ today - (gint32) n_days + 1, today + 1 };
}

/* Of BellMeterDay; (transfer container). */
static GPtrArray *
find_days (const BellMeter *meter, Period period)
{
  GPtrArray *days = g_ptr_array_new ();

  for (guint i = 0; i < meter->days->len; i++) {
    BellMeterDay *day = &g_array_index (meter->days, BellMeterDay, i);

    if (day->day >= period.first && day->day <= period.last)
      g_ptr_array_add (days, day);
  }
  return days;
}

gboolean
bell_history_report_is_empty (const BellMeter *meter, const BellMeterTime *now, guint n_days)
{
  g_autoptr (GPtrArray) days = find_days (meter, get_period (now, n_days));

  return days->len == 0;
}

/* The table. */

/* (transfer full) */
static char *
format_delay (guint64 ms)
{
  if (ms < 1000)
    /* Translators: milliseconds. */
    return g_strdup_printf (_ ("%u ms"), (guint) ms);
  /* Translators: seconds. */
  return g_strdup_printf (_ ("%.1f s"), (double) ms / 1000);
}

static void
free_row (gpointer row)
{
  g_strfreev (row);
}

/* Kinds in their order, then the delays. (transfer full) */
static GStrv
make_row (const char *name, const BellMeterCounts *counts, const BellMeterDelays *delays)
{
  GStrv row = g_new0 (char *, COLUMNS + 1);
  guint n = 0;

  row[n++] = g_strdup (name);
  for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
    row[n++] = kind <= BELL_METER_BYTES_OUT
                 ? g_format_size (counts->n[kind])
                 : g_strdup_printf ("%" G_GUINT64_FORMAT, counts->n[kind]);
  row[n++] = delays->n > 0 ? format_delay (delays->sum_ms / delays->n) : g_strdup ("–");
  row[n++] = delays->n > 0 ? format_delay (delays->most_ms) : g_strdup ("–");
  return row;
}

static GStrv
make_head (void)
{
  const char *const head[] = {
    /* Translators: heads of the columns of a table with a line per day; please be brief. */
    C_ ("table", "Day"), C_ ("table", "Received"), C_ ("table", "Sent"),
    C_ ("table", "Connections"), C_ ("table", "Renewals"), C_ ("table", "Silent deaths"),
    C_ ("table", "Bells"),
    /* Translators: between the server's first word of a message and the bell: on average. */
    C_ ("table", "Delay"),
    /* Translators: the longest delay. */
    C_ ("table", "Longest"), NULL
  };

  return g_strdupv ((GStrv) head);
}

static GPtrArray *
make_rows (const BellMeter *meter, Period period)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GPtrArray) days = find_days (meter, period);
  BellMeterCounts counts;
  BellMeterDelays delays;

  g_ptr_array_add (rows, make_head ());
  for (guint i = 0; i < days->len; i++) {
    const BellMeterDay *day = g_ptr_array_index (days, i);
    g_autofree char    *name = bell_meter_day_to_text (day->day);

    g_ptr_array_add (rows, make_row (name, &day->counts, &day->delays));
  }
  bell_meter_sum (meter, period.first, period.last, &counts, &delays);
  g_ptr_array_add (rows, make_row (C_ ("table", "Sum"), &counts, &delays));
  return rows;
}

static void
pad (GString *text, glong width)
{
  for (; width > 0; width--)
    g_string_append_c (text, ' ');
}

/* The first column to the left, the numbers to the right. */
static void
add_row (GString *text, const char *const *row, const glong widths[COLUMNS])
{
  g_string_append (text, row[0]);
  pad (text, widths[0] - g_utf8_strlen (row[0], -1));
  for (guint column = 1; column < COLUMNS; column++) {
    pad (text, 2 + widths[column] - g_utf8_strlen (row[column], -1));
    g_string_append (text, row[column]);
  }
  g_string_append_c (text, '\n');
}

char *
bell_history_report_to_text (const BellMeter *meter, const BellMeterTime *now, guint n_days)
{
  g_autoptr (GPtrArray) rows = make_rows (meter, get_period (now, n_days));
  GString *text = g_string_new (NULL);
  glong    widths[COLUMNS] = { 0 };

  for (guint i = 0; i < rows->len; i++) {
    const char *const *row = g_ptr_array_index (rows, i);

    for (guint column = 0; column < COLUMNS; column++)
      widths[column] = MAX (widths[column], g_utf8_strlen (row[column], -1));
  }
  for (guint i = 0; i < rows->len; i++)
    add_row (text, g_ptr_array_index (rows, i), widths);
  return g_string_free (text, FALSE);
}

/* JSON. */

static void
add_numbers (JsonBuilder *builder, const BellMeterCounts *counts, const BellMeterDelays *delays)
{
  for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
    bell_json_add_number (builder, bell_meter_kind_to_nick (kind), (gint64) counts->n[kind]);
  json_builder_set_member_name (builder, "delay_ms");
  if (delays->n == 0) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  bell_json_add_number (builder, "bells", (gint64) delays->n);
  bell_json_add_number (builder, "mean", (gint64) (delays->sum_ms / delays->n));
  bell_json_add_number (builder, "min", (gint64) delays->least_ms);
  bell_json_add_number (builder, "max", (gint64) delays->most_ms);
  json_builder_end_object (builder);
}

static void
add_days (JsonBuilder *builder, const BellMeter *meter, Period period)
{
  g_autoptr (GPtrArray) days = find_days (meter, period);
  BellMeterCounts counts;
  BellMeterDelays delays;

  json_builder_set_member_name (builder, "days");
  json_builder_begin_array (builder);
  for (guint i = 0; i < days->len; i++) {
    const BellMeterDay *day = g_ptr_array_index (days, i);
    g_autofree char    *name = bell_meter_day_to_text (day->day);

    json_builder_begin_object (builder);
    bell_json_add_text (builder, "day", name);
    add_numbers (builder, &day->counts, &day->delays);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  bell_meter_sum (meter, period.first, period.last, &counts, &delays);
  json_builder_set_member_name (builder, "total");
  json_builder_begin_object (builder);
  add_numbers (builder, &counts, &delays);
  json_builder_end_object (builder);
}

static void
add_states (JsonBuilder *builder, const BellMeter *meter, gint64 now_s)
{
  g_autoptr (GArray) spans = bell_meter_get_spans (meter, now_s);

  json_builder_set_member_name (builder, "states");
  json_builder_begin_array (builder);
  for (guint i = 0; i < spans->len; i++) {
    const BellMeterSpan *span = &g_array_index (spans, BellMeterSpan, i);

    json_builder_begin_object (builder);
    bell_json_add_time (builder, "from", span->from_s);
    bell_json_add_time (builder, "until", span->until_s);
    bell_json_add_text (builder, "state", bell_meter_state_to_nick (span->state));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_bells (JsonBuilder *builder, const BellMeter *meter, gint64 now_s)
{
  g_autoptr (GArray) bells = bell_meter_get_bells (meter, now_s);

  json_builder_set_member_name (builder, "bells");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bells->len; i++) {
    const BellMeterBell *bell = &g_array_index (bells, BellMeterBell, i);

    json_builder_begin_object (builder);
    bell_json_add_time (builder, "at", bell->at_s);
    if (bell->delay_ms >= 0)
      bell_json_add_number (builder, "delay_ms", bell->delay_ms);
    else
      bell_json_add_text (builder, "delay_ms", NULL);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

char *
bell_history_report_to_json (const BellMeter     *meter,
                             const char          *address,
                             const BellMeterTime *now,
                             guint                n_days)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  bell_json_add_text (builder, "address", address);
  add_days (builder, meter, get_period (now, n_days));
  add_states (builder, meter, now->unix_s);
  add_bells (builder, meter, now->unix_s);
  json_builder_end_object (builder);
  return bell_json_to_line (builder);
}
