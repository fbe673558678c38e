/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help-opener.c: by GIO, which prefers a viewer in the same sandbox: that of the desktop would not find
 * the help that is in there. */

#include "preferences/help-opener.h"

#include "base/sandbox.h"

#include <glib/gi18n-lib.h>

#define HELP "help:mailbell"

static void
on_opened (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellPreferencesWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    return;
  g_message ("The help was not opened: %s", error->message);
  bell_preferences_window_toast (
    window,
    bell_is_in_sandbox ()
      ? _ ("The help cannot be shown here. “mailbell --help” says the most important.")
      : _ (
          "The help cannot be shown here: install Yelp, the help viewer, or read “man mailbell”."));
}

void
bell_help_opener_open (BellPreferencesWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  g_app_info_launch_default_for_uri_async (HELP, G_APP_LAUNCH_CONTEXT (context), NULL, on_opened,
                                           g_object_ref (window));
}
