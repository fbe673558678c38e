/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Its methods run in the main loop of the test. */

#include "online-mock.h"

#define NAME "org.gnome.OnlineAccounts"
#define PATH "/org/gnome/OnlineAccounts"

static const char description[] =
  "<node><interface name='org.freedesktop.DBus.ObjectManager'>"
  "  <method name='GetManagedObjects'><arg type='a{oa{sa{sv}}}' direction='out'/></method>"
  "</interface>"
  "<interface name='org.gnome.OnlineAccounts.Account'>"
  "  <method name='EnsureCredentials'><arg type='i' direction='out'/></method>"
  "</interface>"
  "<interface name='org.gnome.OnlineAccounts.OAuth2Based'>"
  "  <method name='GetAccessToken'><arg type='s' direction='out'/><arg type='i' "
  "direction='out'/></method>"
  "</interface>"
  "<interface name='org.gnome.OnlineAccounts.PasswordBased'>"
  "  <method name='GetPassword'><arg type='s' direction='in'/><arg type='s' "
  "direction='out'/></method>"
  "</interface></node>";

static void
answer (OnlineMock *mock, const char *method, GDBusMethodInvocation *invocation)
{
  if (g_str_equal (method, "GetManagedObjects"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new_tuple (&mock->objects, 1));
  else if (g_str_equal (method, "EnsureCredentials") && mock->ensure_error != NULL)
    g_dbus_method_invocation_return_dbus_error (invocation, mock->ensure_error, "no");
  else if (g_str_equal (method, "EnsureCredentials"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(i)", mock->expires_in));
  else if (g_str_equal (method, "GetAccessToken"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(si)", mock->secret, mock->expires_in));
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", mock->secret));
}

static void
on_call (G_GNUC_UNUSED GDBusConnection *connection,
         G_GNUC_UNUSED const char      *sender,
         G_GNUC_UNUSED const char      *path,
         G_GNUC_UNUSED const char      *interface,
         const char                    *method,
         GVariant                      *parameters,
         GDBusMethodInvocation         *invocation,
         gpointer                       user_data)
{
  OnlineMock *mock = user_data;

  g_ptr_array_add (mock->calls, g_strdup (method));
  if (g_str_equal (method, "GetPassword")) {
    const char *which;

    g_variant_get (parameters, "(&s)", &which);
    g_assert_cmpstr (which, ==, "imap-password");
  }
  if (g_strcmp0 (method, mock->hangs_in) == 0) {
    g_object_unref (invocation);
  } else if (g_strcmp0 (method, mock->dies_in) == 0) {
    g_object_unref (invocation);
    g_dbus_connection_close_sync (mock->connection, NULL, NULL);
  } else if (g_strcmp0 (method, mock->forgets_in) == 0) {
    g_dbus_method_invocation_return_dbus_error (
      invocation, "org.freedesktop.DBus.Error.UnknownMethod", "No such interface");
  } else
    answer (mock, method, invocation);
}

static const GDBusInterfaceVTable table = { .method_call = on_call };

static void
take_objects (OnlineMock *mock, const char *objects)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&mock->objects, g_variant_unref);
  mock->objects = g_variant_parse (G_VARIANT_TYPE ("a{oa{sa{sv}}}"), objects, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void export(OnlineMock *mock)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (description, NULL);

  for (guint i = 0; node->interfaces[i] != NULL; i++)
    g_assert_cmpuint (
      g_dbus_connection_register_object (mock->connection, i == 0 ? PATH : ONLINE_MOCK_PATH,
                                         node->interfaces[i], &table, mock, NULL, NULL),
      !=, 0);
}

void
online_mock_start (OnlineMock *mock, const char *objects)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GError) error = NULL;

  *mock = (OnlineMock){ .secret = "secret", .calls = g_ptr_array_new_with_free_func (g_free) };
  take_objects (mock, objects);
  mock->connection = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (mock->connection, FALSE);
  export(mock);
  owned = g_dbus_connection_call_sync (mock->connection, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName", g_variant_new ("(su)", NAME, 4), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);
  g_assert_no_error (error);
}

void
online_mock_stop (OnlineMock *mock)
{
  if (!g_dbus_connection_is_closed (mock->connection))
    g_dbus_connection_close_sync (mock->connection, NULL, NULL);
  g_clear_object (&mock->connection);
  g_clear_pointer (&mock->objects, g_variant_unref);
  g_clear_pointer (&mock->calls, g_ptr_array_unref);
}

void
online_mock_set_objects (OnlineMock *mock, const char *objects, gboolean signal)
{
  g_autoptr (GError) error = NULL;

  take_objects (mock, objects);
  if (!signal)
    return;
  g_dbus_connection_emit_signal (mock->connection, NULL, ONLINE_MOCK_PATH,
                                 "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", NAME ".Account", NULL, NULL), &error);
  g_assert_no_error (error);
}

char *
online_mock_get_calls (OnlineMock *mock)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mock->calls->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "",
                            (const char *) g_ptr_array_index (mock->calls, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
