/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Form: a group per folder: "folder:" and its name in percent-encoding, since a key file's group
 * names cannot hold brackets or control characters; likewise "sign-in:" and the host, and the user
 * behind "seen-as:". */

#include "watch/seen-store.h"

#include "imap/imap-limits.h"
#include "watch/state-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A folder may come back: a server may not show one for a while that is shared, or that is not there
 * because of a fault of its own, and somebody may subscribe to it again. */
#define MISSING_FOR_S (30 * 24 * 60 * 60)

/* As many as are followed, and as many that are missing; so that a server that calls its folders
 * otherwise each time does not fill the file, in which the hosts are, too. */
#define MOST_ENTRIES (2 * BELL_IMAP_LIMIT_MAILBOXES)

/* A name, each byte of it in percent-encoding, and what is written with it. */
#define MOST_GROUP_BYTES (3 * BELL_IMAP_LIMIT_MAILBOX_BYTES + 1024)

#define FOLDER_PREFIX "folder:"
#define HOST_PREFIX BELL_SIGN_IN_MEMORY_PREFIX
#define USER_PREFIX "seen-as:"

/* Of a folder; of a host: that has SIGN_IN alone; or of the user: that has nothing. */
typedef struct {
  guint32          uid_validity;
  guint32          uid_seen;
  guint64          modseq;        /* 0: unknown */
  char            *told;          /* (owned) (nullable) */
  char            *earlier;       /* (owned) (nullable) not written: told of in this run alone */
  gint64           missing_since; /* Unix seconds; 0: it is there */
  BellSignInMemory sign_in;
} Entry;

struct _BellSeenStore {
  GObject        parent_instance;
  BellStateFile *file;    /* (owned) */
  GHashTable    *entries; /* (owned) prefix and name of the folder, host or user → Entry */
  char          *error;   /* (owned) (nullable) */
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
get_name (const char *account_id)
{
  return g_strconcat (account_id, ".seen", NULL);
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

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->told);
  g_free (entry->earlier);
  g_free (entry);
}

/* (transfer full) */
static char *
make_key (const char *prefix, const char *name)
{
  return g_strconcat (prefix, name, NULL);
}

/* A host is the same in any case. (transfer full) */
static char *
make_host_key (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return make_key (HOST_PREFIX, lower);
}

/* The key for what the group is about. (transfer full) (nullable): NULL if that is no text. */
static char *
read_key (const char *prefix, const char *group)
{
  g_autofree char *name = g_uri_unescape_string (group + strlen (prefix), NULL);

  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  return make_key (prefix, name);
}

static gboolean
read_sign_in (GKeyFile *file, const char *group, GHashTable *entries)
{
  g_autofree char *key = read_key (HOST_PREFIX, group);
  Entry            known = { 0 };

  if (key == NULL || !bell_sign_in_memory_read (&known.sign_in, file, group))
    return FALSE;
  g_hash_table_insert (entries, g_steal_pointer (&key), g_memdup2 (&known, sizeof known));
  return TRUE;
}

static gboolean
read_folder (GKeyFile *file, const char *group, GHashTable *entries)
{
  g_autofree char *key = read_key (FOLDER_PREFIX, group);
  Entry            known = { 0 };

  if (key == NULL || !read_number (file, group, "uid-validity", &known.uid_validity) ||
      !read_number (file, group, "uid-seen", &known.uid_seen))
    return FALSE;
  known.modseq = g_key_file_get_uint64 (file, group, "modseq", NULL);
  known.told = g_key_file_get_string (file, group, "told", NULL);
  known.missing_since = g_key_file_get_int64 (file, group, "missing-since", NULL);
  g_hash_table_insert (entries, g_steal_pointer (&key), g_memdup2 (&known, sizeof known));
  return TRUE;
}

static gboolean
read_user (const char *group, GHashTable *entries)
{
  char *key = read_key (USER_PREFIX, group);

  if (key != NULL)
    g_hash_table_replace (entries, key, g_new0 (Entry, 1));
  return key != NULL;
}

static GHashTable *
new_entries (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

static GHashTable *
read_all (GKeyFile *file)
{
  g_autoptr (GHashTable) entries = new_entries ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    if ((g_str_has_prefix (groups[i], FOLDER_PREFIX) && !read_folder (file, groups[i], entries)) ||
        (g_str_has_prefix (groups[i], HOST_PREFIX) && !read_sign_in (file, groups[i], entries)) ||
        (g_str_has_prefix (groups[i], USER_PREFIX) && !read_user (groups[i], entries)))
      return NULL;
  return g_steal_pointer (&entries);
}

void
bell_seen_store_load_async (BellSeenStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  bell_state_file_load_async (self->file, callback, user_data);
}

void
bell_seen_store_load_finish (BellSeenStore *self, GAsyncResult *result)
{
  g_autofree char *aside = bell_state_file_get_aside (self->file);
  g_autoptr (GError) error = NULL;

  if (bell_state_file_load_finish (self->file, result, self->entries, &error))
    return;
  if (g_error_matches (error, BELL_STATE_FILE_ERROR, BELL_STATE_FILE_ERROR_DAMAGED))
    take_error (
      self, g_strdup_printf (_ ("The memory of announced messages was damaged. It was set aside as "
                                "%s and is begun anew, so mail that came meanwhile is not "
                                "announced."),
                             aside));
  else
    take_error (
      self, g_strdup_printf (
              _ ("The memory of announced messages cannot be read. Check the permissions of %s."),
              bell_state_file_get_path (self->file)));
}

/* Writing. */

static void
write_folder (GKeyFile *file, const char *group, const Entry *entry)
{
  g_key_file_set_uint64 (file, group, "uid-validity", entry->uid_validity);
  g_key_file_set_uint64 (file, group, "uid-seen", entry->uid_seen);
  if (entry->modseq > 0)
    g_key_file_set_uint64 (file, group, "modseq", entry->modseq);
  if (entry->told != NULL)
    g_key_file_set_string (file, group, "told", entry->told);
  if (entry->missing_since != 0)
    g_key_file_set_int64 (file, group, "missing-since", entry->missing_since);
}

/* (transfer none) */
static const char *
get_prefix (const char *key)
{
  if (g_str_has_prefix (key, FOLDER_PREFIX))
    return FOLDER_PREFIX;
  return g_str_has_prefix (key, HOST_PREFIX) ? HOST_PREFIX : USER_PREFIX;
}

static void
write_all (GObject *owner, GKeyFile *file)
{
  GHashTableIter iterator;
  gpointer       key;
  gpointer       value;

  g_hash_table_iter_init (&iterator, BELL_SEEN_STORE (owner)->entries);
  while (g_hash_table_iter_next (&iterator, &key, &value)) {
    const char      *prefix = get_prefix (key);
    g_autofree char *escaped =
      g_uri_escape_string ((const char *) key + strlen (prefix), NULL, FALSE);
    g_autofree char *group = g_strconcat (prefix, escaped, NULL);

    if (g_str_equal (prefix, FOLDER_PREFIX))
      write_folder (file, group, value);
    else if (g_str_equal (prefix, USER_PREFIX))
      g_key_file_set_boolean (file, group, "current", TRUE);
    else
      bell_sign_in_memory_write (&((Entry *) value)->sign_in, file, group);
  }
}

static void
on_written (GObject *owner, const GError *error)
{
  BellSeenStore *self = BELL_SEEN_STORE (owner);

  if (error == NULL)
    take_error (self, NULL);
  else
    take_error (self,
                g_strdup_printf (_ ("What was announced cannot be remembered, so it may be "
                                    "announced again after a restart. Check the free space and the "
                                    "permissions of %s."),
                                 bell_state_file_get_path (self->file)));
}

static const BellStateFileForm form = {
  .version = 1,
  .limit_bytes = (MOST_ENTRIES + 1) * MOST_GROUP_BYTES,
  .read = read_all,
  .write = write_all,
  .written = on_written,
};

gboolean
bell_seen_store_get (BellSeenStore *self,
                     const char    *folder,
                     guint32       *uid_validity,
                     guint32       *uid_seen,
                     guint64       *modseq)
{
  g_autofree char *key = make_key (FOLDER_PREFIX, folder);
  const Entry     *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return FALSE;
  *uid_validity = entry->uid_validity;
  *uid_seen = entry->uid_seen;
  *modseq = entry->modseq;
  return TRUE;
}

GArray *
bell_seen_store_get_all (BellSeenStore *self)
{
  GArray        *all = g_array_new (FALSE, FALSE, sizeof (BellImapRemembered));
  GHashTableIter iterator;
  gpointer       key, value;

  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &key, &value)) {
    const Entry       *entry = value;
    BellImapRemembered remembered = { .mailbox = (const char *) key + strlen (FOLDER_PREFIX) };

    if (!g_str_has_prefix (key, FOLDER_PREFIX))
      continue;
    remembered.uid_validity = entry->uid_validity;
    remembered.uid_seen = entry->uid_seen;
    remembered.modseq = entry->modseq;
    remembered.told = entry->told;
    remembered.earlier = entry->earlier;
    g_array_append_val (all, remembered);
  }
  return all;
}

/* As it stands in the file. */
static gboolean
is_known (const Entry *entry, const BellImapRemembered *remembered)
{
  return entry != NULL && entry->uid_validity == remembered->uid_validity &&
         entry->uid_seen == remembered->uid_seen && entry->modseq == remembered->modseq &&
         entry->missing_since == 0 && g_strcmp0 (entry->told, remembered->told) == 0;
}

void
bell_seen_store_set (BellSeenStore *self, const BellImapRemembered *remembered)
{
  g_autofree char *key = make_key (FOLDER_PREFIX, remembered->mailbox);
  Entry           *entry = g_hash_table_lookup (self->entries, key);
  gboolean         known = is_known (entry, remembered);

  if (!g_utf8_validate (remembered->mailbox, -1, NULL) ||
      (known && g_strcmp0 (entry->earlier, remembered->earlier) == 0) ||
      (entry == NULL && g_hash_table_size (self->entries) >= MOST_ENTRIES))
    return;
  entry = g_new (Entry, 1);
  *entry = (Entry){ .uid_validity = remembered->uid_validity,
                    .uid_seen = remembered->uid_seen,
                    .modseq = remembered->modseq,
                    .told = g_strdup (remembered->told),
                    .earlier = g_strdup (remembered->earlier) };
  g_hash_table_replace (self->entries, g_steal_pointer (&key), entry);
  if (!known)
    bell_state_file_change (self->file);
}

/* A time in the future is of a clock that was wrong. */
void
bell_seen_store_miss (BellSeenStore *self, const char *folder, gint64 now_s)
{
  g_autofree char *key = make_key (FOLDER_PREFIX, folder);
  Entry           *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return;
  if (entry->missing_since == 0 || entry->missing_since > now_s)
    entry->missing_since = now_s;
  else if (now_s - entry->missing_since >= MISSING_FOR_S)
    g_hash_table_remove (self->entries, key);
  else
    return;
  bell_state_file_change (self->file);
}

/* (nullable): nobody has been named. */
static const char *
get_user (BellSeenStore *self)
{
  GHashTableIter iterator;
  gpointer       key;

  g_hash_table_iter_init (&iterator, self->entries);
  while (g_hash_table_iter_next (&iterator, &key, NULL))
    if (g_str_has_prefix (key, USER_PREFIX))
      return (const char *) key + strlen (USER_PREFIX);
  return NULL;
}

static void
set_user (BellSeenStore *self, const char *user)
{
  g_hash_table_replace (self->entries, make_key (USER_PREFIX, user), g_new0 (Entry, 1));
  bell_state_file_change (self->file);
}

gboolean
bell_seen_store_is_of (BellSeenStore *self, const char *user)
{
  const char *known = get_user (self);

  if (known == NULL)
    set_user (self, user);
  return known == NULL || g_str_equal (known, user);
}

static gboolean
is_no_host (gpointer key, G_GNUC_UNUSED gpointer value, G_GNUC_UNUSED gpointer user_data)
{
  return !g_str_has_prefix (key, HOST_PREFIX);
}

void
bell_seen_store_begin_anew (BellSeenStore *self, const char *user)
{
  g_hash_table_foreach_remove (self->entries, is_no_host, NULL);
  set_user (self, user);
}

void
bell_seen_store_get_sign_in (BellSeenStore *self, const char *host, BellSignInMemory *memory)
{
  g_autofree char *key = make_host_key (host);
  const Entry     *known = g_hash_table_lookup (self->entries, key);

  *memory = known != NULL ? known->sign_in : (BellSignInMemory){ 0 };
}

void
bell_seen_store_set_sign_in (BellSeenStore *self, const char *host, const BellSignInMemory *memory)
{
  BellSignInMemory known;
  Entry            entry = { .sign_in = *memory };

  bell_seen_store_get_sign_in (self, host, &known);
  if (strcmp (known.mechanism, memory->mechanism) == 0 &&
      known.plus_broken_at == memory->plus_broken_at &&
      known.external_broken_at == memory->external_broken_at)
    return;
  g_hash_table_replace (self->entries, make_host_key (host), g_memdup2 (&entry, sizeof entry));
  bell_state_file_change (self->file);
}

void
bell_seen_store_flush_async (BellSeenStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  bell_state_file_flush_async (self->file, callback, user_data);
}

void
bell_seen_store_flush_finish (BellSeenStore *self, GAsyncResult *result)
{
  bell_state_file_flush_finish (self->file, result);
}

const char *
bell_seen_store_get_error (BellSeenStore *self)
{
  return self->error;
}

void
bell_seen_store_forget (const char *directory, const char *account_id)
{
  g_autofree char *name = NULL;

  g_return_if_fail (is_safe_id (account_id));

  name = get_name (account_id);
  bell_state_file_remove (directory, name);
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
bell_seen_store_finalize (GObject *object)
{
  BellSeenStore *self = BELL_SEEN_STORE (object);

  g_clear_pointer (&self->file, bell_state_file_free);
  g_free (self->error);
  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (bell_seen_store_parent_class)->finalize (object);
}

static void
bell_seen_store_class_init (BellSeenStoreClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bell_seen_store_get_property;
  object_class->finalize = bell_seen_store_finalize;
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bell_seen_store_init (BellSeenStore *self)
{
  self->entries = new_entries ();
}

BellSeenStore *
bell_seen_store_new (const char *directory, const char *account_id)
{
  g_autofree char *name = NULL;
  BellSeenStore   *self;

  g_return_val_if_fail (is_safe_id (account_id), NULL);

  name = get_name (account_id);
  self = g_object_new (BELL_TYPE_SEEN_STORE, NULL);
  self->file = bell_state_file_new (directory, name, G_OBJECT (self), &form);
  return self;
}
