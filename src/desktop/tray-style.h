/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-style.h: what the host of the tray can do, as far as the desktop's name tells it.
 * No host says on the bus whether it shows a label or gives symbolic icons its colour, so the name of
 * the desktop has to tell. One that is not known is given what is right everywhere: an icon in full
 * colour that counts by itself. */

#pragma once

#include "policy/summary.h"

G_BEGIN_DECLS

/* DESKTOPS (nullable): the value of XDG_CURRENT_DESKTOP. Sets what the host can; the rest is the
 * user's. */
void bell_tray_style_set_host (BellTrayStyle *style, const char *desktops);

G_END_DECLS
