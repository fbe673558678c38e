/* SPDX-License-Identifier: GPL-3.0-or-later */
/* menu-text.h: text made fit to be the label of a menu's item. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Hosts take "_" for the mark of a mnemonic, "__" for an underscore (com.canonical.dbusmenu).
 * (transfer full) */
char *bell_menu_text_escape (const char *text);

G_END_DECLS
