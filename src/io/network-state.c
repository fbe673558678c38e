/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three sources: GNetworkMonitor, logind's signal that the machine has woken, and the kernel's clocks,
 * which tell of that too. Each may be missing; then the others have to do. */

#include "io/network-state.h"

#include "io/sleep-watch.h"

/* One change makes many messages, the first of which would find the old addresses still there. */
#define LEAD_MS 50
#define COALESCE_MS 1000

/* GNetworkMonitor may have to wait for the system bus; the first connection does not wait longer than
 * this for it. */
#define PATIENCE_S 2

struct _BellNetworkState {
  GObject          parent_instance;
  GCancellable    *cancellable; /* (owned) */
  GNetworkMonitor *monitor;     /* (owned) (nullable): not known yet */
  GDBusConnection *bus;         /* (owned) (nullable) */
  guint            subscription;
  BellSleepWatch  *sleep_watch; /* (owned) */
  guint            timeout;
  gboolean         told; /* within the second that the timeout waits out */
  gboolean         again;
  guint            metered_timeout;
  guint            patience;
  gboolean         metered; /* as last told */
  gboolean         known;
};

G_DEFINE_FINAL_TYPE (BellNetworkState, bell_network_state, G_TYPE_OBJECT)

enum { PROP_METERED = 1, PROP_KNOWN, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static void tell_soon (BellNetworkState *self);

static gboolean
on_settled (gpointer user_data)
{
  BellNetworkState *self = user_data;

  self->timeout = 0;
  self->told = FALSE;
  if (self->again)
    tell_soon (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_lead (gpointer user_data)
{
  BellNetworkState *self = user_data;

  self->timeout = g_timeout_add (COALESCE_MS, on_settled, self);
  self->told = TRUE;
  self->again = FALSE;
  g_signal_emit_by_name (self, "changed");
  return G_SOURCE_REMOVE;
}

/* Once soon, and once more after a second if that was not all. */
static void
tell_soon (BellNetworkState *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add (LEAD_MS, on_lead, self);
  else if (self->told)
    self->again = TRUE;
}

static void
on_woken (gpointer user_data)
{
  tell_soon (user_data);
}

static void
update_metered (BellNetworkState *self)
{
  gboolean metered = g_network_monitor_get_network_metered (self->monitor);

  if (self->metered == metered)
    return;
  self->metered = metered;
  g_debug ("the network is %s", metered ? "metered" : "not metered");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_METERED]);
}

static gboolean
on_metered_settled (gpointer user_data)
{
  BellNetworkState *self = user_data;

  self->metered_timeout = 0;
  update_metered (self);
  return G_SOURCE_REMOVE;
}

/* While one network replaces another the flag falls for a moment. */
static void
on_metered (BellNetworkState *self)
{
  if (g_network_monitor_get_network_metered (self->monitor))
    update_metered (self);
  else if (self->metered_timeout == 0)
    self->metered_timeout = g_timeout_add (COALESCE_MS, on_metered_settled, self);
}

static void
set_known (BellNetworkState *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->known)
    return;
  self->known = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KNOWN]);
}

static gboolean
on_patience_over (gpointer user_data)
{
  BellNetworkState *self = user_data;

  self->patience = 0;
  set_known (self);
  return G_SOURCE_REMOVE;
}

/* GNetworkMonitor asks the system bus when it is made, and waits for the answer. */
static void
find_monitor (GTask                      *task,
              G_GNUC_UNUSED gpointer      source,
              G_GNUC_UNUSED gpointer      data,
              G_GNUC_UNUSED GCancellable *cancellable)
{
  g_task_return_pointer (task, g_object_ref (g_network_monitor_get_default ()), g_object_unref);
}

static void
on_monitor_found (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  GNetworkMonitor  *monitor = g_task_propagate_pointer (G_TASK (result), NULL);
  BellNetworkState *self = user_data;

  /* Cancelled: SELF is gone. */
  if (monitor == NULL)
    return;
  self->monitor = monitor;
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (tell_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::connectivity", G_CALLBACK (tell_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::network-metered", G_CALLBACK (on_metered), self,
                           G_CONNECT_SWAPPED);
  update_metered (self);
  set_known (self);
}

static void
on_prepare_for_sleep (G_GNUC_UNUSED GDBusConnection *bus,
                      G_GNUC_UNUSED const char      *sender,
                      G_GNUC_UNUSED const char      *path,
                      G_GNUC_UNUSED const char      *interface,
                      G_GNUC_UNUSED const char      *signal,
                      GVariant                      *parameters,
                      gpointer                       user_data)
{
  gboolean about_to_sleep;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &about_to_sleep);
  if (!about_to_sleep)
    tell_soon (user_data);
}

static void
on_bus_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection  *bus = g_bus_get_finish (result, &error);
  BellNetworkState *self = user_data;

  if (bus == NULL) {
    g_debug ("no system bus to hear of sleep: %s", error->message);
    return;
  }
  self->bus = bus;
  /* GIO's own answer to a system bus that goes away, as in an update, is SIGTERM. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->subscription = g_dbus_connection_signal_subscribe (
    bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
    "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_prepare_for_sleep, self, NULL);
}

static void
bell_network_state_constructed (GObject *object)
{
  BellNetworkState *self = BELL_NETWORK_STATE (object);
  g_autoptr (GTask) task = NULL;

  G_OBJECT_CLASS (bell_network_state_parent_class)->constructed (object);
  /* Not with SELF as its source: the thread might be the one to drop the last reference. */
  task = g_task_new (NULL, self->cancellable, on_monitor_found, self);
  g_task_run_in_thread (task, find_monitor);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus_ready, self);
}

static void
bell_network_state_dispose (GObject *object)
{
  BellNetworkState *self = BELL_NETWORK_STATE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->sleep_watch, bell_sleep_watch_free);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_handle_id (&self->metered_timeout, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  G_OBJECT_CLASS (bell_network_state_parent_class)->dispose (object);
}

static void
bell_network_state_finalize (GObject *object)
{
  g_object_unref (BELL_NETWORK_STATE (object)->cancellable);
  G_OBJECT_CLASS (bell_network_state_parent_class)->finalize (object);
}

static void
bell_network_state_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BellNetworkState *self = BELL_NETWORK_STATE (object);

  if (id == PROP_METERED)
    g_value_set_boolean (value, self->metered);
  else if (id == PROP_KNOWN)
    g_value_set_boolean (value, self->known);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static GParamSpec *
new_flag (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE,
                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
bell_network_state_class_init (BellNetworkStateClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->constructed = bell_network_state_constructed;
  object_class->dispose = bell_network_state_dispose;
  object_class->finalize = bell_network_state_finalize;
  object_class->get_property = bell_network_state_get_property;
  properties[PROP_METERED] = new_flag ("metered");
  properties[PROP_KNOWN] = new_flag ("known");
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  g_signal_new ("changed", BELL_TYPE_NETWORK_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
bell_network_state_init (BellNetworkState *self)
{
  self->cancellable = g_cancellable_new ();
  self->sleep_watch = bell_sleep_watch_new (on_woken, self);
}

BellNetworkState *
bell_network_state_new_with_patience (guint patience_s)
{
  BellNetworkState *self = g_object_new (BELL_TYPE_NETWORK_STATE, NULL);

  self->patience = g_timeout_add_seconds (patience_s, on_patience_over, self);
  return self;
}

BellNetworkState *
bell_network_state_new (void)
{
  return bell_network_state_new_with_patience (PATIENCE_S);
}

gboolean
bell_network_state_get_available (BellNetworkState *self)
{
  return self->monitor == NULL || g_network_monitor_get_network_available (self->monitor);
}

gboolean
bell_network_state_is_captive (BellNetworkState *self)
{
  return self->monitor != NULL &&
         g_network_monitor_get_connectivity (self->monitor) == G_NETWORK_CONNECTIVITY_PORTAL;
}

gboolean
bell_network_state_get_metered (BellNetworkState *self)
{
  return self->metered;
}

gboolean
bell_network_state_get_known (BellNetworkState *self)
{
  return self->known;
}
