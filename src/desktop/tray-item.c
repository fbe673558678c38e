/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-item.c: gives the library no icon when it asks for one, but keeps it itself. */

#include "desktop/tray-item.h"

#include "desktop/tray-xembed.h"

struct _BellTrayItem {
  AppIndicator parent_instance;

  GSourceOnceFunc activated;
  gpointer        user_data;
  BellTrayXembed *tray;     /* (owned) */
  char           *tool_tip; /* (owned) (nullable) */
  GtkStatusIcon  *icon;     /* (owned) (nullable) the fallback, by the library's own functions */
  gboolean        hostless; /* no host answers */
};

typedef AppIndicatorClass BellTrayItemClass;

G_DEFINE_TYPE (BellTrayItem, bell_tray_item, APP_INDICATOR_TYPE)

static BellTrayItem *
to_item (gpointer indicator)
{
  return G_TYPE_CHECK_INSTANCE_CAST (indicator, BELL_TYPE_TRAY_ITEM, BellTrayItem);
}

static void
on_activated (BellTrayItem *self)
{
  self->activated (self->user_data);
}

static gboolean
on_button_released (BellTrayItem *self, const GdkEventButton *event)
{
  if (event->button != GDK_BUTTON_MIDDLE)
    return GDK_EVENT_PROPAGATE;
  on_activated (self);
  return GDK_EVENT_STOP;
}

static void
disconnect (BellTrayItem *self, const char *signal)
{
  g_signal_handlers_disconnect_matched (self->icon, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                        g_signal_lookup (signal, G_OBJECT_TYPE (self->icon)), 0,
                                        NULL, NULL, self);
}

/* GtkStatusIcon is deprecated in favour of what falls back to it here. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static void
show_tool_tip (BellTrayItem *self)
{
  if (self->icon == NULL)
    return;
  gtk_status_icon_set_tooltip_text (self->icon, self->tool_tip);
  /* What a screen reader tells of it. The library sets it once, at the beginning. */
  gtk_status_icon_set_title (self->icon, self->tool_tip != NULL ? self->tool_tip : "");
}
G_GNUC_END_IGNORE_DEPRECATIONS

/* The library shows the menu at a left click too, as it does at a right one, and at a middle click asks
 * for the size of a widget, which the icon is none of, and does nothing. */
static void
create_icon (BellTrayItem *self)
{
  self->icon = APP_INDICATOR_CLASS (bell_tray_item_parent_class)->fallback (APP_INDICATOR (self));
  disconnect (self, "activate");
  disconnect (self, "button-release-event");
  g_signal_connect_swapped (self->icon, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->icon, "button-release-event", G_CALLBACK (on_button_released),
                            self);
  show_tool_tip (self);
}

static void
drop_icon (BellTrayItem *self)
{
  APP_INDICATOR_CLASS (bell_tray_item_parent_class)
    ->unfallback (APP_INDICATOR (self), g_steal_pointer (&self->icon));
}

static void
update (gpointer user_data)
{
  BellTrayItem *self = user_data;
  gboolean wanted = self->hostless && self->tray != NULL && bell_tray_xembed_is_there (self->tray);

  if (wanted && self->icon == NULL)
    create_icon (self);
  else if (!wanted && self->icon != NULL)
    drop_icon (self);
}

static GtkStatusIcon *
bell_tray_item_fallback (AppIndicator *indicator)
{
  BellTrayItem *self = to_item (indicator);

  self->hostless = TRUE;
  update (self);
  return NULL;
}

static void
bell_tray_item_connection_changed (AppIndicator          *indicator,
                                   gboolean               connected,
                                   G_GNUC_UNUSED gpointer user_data)
{
  BellTrayItem *self = to_item (indicator);

  if (connected)
    self->hostless = FALSE;
  update (self);
}

static void
bell_tray_item_dispose (GObject *object)
{
  BellTrayItem *self = to_item (object);

  if (self->icon != NULL)
    drop_icon (self);
  g_clear_pointer (&self->tray, bell_tray_xembed_free);
  G_OBJECT_CLASS (bell_tray_item_parent_class)->dispose (object);
}

static void
bell_tray_item_finalize (GObject *object)
{
  g_free (to_item (object)->tool_tip);
  G_OBJECT_CLASS (bell_tray_item_parent_class)->finalize (object);
}

static void
bell_tray_item_class_init (BellTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bell_tray_item_dispose;
  object_class->finalize = bell_tray_item_finalize;
  klass->fallback = bell_tray_item_fallback;
  klass->connection_changed = bell_tray_item_connection_changed;
}

static void
bell_tray_item_init (BellTrayItem *self)
{
  self->tray = bell_tray_xembed_new (update, self);
}

BellTrayItem *
bell_tray_item_new (const char *icon_theme_path, GSourceOnceFunc activated, gpointer user_data)
{
  BellTrayItem *self =
    g_object_new (BELL_TYPE_TRAY_ITEM, "id", BELL_APPLICATION_ID, "category", "Communications",
                  "icon-name", BELL_APPLICATION_ID "-offline", NULL);

  self->activated = activated;
  self->user_data = user_data;
  /* Hosts look in the icon themes of XDG_DATA_DIRS otherwise. */
  if (icon_theme_path != NULL)
    app_indicator_set_icon_theme_path (APP_INDICATOR (self), icon_theme_path);
  return self;
}

void
bell_tray_item_set_tool_tip (BellTrayItem *self, const char *text)
{
  g_free (self->tool_tip);
  self->tool_tip = g_strdup (text);
  show_tool_tip (self);
}

gboolean
bell_tray_item_is_out_of_sight (BellTrayItem *self)
{
  return self->hostless && self->icon == NULL;
}
