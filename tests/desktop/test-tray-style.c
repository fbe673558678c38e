/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-tray-style.c: which icon each desktop gets. */

#include "desktop/tray-style.h"

static void
test_desktops (void)
{
  static const struct {
    const char *desktops;
    gboolean    symbolic;
    gboolean    label;
  } cases[] = {
    { NULL, FALSE, FALSE },
    { "", FALSE, FALSE },
    { "GNOME", TRUE, TRUE },
    { "gnome", TRUE, TRUE },
    { "ubuntu:GNOME", TRUE, TRUE },
    { "Budgie:GNOME", TRUE, FALSE },
    { "KDE", TRUE, FALSE },
    { "MATE", FALSE, TRUE },
    { "X-Cinnamon", TRUE, FALSE },
    { "XFCE", FALSE, FALSE },
    { "LXQt", FALSE, FALSE },
    { "sway", FALSE, FALSE },
    { "Hyprland:wlroots", FALSE, FALSE },
    { "GNOMEX", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    BellTrayStyle style = { .symbolic = TRUE, .label = TRUE, .count = TRUE };

    bell_tray_style_set_host (&style, cases[i].desktops);
    g_test_message ("%s", cases[i].desktops);
    g_assert_cmpint (style.symbolic, ==, cases[i].symbolic);
    g_assert_cmpint (style.label, ==, cases[i].label);
    g_assert_true (style.count);
    g_assert_false (style.hide);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray-style/desktops", test_desktops);
  return g_test_run ();
}
