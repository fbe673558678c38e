/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-xembed.c: a tray takes the selection, gets ready, and announces itself to the root window. Icons
 * that ask for their place before the last are lost in some (Polybar 3.6). That it has gone is told by
 * GTK, through the clipboard which it makes of any selection. */

#include "desktop/tray-xembed.h"

#include <gtk/gtk.h>
#ifdef GDK_WINDOWING_X11
#include <gdk/gdkx.h>
#endif

/* Milliseconds. A panel with both kinds of tray brings this one first, and an icon would move at once. */
#define SETTLING_TIME 500

struct _BellTrayXembed {
  GSourceOnceFunc changed;
  gpointer        user_data;
  GdkDisplay     *display;   /* (unowned) (nullable) NULL: not one of X11 */
  GdkWindow      *root;      /* (unowned) (nullable) */
  GtkClipboard   *clipboard; /* (unowned) (nullable) */
  unsigned long   selection; /* an atom of X11 */
  gboolean        there;
  guint           settling; /* looks again, or 0 */
};

#ifdef GDK_WINDOWING_X11
static gboolean
is_owned (const BellTrayXembed *self)
{
  return XGetSelectionOwner (gdk_x11_display_get_xdisplay (self->display), self->selection) != None;
}

static gboolean
on_settled (gpointer user_data)
{
  BellTrayXembed *self = user_data;

  self->settling = 0;
  self->there = is_owned (self);
  self->changed (self->user_data);
  return G_SOURCE_REMOVE;
}

/* Never at once: a filter that is added by a filter, such as that of GtkStatusIcon, sees the same event. */
static void
settle (BellTrayXembed *self, guint delay)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  self->settling = g_timeout_add (delay, on_settled, self);
}

static GdkFilterReturn
on_root_event (GdkXEvent *event, G_GNUC_UNUSED GdkEvent *translated, gpointer user_data)
{
  BellTrayXembed            *self = user_data;
  const XClientMessageEvent *message = &((const XEvent *) event)->xclient;

  if (message->type == ClientMessage &&
      message->message_type == gdk_x11_get_xatom_by_name_for_display (self->display, "MANAGER") &&
      (Atom) message->data.l[1] == self->selection)
    settle (self, SETTLING_TIME);
  return GDK_FILTER_CONTINUE;
}

static void
on_owner_changed (BellTrayXembed *self)
{
  if (!is_owned (self))
    settle (self, 0);
}

static void
watch (BellTrayXembed *self, GdkDisplay *display)
{
  GdkScreen       *screen = gdk_display_get_default_screen (display);
  g_autofree char *name =
    g_strdup_printf ("_NET_SYSTEM_TRAY_S%d", gdk_x11_screen_get_screen_number (screen));

  self->display = display;
  self->selection = gdk_x11_get_xatom_by_name_for_display (display, name);
  self->root = gdk_screen_get_root_window (screen);
  gdk_window_set_events (self->root, gdk_window_get_events (self->root) | GDK_STRUCTURE_MASK);
  gdk_window_add_filter (self->root, on_root_event, self);
  self->clipboard = gtk_clipboard_get_for_display (display, gdk_atom_intern (name, FALSE));
  g_signal_connect_swapped (self->clipboard, "owner-change", G_CALLBACK (on_owner_changed), self);
  self->there = is_owned (self);
}

static void
unwatch (BellTrayXembed *self)
{
  gdk_window_remove_filter (self->root, on_root_event, self);
  g_signal_handlers_disconnect_by_data (self->clipboard, self);
  g_clear_handle_id (&self->settling, g_source_remove);
}
#endif

BellTrayXembed *
bell_tray_xembed_new (GSourceOnceFunc changed, gpointer user_data)
{
  BellTrayXembed *self = g_new0 (BellTrayXembed, 1);

  self->changed = changed;
  self->user_data = user_data;
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    watch (self, gdk_display_get_default ());
#endif
  return self;
}

void
bell_tray_xembed_free (BellTrayXembed *self)
{
  if (self == NULL)
    return;
#ifdef GDK_WINDOWING_X11
  if (self->display != NULL)
    unwatch (self);
#endif
  g_free (self);
}

gboolean
bell_tray_xembed_is_there (const BellTrayXembed *self)
{
  return self->there;
}
