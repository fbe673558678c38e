/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file is written as a whole from a copy of the memory, in a worker thread, one write at a time.
 * What changes meanwhile is written after that. A thread's task never holds the owner itself: the
 * thread might be the one to drop the last reference. */

#include "watch/state-file.h"

#include <errno.h>
#include <glib/gstdio.h>

#define HEAD_GROUP "mailbell"

/* What happened is to have reached the desktop before it is remembered, and the first notification
 * after a start waits for two answers on the bus. Whoever crashes in between tells it again. It
 * also makes one write of a burst. */
#define WRITE_DELAY_MS 500

struct _BellStateFile {
  GObject                 *owner;   /* (unowned) */
  const BellStateFileForm *form;    /* (unowned) */
  char                    *path;    /* (owned) */
  GPtrArray               *waiting; /* (owned) of GTask: flushes */
  guint                    delay;
  gboolean                 dirty; /* there is something that no write has taken up yet */
  gboolean                 writing;
  gboolean                 failed; /* the last write did */
};

G_DEFINE_QUARK (bell_state_file_error, bell_state_file_error)

/* (transfer full) */
static char *
make_path (const char *directory, const char *name)
{
  if (directory != NULL)
    return g_build_filename (directory, name, NULL);
  return g_build_filename (g_get_user_state_dir (), "mailbell", name, NULL);
}

/* What a worker thread needs. */
typedef struct {
  const BellStateFileForm *form; /* (unowned) */
  char                    *path; /* (owned) */
  char                    *text; /* (owned) (nullable): to be written */
  gsize                    length;
} Work;

static Work *
work_new (BellStateFile *self)
{
  Work *work = g_new0 (Work, 1);

  work->form = self->form;
  work->path = g_strdup (self->path);
  return work;
}

static void
work_free (Work *work)
{
  g_free (work->path);
  g_free (work->text);
  g_free (work);
}

/* Reading. */

/* (transfer full) (nullable): NULL if TEXT is damaged, or of another version. */
static GHashTable *
parse (const BellStateFileForm *form, const char *text, gsize length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (length > form->limit_bytes ||
      !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, HEAD_GROUP, "version", NULL) != form->version)
    return NULL;
  return form->read (file);
}

/* (transfer full) */
static char *
make_aside (const char *path)
{
  return g_strconcat (path, ".corrupt", NULL);
}

static void
set_aside (const char *path)
{
  g_autofree char *aside = make_aside (path);
  g_autofree char *name = g_path_get_basename (aside);

  g_rename (path, aside);
  g_message ("a damaged state file was set aside as %s", name);
}

static void
load_in_thread (GTask                      *task,
                G_GNUC_UNUSED gpointer      source,
                gpointer                    task_data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  const Work      *work = task_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GHashTable *entries;
  gsize       length;

  if (!g_file_get_contents (work->path, &text, &length, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  entries = parse (work->form, text, length);
  if (entries != NULL) {
    g_task_return_pointer (task, entries, (GDestroyNotify) g_hash_table_unref);
    return;
  }
  set_aside (work->path);
  g_task_return_new_error (task, BELL_STATE_FILE_ERROR, BELL_STATE_FILE_ERROR_DAMAGED,
                           "%s is damaged", work->path);
}

static void
on_load_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GHashTable *entries = g_task_propagate_pointer (G_TASK (result), &error);

  if (entries != NULL)
    g_task_return_pointer (task, entries, (GDestroyNotify) g_hash_table_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* GLib makes the C locale of its number parsers at their first use. A thread that waits for another to
 * make it finds errno set by the wait, and g_ascii_string_to_unsigned() takes its number for none
 * (GLib 2.74): files that are read at once would lose lines. */
static void
prepare_number_parsers (void)
{
  g_ascii_strtoull ("0", NULL, 10);
}

void
bell_state_file_load_async (BellStateFile *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self->owner, NULL, callback, user_data);
  g_autoptr (GTask) work = g_task_new (NULL, NULL, on_load_ready, task);

  prepare_number_parsers ();
  g_task_set_task_data (work, work_new (self), (GDestroyNotify) work_free);
  g_task_run_in_thread (work, load_in_thread);
}

gboolean
bell_state_file_load_finish (G_GNUC_UNUSED BellStateFile *self,
                             GAsyncResult                *result,
                             GHashTable                  *entries,
                             GError                     **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) loaded = g_task_propagate_pointer (G_TASK (result), &local);
  GHashTableIter iterator;
  gpointer       key;
  gpointer       value;

  if (loaded == NULL) {
    if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  g_hash_table_iter_init (&iterator, loaded);
  while (g_hash_table_iter_next (&iterator, &key, &value)) {
    if (g_hash_table_contains (entries, key))
      continue;
    g_hash_table_iter_steal (&iterator);
    g_hash_table_insert (entries, key, value);
  }
  return TRUE;
}

/* Writing. */

static void
write_in_thread (GTask                      *task,
                 G_GNUC_UNUSED gpointer      source,
                 gpointer                    task_data,
                 G_GNUC_UNUSED GCancellable *cancellable)
{
  const Work      *work = task_data;
  g_autofree char *directory = g_path_get_dirname (work->path);
  g_autoptr (GError) error = NULL;

  if (work->length > work->form->limit_bytes) {
    g_task_return_new_error (task, BELL_STATE_FILE_ERROR, BELL_STATE_FILE_ERROR_TOO_LARGE,
                             "%s would become too large", work->path);
    return;
  }
  /* If this fails, so does the next, with the same reason. */
  g_mkdir_with_parents (directory, 0700);
  if (g_file_set_contents_full (work->path, work->text, (gssize) work->length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void start_write (BellStateFile *self);

static void
complete_flushes (BellStateFile *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
}

static void
on_write_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  BellStateFile *self = user_data;
  /* Taken when the write began; with it, SELF lives to the end of this. */
  g_autoptr (GObject) owner = self->owner;
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  self->failed = !g_task_propagate_boolean (G_TASK (result), &error);
  self->form->written (owner, error);
  if (!self->dirty)
    complete_flushes (self);
  else if (self->delay == 0 || self->waiting->len > 0)
    start_write (self);
}

static void
start_write (BellStateFile *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_write_ready, self);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  Work *work = work_new (self);

  g_clear_handle_id (&self->delay, g_source_remove);
  g_object_ref (self->owner);
  g_key_file_set_integer (file, HEAD_GROUP, "version", self->form->version);
  self->form->write (self->owner, file);
  work->text = g_key_file_to_data (file, &work->length, NULL);
  self->dirty = FALSE;
  self->writing = TRUE;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
on_delay (gpointer user_data)
{
  BellStateFile *self = user_data;

  self->delay = 0;
  if (!self->writing)
    start_write (self);
  return G_SOURCE_REMOVE;
}

void
bell_state_file_change (BellStateFile *self)
{
  self->dirty = TRUE;
  if (self->delay == 0)
    self->delay = g_timeout_add (WRITE_DELAY_MS, on_delay, self);
}

void
bell_state_file_flush_async (BellStateFile *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self->owner, NULL, callback, user_data);

  if (!self->dirty && !self->writing && !self->failed) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (!self->writing)
    start_write (self);
}

void
bell_state_file_flush_finish (G_GNUC_UNUSED BellStateFile *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

const char *
bell_state_file_get_path (BellStateFile *self)
{
  return self->path;
}

char *
bell_state_file_get_aside (BellStateFile *self)
{
  return make_aside (self->path);
}

void
bell_state_file_remove (const char *directory, const char *name)
{
  g_autofree char *path = make_path (directory, name);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_message ("cannot remove %s: %s", name, g_strerror (errno));
}

BellStateFile *
bell_state_file_new (const char              *directory,
                     const char              *name,
                     GObject                 *owner,
                     const BellStateFileForm *form)
{
  BellStateFile *self = g_new0 (BellStateFile, 1);

  self->owner = owner;
  self->form = form;
  self->path = make_path (directory, name);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
bell_state_file_free (BellStateFile *self)
{
  g_clear_handle_id (&self->delay, g_source_remove);
  g_ptr_array_unref (self->waiting);
  g_free (self->path);
  g_free (self);
}
