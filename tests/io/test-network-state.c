/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With a network monitor of our own, and no system bus. */

#include "io/network-state.h"

static guint n_changes;

static void
on_changed (void)
{
  n_changes++;
}

static gboolean
on_too_late (G_GNUC_UNUSED gpointer user_data)
{
  g_error ("no change was told");
  return G_SOURCE_REMOVE;
}

/* Several changes within a second are one. */
static void
test_coalesced (void)
{
  g_autoptr (BellNetworkState) state = bell_network_state_new ();
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  guint            limit = g_timeout_add_seconds (10, on_too_late, NULL);

  g_signal_connect (state, "changed", G_CALLBACK (on_changed), NULL);
  g_assert_true (bell_network_state_get_available (state));
  /* Until the state has found the monitor. */
  while (!g_signal_has_handler_pending (
    monitor, g_signal_lookup ("network-changed", G_TYPE_NETWORK_MONITOR), 0, TRUE))
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (monitor, "network-changed", TRUE);
  g_assert_cmpuint (n_changes, ==, 0);
  while (n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 1);
  g_source_remove (limit);
}

/* What was asked for meanwhile finds nobody. */
static void
test_dropped_at_once (void)
{
  BellNetworkState *state = bell_network_state_new ();

  g_object_add_weak_pointer (G_OBJECT (state), (gpointer *) &state);
  g_object_unref (state);
  g_assert_null (state);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-state/dropped-at-once", test_dropped_at_once);
  g_test_add_func ("/network-state/coalesced", test_coalesced);
  return g_test_run ();
}
