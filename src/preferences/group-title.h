/* SPDX-License-Identifier: GPL-3.0-or-later */
/* group-title.h: the titles of groups on a narrow screen, or in large text. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Those below WIDGET are broken into lines where room is short; libadwaita cuts them off. */
void bell_group_title_wrap (GtkWidget *widget);

G_END_DECLS
