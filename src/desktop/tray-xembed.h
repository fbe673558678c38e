/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-xembed.h: whether the display has a tray of the older kind, which embeds the windows of its icons.
 * Several bars of X11 have no other. There is none under Wayland.
 * Source: freedesktop.org, "System Tray Protocol Specification" 0.3: it owns a selection. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BellTrayXembed BellTrayXembed;

/* CHANGED is called when it may have come or gone. GTK has been initialised. */
BellTrayXembed *bell_tray_xembed_new (GSourceOnceFunc changed, gpointer user_data);
void            bell_tray_xembed_free (BellTrayXembed *self);

gboolean bell_tray_xembed_is_there (const BellTrayXembed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellTrayXembed, bell_tray_xembed_free)

G_END_DECLS
