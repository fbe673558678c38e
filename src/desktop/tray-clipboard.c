/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-clipboard.c: the clipboard of the display that the icon is on. */

#include "desktop/tray-clipboard.h"

#include <gtk/gtk.h>

gboolean
bell_tray_clipboard_is_there (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  /* By name, so that GTK may be built without either of them. */
  return display != NULL && g_str_equal (G_OBJECT_TYPE_NAME (display), "GdkX11Display");
}

void
bell_tray_clipboard_set (const char *text)
{
  if (bell_tray_clipboard_is_there ())
    gtk_clipboard_set_text (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), text, -1);
}
