/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-style.c: what the host of the tray can do. */

#include "desktop/tray-style.h"

/* Xfce is not here: its panel shows no label, and has an option of its own that puts the symbolic
 * icon in the place of the one in full colour. MATE's panel draws a symbolic icon as it is, dark on
 * a dark panel. Budgie and Ubuntu name GNOME behind their own name. */
static const struct {
  const char *desktop;
  gboolean    symbolic;
  gboolean    label;
} hosts[] = {
  { "Budgie", TRUE, FALSE }, { "GNOME", TRUE, TRUE }, /* with the extension AppIndicator */
  { "KDE", TRUE, FALSE },                             /* by the style sheet in the icon */
  { "MATE", FALSE, TRUE },   { "Unity", TRUE, TRUE }, { "X-Cinnamon", TRUE, FALSE },
};

void
bell_tray_style_set_host (BellTrayStyle *style, const char *desktops)
{
  g_auto (GStrv) names = g_strsplit (desktops != NULL ? desktops : "", ":", -1);

  style->symbolic = style->label = FALSE;
  for (char **name = names; *name != NULL; name++)
    for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
      if (g_ascii_strcasecmp (*name, hosts[i].desktop) == 0) {
        style->symbolic = hosts[i].symbolic;
        style->label = hosts[i].label;
        return;
      }
}
