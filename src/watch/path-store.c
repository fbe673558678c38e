/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Form: a group "paths" with a key per path, "network/host:port" in percent-encoding, since a key
 * cannot hold brackets or an equals sign; its value is the renewal's own line. */

#include "watch/path-store.h"

#include "base/error-code.h"
#include "watch/state-file.h"

#include <string.h>

#define FILE_NAME "paths"
#define GROUP "paths"
#define MOST_PATHS 200

/* A host name has up to 253 bytes (RFC 1035 §2.3.4), an identity some 20; percent-encoding may make
 * three of one. */
#define MOST_KEY_BYTES 1024

struct _BellPathStore {
  GObject        parent_instance;
  BellStateFile *file;    /* (owned) */
  GHashTable    *entries; /* (owned) key → BellRenewal */
};

G_DEFINE_FINAL_TYPE (BellPathStore, bell_path_store, G_TYPE_OBJECT)

/* (transfer full) */
static char *
make_key (const char *network, const char *host, guint16 port)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  g_autofree char *escaped_network = g_uri_escape_string (network, NULL, FALSE);
  g_autofree char *escaped_host = g_uri_escape_string (lower, NULL, FALSE);

  return g_strdup_printf ("%s/%s:%u", escaped_network, escaped_host, port);
}

/* (transfer full) (nullable): NULL if KEY is not one of ours. */
static char *
get_host (const char *key)
{
  const char *slash = strchr (key, '/');
  const char *colon = strrchr (key, ':');

  if (slash == NULL || colon == NULL || colon < slash || strlen (key) > MOST_KEY_BYTES)
    return NULL;
  return g_uri_unescape_segment (slash + 1, colon, NULL);
}

static void
drop_oldest (GHashTable *entries)
{
  GHashTableIter iterator;
  gpointer       key;
  gpointer       value;
  const char    *oldest = NULL;
  gint64         oldest_s = G_MAXINT64;

  g_hash_table_iter_init (&iterator, entries);
  while (g_hash_table_iter_next (&iterator, &key, &value)) {
    const BellRenewal *renewal = value;

    if (renewal->used_at < oldest_s) {
      oldest = key;
      oldest_s = renewal->used_at;
    }
  }
  if (oldest != NULL)
    g_hash_table_remove (entries, oldest);
}

static GHashTable *
new_entries (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* One that is damaged is left out: the others need not suffer for it. */
static GHashTable *
read_paths (GKeyFile *file)
{
  g_autoptr (GHashTable) entries = new_entries ();
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *text = g_key_file_get_string (file, GROUP, keys[i], NULL);
    g_autofree char *host = get_host (keys[i]);
    BellRenewal      renewal;

    if (host == NULL ||
        !bell_renewal_from_string (&renewal, text, bell_renewal_is_short_lived (host)))
      continue;
    g_hash_table_replace (entries, g_strdup (keys[i]), g_memdup2 (&renewal, sizeof renewal));
    if (g_hash_table_size (entries) > MOST_PATHS)
      drop_oldest (entries);
  }
  return g_steal_pointer (&entries);
}

static void
write_paths (GObject *owner, GKeyFile *file)
{
  GHashTableIter iterator;
  gpointer       key;
  gpointer       value;

  g_hash_table_iter_init (&iterator, BELL_PATH_STORE (owner)->entries);
  while (g_hash_table_iter_next (&iterator, &key, &value)) {
    g_autofree char *text = bell_renewal_to_string (value);

    g_key_file_set_string (file, GROUP, key, text);
  }
}

static void
on_written (G_GNUC_UNUSED GObject *owner, const GError *error)
{
  g_autofree char *code = error != NULL ? bell_error_get_code (error) : NULL;

  if (code != NULL)
    g_debug ("what was learnt of the paths cannot be written: %s", code);
}

static const BellStateFileForm form = {
  .version = 1,
  .limit_bytes = MOST_PATHS * (MOST_KEY_BYTES + 128),
  .read = read_paths,
  .write = write_paths,
  .written = on_written,
};

void
bell_path_store_load_async (BellPathStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  bell_state_file_load_async (self->file, callback, user_data);
}

void
bell_path_store_load_finish (BellPathStore *self, GAsyncResult *result)
{
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  if (bell_state_file_load_finish (self->file, result, self->entries, &error))
    return;
  code = bell_error_get_code (error);
  g_debug ("what was learnt of the paths cannot be read: %s", code);
}

void
bell_path_store_get (BellPathStore *self,
                     const char    *network,
                     const char    *host,
                     guint16        port,
                     gint64         now_s,
                     BellRenewal   *renewal)
{
  g_autofree char   *key = make_key (network, host, port);
  const BellRenewal *known = g_hash_table_lookup (self->entries, key);

  if (known != NULL && !bell_renewal_is_stale (known, now_s))
    *renewal = *known;
  else
    bell_renewal_init (renewal, bell_renewal_is_short_lived (host));
}

static gboolean
is_stale (G_GNUC_UNUSED gpointer key, gpointer renewal, gpointer now_s)
{
  return bell_renewal_is_stale (renewal, *(gint64 *) now_s);
}

void
bell_path_store_set (BellPathStore     *self,
                     const char        *network,
                     const char        *host,
                     guint16            port,
                     gint64             now_s,
                     const BellRenewal *renewal)
{
  g_autofree char *key = make_key (network, host, port);
  BellRenewal     *entry;

  if (strlen (key) > MOST_KEY_BYTES)
    return;
  g_hash_table_foreach_remove (self->entries, is_stale, &now_s);
  if (g_hash_table_size (self->entries) >= MOST_PATHS &&
      !g_hash_table_contains (self->entries, key))
    drop_oldest (self->entries);
  entry = g_memdup2 (renewal, sizeof *renewal);
  entry->used_at = now_s;
  g_hash_table_replace (self->entries, g_steal_pointer (&key), entry);
  bell_state_file_change (self->file);
}

void
bell_path_store_flush_async (BellPathStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  bell_state_file_flush_async (self->file, callback, user_data);
}

void
bell_path_store_flush_finish (BellPathStore *self, GAsyncResult *result)
{
  bell_state_file_flush_finish (self->file, result);
}

static void
bell_path_store_finalize (GObject *object)
{
  BellPathStore *self = BELL_PATH_STORE (object);

  g_clear_pointer (&self->file, bell_state_file_free);
  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (bell_path_store_parent_class)->finalize (object);
}

static void
bell_path_store_class_init (BellPathStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bell_path_store_finalize;
}

static void
bell_path_store_init (BellPathStore *self)
{
  self->entries = new_entries ();
}

BellPathStore *
bell_path_store_new (const char *directory)
{
  BellPathStore *self = g_object_new (BELL_TYPE_PATH_STORE, NULL);

  self->file = bell_state_file_new (directory, FILE_NAME, G_OBJECT (self), &form);
  return self;
}
