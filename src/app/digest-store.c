/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest-store.c: a key for each digest, whose value notice-digest.c writes and reads. */

#include "app/digest-store.h"

#include "base/error-code.h"
#include "watch/state-file.h"

#define FILE_NAME "digests"
#define GROUP "digests"

/* As many as are remembered, each with the name of a folder, percent-encoded, and its UIDs. */
#define FILE_BYTES (BELL_SHOWN_NOTICES * (3 * 1024 + 12 * BELL_DIGEST_MESSAGES))

struct _BellDigestStore {
  GObject parent_instance;

  BellStateFile *file;    /* (owned) */
  GHashTable    *entries; /* (owned) id of the notice → text */
};

G_DEFINE_FINAL_TYPE (BellDigestStore, bell_digest_store, G_TYPE_OBJECT)

static GHashTable *
new_entries (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static GHashTable *
read_digests (GKeyFile *file)
{
  GHashTable *entries = new_entries ();
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *id = g_uri_unescape_string (keys[i], NULL);
    g_autofree char *text = g_key_file_get_string (file, GROUP, keys[i], NULL);

    if (id != NULL && text != NULL)
      g_hash_table_replace (entries, g_steal_pointer (&id), g_steal_pointer (&text));
  }
  return entries;
}

static void
write_digests (GObject *object, GKeyFile *file)
{
  GHashTableIter iterator;
  gpointer       id, text;

  g_hash_table_iter_init (&iterator, BELL_DIGEST_STORE (object)->entries);
  while (g_hash_table_iter_next (&iterator, &id, &text)) {
    g_autofree char *key = g_uri_escape_string (id, NULL, FALSE);

    g_key_file_set_string (file, GROUP, key, text);
  }
}

static void
on_written (G_GNUC_UNUSED GObject *object, const GError *error)
{
  g_autofree char *code = error != NULL ? bell_error_get_code (error) : NULL;

  if (code != NULL)
    g_debug ("Which messages are told of together cannot be written: %s", code);
}

static const BellStateFileForm form = {
  .version = 1,
  .limit_bytes = FILE_BYTES,
  .read = read_digests,
  .write = write_digests,
  .written = on_written,
};

static gboolean
are_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iterator;
  gpointer       key, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iterator, a);
  while (g_hash_table_iter_next (&iterator, &key, &value))
    if (g_strcmp0 (g_hash_table_lookup (b, key), value) != 0)
      return FALSE;
  return TRUE;
}

static void
bell_digest_store_finalize (GObject *object)
{
  BellDigestStore *self = BELL_DIGEST_STORE (object);

  g_clear_pointer (&self->file, bell_state_file_free);
  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (bell_digest_store_parent_class)->finalize (object);
}

static void
bell_digest_store_class_init (BellDigestStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bell_digest_store_finalize;
}

static void
bell_digest_store_init (BellDigestStore *self)
{
  self->entries = new_entries ();
}

BellDigestStore *
bell_digest_store_new (const char *directory)
{
  BellDigestStore *self = g_object_new (BELL_TYPE_DIGEST_STORE, NULL);
  g_autofree char *usual = g_build_filename (g_get_user_runtime_dir (), "mailbell", NULL);

  self->file =
    bell_state_file_new (directory != NULL ? directory : usual, FILE_NAME, G_OBJECT (self), &form);
  return self;
}

void
bell_digest_store_load_async (BellDigestStore    *self,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  bell_state_file_load_async (self->file, callback, user_data);
}

void
bell_digest_store_load_finish (BellDigestStore *self, GAsyncResult *result, BellShownNotices *shown)
{
  GHashTableIter iterator;
  gpointer       id, text;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  if (!bell_state_file_load_finish (self->file, result, self->entries, &error)) {
    code = bell_error_get_code (error);
    g_debug ("Which messages were told of together cannot be read: %s", code);
  }
  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &id, &text)) {
    BellNoticeDigest *digest = bell_notice_digest_parse (id, text);

    if (digest != NULL)
      bell_shown_notices_add_earlier (shown, digest);
  }
}

void
bell_digest_store_update (BellDigestStore *self, BellShownNotices *shown)
{
  g_autoptr (GPtrArray) digests = bell_shown_notices_get_digests (shown);
  g_autoptr (GHashTable) entries = new_entries ();

  for (guint i = 0; i < digests->len; i++) {
    const BellNoticeDigest *digest = g_ptr_array_index (digests, i);

    g_hash_table_replace (entries, bell_notice_digest_id (digest->account_id, digest->folder),
                          bell_notice_digest_to_text (digest));
  }
  if (are_equal (entries, self->entries))
    return;
  g_hash_table_unref (self->entries);
  self->entries = g_steal_pointer (&entries);
  bell_state_file_change (self->file);
}

void
bell_digest_store_flush_async (BellDigestStore    *self,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  bell_state_file_flush_async (self->file, callback, user_data);
}

void
bell_digest_store_flush_finish (BellDigestStore *self, GAsyncResult *result)
{
  bell_state_file_flush_finish (self->file, result);
}
