/* SPDX-License-Identifier: GPL-3.0-or-later */
/* typing-end.h: tells when somebody is done with a field. Who turns to another window, to look
 * something up there, is not; who comes back goes on. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BellTypingEnd) (gpointer user_data);

/* ON_LEFT: something else of the window has been turned to. ON_CLOSED (nullable): the window, or the
 * page, has gone while the field was typed in. Lives and dies with FIELD, as USER_DATA has to. */
void bell_typing_end_watch (GtkWidget    *field,
                            BellTypingEnd on_left,
                            BellTypingEnd on_closed,
                            gpointer      user_data);

G_END_DECLS
