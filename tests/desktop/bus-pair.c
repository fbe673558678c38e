/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bus-pair.c: two ends of one D-Bus connection, with or without a bus between them. */

#include "bus-pair.h"

#include <gio/gnetworking.h>

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static void
open_end (int fd, const char *guid, GDBusConnectionFlags flags, GAsyncResult **result)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);

  g_dbus_connection_new (G_IO_STREAM (stream), guid, flags, NULL, NULL, on_ready, result);
}

static GDBusConnection *
finish_end (GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  connection = g_dbus_connection_new_finish (*result, &error);
  g_assert_no_error (error);
  g_clear_object (result);
  return connection;
}

void
bus_pair_init (BusPair *pair)
{
  g_autofree char *guid = g_dbus_generate_guid ();
  GAsyncResult    *ours = NULL;
  GAsyncResult    *theirs = NULL;
  int              fds[2];

  pair->bus = NULL;
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  open_end (fds[0], guid, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER, &ours);
  open_end (fds[1], NULL, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, &theirs);
  pair->ours = finish_end (&ours);
  pair->theirs = finish_end (&theirs);
}

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
    g_test_dbus_get_bus_address (bus),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

void
bus_pair_init_with_bus (BusPair *pair)
{
  pair->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (pair->bus);
  pair->ours = connect_to (pair->bus);
  pair->theirs = connect_to (pair->bus);
}

void
bus_pair_clear (BusPair *pair)
{
  g_dbus_connection_close_sync (pair->theirs, NULL, NULL);
  g_dbus_connection_close_sync (pair->ours, NULL, NULL);
  g_clear_object (&pair->ours);
  g_clear_object (&pair->theirs);
  if (pair->bus != NULL)
    g_test_dbus_down (pair->bus);
  g_clear_object (&pair->bus);
}

void
bus_pair_call_bus (BusPair *pair, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    pair->theirs, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
    parameters, NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);

  g_assert_no_error (error);
}

GVariant *
bus_pair_call (BusPair    *pair,
               const char *path,
               const char *interface,
               const char *method,
               GVariant   *parameters,
               GError    **error)
{
  GAsyncResult *result = NULL;
  GVariant     *answer;

  g_dbus_connection_call (pair->theirs, NULL, path, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = g_dbus_connection_call_finish (pair->theirs, result, error);
  g_object_unref (result);
  return answer;
}
