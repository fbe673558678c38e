/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake-network-monitor.c: an extension of GIO that this process alone has. */

#include "fake-network-monitor.h"

typedef struct {
  GObject  parent_instance;
  gboolean available;
  gboolean metered;
} FakeMonitor;

typedef GObjectClass FakeMonitorClass;

enum { PROP_AVAILABLE = 1, PROP_METERED, PROP_CONNECTIVITY };

static GThread *installer;
static GThread *maker; /* (unowned) (atomic) */

static gboolean
fake_monitor_initialize (G_GNUC_UNUSED GInitable    *initable,
                         G_GNUC_UNUSED GCancellable *cancellable,
                         G_GNUC_UNUSED GError      **error)
{
  g_atomic_pointer_set (&maker, g_thread_self ());
  return TRUE;
}

static void
fake_monitor_initable (GInitableIface *iface)
{
  iface->init = fake_monitor_initialize;
}

static GType fake_monitor_get_type (void);

/* clang-format off */
G_DEFINE_TYPE_WITH_CODE (FakeMonitor, fake_monitor, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, fake_monitor_initable)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))
/* clang-format on */

static void
fake_monitor_get_property (GObject                  *object,
                           guint                     id,
                           GValue                   *value,
                           G_GNUC_UNUSED GParamSpec *pspec)
{
  FakeMonitor *self = (FakeMonitor *) object;

  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, self->available);
  else if (id == PROP_METERED)
    g_value_set_boolean (value, self->metered);
  else
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
}

static void
fake_monitor_class_init (FakeMonitorClass *klass)
{
  klass->get_property = fake_monitor_get_property;
  g_object_class_override_property (klass, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (klass, PROP_METERED, "network-metered");
  g_object_class_override_property (klass, PROP_CONNECTIVITY, "connectivity");
}

static void
fake_monitor_init (FakeMonitor *self)
{
  self->available = TRUE;
}

void
fake_network_monitor_install (void)
{
  installer = g_thread_self ();
  g_setenv ("GIO_USE_NETWORK_MONITOR", "test", TRUE);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, fake_monitor_get_type (),
                                  "test", 0);
}

void
fake_network_monitor_set_available (gboolean available)
{
  ((FakeMonitor *) g_network_monitor_get_default ())->available = available;
}

void
fake_network_monitor_set_metered (gboolean metered)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  ((FakeMonitor *) monitor)->metered = metered;
  g_object_notify (G_OBJECT (monitor), "network-metered");
}

gboolean
fake_network_monitor_was_waited_for (void)
{
  return g_atomic_pointer_get (&maker) == installer;
}

/* Asking for it here too early would make it in this thread. */
gboolean
fake_network_monitor_is_followed (void)
{
  return g_atomic_pointer_get (&maker) != NULL &&
         g_signal_has_handler_pending (g_network_monitor_get_default (),
                                       g_signal_lookup ("network-changed", G_TYPE_NETWORK_MONITOR),
                                       0, TRUE);
}
