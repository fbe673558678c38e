/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-clipboard.h: the clipboard of the display that the icon is on.
 * A program without a window can own the selection of an X11 display. A Wayland compositor takes
 * it only from the program whose window the person is typing in, so there is none there. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE without an X11 display. */
gboolean bell_tray_clipboard_is_there (void);

/* Puts TEXT there, until somebody else puts something. */
void bell_tray_clipboard_set (const char *text);

G_END_DECLS
