/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are read at once at the start of a process are all read whole. */

#include "watch/state-file.h"

#include <glib/gstdio.h>

#define FILES 2

/* Without its cure the fault shows in a few of them. */
#define PROCESSES 200

static int n_reading;

/* All come here together, and parse a number together: the first of the process. */
static GHashTable *
read_number (GKeyFile *file)
{
  GHashTable      *entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = g_key_file_get_string (file, "numbers", "one", NULL);
  guint64          number;

  g_atomic_int_inc (&n_reading);
  while (g_atomic_int_get (&n_reading) < FILES)
    continue;
  if (g_ascii_string_to_unsigned (text, 10, 1, 1, &number, NULL))
    g_hash_table_insert (entries, g_strdup ("one"), g_strdup (text));
  return entries;
}

static const BellStateFileForm form = { .version = 1, .limit_bytes = 100, .read = read_number };

typedef struct {
  BellStateFile *file; /* (owned) */
  guint         *n_pending;
  guint         *n_read;
} Load;

static void
on_loaded (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (GHashTable) entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (bell_state_file_load_finish (load->file, result, entries, NULL))
    *load->n_read += g_hash_table_size (entries);
  *load->n_pending -= 1;
}

/* How many of the files had their number. */
static guint
read_all (const char *directory)
{
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  guint n_pending = FILES, n_read = 0;
  Load  loads[FILES];

  for (guint i = 0; i < FILES; i++) {
    loads[i].file = bell_state_file_new (directory, "numbers", owner, &form);
    loads[i].n_pending = &n_pending;
    loads[i].n_read = &n_read;
    bell_state_file_load_async (loads[i].file, on_loaded, &loads[i]);
  }
  while (n_pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < FILES; i++)
    bell_state_file_free (loads[i].file);
  return n_read;
}

/* A process has but one first use of anything, and g_test_init() is one. */
static void
test_at_once (void)
{
  g_autofree char *directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "numbers", NULL);
  const char      *command[] = { "/proc/self/exe", directory, NULL };

  g_assert_true (
    g_file_set_contents (path, "[mailbell]\nversion=1\n\n[numbers]\none=1\n", -1, NULL));
  for (guint i = 0; i < PROCESSES; i++) {
    int status = -1;

    g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                                 NULL, &status, NULL));
    g_assert_cmpint (status, ==, 0);
  }
  g_remove (path);
  g_remove (directory);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_path_is_absolute (argv[1]))
    return read_all (argv[1]) == FILES ? 0 : 1;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-file/at-once", test_at_once);
  return g_test_run ();
}
