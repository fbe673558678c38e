/* SPDX-License-Identifier: GPL-3.0-or-later */
/* launcher-badge.c: the number of unread messages on the launcher of the mail program.
 * Docks only listen to signals. Those that come later, or again, take the name com.canonical.Unity,
 * on which all is told once more. */

#include "desktop/launcher-badge.h"

#include "desktop/mail-opener.h"

#define DOCK_NAME "com.canonical.Unity"
#define INTERFACE "com.canonical.Unity.LauncherEntry"
#define PATH_PREFIX "/com/canonical/unity/launcherentry/"

struct _BellLauncherBadge {
  GDBusConnection *session;     /* (owned) */
  GHashTable      *wanted;      /* (owned) of guint by desktop id */
  GHashTable      *shown;       /* (owned) the same, with the default program by its own id */
  GCancellable    *cancellable; /* (owned) (nullable) of the look-up under way */
  GAppInfoMonitor *programs;    /* (owned) tells when another one may be the default */
  guint            dock_watch;
};

static GHashTable *
counts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static guint
get_count (GHashTable *counts, const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));
}

/* What is 0 is as good as absent. */
static void
add_count (GHashTable *counts, const char *id, guint count)
{
  guint old = get_count (counts, id);

  if (count > 0)
    g_hash_table_replace (counts, g_strdup (id), GUINT_TO_POINTER (old + MIN (count, ~old)));
}

static gboolean
are_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer       id, count;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &id, &count))
    if (get_count (b, id) != GPOINTER_TO_UINT (count))
      return FALSE;
  return TRUE;
}

static void
tell (BellLauncherBadge *self, const char *id, guint count)
{
  g_autofree char *uri = g_strconcat ("application://", id, NULL);
  g_autofree char *path = g_strdup_printf (PATH_PREFIX "%u", g_str_hash (uri));
  GVariantDict     properties;

  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "count", "x", (gint64) count);
  g_variant_dict_insert (&properties, "count-visible", "b", count > 0);
  g_dbus_connection_emit_signal (self->session, NULL, path, INTERFACE, "Update",
                                 g_variant_new ("(s@a{sv})", uri, g_variant_dict_end (&properties)),
                                 NULL);
}

/* COUNTS (transfer full) */
static void
show (BellLauncherBadge *self, GHashTable *counts)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->shown);
  GHashTableIter iter;
  gpointer       id, count;

  self->shown = counts;
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (counts, id))
      tell (self, id, 0);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &id, &count))
    if (get_count (before, id) != GPOINTER_TO_UINT (count))
      tell (self, id, GPOINTER_TO_UINT (count));
}

/* DEFAULT_ID (nullable): there is no default program, or nothing is to be shown on it. */
static void
show_wanted (BellLauncherBadge *self, const char *default_id)
{
  GHashTable    *counts = counts_new ();
  GHashTableIter iter;
  gpointer       key, count;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, &count)) {
    const char *id = *(const char *) key != '\0' ? key : default_id;

    if (id != NULL)
      add_count (counts, id, GPOINTER_TO_UINT (count));
  }
  show (self, counts);
}

static void
on_default_found (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellLauncherBadge *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme_finish (result, &error);
  g_autoptr (GAppInfo) program = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (handler != NULL)
    program = bell_mail_opener_replace_composer (handler);
  show_wanted (self, program != NULL ? g_app_info_get_id (program) : NULL);
}

static void
cancel (BellLauncherBadge *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Finds the default program first if it is to show a number. */
static void
apply_wanted (BellLauncherBadge *self)
{
  cancel (self);
  if (!g_hash_table_contains (self->wanted, "")) {
    show_wanted (self, NULL);
    return;
  }
  self->cancellable = g_cancellable_new ();
  g_app_info_get_default_for_uri_scheme_async ("mailto", self->cancellable, on_default_found, self);
}

void
bell_launcher_badge_set_counts (BellLauncherBadge *self, GHashTable *counts)
{
  GHashTable    *wanted = counts_new ();
  GHashTableIter iter;
  gpointer       id, count;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &id, &count))
    add_count (wanted, id, GPOINTER_TO_UINT (count));
  if (are_equal (wanted, self->wanted)) {
    g_hash_table_unref (wanted);
    return;
  }
  g_hash_table_unref (self->wanted);
  self->wanted = wanted;
  apply_wanted (self);
}

static void
on_dock_appeared (G_GNUC_UNUSED GDBusConnection *session,
                  G_GNUC_UNUSED const char      *name,
                  G_GNUC_UNUSED const char      *owner,
                  gpointer                       user_data)
{
  BellLauncherBadge *self = user_data;
  GHashTableIter     iter;
  gpointer           id, count;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, &count))
    tell (self, id, GPOINTER_TO_UINT (count));
}

BellLauncherBadge *
bell_launcher_badge_new (GDBusConnection *session)
{
  BellLauncherBadge *self = g_new0 (BellLauncherBadge, 1);

  self->session = g_object_ref (session);
  self->wanted = counts_new ();
  self->shown = counts_new ();
  self->programs = g_app_info_monitor_get ();
  g_signal_connect_swapped (self->programs, "changed", G_CALLBACK (apply_wanted), self);
  self->dock_watch = g_bus_watch_name_on_connection (
    session, DOCK_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_dock_appeared, NULL, self, NULL);
  return self;
}

void
bell_launcher_badge_free (BellLauncherBadge *self)
{
  cancel (self);
  g_signal_handlers_disconnect_by_data (self->programs, self);
  g_object_unref (self->programs);
  g_bus_unwatch_name (self->dock_watch);
  show (self, counts_new ());
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->shown);
  g_object_unref (self->session);
  g_free (self);
}
