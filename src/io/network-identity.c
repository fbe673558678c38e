/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step after the other: the bus, the primary connection, its UUID, the gateway. A step that fails
 * is skipped. */

#include "io/network-identity.h"

#include <net/route.h>
#include <stdio.h>
#include <string.h>

#define ROUTE_FILE "/proc/net/route"

/* The default route stands at the top; a router's full table is not worth reading. */
#define MOST_ROUTES 1000

#define NM_NAME "org.freedesktop.NetworkManager"
#define NM_PATH "/org/freedesktop/NetworkManager"
#define NM_ACTIVE NM_NAME ".Connection.Active"

/* NetworkManager answers from memory. */
#define LIMIT_MS 5000

#define DIGITS 16

/* What has been found so far. */
typedef struct {
  char            *route_file; /* (owned) */
  GDBusConnection *bus;        /* (owned) (nullable) */
  char            *uuid;       /* (owned) (nullable) */
} Search;

static void
search_free (Search *search)
{
  g_free (search->route_file);
  g_clear_object (&search->bus);
  g_free (search->uuid);
  g_free (search);
}

/* The gateway. */

typedef struct {
  char         interface[17]; /* IFNAMSIZ, and one for the end */
  unsigned int destination;
  unsigned int gateway;
  unsigned int flags;
  unsigned int metric;
  unsigned int mask;
} Route;

/* LINE: interface, destination, gateway, flags, reference count, use, metric, mask …; addresses and
 * flags in hexadecimal. */
static gboolean
read_route (const char *line, Route *route)
{
  return sscanf (line, "%16s %8x %8x %4x %*d %*u %u %8x", route->interface, &route->destination,
                 &route->gateway, &route->flags, &route->metric, &route->mask) == 6;
}

static gboolean
is_default (const Route *route)
{
  return route->destination == 0 && route->mask == 0 && (route->flags & RTF_UP) != 0 &&
         (route->flags & RTF_REJECT) == 0;
}

/* A tunnel or a modem has no gateway; then the interface stands for it. (transfer full) (nullable) */
static char *
find_gateway (FILE *file)
{
  char     line[256];
  gboolean found = FALSE;
  Route    route;
  Route    best;

  for (guint i = 0; i < MOST_ROUTES && fgets (line, sizeof line, file) != NULL; i++)
    if (read_route (line, &route) && is_default (&route) &&
        (!found || route.metric < best.metric)) {
      best = route;
      found = TRUE;
    }
  if (!found)
    return NULL;
  if ((best.flags & RTF_GATEWAY) != 0)
    return g_strdup_printf ("%08x", best.gateway);
  return g_strdup (best.interface);
}

static char *
make_identity (const char *uuid, const char *gateway)
{
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;

  if (uuid == NULL && gateway == NULL)
    return g_strdup (BELL_NETWORK_UNKNOWN);
  text = g_strdup_printf ("%s\n%s", uuid != NULL ? uuid : "", gateway != NULL ? gateway : "");
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return g_strndup (hash, DIGITS);
}

static void
find_in_thread (GTask                      *task,
                G_GNUC_UNUSED gpointer      source,
                gpointer                    task_data,
                G_GNUC_UNUSED GCancellable *cancellable)
{
  const Search    *search = task_data;
  g_autofree char *gateway = NULL;
  FILE            *file = fopen (search->route_file, "re");

  if (file != NULL) {
    gateway = find_gateway (file);
    fclose (file);
  }
  g_task_return_pointer (task, make_identity (search->uuid, gateway), g_free);
}

/* TASK (transfer full). */
static void
find_gateway_last (GTask *task)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_run_in_thread (task, find_in_thread);
  g_object_unref (task);
}

/* The connection. */

static void
get_property (GTask              *task,
              const char         *path,
              const char         *interface,
              const char         *property,
              GAsyncReadyCallback callback)
{
  const Search *search = g_task_get_task_data (task);

  g_dbus_connection_call (search->bus, NM_NAME, path, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", interface, property), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, LIMIT_MS, g_task_get_cancellable (task),
                          callback, task);
}

/* (transfer full) (nullable): NULL if there is none of that TYPE. */
static char *
get_property_finish (GObject *bus, GAsyncResult *result, const GVariantType *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (reply == NULL) {
    g_debug ("NetworkManager says nothing of the connection: %s", error->message);
    return NULL;
  }
  g_variant_get (reply, "(v)", &value);
  return g_variant_is_of_type (value, type) ? g_variant_dup_string (value, NULL) : NULL;
}

static void
on_uuid_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask  *task = user_data;
  Search *search = g_task_get_task_data (task);

  search->uuid = get_property_finish (object, result, G_VARIANT_TYPE_STRING);
  find_gateway_last (task);
}

static void
on_primary_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *path = get_property_finish (object, result, G_VARIANT_TYPE_OBJECT_PATH);

  /* "/" for none. */
  if (path != NULL && !g_str_equal (path, "/"))
    get_property (user_data, path, NM_ACTIVE, "Uuid", on_uuid_ready);
  else
    find_gateway_last (user_data);
}

static void
on_bus_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask  *task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  search->bus = g_bus_get_finish (result, &error);
  if (search->bus == NULL) {
    g_debug ("no system bus to ask NetworkManager on: %s", error->message);
    find_gateway_last (task);
    return;
  }
  /* GIO's own answer to a system bus that goes away, as in an update, is SIGTERM. */
  g_dbus_connection_set_exit_on_close (search->bus, FALSE);
  get_property (task, NM_PATH, NM_NAME, "PrimaryConnection", on_primary_ready);
}

void
bell_network_identity_find_async (const char         *route_file,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask  *task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->route_file = g_strdup (route_file != NULL ? route_file : ROUTE_FILE);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, on_bus_ready, task);
}

char *
bell_network_identity_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
