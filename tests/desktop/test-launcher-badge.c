/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-launcher-badge.c: what docks hear. The default program is in test-desktop. */

#include "bus-pair.h"
#include "desktop/launcher-badge.h"

#include <string.h>

#define DOCK_NAME "com.canonical.Unity"
#define INTERFACE "com.canonical.Unity.LauncherEntry"

/* The badge, and at their end of the bus a dock. */
typedef struct {
  BusPair            bus;
  guint              subscription;
  GHashTable        *counts; /* (owned) */
  BellLauncherBadge *badge;  /* (owned) */
  GString           *heard;  /* (owned) "ID COUNT; " of each signal */
} Fixture;

static void
on_update (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           const char                    *path,
           G_GNUC_UNUSED const char      *interface,
           G_GNUC_UNUSED const char      *signal,
           GVariant                      *parameters,
           gpointer                       user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) properties = NULL;
  const char *uri;
  gint64      count;
  gboolean    visible;

  g_variant_get (parameters, "(&s@a{sv})", &uri, &properties);
  g_assert_true (g_str_has_prefix (uri, "application://"));
  g_assert_true (g_str_has_prefix (path, "/com/canonical/unity/launcherentry/"));
  g_assert_true (g_variant_lookup (properties, "count", "x", &count));
  g_assert_true (g_variant_lookup (properties, "count-visible", "b", &visible));
  g_assert_cmpint (visible, ==, count > 0);
  g_string_append_printf (fixture->heard, "%s %" G_GINT64_FORMAT "; ",
                          uri + strlen ("application://"), count);
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bus_pair_init_with_bus (&fixture->bus);
  fixture->counts = g_hash_table_new (g_str_hash, g_str_equal);
  fixture->heard = g_string_new (NULL);
  fixture->subscription =
    g_dbus_connection_signal_subscribe (fixture->bus.theirs, NULL, INTERFACE, "Update", NULL, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_update, fixture, NULL);
  bus_pair_call_bus (&fixture->bus, "GetId", NULL); /* the subscription has been taken by then */
  fixture->badge = bell_launcher_badge_new (fixture->bus.ours);
}

/* What has come and was not heard yet must not be heard by the next. */
static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_dbus_connection_signal_unsubscribe (fixture->bus.theirs, fixture->subscription);
  g_clear_pointer (&fixture->badge, bell_launcher_badge_free);
  g_hash_table_unref (fixture->counts);
  g_string_free (fixture->heard, TRUE);
  bus_pair_clear (&fixture->bus);
}

static void
want (Fixture *fixture, const char *id, guint count)
{
  g_hash_table_replace (fixture->counts, (char *) id, GUINT_TO_POINTER (count));
  bell_launcher_badge_set_counts (fixture->badge, fixture->counts);
}

/* What was sent before is heard before the end of this, which is one more signal. */
static void
assert_heard (Fixture *fixture, const char *expected)
{
  g_autofree char *all = g_strconcat (expected, "end 1; ", NULL);
  GVariantDict     properties;

  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "count", "x", (gint64) 1);
  g_variant_dict_insert (&properties, "count-visible", "b", TRUE);
  g_dbus_connection_emit_signal (
    fixture->bus.ours, NULL, "/com/canonical/unity/launcherentry/1", INTERFACE, "Update",
    g_variant_new ("(s@a{sv})", "application://end", g_variant_dict_end (&properties)), NULL);
  while (!g_str_has_suffix (fixture->heard->str, "end 1; "))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->heard->str, ==, all);
  g_string_truncate (fixture->heard, 0);
}

static void
test_only_what_changes_is_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  want (fixture, "a.desktop", 0);
  assert_heard (fixture, "");
  want (fixture, "a.desktop", 3);
  assert_heard (fixture, "a.desktop 3; ");
  want (fixture, "a.desktop", 3);
  assert_heard (fixture, "");
  want (fixture, "b.desktop", 1);
  assert_heard (fixture, "b.desktop 1; ");
  want (fixture, "a.desktop", 4);
  assert_heard (fixture, "a.desktop 4; ");
}

static void
test_nothing_unread_takes_the_number_away (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  want (fixture, "a.desktop", 3);
  want (fixture, "a.desktop", 0);
  assert_heard (fixture, "a.desktop 3; a.desktop 0; ");
  want (fixture, "a.desktop", 3);
  g_hash_table_remove_all (fixture->counts);
  want (fixture, "b.desktop", 1);
  assert_heard (fixture, "a.desktop 3; a.desktop 0; b.desktop 1; ");
}

static void
test_end_takes_all_numbers_away (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  want (fixture, "a.desktop", 3);
  g_clear_pointer (&fixture->badge, bell_launcher_badge_free);
  assert_heard (fixture, "a.desktop 3; a.desktop 0; ");
}

static void
test_dock_that_comes_later_is_told (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  want (fixture, "a.desktop", 3);
  assert_heard (fixture, "a.desktop 3; ");
  bus_pair_call_bus (&fixture->bus, "RequestName", g_variant_new ("(su)", DOCK_NAME, 0));
  while (fixture->heard->len == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_heard (fixture, "a.desktop 3; ");
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/launcher-badge/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("changes", test_only_what_changes_is_told);
  add ("nothing", test_nothing_unread_takes_the_number_away);
  add ("end", test_end_takes_all_numbers_away);
  add ("later", test_dock_that_comes_later_is_told);
  return g_test_run ();
}
