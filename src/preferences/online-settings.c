/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-settings.c: each desktop that has Online Accounts has a program of its own to set them up. */

#include "preferences/online-settings.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

static const char *const programs[] = {
  "gnome-online-accounts-panel.desktop",  /* GNOME */
  "budgie-online-accounts-panel.desktop", /* Budgie */
  "gnome-online-accounts-gtk.desktop",    /* Cinnamon, Xfce and others */
};

/* One for another desktop refuses to run on this one. (transfer full) (nullable) */
static GAppInfo *
find_program (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autoptr (GDesktopAppInfo) program = g_desktop_app_info_new (programs[i]);

    if (program != NULL && g_desktop_app_info_get_show_in (program, NULL))
      return G_APP_INFO (g_steal_pointer (&program));
  }
  return NULL;
}

gboolean
bell_online_settings_are_there (void)
{
  g_autoptr (GAppInfo) program = find_program ();

  return program != NULL;
}

static void
tell_failure (GtkWidget *widget)
{
  gtk_widget_activate_action (
    widget, "window.tell", "s",
    _ ("The settings cannot be opened here. Open those of your desktop, and there Online "
       "Accounts."));
}

static void
on_launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_uris_finish (G_APP_INFO (source), result, &error))
    return;
  g_message ("The settings of Online Accounts were not opened: %s", error->message);
  tell_failure (widget);
}

void
bell_online_settings_open (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
  g_autoptr (GAppInfo) program = find_program ();

  if (program == NULL)
    tell_failure (widget);
  else
    g_app_info_launch_uris_async (program, NULL, G_APP_LAUNCH_CONTEXT (context), NULL, on_launched,
                                  g_object_ref (widget));
}
