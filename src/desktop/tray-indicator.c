/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-indicator.c: the icon, through libayatana-appindicator3.
 * The library registers with the watcher on the bus, again whenever one appears, and exports the
 * GtkMenu as com.canonical.dbusmenu. */

#include "desktop/tray-indicator.h"

#include "desktop/tray-activation.h"
#include "desktop/tray-item.h"
#include "desktop/tray-menu-binding.h"

#include <gtk/gtk.h>

/* The library makes the path of the item from its id in this way. */
#define ITEM_PATH_PREFIX "/org/ayatana/NotificationItem/"

struct _BellTrayIndicator {
  GObject parent_instance;

  BellTrayItem       *item;       /* (owned) */
  BellTrayActivation *activation; /* (owned) */
  GActionGroup       *actions;    /* (owned) */
  GtkWidget          *menu;       /* (owned) */
  GObject            *root;       /* (owned) (nullable) of the menu as the library exports it */
};

G_DEFINE_FINAL_TYPE (BellTrayIndicator, bell_tray_indicator, G_TYPE_OBJECT)

enum { OPENED, N_SIGNALS };

static guint signals[N_SIGNALS];

static char *
make_item_path (void)
{
  g_autofree char *id = g_strdup (BELL_APPLICATION_ID);

  g_strcanon (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '_');
  return g_strconcat (ITEM_PATH_PREFIX, id, NULL);
}

static void
on_activate (gpointer user_data)
{
  BellTrayIndicator *self = user_data;

  g_action_group_activate_action (self->actions, "open-mail", g_variant_new_string (""));
}

static void
bell_tray_indicator_dispose (GObject *object)
{
  BellTrayIndicator *self = BELL_TRAY_INDICATOR (object);

  if (self->root != NULL)
    g_signal_handlers_disconnect_by_data (self->root, self);
  g_clear_object (&self->root);
  if (self->menu != NULL)
    g_signal_handlers_disconnect_by_data (self->menu, self);
  g_clear_pointer (&self->activation, bell_tray_activation_free);
  g_clear_object (&self->item);
  g_clear_object (&self->menu);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (bell_tray_indicator_parent_class)->dispose (object);
}

static void
bell_tray_indicator_class_init (BellTrayIndicatorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bell_tray_indicator_dispose;
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_tray_indicator_init (G_GNUC_UNUSED BellTrayIndicator *self)
{
}

/* Middle click runs an item of the menu. "Open Mail" is the first that is there from the beginning,
 * and stays. */
static void
set_middle_click (BellTrayIndicator *self)
{
  g_autoptr (GList) items = gtk_container_get_children (GTK_CONTAINER (self->menu));

  for (GList *link = items; link != NULL; link = link->next)
    if (!GTK_IS_SEPARATOR_MENU_ITEM (link->data)) {
      app_indicator_set_secondary_activate_target (APP_INDICATOR (self->item), link->data);
      return;
    }
}

/* The return value is that of the library's signal, which asks whether the menu has changed; it tells of
 * changes by itself. */
static gboolean
on_about_to_show (BellTrayIndicator *self)
{
  g_signal_emit (self, signals[OPENED], 0);
  return FALSE;
}

static void
on_menu_shown (BellTrayIndicator *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

/* Hosts announce that they are about to show the menu; where the icon is embedded we show it ourselves. */
static void
follow_opening (BellTrayIndicator *self)
{
  g_autoptr (GObject) server = NULL;

  g_object_get (self->item, "dbus-menu-server", &server, NULL);
  if (server != NULL)
    g_object_get (server, "root-node", &self->root, NULL);
  if (self->root != NULL)
    g_signal_connect_swapped (self->root, "about-to-show", G_CALLBACK (on_about_to_show), self);
  g_signal_connect_swapped (self->menu, "show", G_CALLBACK (on_menu_shown), self);
}

BellTrayIndicator *
bell_tray_indicator_new (GDBusConnection *session, GMenuModel *menu, GActionGroup *actions)
{
  BellTrayIndicator *self = NULL;
  g_autofree char   *item_path = NULL;

  /* A GtkMenu without a display ends the program. */
  if (!gtk_init_check (NULL, NULL))
    return NULL;

  self = g_object_new (BELL_TYPE_TRAY_INDICATOR, NULL);
  item_path = make_item_path ();
  self->actions = g_object_ref (actions);
  self->activation = bell_tray_activation_new (session, item_path, on_activate, self);
  /* When Mailbell runs from its build tree its icons are not where hosts look for them; then this
   * variable names a folder that holds "hicolor". */
  self->item = bell_tray_item_new (g_getenv ("MAILBELL_ICON_PATH"), on_activate, self);

  self->menu = bell_tray_menu_binding_new (menu, actions);
  app_indicator_set_menu (APP_INDICATOR (self->item), GTK_MENU (self->menu));
  set_middle_click (self);
  follow_opening (self);
  return self;
}

void
bell_tray_indicator_set_summary (BellTrayIndicator *self, const BellSummary *summary)
{
  bell_tray_item_set_summary (self->item, summary);
  bell_tray_activation_set_tool_tip (self->activation, summary->title, summary->detail);
}

gboolean
bell_tray_indicator_is_out_of_sight (BellTrayIndicator *self)
{
  return bell_tray_item_is_out_of_sight (self->item);
}

char *
bell_tray_indicator_take_activation_token (BellTrayIndicator *self)
{
  return bell_tray_activation_take_token (self->activation);
}
