/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With a network monitor of our own, and no system bus but where a test brings one. */

#include "io/network-state.h"

#include "fake-network-monitor.h"

/* Longer than any test takes. */
#define PATIENT_S (10 * 60)

static guint n_changes;

static void
on_changed (void)
{
  n_changes++;
}

/* Several changes at once are one; one within the second that follows is told at its end. */
static void
test_coalesced (void)
{
  g_autoptr (BellNetworkState) state = bell_network_state_new ();
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  g_signal_connect (state, "changed", G_CALLBACK (on_changed), NULL);
  g_assert_true (bell_network_state_get_available (state));
  /* Until the state has found the monitor. */
  while (!fake_network_monitor_is_followed ())
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (monitor, "network-changed", TRUE);
  g_assert_cmpuint (n_changes, ==, 0);
  while (n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 1);
  g_signal_emit_by_name (monitor, "network-changed", FALSE);
  g_assert_cmpuint (n_changes, ==, 1);
  while (n_changes == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_changes, ==, 2);
}

static void
on_told (GString *told, GParamSpec *pspec)
{
  g_string_append_printf (told, "%s ", pspec->name);
}

/* It is known before anybody is told that all is known; a flicker, as when one network replaces
 * another, is not told, and "changed" is about other things. */
static void
test_metered (void)
{
  g_autoptr (BellNetworkState) state = NULL;
  g_autoptr (GString) told = g_string_new (NULL);

  n_changes = 0;
  fake_network_monitor_set_metered (TRUE);
  state = bell_network_state_new_with_patience (PATIENT_S);
  g_signal_connect (state, "changed", G_CALLBACK (on_changed), NULL);
  g_signal_connect_swapped (state, "notify", G_CALLBACK (on_told), told);
  g_assert_false (bell_network_state_get_known (state));
  g_assert_false (bell_network_state_get_metered (state));
  while (!bell_network_state_get_known (state))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (bell_network_state_get_metered (state));
  g_assert_cmpstr (told->str, ==, "metered known ");

  fake_network_monitor_set_metered (FALSE);
  fake_network_monitor_set_metered (TRUE);
  fake_network_monitor_set_metered (FALSE);
  g_assert_true (bell_network_state_get_metered (state));
  while (bell_network_state_get_metered (state))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (told->str, ==, "metered known metered ");
  g_assert_cmpuint (n_changes, ==, 0);
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

static void
on_bus_closed (gboolean *closed)
{
  *closed = TRUE;
}

/* An update restarts the system bus; GIO would end the process with it. */
static void
outlive_the_system_bus (void)
{
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (BellNetworkState) state = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  gboolean closed = FALSE;

  g_test_dbus_up (bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (bus), TRUE);
  connection = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  g_assert_nonnull (connection);
  g_signal_connect_swapped (connection, "closed", G_CALLBACK (on_bus_closed), &closed);
  state = bell_network_state_new ();
  while (g_dbus_connection_get_exit_on_close (connection))
    g_main_context_iteration (NULL, TRUE);

  g_test_dbus_stop (bus);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (bus);
}

static void
test_outlives_the_system_bus (void)
{
  if (g_test_subprocess ()) {
    outlive_the_system_bus ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  fake_network_monitor_install ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-state/dropped-at-once", test_dropped_at_once);
  g_test_add_func ("/network-state/coalesced", test_coalesced);
  g_test_add_func ("/network-state/metered", test_metered);
  g_test_add_func ("/network-state/outlives-the-system-bus", test_outlives_the_system_bus);
  return g_test_run ();
}
