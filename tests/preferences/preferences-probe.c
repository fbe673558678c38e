/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences, telling what accessibility does not: on SIGUSR1 they print what can be seen in part
 * only, on SIGUSR2 what can have the focus, what has it, the row that would take what is being dragged, and
 * the keys of actions. With the translations of $MAILBELL_TRANSLATIONS, in the direction of $MAILBELL_DIRECTION and with text as large as
 * $MAILBELL_TEXT_PERCENT, if there are any. */

#include "preferences/preferences-application.h"

#include <adwaita.h>
#include <glib-unix.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

/* Half a pixel is lost in rounding. */
#define ALMOST 1

/* Of text that is not enlarged, as GtkSettings counts it. */
#define DPI (96 * 1024)

typedef void (*Print) (GtkWidget *widget);

/* For each widget that is to be seen. */
static void
walk (GtkWidget *widget, Print print)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  print (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, print);
}

static gboolean
print_all (Print print)
{
  GList *windows = gtk_window_list_toplevels ();

  for (GList *each = windows; each != NULL; each = each->next)
    walk (each->data, print);
  g_list_free (windows);
  g_print ("that is all\n");
  return G_SOURCE_CONTINUE;
}

/* What is cut. */

static gboolean
is_outside (GtkWidget *widget)
{
  GtkWidget      *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, root, &bounds) &&
         (bounds.origin.x < -ALMOST ||
          bounds.origin.x + bounds.size.width > gtk_widget_get_width (root) + ALMOST);
}

static gboolean
is_cut (GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int          width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  return pango_layout_is_ellipsized (layout) ||
         width > gtk_widget_get_width (GTK_WIDGET (label)) + ALMOST ||
         height > gtk_widget_get_height (GTK_WIDGET (label)) + ALMOST ||
         is_outside (GTK_WIDGET (label));
}

/* libadwaita itself shortens these where room is short: the title of a page, and that of a field. */
static const char *
describe (GtkLabel *label)
{
  if (gtk_widget_has_css_class (GTK_WIDGET (label), "title") &&
      gtk_widget_get_ancestor (GTK_WIDGET (label), ADW_TYPE_HEADER_BAR) != NULL)
    return "title";
  if (gtk_widget_get_ancestor (GTK_WIDGET (label), ADW_TYPE_ENTRY_ROW) != NULL)
    return "field";
  return "text";
}

/* What can have the focus. */

static gboolean
can_be_focused (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  for (GtkWidget *each = widget; each != NULL; each = gtk_widget_get_parent (each))
    if (!gtk_widget_get_can_focus (each))
      return FALSE;
  return TRUE;
}

/* These hand the focus on to what they hold. */
static gboolean
is_container (GtkWidget *widget)
{
  return GTK_IS_WINDOW (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LIST_BOX (widget) ||
         GTK_IS_LIST_BASE (widget) || ADW_IS_ENTRY_ROW (widget) || ADW_IS_EXPANDER_ROW (widget);
}

/* The tooltip of a menu button is above the button that has the focus. (nullable) (transfer none) */
static const char *
get_title (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);

  if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget))))
    return gtk_label_get_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (widget))));
  if (gtk_widget_get_tooltip_text (widget) != NULL && widget != row)
    return gtk_widget_get_tooltip_text (widget);
  if (row != NULL)
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  return gtk_widget_get_tooltip_text (gtk_widget_get_parent (widget));
}

static void
print_cut (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && is_cut (GTK_LABEL (widget))) {
    g_autofree char *text = g_strdup (gtk_label_get_text (GTK_LABEL (widget)));

    g_print ("cut %s: %s\n", describe (GTK_LABEL (widget)), g_strdelimit (text, "\n", ' '));
  } else if (can_be_focused (widget) && is_outside (widget))
    g_print ("cut control: %s\n", get_title (widget));
}

static void
print_widget (const char *what, GtkWidget *widget)
{
  GtkWidget      *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t bounds = GRAPHENE_RECT_INIT_ZERO;

  if (!gtk_widget_compute_bounds (widget, root, &bounds))
    return;
  g_print ("%s %p %.0f %.0f %.0f %.0f %s %s\n", what, (void *) widget, bounds.origin.x,
           bounds.origin.y, bounds.size.width, bounds.size.height, G_OBJECT_TYPE_NAME (widget),
           get_title (widget));
}

/* Of the window that keys go to. */
static void
print_focusable (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  if (!gtk_window_is_active (window))
    return;
  if (widget == gtk_window_get_focus (window))
    print_widget ("focus", widget);
  if (can_be_focused (widget) && !is_container (widget))
    print_widget ("control", widget);
}

static void
print_pointed_at (GtkWidget *widget)
{
  if ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_DROP_ACTIVE) != 0)
    print_widget ("drop", widget);
  print_focusable (widget);
}

static gboolean
on_asked_for_cut (G_GNUC_UNUSED gpointer user_data)
{
  return print_all (print_cut);
}

/* The keys of actions. */
static void
print_keys (GtkApplication *application)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);

  for (char **action = actions; *action != NULL; action++) {
    g_auto (GStrv) keys = gtk_application_get_accels_for_action (application, *action);

    for (char **key = keys; *key != NULL; key++)
      g_print ("key %s %s\n", *action, *key);
  }
}

static gboolean
on_asked_for_focus (gpointer application)
{
  print_keys (application);
  return print_all (print_pointed_at);
}

static void
on_started (G_GNUC_UNUSED gpointer user_data)
{
  const char *percent = g_getenv ("MAILBELL_TEXT_PERCENT");

  if (g_strcmp0 (g_getenv ("MAILBELL_DIRECTION"), "rtl") == 0)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (percent != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", DPI * atoi (percent) / 100, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (BellPreferencesApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("MAILBELL_TRANSLATIONS"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_unix_signal_add (SIGUSR1, on_asked_for_cut, NULL);
  application = bell_preferences_application_new ();
  g_unix_signal_add (SIGUSR2, on_asked_for_focus, application);
  g_signal_connect_after (application, "startup", G_CALLBACK (on_started), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
