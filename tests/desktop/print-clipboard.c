/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print-clipboard.c: prints the text on the clipboard, as another program would paste it. */

#include <gtk/gtk.h>

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;

  gtk_init (&argc, &argv);
  text = gtk_clipboard_wait_for_text (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD));
  if (text != NULL)
    g_print ("%s", text);
  return 0;
}
