/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listens for signs that a secret can be had now: on the session bus to the Secret Service, and,
 * where libsecret keeps a file of its own (in a Flatpak), to changes of that file. Listening does
 * not start a service. */

#include "account/credentials.h"

#include "base/sandbox.h"

#include <libsecret/secret.h>

#define SERVICE_NAME "org.freedesktop.secrets"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"

struct _BellCredentialsWatch {
  void (*callback) (gpointer user_data);
  gpointer         user_data;
  GCancellable    *cancellable; /* (owned) */
  GDBusConnection *bus;         /* (owned) (nullable) */
  GArray          *subscriptions;
  guint            name_watch;
  GFileMonitor    *file_monitor; /* (owned) (nullable) */
  guint            idle;
};

static gboolean
on_idle (gpointer user_data)
{
  BellCredentialsWatch *self = user_data;

  self->idle = 0;
  self->callback (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell (BellCredentialsWatch *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, self, NULL);
}

static void
on_name_appeared (G_GNUC_UNUSED GDBusConnection *bus,
                  G_GNUC_UNUSED const char      *name,
                  G_GNUC_UNUSED const char      *owner,
                  gpointer                       user_data)
{
  tell (user_data);
}

/* Anything that the service says of its collections and items is worth another look-up: which
 * signal comes with an unlocked collection differs between GNOME Keyring and KWallet. */
static void
on_service_signal (G_GNUC_UNUSED GDBusConnection *bus,
                   G_GNUC_UNUSED const char      *sender,
                   G_GNUC_UNUSED const char      *path,
                   G_GNUC_UNUSED const char      *interface,
                   const char                    *signal,
                   G_GNUC_UNUSED GVariant        *parameters,
                   gpointer                       user_data)
{
  if (!g_str_has_suffix (signal, "Deleted"))
    tell (user_data);
}

static void
on_properties_changed (G_GNUC_UNUSED GDBusConnection *bus,
                       G_GNUC_UNUSED const char      *sender,
                       G_GNUC_UNUSED const char      *path,
                       G_GNUC_UNUSED const char      *interface,
                       G_GNUC_UNUSED const char      *signal,
                       GVariant                      *parameters,
                       gpointer                       user_data)
{
  g_autoptr (GVariant) changed = NULL;
  gboolean locked;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, "Locked", "b", &locked) && !locked)
    tell (user_data);
}

static void
subscribe (BellCredentialsWatch *self,
           const char           *interface,
           const char           *signal,
           const char           *first_argument,
           GDBusSignalCallback   callback)
{
  guint id = g_dbus_connection_signal_subscribe (self->bus, SERVICE_NAME, interface, signal, NULL,
                                                 first_argument, G_DBUS_SIGNAL_FLAGS_NONE, callback,
                                                 self, NULL);

  g_array_append_val (self->subscriptions, id);
}

static void
on_bus_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection      *bus = g_bus_get_finish (result, &error);
  BellCredentialsWatch *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bus == NULL) {
    g_debug ("no session bus to hear of the secret store: %s", error->message);
    return;
  }
  self->bus = bus;
  self->name_watch = g_bus_watch_name_on_connection (
    bus, SERVICE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_name_appeared, NULL, self, NULL);
  subscribe (self, COLLECTION_INTERFACE, NULL, NULL, on_service_signal);
  subscribe (self, SERVICE_INTERFACE, NULL, NULL, on_service_signal);
  subscribe (self, "org.freedesktop.DBus.Properties", "PropertiesChanged", COLLECTION_INTERFACE,
             on_properties_changed);
}

static void
watch_file (BellCredentialsWatch *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  if (!bell_is_in_sandbox () && g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") != 0)
    return;
  path = g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);
  file = g_file_new_for_path (path);
  self->file_monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->file_monitor != NULL)
    g_signal_connect_swapped (self->file_monitor, "changed", G_CALLBACK (tell), self);
}

BellCredentialsWatch *
bell_credentials_watch (void (*callback) (gpointer user_data), gpointer user_data)
{
  BellCredentialsWatch *self = g_new0 (BellCredentialsWatch, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->subscriptions = g_array_new (FALSE, FALSE, sizeof (guint));
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus_ready, self);
  watch_file (self);
  return self;
}

void
bell_credentials_unwatch (BellCredentialsWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  for (guint i = 0; i < self->subscriptions->len; i++)
    g_dbus_connection_signal_unsubscribe (self->bus, g_array_index (self->subscriptions, guint, i));
  g_array_unref (self->subscriptions);
  g_clear_object (&self->bus);
  if (self->file_monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->file_monitor, self);
  g_clear_object (&self->file_monitor);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_free (self);
}
