/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-view.h: the picture of an account's last seven days: bells as ticks, what it was connected as a
 * strip, and the bytes of each day as bars; see history-picture.h. The part under the pointer, or the
 * one that the arrow keys have chosen, is framed and told in words.
 * Properties (readable, notify on change): "time", "value": the words of that part, or of all of it.
 * Accessibility: an image whose name is those words, and whose description is all of it in words. As long
 *         as there is no picture its place is empty, and it is busy. */

#pragma once

#include <gtk/gtk.h>

#include "preferences/history-picture.h"

G_BEGIN_DECLS

#define BELL_TYPE_HISTORY_VIEW (bell_history_view_get_type ())
G_DECLARE_FINAL_TYPE (BellHistoryView, bell_history_view, BELL, HISTORY_VIEW, GtkWidget)

/* PICTURE (transfer full). */
void bell_history_view_set_picture (BellHistoryView *self, BellHistoryPicture *picture);

G_END_DECLS
