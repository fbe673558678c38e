/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help-opener.h: opens the help with the desktop's viewer. */

#pragma once

#include "preferences/preferences-window.h"

G_BEGIN_DECLS

/* WINDOW tells it if there is none. */
void bell_help_opener_open (BellPreferencesWindow *window);

G_END_DECLS
