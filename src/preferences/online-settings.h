/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-settings.h: where people sign in to Online Accounts, in the settings of their desktop. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Those of this desktop are there; from inside a sandbox none are. */
gboolean bell_online_settings_are_there (void);

/* From WIDGET, whose window says it if they do not open. */
void bell_online_settings_open (GtkWidget *widget);

G_END_DECLS
