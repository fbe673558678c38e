/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With a system bus of our own, on which a NetworkManager answers, and with made-up routes. */

#include "io/network-identity.h"

#include <glib/gstdio.h>
#include <string.h>

#define HOME_UUID "6f5d6b1c-8d0e-4c5c-9c3a-0d7c6a1f2b11"
#define WORK_UUID "0b0a1c52-33f2-4a6a-8f6b-7f1e2d3c4b5a"
#define PRIMARY "/org/freedesktop/NetworkManager/ActiveConnection/7"

#define HEAD "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
#define HOME "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
#define CABLE "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
#define LOCAL "wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"
#define TUNNEL "tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0\n"
#define REJECT "*\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n"

/* What a client sees of the bus itself and of NetworkManager. */
static const char introspection[] =
  "<node>"
  "  <interface name='org.freedesktop.DBus'>"
  "    <method name='Hello'><arg type='s' direction='out'/></method>"
  "  </interface>"
  "  <interface name='org.freedesktop.NetworkManager'>"
  "    <property name='PrimaryConnection' type='o' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.NetworkManager.Connection.Active'>"
  "    <property name='Uuid' type='s' access='read'/>"
  "  </interface>"
  "</node>";

typedef struct {
  char            *directory;  /* (owned) */
  char            *routes;     /* (owned) the path */
  GDBusNodeInfo   *interfaces; /* (owned) */
  GDBusServer     *server;     /* (owned) */
  GDBusConnection *client;     /* (owned) (nullable) the last one */
  const char      *primary;    /* NULL: NetworkManager is not there */
  const char      *uuid;       /* NULL: the connection has gone meanwhile */
} Fixture;

static void
on_called (G_GNUC_UNUSED GDBusConnection *connection,
           G_GNUC_UNUSED const char      *sender,
           G_GNUC_UNUSED const char      *path,
           G_GNUC_UNUSED const char      *interface,
           const char                    *method,
           G_GNUC_UNUSED GVariant        *parameters,
           GDBusMethodInvocation         *invocation,
           G_GNUC_UNUSED gpointer         user_data)
{
  g_assert_cmpstr (method, ==, "Hello");
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", ":1.1"));
}

static GVariant *
on_asked (G_GNUC_UNUSED GDBusConnection *connection,
          G_GNUC_UNUSED const char      *sender,
          G_GNUC_UNUSED const char      *path,
          G_GNUC_UNUSED const char      *interface,
          const char                    *property,
          GError                       **error,
          gpointer                       user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (property, "PrimaryConnection") && fixture->primary != NULL)
    return g_variant_new_object_path (fixture->primary);
  if (g_str_equal (property, "Uuid") && fixture->uuid != NULL)
    return g_variant_new_string (fixture->uuid);
  g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "nobody there");
  return NULL;
}

static const GDBusInterfaceVTable vtable = { on_called, on_asked, NULL, { 0 } };

static void
publish (Fixture *fixture, GDBusConnection *connection, const char *path, guint interface)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (connection, path, fixture->interfaces->interfaces[interface],
                                     &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
on_new_connection (G_GNUC_UNUSED GDBusServer *server, GDBusConnection *connection, Fixture *fixture)
{
  publish (fixture, connection, "/org/freedesktop/DBus", 0);
  publish (fixture, connection, "/org/freedesktop/NetworkManager", 1);
  publish (fixture, connection, PRIMARY, 2);
  g_set_object (&fixture->client, connection);
  return TRUE;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  fixture->routes = g_build_filename (fixture->directory, "route", NULL);
  fixture->interfaces = g_dbus_node_info_new_for_xml (introspection, &error);
  g_assert_no_error (error);
  address = g_strdup_printf ("unix:path=%s/bus", fixture->directory);
  fixture->server =
    g_dbus_server_new_sync (address, G_DBUS_SERVER_FLAGS_NONE, guid, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->server, "new-connection", G_CALLBACK (on_new_connection), fixture);
  g_dbus_server_start (fixture->server);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", address, TRUE);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *bus = g_build_filename (fixture->directory, "bus", NULL);

  /* The process's end of it goes once nobody holds it; the next test is to get another. */
  while (fixture->client != NULL && !g_dbus_connection_is_closed (fixture->client))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&fixture->client);
  g_dbus_server_stop (fixture->server);
  g_object_unref (fixture->server);
  g_dbus_node_info_unref (fixture->interfaces);
  /* What has been sent to the main loop still refers to the fixture. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_remove (bus);
  g_remove (fixture->routes);
  g_rmdir (fixture->directory);
  g_free (fixture->routes);
  g_free (fixture->directory);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* ROUTES (nullable): NULL for no file. (transfer full) */
static char *
find (Fixture *fixture, const char *routes)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *identity;

  if (routes == NULL)
    g_remove (fixture->routes);
  else
    g_assert_true (g_file_set_contents (fixture->routes, routes, -1, NULL));
  bell_network_identity_find_async (fixture->routes, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  identity = bell_network_identity_find_finish (result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (identity);
  return identity;
}

static void
assert_hashed (const char *identity)
{
  g_assert_cmpuint (strlen (identity), ==, 16);
  g_assert_cmpuint (strspn (identity, "0123456789abcdef"), ==, 16);
}

static void
assert_finds (Fixture *fixture, const char *routes, const char *expected)
{
  g_autofree char *identity = find (fixture, routes);

  g_assert_cmpstr (identity, ==, expected);
}

static void
assert_finds_another (Fixture *fixture, const char *routes, const char *other)
{
  g_autofree char *identity = find (fixture, routes);

  assert_hashed (identity);
  g_assert_cmpstr (identity, !=, other);
}

static void
test_connection_and_gateway (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *home = NULL;

  fixture->primary = PRIMARY;
  fixture->uuid = HOME_UUID;
  home = find (fixture, HEAD HOME LOCAL);
  assert_hashed (home);
  /* It is stored, so it must be the same in every version: the start of
   * printf '6f5d6b1c-8d0e-4c5c-9c3a-0d7c6a1f2b11\n0101a8c0' | sha256sum */
  g_assert_cmpstr (home, ==, "8ad5e47dd17437b3");
  assert_finds (fixture, HEAD HOME LOCAL, home);

  /* The same profile behind another gateway, and another profile behind the same one. */
  assert_finds_another (fixture, HEAD CABLE LOCAL, home);
  fixture->uuid = WORK_UUID;
  assert_finds_another (fixture, HEAD HOME LOCAL, home);
}

static void
test_connection_without_gateway (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *home = NULL;

  fixture->primary = PRIMARY;
  fixture->uuid = HOME_UUID;
  home = find (fixture, NULL);
  assert_hashed (home);
  assert_finds (fixture, HEAD LOCAL, home);
  assert_finds_another (fixture, HEAD HOME LOCAL, home);
}

static void
test_gateway_without_connection (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *home = find (fixture, HEAD HOME);

  assert_hashed (home);
  /* NetworkManager runs, but does not care for this network. */
  fixture->primary = "/";
  assert_finds (fixture, HEAD HOME, home);
  /* The connection went between two questions. */
  fixture->primary = PRIMARY;
  assert_finds (fixture, HEAD HOME, home);
}

static void
test_neither (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  assert_finds (fixture, NULL, BELL_NETWORK_UNKNOWN);
  assert_finds (fixture, HEAD LOCAL REJECT, BELL_NETWORK_UNKNOWN);
  fixture->primary = "/";
  assert_finds (fixture, "", BELL_NETWORK_UNKNOWN);
}

static void
test_no_bus (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *home = NULL;

  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  home = find (fixture, HEAD HOME);
  assert_hashed (home);
  assert_finds (fixture, NULL, BELL_NETWORK_UNKNOWN);
}

/* The one that packets take, whatever the order; and only what is a route. */
static void
test_routes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *home = find (fixture, HEAD HOME);
  g_autofree char *cable = find (fixture, HEAD CABLE);
  g_autofree char *tunnel = find (fixture, HEAD TUNNEL);
  g_autofree char *noise = g_strnfill (5000, 'x');
  g_autofree char *noisy = g_strconcat (HEAD, noise, "\n", HOME, NULL);

  assert_finds (fixture, HEAD HOME CABLE LOCAL, cable);
  assert_finds (fixture, HEAD LOCAL CABLE HOME, cable);
  assert_finds (fixture, HEAD REJECT HOME, home);
  assert_finds (fixture, HEAD HOME "eth1\t00000000\t01", home);
  assert_finds (fixture, noisy, home);
  assert_hashed (tunnel);
  assert_finds (fixture, HEAD HOME TUNNEL, tunnel);
  assert_finds_another (fixture, HEAD HOME, tunnel);
  assert_finds (fixture, "wlan0 zzzzzzzz\n\n%s%n\n\xff\n", BELL_NETWORK_UNKNOWN);
}

static void
test_cancelled (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_network_identity_find_async (fixture->routes, cancellable, on_ready, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bell_network_identity_find_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/network-identity/connection-and-gateway", test_connection_and_gateway);
  ADD ("/network-identity/connection-without-gateway", test_connection_without_gateway);
  ADD ("/network-identity/gateway-without-connection", test_gateway_without_connection);
  ADD ("/network-identity/neither", test_neither);
  ADD ("/network-identity/no-bus", test_no_bus);
  ADD ("/network-identity/routes", test_routes);
  ADD ("/network-identity/cancelled", test_cancelled);
  return g_test_run ();
}
