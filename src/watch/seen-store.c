/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entries live in a hash table; the file is written as a whole from a copy of it, in a worker
 * thread, one write at a time. What is set meanwhile is written after that. A thread's task never
 * holds the store itself: the thread might be the one to drop the last reference.
 * Form: group "mailbell" with the version, then a group per folder: "folder:" and its name in
 * percent-encoding, since a key file's group names cannot hold brackets or control characters. */

#include "watch/seen-store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define VERSION 1
#define HEAD_GROUP "mailbell"
#define FOLDER_PREFIX "folder:"

/* Some hundred folders with long names; a larger file is not ours. */
#define SIZE_LIMIT_BYTES (64 * 1024)

typedef struct {
  guint32 uid_validity;
  guint32 uid_seen;
} Entry;

struct _BellSeenStore {
  GObject     parent_instance;
  char       *path;    /* (owned) */
  GHashTable *entries; /* (owned) folder name → Entry */
  char       *error;   /* (owned) (nullable) */
  GPtrArray  *waiting; /* (owned) of GTask: flushes */
  guint       idle;
  gboolean    dirty; /* there is something that no write has taken up yet */
  gboolean    writing;
};

G_DEFINE_FINAL_TYPE (BellSeenStore, bell_seen_store, G_TYPE_OBJECT)

enum { PROP_0, PROP_ERROR, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* ERROR (transfer full) (nullable). */
static void
take_error (BellSeenStore *self, char *error)
{
  g_autofree char *previous = self->error;

  self->error = error;
  if (g_strcmp0 (previous, error) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static gboolean
is_safe_id (const char *id)
{
  return *id != '\0' && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (id);
}

/* (transfer full) */
static char *
get_path (const char *directory, const char *account_id)
{
  g_autofree char *name = g_strconcat (account_id, ".seen", NULL);

  if (directory != NULL)
    return g_build_filename (directory, name, NULL);
  return g_build_filename (g_get_user_state_dir (), "mailbell", name, NULL);
}

/* Reading. */

static gboolean
read_number (GKeyFile *file, const char *group, const char *key, guint32 *number)
{
  g_autoptr (GError) error = NULL;
  guint64 value = g_key_file_get_uint64 (file, group, key, &error);

  if (error != NULL || value > G_MAXUINT32)
    return FALSE;
  *number = (guint32) value;
  return TRUE;
}

static gboolean
read_folder (GKeyFile *file, const char *group, GHashTable *entries)
{
  g_autofree char  *folder = g_uri_unescape_string (group + strlen (FOLDER_PREFIX), NULL);
  g_autofree Entry *entry = g_new (Entry, 1);

  if (folder == NULL || !g_utf8_validate (folder, -1, NULL) ||
      !read_number (file, group, "uid-validity", &entry->uid_validity) ||
      !read_number (file, group, "uid-seen", &entry->uid_seen))
    return FALSE;
  g_hash_table_insert (entries, g_steal_pointer (&folder), g_steal_pointer (&entry));
  return TRUE;
}

static GHashTable *
new_entries (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* (transfer full) (nullable): NULL if TEXT is damaged, or of another version. */
static GHashTable *
parse (const char *text, gsize length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GHashTable) entries = new_entries ();
  g_auto (GStrv) groups = NULL;

  if (length > SIZE_LIMIT_BYTES ||
      !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, HEAD_GROUP, "version", NULL) != VERSION)
    return NULL;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], FOLDER_PREFIX) && !read_folder (file, groups[i], entries))
      return NULL;
  return g_steal_pointer (&entries);
}

/* What a worker thread found. */
typedef struct {
  GHashTable *entries; /* (owned) (nullable) */
  char       *error;   /* (owned) (nullable) */
} Loaded;

static void
loaded_free (Loaded *self)
{
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self->error);
  g_free (self);
}

static char *
set_aside (const char *path)
{
  g_autofree char *aside = g_strconcat (path, ".corrupt", NULL);

  g_rename (path, aside);
  g_message ("a damaged state file was set aside as %s", aside);
  return g_strdup_printf (_ ("The memory of announced messages was damaged. It was set aside as %s "
                             "and is begun anew, so mail that came meanwhile is not announced."),
                          aside);
}

static void
load_in_thread (GTask                      *task,
                G_GNUC_UNUSED gpointer      source,
                gpointer                    path,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize   length;
  Loaded *loaded = g_new0 (Loaded, 1);

  if (g_file_get_contents (path, &text, &length, &error)) {
    loaded->entries = parse (text, length);
    if (loaded->entries == NULL)
      loaded->error = set_aside (path);
  } else if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    loaded->error = g_strdup_printf (
      _ ("The memory of announced messages cannot be read. Check the permissions of %s."),
      (const char *) path);
  }
  g_task_return_pointer (task, loaded, (GDestroyNotify) loaded_free);
}

static void
on_load_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, g_task_propagate_pointer (G_TASK (result), NULL),
                         (GDestroyNotify) loaded_free);
}

void
bell_seen_store_load_async (BellSeenStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) work = g_task_new (NULL, NULL, on_load_ready, task);

  g_task_set_task_data (work, g_strdup (self->path), g_free);
  g_task_run_in_thread (work, load_in_thread);
}

void
bell_seen_store_load_finish (BellSeenStore *self, GAsyncResult *result)
{
  Loaded        *loaded = g_task_propagate_pointer (G_TASK (result), NULL);
  GHashTableIter iterator;
  gpointer       folder;
  gpointer       entry;

  g_return_if_fail (loaded != NULL);

  /* What was set since is newer than the file. */
  if (loaded->entries != NULL) {
    g_hash_table_iter_init (&iterator, loaded->entries);
    while (g_hash_table_iter_next (&iterator, &folder, &entry)) {
      if (g_hash_table_contains (self->entries, folder))
        continue;
      g_hash_table_iter_steal (&iterator);
      g_hash_table_insert (self->entries, folder, entry);
    }
  }
  if (loaded->error != NULL)
    take_error (self, g_steal_pointer (&loaded->error));
  loaded_free (loaded);
}

/* Writing. */

/* (transfer full) */
static char *
serialise (BellSeenStore *self, gsize *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GHashTableIter iterator;
  gpointer       folder;
  gpointer       value;

  g_key_file_set_integer (file, HEAD_GROUP, "version", VERSION);
  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &folder, &value)) {
    g_autofree char *escaped = g_uri_escape_string (folder, NULL, FALSE);
    g_autofree char *group = g_strconcat (FOLDER_PREFIX, escaped, NULL);
    const Entry     *entry = value;

    g_key_file_set_uint64 (file, group, "uid-validity", entry->uid_validity);
    g_key_file_set_uint64 (file, group, "uid-seen", entry->uid_seen);
  }
  return g_key_file_to_data (file, length, NULL);
}

typedef struct {
  char *path; /* (owned) */
  char *text; /* (owned) */
  gsize length;
} Write;

static void
write_free (Write *self)
{
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

static void
write_in_thread (GTask                      *task,
                 G_GNUC_UNUSED gpointer      source,
                 gpointer                    task_data,
                 G_GNUC_UNUSED GCancellable *cancellable)
{
  const Write     *work = task_data;
  g_autofree char *directory = g_path_get_dirname (work->path);
  g_autoptr (GError) error = NULL;

  if (work->length > SIZE_LIMIT_BYTES) {
    g_task_return_new_error (task, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "too many folders");
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

static void start_write (BellSeenStore *self);

static void
complete_flushes (BellSeenStore *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
}

static void
on_write_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellSeenStore) self = user_data;
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    take_error (self, NULL);
  else
    take_error (self,
                g_strdup_printf (_ ("What was announced cannot be remembered, so it may be "
                                    "announced again after a restart. Check the free space and the "
                                    "permissions of %s."),
                                 self->path));
  if (self->dirty)
    start_write (self);
  else
    complete_flushes (self);
}

static void
start_write (BellSeenStore *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_write_ready, g_object_ref (self));
  Write *work = g_new0 (Write, 1);

  g_clear_handle_id (&self->idle, g_source_remove);
  work->path = g_strdup (self->path);
  work->text = serialise (self, &work->length);
  self->dirty = FALSE;
  self->writing = TRUE;
  g_task_set_task_data (task, work, (GDestroyNotify) write_free);
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
on_idle (gpointer user_data)
{
  BellSeenStore *self = user_data;

  self->idle = 0;
  if (!self->writing)
    start_write (self);
  return G_SOURCE_REMOVE;
}

gboolean
bell_seen_store_get (BellSeenStore *self,
                     const char    *folder,
                     guint32       *uid_validity,
                     guint32       *uid_seen)
{
  const Entry *entry = g_hash_table_lookup (self->entries, folder);

  if (entry == NULL)
    return FALSE;
  *uid_validity = entry->uid_validity;
  *uid_seen = entry->uid_seen;
  return TRUE;
}

void
bell_seen_store_set (BellSeenStore *self,
                     const char    *folder,
                     guint32        uid_validity,
                     guint32        uid_seen)
{
  Entry *entry = g_hash_table_lookup (self->entries, folder);

  if (entry != NULL && entry->uid_validity == uid_validity && entry->uid_seen == uid_seen)
    return;
  entry = g_new (Entry, 1);
  *entry = (Entry){ uid_validity, uid_seen };
  g_hash_table_replace (self->entries, g_strdup (folder), entry);
  self->dirty = TRUE;
  if (self->idle == 0 && !self->writing)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, self, NULL);
}

void
bell_seen_store_flush_async (BellSeenStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (!self->dirty && !self->writing) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (!self->writing)
    start_write (self);
}

void
bell_seen_store_flush_finish (G_GNUC_UNUSED BellSeenStore *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

const char *
bell_seen_store_get_error (BellSeenStore *self)
{
  return self->error;
}

void
bell_seen_store_forget (const char *directory, const char *account_id)
{
  g_autofree char *path = NULL;

  g_return_if_fail (is_safe_id (account_id));

  path = get_path (directory, account_id);
  if (g_unlink (path) != 0 && errno != ENOENT)
    g_message ("cannot remove %s: %s", path, g_strerror (errno));
}

static void
bell_seen_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ERROR)
    g_value_set_string (value, BELL_SEEN_STORE (object)->error);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bell_seen_store_dispose (GObject *object)
{
  BellSeenStore *self = BELL_SEEN_STORE (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  G_OBJECT_CLASS (bell_seen_store_parent_class)->dispose (object);
}

static void
bell_seen_store_finalize (GObject *object)
{
  BellSeenStore *self = BELL_SEEN_STORE (object);

  g_free (self->path);
  g_free (self->error);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (bell_seen_store_parent_class)->finalize (object);
}

static void
bell_seen_store_class_init (BellSeenStoreClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bell_seen_store_get_property;
  object_class->dispose = bell_seen_store_dispose;
  object_class->finalize = bell_seen_store_finalize;
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bell_seen_store_init (BellSeenStore *self)
{
  self->entries = new_entries ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

BellSeenStore *
bell_seen_store_new (const char *directory, const char *account_id)
{
  BellSeenStore *self;

  g_return_val_if_fail (is_safe_id (account_id), NULL);

  self = g_object_new (BELL_TYPE_SEEN_STORE, NULL);
  self->path = get_path (directory, account_id);
  return self;
}
