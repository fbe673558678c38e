/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-background-status.c: what the portal is told, and when. */

#include "bus-pair.h"
#include "desktop/background-status.h"

#include <string.h>

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"

static const char portal_xml[] = "<node><interface name='org.freedesktop.portal.Background'>"
                                 "<method name='SetStatus'><arg type='a{sv}' direction='in'/>"
                                 "</method></interface></node>";

/* A program, and at their end of the bus a portal. */
typedef struct {
  BusPair               bus;
  guint                 portal;
  BellBackgroundStatus *status; /* (owned) */
  GString              *told;   /* (owned) "MESSAGE; " of each call, "-; " where there was none */
} Fixture;

static void
on_method (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           G_GNUC_UNUSED const char      *path,
           G_GNUC_UNUSED const char      *interface,
           G_GNUC_UNUSED const char      *method,
           GVariant                      *parameters,
           GDBusMethodInvocation         *invocation,
           gpointer                       user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
  const char *message = "-";

  g_variant_lookup (options, "message", "&s", &message);
  g_string_append_printf (fixture->told, "%s; ", message);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
start_portal (Fixture *fixture)
{
  bus_pair_call_bus (&fixture->bus, "RequestName", g_variant_new ("(su)", NAME, 0));
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const GDBusInterfaceVTable vtable = { on_method, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, NULL);

  bus_pair_init_with_bus (&fixture->bus);
  fixture->told = g_string_new (NULL);
  fixture->portal = g_dbus_connection_register_object (
    fixture->bus.theirs, PATH, node->interfaces[0], &vtable, fixture, NULL, NULL);
  fixture->status = bell_background_status_new (fixture->bus.ours);
}

/* A call that has come and was not answered yet must not be answered by the next. */
static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_dbus_connection_unregister_object (fixture->bus.theirs, fixture->portal);
  bell_background_status_free (fixture->status);
  g_string_free (fixture->told, TRUE);
  bus_pair_clear (&fixture->bus);
}

static void
wait_told (Fixture *fixture, const char *expected)
{
  while (fixture->told->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->told->str, ==, expected);
  g_string_truncate (fixture->told, 0);
}

static void
test_portal_is_told_once (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  start_portal (fixture);
  bell_background_status_set (fixture->status, "3 unread");
  wait_told (fixture, "3 unread; ");
  bell_background_status_set (fixture->status, "3 unread");
  bell_background_status_set (fixture->status, "4 unread");
  wait_told (fixture, "4 unread; ");
  bell_background_status_set (fixture->status, NULL);
  wait_told (fixture, "-; ");
}

static void
test_portal_may_come_and_go (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  bell_background_status_set (fixture->status, "3 unread");
  start_portal (fixture);
  wait_told (fixture, "3 unread; ");
  bus_pair_call_bus (&fixture->bus, "ReleaseName", g_variant_new ("(s)", NAME));
  bell_background_status_set (fixture->status, "4 unread");
  start_portal (fixture);
  while (!g_str_has_suffix (fixture->told->str, "4 unread; "))
    g_main_context_iteration (NULL, TRUE);
}

/* The portal would refuse it. */
static void
test_long_message_is_cut (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *cut = NULL;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "ü");
  cut = g_strndup (text->str, strlen ("ü") * BELL_BACKGROUND_STATUS_CHARACTERS);
  expected = g_strconcat (cut, "; ", NULL);
  start_portal (fixture);
  bell_background_status_set (fixture->status, text->str);
  wait_told (fixture, expected);
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/background-status/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("told", test_portal_is_told_once);
  add ("later", test_portal_may_come_and_go);
  add ("long", test_long_message_is_cut);
  return g_test_run ();
}
