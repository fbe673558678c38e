/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret-service-restart.c: libsecret (0.20 and 0.21) watches the service's name only for the instance
 * of secret_service_get(), not for the one that secret_password_*() use; disconnecting drops both. */

#include "account/secret-service-restart.h"

#include <gio/gio.h>
#include <libsecret/secret.h>

#define SERVICE_NAME "org.freedesktop.secrets"

static gboolean is_there;

static void
on_appeared (G_GNUC_UNUSED GDBusConnection *bus,
             G_GNUC_UNUSED const char      *name,
             G_GNUC_UNUSED const char      *owner,
             G_GNUC_UNUSED gpointer         user_data)
{
  is_there = TRUE;
}

/* Called as well when there was none from the beginning. */
static void
on_vanished (G_GNUC_UNUSED GDBusConnection *bus,
             G_GNUC_UNUSED const char      *name,
             G_GNUC_UNUSED gpointer         user_data)
{
  if (is_there)
    secret_service_disconnect ();
  is_there = FALSE;
}

void
bell_secret_service_heed_restarts (void)
{
  static guint watch;

  if (watch == 0)
    watch = g_bus_watch_name (G_BUS_TYPE_SESSION, SERVICE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                              on_appeared, on_vanished, NULL, NULL);
}
