/* SPDX-License-Identifier: GPL-3.0-or-later */
/* background-status.c: what GNOME writes under our name in its list of background apps. */

#include "desktop/background-status.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define INTERFACE "org.freedesktop.portal.Background"

struct _BellBackgroundStatus {
  GDBusConnection *session; /* (owned) */
  char            *message; /* (owned) (nullable) */
  guint            portal_watch;
  gboolean         portal_there;
};

/* An empty dictionary takes the message away. */
static void
send (BellBackgroundStatus *self)
{
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  if (self->message != NULL)
    g_variant_dict_insert (&options, "message", "s", self->message);
  g_dbus_connection_call (self->session, PORTAL_NAME, PORTAL_PATH, INTERFACE, "SetStatus",
                          g_variant_new ("(@a{sv})", g_variant_dict_end (&options)), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
on_portal_appeared (G_GNUC_UNUSED GDBusConnection *session,
                    G_GNUC_UNUSED const char      *name,
                    G_GNUC_UNUSED const char      *owner,
                    gpointer                       user_data)
{
  BellBackgroundStatus *self = user_data;

  self->portal_there = TRUE;
  if (self->message != NULL)
    send (self);
}

static void
on_portal_vanished (G_GNUC_UNUSED GDBusConnection *session,
                    G_GNUC_UNUSED const char      *name,
                    gpointer                       user_data)
{
  BellBackgroundStatus *self = user_data;

  self->portal_there = FALSE;
}

void
bell_background_status_set (BellBackgroundStatus *self, const char *message)
{
  g_autofree char *cut = NULL;

  if (message != NULL)
    cut = g_utf8_strlen (message, -1) > BELL_BACKGROUND_STATUS_CHARACTERS
            ? g_utf8_substring (message, 0, BELL_BACKGROUND_STATUS_CHARACTERS)
            : g_strdup (message);
  if (g_strcmp0 (cut, self->message) == 0)
    return;
  g_free (self->message);
  self->message = g_steal_pointer (&cut);
  if (self->portal_there)
    send (self);
}

BellBackgroundStatus *
bell_background_status_new (GDBusConnection *session)
{
  BellBackgroundStatus *self = g_new0 (BellBackgroundStatus, 1);

  self->session = g_object_ref (session);
  self->portal_watch =
    g_bus_watch_name_on_connection (session, PORTAL_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    on_portal_appeared, on_portal_vanished, self, NULL);
  return self;
}

void
bell_background_status_free (BellBackgroundStatus *self)
{
  g_bus_unwatch_name (self->portal_watch);
  g_object_unref (self->session);
  g_free (self->message);
  g_free (self);
}
