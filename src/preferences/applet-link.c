/* SPDX-License-Identifier: GPL-3.0-or-later */
/* applet-link.c: follows the name on the bus. For each life of the applet there is a new object manager:
 * one that outlives its peer asks the next one synchronously, and a window must not wait. */

#include "preferences/applet-link.h"

#include "base/sandbox.h"
#include "io/sibling-program.h"

#include <gio/gio.h>
#include <unistd.h>

#define PATH "/io/github/mailbell/Mailbell"

/* From being started to being on the bus. */
#define START_LIMIT_S 15

struct _BellAppletLink {
  GObject parent_instance;

  GDBusConnection    *session;     /* (owned) (nullable) */
  GDBusObjectManager *manager;     /* (owned) (nullable) */
  BellBusApplication *application; /* (owned) (nullable) */
  GCancellable       *connecting;  /* (owned) of this life of the applet */
  GCancellable       *starting;    /* (owned) of this object */
  guint               name_watch;
  guint               start_limit;
  BellAppletState     state;
};

G_DEFINE_FINAL_TYPE (BellAppletLink, bell_applet_link, G_TYPE_OBJECT)

static guint changed_signal;

static void
tell (BellAppletLink *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
set_state (BellAppletLink *self, BellAppletState state)
{
  if (state != BELL_APPLET_STARTING)
    g_clear_handle_id (&self->start_limit, g_source_remove);
  if (self->state == state)
    return;
  g_debug ("applet: %d", state);
  self->state = state;
  tell (self);
}

static gboolean
on_start_limit (gpointer user_data)
{
  BellAppletLink *self = user_data;

  self->start_limit = 0;
  set_state (self, BELL_APPLET_GONE);
  return G_SOURCE_REMOVE;
}

/* In the child: it does not end with the terminal that the window was started from. */
static void
leave_session (G_GNUC_UNUSED gpointer user_data)
{
  setsid ();
}

/* Quietly: without an account it would open the window, which is open. */
static gboolean
spawn_applet (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) applet = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *program = bell_sibling_program_find ("mailbell");

  g_subprocess_launcher_set_child_setup (launcher, leave_session, NULL, NULL);
  if (program != NULL)
    applet = g_subprocess_launcher_spawn (launcher, &error, program, "--quiet", NULL);
  if (applet == NULL)
    g_message ("The applet was not started: %s", error != NULL ? error->message : "not found");
  return applet != NULL;
}

static void
on_service_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellAppletLink) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->state == BELL_APPLET_STARTING && !spawn_applet ())
    set_state (self, BELL_APPLET_GONE);
}

void
bell_applet_link_start (BellAppletLink *self)
{
  if (self->session == NULL || self->state == BELL_APPLET_RUNNING ||
      self->state == BELL_APPLET_STARTING)
    return;
  self->start_limit = g_timeout_add_seconds (START_LIMIT_S, on_start_limit, self);
  set_state (self, BELL_APPLET_STARTING);
  /* What D-Bus starts may not know of the display, which many small desktops do not tell it. From a
   * sandbox there is no other way: the applet has one of its own. */
  if (!bell_is_in_sandbox () && spawn_applet ())
    return;
  g_dbus_connection_call (
    self->session, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "StartServiceByName", g_variant_new ("(su)", BELL_APPLICATION_ID, 0), NULL,
    G_DBUS_CALL_FLAGS_NONE, -1, self->starting, on_service_started, g_object_ref (self));
}

static void
on_manager_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellAppletLink *self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusObjectManager *manager = bell_bus_object_manager_client_new_finish (result, &error);

  if (manager == NULL) {
    g_debug ("%s", error->message);
    return; /* perhaps with SELF gone: it cancels */
  }
  self->manager = manager;
  g_signal_connect_object (manager, "object-added", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "object-removed", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  tell (self);
}

static void
on_application_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  BellAppletLink *self = user_data;
  g_autoptr (GError) error = NULL;
  BellBusApplication *application = bell_bus_application_proxy_new_finish (result, &error);

  if (application == NULL) {
    g_debug ("%s", error->message);
    return; /* as above */
  }
  self->application = application;
  g_signal_connect_object (application, "notify::paused", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  tell (self);
}

static void
forget_applet (BellAppletLink *self)
{
  if (self->connecting != NULL)
    g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  if (self->manager != NULL)
    g_signal_handlers_disconnect_by_data (self->manager, self);
  if (self->application != NULL)
    g_signal_handlers_disconnect_by_data (self->application, self);
  g_clear_object (&self->manager);
  g_clear_object (&self->application);
}

static void
on_name_appeared (GDBusConnection          *session,
                  G_GNUC_UNUSED const char *name,
                  G_GNUC_UNUSED const char *owner,
                  gpointer                  user_data)
{
  BellAppletLink *self = user_data;

  forget_applet (self);
  self->connecting = g_cancellable_new ();
  set_state (self, BELL_APPLET_RUNNING);
  bell_bus_object_manager_client_new (session, G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_DO_NOT_AUTO_START,
                                      BELL_APPLICATION_ID, PATH, self->connecting, on_manager_ready,
                                      self);
  bell_bus_application_proxy_new (session, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                                  BELL_APPLICATION_ID, PATH, self->connecting, on_application_ready,
                                  self);
}

/* Also called at first, if the name has no owner; and without a connection, if there is no bus. */
static void
on_name_vanished (GDBusConnection *session, G_GNUC_UNUSED const char *name, gpointer user_data)
{
  BellAppletLink *self = user_data;
  gboolean        first = self->state == BELL_APPLET_UNKNOWN;

  forget_applet (self);
  g_set_object (&self->session, session);
  if (first && session != NULL)
    bell_applet_link_start (self);
  else if (self->state != BELL_APPLET_STARTING)
    set_state (self, BELL_APPLET_GONE);
}

static void
bell_applet_link_dispose (GObject *object)
{
  BellAppletLink *self = BELL_APPLET_LINK (object);

  forget_applet (self);
  g_cancellable_cancel (self->starting);
  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  g_clear_handle_id (&self->start_limit, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bell_applet_link_parent_class)->dispose (object);
}

static void
bell_applet_link_finalize (GObject *object)
{
  g_object_unref (BELL_APPLET_LINK (object)->starting);
  G_OBJECT_CLASS (bell_applet_link_parent_class)->finalize (object);
}

static void
bell_applet_link_class_init (BellAppletLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_applet_link_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_applet_link_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_applet_link_init (BellAppletLink *self)
{
  self->starting = g_cancellable_new ();
  self->name_watch =
    g_bus_watch_name (G_BUS_TYPE_SESSION, BELL_APPLICATION_ID, G_BUS_NAME_WATCHER_FLAGS_NONE,
                      on_name_appeared, on_name_vanished, self, NULL);
}

BellAppletLink *
bell_applet_link_new (void)
{
  return g_object_new (BELL_TYPE_APPLET_LINK, NULL);
}

BellAppletState
bell_applet_link_get_state (BellAppletLink *self)
{
  return self->state;
}

BellBusAccount *
bell_applet_link_get_account (BellAppletLink *self, const char *id)
{
  g_autofree char *element = g_dbus_escape_object_path (id);
  g_autofree char *path = g_strconcat (PATH "/account/", element, NULL);
  g_autoptr (GDBusInterface) interface = NULL;

  if (self->manager == NULL)
    return NULL;
  interface = g_dbus_object_manager_get_interface (self->manager, path,
                                                   "io.github.mailbell.Mailbell.Account");
  /* The manager keeps it. */
  return interface != NULL ? BELL_BUS_ACCOUNT (interface) : NULL;
}

BellBusApplication *
bell_applet_link_get_application (BellAppletLink *self)
{
  return self->application;
}

gboolean
bell_applet_link_get_paused (BellAppletLink *self)
{
  return self->application != NULL && bell_bus_application_get_paused (self->application);
}

void
bell_applet_link_resume (BellAppletLink *self)
{
  if (self->application != NULL)
    bell_bus_application_call_resume (self->application, NULL, NULL, NULL);
}

void
bell_applet_link_check_now (BellAppletLink *self)
{
  if (self->application != NULL)
    bell_bus_application_call_check_now (self->application, NULL, NULL, NULL);
}
