/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written as a whole, see state-file.h; what is kept in memory is the truth. */

#include "watch/meter-store.h"

#include "account/history.h"
#include "base/error-code.h"
#include "io/clock.h"
#include "io/sleep-watch.h"
#include "policy/meter-form.h"
#include "watch/state-file.h"

#define WRITE_PAUSE (10 * BELL_MINUTE)

/* A shorter sleep does not show in a picture of a week. */
#define LEAST_SLEEP (1 * BELL_MINUTE)

#define ENTRY "meter"

struct _BellMeterStore {
  GObject         parent_instance;
  BellStateFile  *file;  /* (owned) */
  BellMeter      *meter; /* (owned) */
  BellMeterCounts run;   /* since the store was made */
  gboolean        loaded;
  gboolean        cleared;    /* before it was loaded */
  gboolean        unwritten;  /* there is something that the state file has not been told of */
  gint64          written_us; /* BELL_NEVER: not yet */
  gint32          written_day;
  gint64          slept_us; /* since the computer was started */
};

G_DEFINE_FINAL_TYPE (BellMeterStore, bell_meter_store, G_TYPE_OBJECT)

/* Before anything is counted. */
static BellMeterTime
look_at_the_clock (BellMeterStore *self)
{
  BellMeterTime now = bell_history_now ();
  gint64        slept_us = bell_sleep_watch_read_slept ();

  if (slept_us - self->slept_us >= LEAST_SLEEP)
    bell_meter_slept (self->meter, &now, (slept_us - self->slept_us) / BELL_SECOND);
  self->slept_us = slept_us;
  return now;
}

static void
write_soon (BellMeterStore *self, gint32 day)
{
  self->written_us = bell_clock_now ();
  self->written_day = day;
  self->unwritten = FALSE;
  bell_state_file_change (self->file);
}

/* Something was counted. */
static void
changed (BellMeterStore *self, const BellMeterTime *now, gint64 pause_us)
{
  gint32 day = bell_meter_get_day (now);

  self->unwritten = TRUE;
  if (self->loaded && (self->written_us == BELL_NEVER || day != self->written_day ||
                       bell_clock_now () - self->written_us >= pause_us))
    write_soon (self, day);
}

static void
meter_free (gpointer meter)
{
  bell_meter_free (meter);
}

static GHashTable *
new_entries (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, meter_free);
}

static GHashTable *
read_meter (GKeyFile *file)
{
  GHashTable *entries = new_entries ();

  g_hash_table_insert (entries, g_strdup (ENTRY), bell_meter_read (file));
  return entries;
}

static void
write_meter (GObject *owner, GKeyFile *file)
{
  bell_meter_write (BELL_METER_STORE (owner)->meter, file);
}

static void
on_written (G_GNUC_UNUSED GObject *owner, const GError *error)
{
  g_autofree char *code = error != NULL ? bell_error_get_code (error) : NULL;

  if (code != NULL)
    g_debug ("what was counted cannot be written: %s", code);
}

static const BellStateFileForm form = {
  .version = BELL_METER_FORM_VERSION,
  .limit_bytes = BELL_METER_FORM_LIMIT,
  .read = read_meter,
  .write = write_meter,
  .written = on_written,
};

/* Nothing is written before: it would be less than what is there. */
static void
got_loaded (BellMeterStore *self, GHashTable *entries)
{
  BellMeterTime    now = look_at_the_clock (self);
  g_autofree char *key = NULL;
  BellMeter       *meter;

  self->loaded = TRUE;
  if (!self->cleared &&
      g_hash_table_steal_extended (entries, ENTRY, (gpointer *) &key, (gpointer *) &meter)) {
    bell_meter_stopped (meter);
    bell_meter_absorb (meter, self->meter);
    bell_meter_free (self->meter);
    self->meter = meter;
  }
  if (self->unwritten)
    changed (self, &now, 0);
}

static void
on_loaded (GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  BellMeterStore *self = BELL_METER_STORE (source);
  g_autoptr (GHashTable) entries = new_entries ();
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  if (bell_state_file_load_finish (self->file, result, entries, &error) ||
      g_error_matches (error, BELL_STATE_FILE_ERROR, BELL_STATE_FILE_ERROR_DAMAGED)) {
    got_loaded (self, entries);
    return;
  }
  code = bell_error_get_code (error);
  g_message ("what was counted before cannot be read, so nothing new is kept: %s", code);
}

gboolean
bell_meter_store_is_loaded (BellMeterStore *self)
{
  return self->loaded;
}

void
bell_meter_store_count (BellMeterStore *self, BellMeterKind kind, guint64 n)
{
  BellMeterTime now = look_at_the_clock (self);

  bell_meter_count (self->meter, &now, kind, n);
  self->run.n[kind] += n;
  changed (self, &now, WRITE_PAUSE);
}

void
bell_meter_store_connection_ended (BellMeterStore *self)
{
  BellMeterTime now = look_at_the_clock (self);

  if (self->unwritten)
    changed (self, &now, 0);
}

static gboolean
has_unread (const BellNews *news)
{
  for (guint i = 0; i < news->messages->len; i++) {
    const BellMessageSummary *message = g_ptr_array_index (news->messages, i);

    if (!message->seen)
      return TRUE;
  }
  return news->n_more > 0;
}

void
bell_meter_store_rang (BellMeterStore *self, const BellNews *news, gint64 arrived_us)
{
  BellMeterTime now = look_at_the_clock (self);

  if (!has_unread (news))
    return;
  bell_meter_ring (self->meter, &now,
                   news->after_absence || arrived_us == 0 ? -1 : bell_clock_now () - arrived_us);
  changed (self, &now, WRITE_PAUSE);
}

static BellMeterState
get_state (BellMeterStore *self)
{
  guint n = self->meter->changes->len;

  return n > 0 ? g_array_index (self->meter->changes, BellMeterChange, n - 1).state
               : BELL_METER_OFF;
}

static void
state_set (BellMeterStore *self, const BellMeterTime *now, BellMeterState before)
{
  if (get_state (self) != before)
    changed (self, now, 0);
}

void
bell_meter_store_set_state (BellMeterStore *self, BellAccountState state)
{
  BellMeterTime  now = look_at_the_clock (self);
  BellMeterState before = get_state (self);

  bell_meter_set_account_state (self->meter, &now, state);
  state_set (self, &now, before);
}

void
bell_meter_store_set_paused (BellMeterStore *self)
{
  BellMeterTime  now = look_at_the_clock (self);
  BellMeterState before = get_state (self);

  bell_meter_set_state (self->meter, &now, BELL_METER_PAUSED);
  state_set (self, &now, before);
}

void
bell_meter_store_describe (BellMeterStore *self, BellAccountStatus *status)
{
  BellMeterTime now = bell_history_now ();
  gint32        today = bell_meter_get_day (&now);

  status->bytes_in = self->run.n[BELL_METER_BYTES_IN];
  status->bytes_out = self->run.n[BELL_METER_BYTES_OUT];
  bell_meter_sum (self->meter, today, today, &status->today, NULL);
  bell_meter_sum (self->meter, bell_meter_get_month_start (today), today, &status->month, NULL);
}

char *
bell_meter_store_to_text (BellMeterStore *self)
{
  return self->loaded ? bell_meter_to_text (self->meter) : NULL;
}

void
bell_meter_store_clear (BellMeterStore *self)
{
  BellMeterTime    now = look_at_the_clock (self);
  g_autofree char *path = bell_state_file_get_aside (self->file);
  g_autoptr (GFile) aside = g_file_new_for_path (path);

  bell_meter_clear (self->meter, &now);
  self->cleared = !self->loaded;
  changed (self, &now, 0);
  /* There hardly ever is one. */
  g_file_delete_async (aside, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

void
bell_meter_store_flush_async (BellMeterStore     *self,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  BellMeterTime now = look_at_the_clock (self);

  bell_meter_set_state (self->meter, &now, BELL_METER_OFF);
  if (self->loaded)
    write_soon (self, bell_meter_get_day (&now));
  bell_state_file_flush_async (self->file, callback, user_data);
}

void
bell_meter_store_flush_finish (BellMeterStore *self, GAsyncResult *result)
{
  bell_state_file_flush_finish (self->file, result);
}

void
bell_meter_store_forget (const char *directory, const char *account_id)
{
  g_autofree char *name = bell_history_make_name (account_id);

  bell_state_file_remove (directory, name);
}

static void
bell_meter_store_finalize (GObject *object)
{
  BellMeterStore *self = BELL_METER_STORE (object);

  g_clear_pointer (&self->file, bell_state_file_free);
  bell_meter_free (self->meter);
  G_OBJECT_CLASS (bell_meter_store_parent_class)->finalize (object);
}

static void
bell_meter_store_class_init (BellMeterStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bell_meter_store_finalize;
}

static void
bell_meter_store_init (BellMeterStore *self)
{
  self->meter = bell_meter_new ();
  self->written_us = BELL_NEVER;
  self->slept_us = bell_sleep_watch_read_slept ();
}

BellMeterStore *
bell_meter_store_new (const char *directory, const char *account_id)
{
  BellMeterStore  *self = g_object_new (BELL_TYPE_METER_STORE, NULL);
  g_autofree char *name = bell_history_make_name (account_id);

  self->file = bell_state_file_new (directory, name, G_OBJECT (self), &form);
  bell_state_file_load_async (self->file, on_loaded, NULL);
  return self;
}
