/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application.h: the resident program: one per session, on the bus as io.github.mailbell.Mailbell.
 * Lets watch/ tell of mail, policy/ decide, and desktop/ show it. Runs on without display, tray
 * host, notification daemon or secret store. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BELL_TYPE_APPLICATION (bell_application_get_type ())
G_DECLARE_FINAL_TYPE (BellApplication, bell_application, BELL, APPLICATION, GApplication)

/* FLAGS: G_APPLICATION_IS_SERVICE when D-Bus starts it. */
BellApplication *bell_application_new (GApplicationFlags flags);

/* Saves the process that is to show the icon the memory of a graphics driver. To be called before there
 * are threads, since it is done by the environment. */
void bell_application_leave_out_opengl (void);

G_END_DECLS
