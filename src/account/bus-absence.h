/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bus-absence.h: whether an error of the bus says that there is nobody to talk to. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Nobody has the name, and nobody could be started who would take it, as at log-in, when the display is not
 * there yet. ERROR (nullable). */
gboolean bell_bus_absence_is_told (const GError *error);

G_END_DECLS
