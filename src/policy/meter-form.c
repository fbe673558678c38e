/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each part is read by itself and bounded by itself. */

#include "policy/meter-form.h"

#include <string.h>

#define HEAD_GROUP "mailbell"
#define METER_GROUP "meter"
#define DAYS_GROUP "days"
#define WEEK_GROUP "week"
#define DAY_NUMBERS (BELL_METER_KINDS + 4)

static void
write_days (const BellMeter *self, GKeyFile *file)
{
  for (guint i = 0; i < self->days->len; i++) {
    const BellMeterDay *day = &g_array_index (self->days, BellMeterDay, i);
    g_autofree char    *key = bell_meter_day_to_text (day->day);
    g_autoptr (GString) value = g_string_new (NULL);

    for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
      g_string_append_printf (value, "%" G_GUINT64_FORMAT " ", day->counts.n[kind]);
    g_string_append_printf (
      value, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
      day->delays.n, day->delays.sum_ms, day->delays.least_ms, day->delays.most_ms);
    g_key_file_set_string (file, DAYS_GROUP, key, value->str);
  }
}

static void
write_changes (const BellMeter *self, GKeyFile *file)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < self->changes->len; i++) {
    const BellMeterChange *change = &g_array_index (self->changes, BellMeterChange, i);

    g_string_append_printf (value, "%s%" G_GINT64_FORMAT ":%s", i > 0 ? " " : "", change->at_s,
                            bell_meter_state_to_nick (change->state));
  }
  g_key_file_set_string (file, WEEK_GROUP, "states", value->str);
}

static void
write_bells (const BellMeter *self, GKeyFile *file)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < self->bells->len; i++) {
    const BellMeterBell *bell = &g_array_index (self->bells, BellMeterBell, i);

    g_string_append_printf (value, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", bell->at_s);
    if (bell->delay_ms >= 0)
      g_string_append_printf (value, ":%" G_GINT64_FORMAT, bell->delay_ms);
  }
  g_key_file_set_string (file, WEEK_GROUP, "bells", value->str);
}

void
bell_meter_write (const BellMeter *self, GKeyFile *file)
{
  g_key_file_set_int64 (file, METER_GROUP, "until", self->until_s);
  write_days (self, file);
  write_changes (self, file);
  write_bells (self, file);
}

static gboolean
read_number (const char *text, guint64 *number)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL);
}

static gboolean
read_numbers (const char *text, guint64 numbers[DAY_NUMBERS])
{
  g_auto (GStrv) words = g_strsplit (text, " ", DAY_NUMBERS + 1);

  if (g_strv_length (words) != DAY_NUMBERS)
    return FALSE;
  for (guint i = 0; i < DAY_NUMBERS; i++)
    if (!read_number (words[i], &numbers[i]))
      return FALSE;
  return TRUE;
}

static gboolean
are_possible (const BellMeterDelays *delays, guint64 n_bells)
{
  return delays->n <= n_bells && delays->least_ms <= delays->most_ms &&
         delays->most_ms <= BELL_METER_MAX_DELAY_MS && delays->sum_ms >= delays->most_ms &&
         delays->sum_ms / BELL_METER_MAX_DELAY_MS <= delays->n;
}

/* One day by way of a meter of its own: absorb() sees to order and number. */
static void
read_day (BellMeter *self, const char *key, const char *text)
{
  g_autoptr (BellMeter) one = bell_meter_new ();
  BellMeterDay day = { 0 };
  guint64      numbers[DAY_NUMBERS];

  if (!bell_meter_day_from_text (key, &day.day) || !read_numbers (text, numbers))
    return;
  for (guint kind = 0; kind < BELL_METER_KINDS; kind++)
    day.counts.n[kind] = numbers[kind];
  day.delays.n = numbers[BELL_METER_KINDS];
  day.delays.sum_ms = numbers[BELL_METER_KINDS + 1];
  day.delays.least_ms = numbers[BELL_METER_KINDS + 2];
  day.delays.most_ms = numbers[BELL_METER_KINDS + 3];
  if (!are_possible (&day.delays, day.counts.n[BELL_METER_BELLS]))
    day.delays = (BellMeterDelays){ 0 };
  g_array_append_val (one->days, day);
  bell_meter_absorb (self, one);
}

static void
read_days (BellMeter *self, GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, DAYS_GROUP, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *text = g_key_file_get_string (file, DAYS_GROUP, keys[i], NULL);

    if (text != NULL)
      read_day (self, keys[i], text);
  }
}

/* "TIME" or "TIME:REST"; WORD is cut in two. Times only ever go up. */
static gboolean
read_time (char *word, gint64 after_s, gint64 until_s, gint64 *at_s, const char **rest)
{
  char   *colon = strchr (word, ':');
  guint64 number;

  if (colon != NULL)
    *colon = '\0';
  if (!read_number (word, &number) || (gint64) number < MAX (after_s, BELL_METER_EARLIEST_S) ||
      (gint64) number > until_s)
    return FALSE;
  *at_s = (gint64) number;
  *rest = colon != NULL ? colon + 1 : NULL;
  return TRUE;
}

/* (transfer full) */
static GStrv
read_words (GKeyFile *file, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, WEEK_GROUP, key, NULL);

  return g_strsplit (text != NULL ? text : "", " ", -1);
}

static void
read_changes (BellMeter *self, GKeyFile *file)
{
  g_auto (GStrv) words = read_words (file, "states");
  BellMeterChange change = { 0 };

  for (guint i = 0; words[i] != NULL && self->changes->len < BELL_METER_CHANGES; i++) {
    BellMeterState before = change.state;
    const char    *nick;

    if (read_time (words[i], change.at_s + 1, self->until_s, &change.at_s, &nick) && nick != NULL &&
        bell_meter_state_from_nick (nick, &change.state) &&
        (self->changes->len == 0 || change.state != before))
      g_array_append_val (self->changes, change);
  }
}

static void
read_bells (BellMeter *self, GKeyFile *file)
{
  g_auto (GStrv) words = read_words (file, "bells");
  BellMeterBell bell = { 0 };
  const char   *delay;

  for (guint i = 0; words[i] != NULL && self->bells->len < BELL_METER_BELLS_KEPT; i++) {
    guint64 delay_ms;

    if (!read_time (words[i], bell.at_s, self->until_s, &bell.at_s, &delay))
      continue;
    bell.delay_ms = -1;
    if (delay != NULL && read_number (delay, &delay_ms) && delay_ms <= BELL_METER_MAX_DELAY_MS)
      bell.delay_ms = (gint64) delay_ms;
    g_array_append_val (self->bells, bell);
  }
}

BellMeter *
bell_meter_read (GKeyFile *file)
{
  BellMeter *self = bell_meter_new ();

  self->until_s =
    CLAMP (g_key_file_get_int64 (file, METER_GROUP, "until", NULL), 0, BELL_METER_LATEST_S);
  read_days (self, file);
  read_changes (self, file);
  read_bells (self, file);
  return self;
}

char *
bell_meter_to_text (const BellMeter *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, HEAD_GROUP, "version", BELL_METER_FORM_VERSION);
  bell_meter_write (self, file);
  return g_key_file_to_data (file, NULL, NULL);
}

BellMeter *
bell_meter_from_text (const char *text, gsize length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (length > BELL_METER_FORM_LIMIT ||
      !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, HEAD_GROUP, "version", NULL) != BELL_METER_FORM_VERSION)
    return NULL;
  return bell_meter_read (file);
}
