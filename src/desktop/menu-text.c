/* SPDX-License-Identifier: GPL-3.0-or-later */
/* menu-text.c: text made fit to be the label of a menu's item. */

#include "desktop/menu-text.h"

char *
bell_menu_text_escape (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}
