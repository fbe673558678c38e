/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences with the translations of $MAILBELL_TRANSLATIONS; on SIGUSR1 they print the text that
 * can be seen in part only. For the test with a made-up language, which accessibility does not tell. */

#include "preferences/preferences-application.h"

#include <adwaita.h>
#include <glib-unix.h>
#include <libintl.h>
#include <locale.h>

/* Half a pixel is lost in rounding. */
#define ALMOST 1

static gboolean
is_cut (GtkLabel *label)
{
  GtkWidget      *widget = GTK_WIDGET (label);
  GtkWidget      *root = GTK_WIDGET (gtk_widget_get_root (widget));
  PangoLayout    *layout = gtk_label_get_layout (label);
  graphene_rect_t bounds;
  int             width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (pango_layout_is_ellipsized (layout) || width > gtk_widget_get_width (widget) + ALMOST)
    return TRUE;
  return gtk_widget_compute_bounds (widget, root, &bounds) &&
         (bounds.origin.x < -ALMOST ||
          bounds.origin.x + bounds.size.width > gtk_widget_get_width (root) + ALMOST);
}

/* libadwaita itself shortens these where room is short: the value of a choice, the title of a field. */
static const char *
describe (GtkLabel *label)
{
  if (gtk_widget_get_ancestor (GTK_WIDGET (label), ADW_TYPE_COMBO_ROW) != NULL &&
      !gtk_widget_has_css_class (GTK_WIDGET (label), "title") &&
      !gtk_widget_has_css_class (GTK_WIDGET (label), "subtitle"))
    return "value";
  if (gtk_widget_get_ancestor (GTK_WIDGET (label), ADW_TYPE_ENTRY_ROW) != NULL)
    return "field";
  return "text";
}

static void
print_cut_text (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && is_cut (GTK_LABEL (widget))) {
    g_autofree char *text = g_strdup (gtk_label_get_text (GTK_LABEL (widget)));

    g_print ("cut %s: %s\n", describe (GTK_LABEL (widget)), g_strdelimit (text, "\n", ' '));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    print_cut_text (child);
}

static gboolean
on_asked (G_GNUC_UNUSED gpointer user_data)
{
  GList *windows = gtk_window_list_toplevels ();

  for (GList *each = windows; each != NULL; each = each->next)
    print_cut_text (each->data);
  g_list_free (windows);
  g_print ("that is all\n");
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (BellPreferencesApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("MAILBELL_TRANSLATIONS"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_unix_signal_add (SIGUSR1, on_asked, NULL);
  application = bell_preferences_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
