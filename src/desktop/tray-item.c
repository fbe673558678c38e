/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tray-item.c: gives the library no icon when it asks for one, but keeps it itself. */

#include "desktop/tray-item.h"

#include "desktop/tray-xembed.h"

/* Hosts reserve the width of this for the label. */
#define LABEL_GUIDE "99"

struct _BellTrayItem {
  AppIndicator parent_instance;

  GSourceOnceFunc activated;
  gpointer        user_data;
  BellTrayXembed *tray;     /* (owned) */
  GtkStatusIcon  *icon;     /* (owned) (nullable) the fallback */
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

/* GtkStatusIcon is deprecated in favour of what falls back to it here. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static void
on_popup_menu (BellTrayItem *self, guint button, guint32 time)
{
  gtk_menu_popup (app_indicator_get_menu (APP_INDICATOR (self)), NULL, NULL,
                  gtk_status_icon_position_menu, self->icon, button, time);
}

static void
show_state (BellTrayItem *self)
{
  AppIndicator *indicator = APP_INDICATOR (self);
  const char   *title = app_indicator_get_title (indicator);

  gtk_status_icon_set_from_icon_name (self->icon, app_indicator_get_icon (indicator));
  gtk_status_icon_set_tooltip_text (self->icon, title);
  gtk_status_icon_set_title (self->icon, title != NULL ? title : ""); /* for a screen reader */
}

/* It shows itself at once. To name it would make a second window of it, which disturbs GDK: it has the
 * name of the program. */
static void
create_icon (BellTrayItem *self)
{
  self->icon = gtk_status_icon_new_from_icon_name (app_indicator_get_icon (APP_INDICATOR (self)));
  g_signal_connect_swapped (self->icon, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->icon, "button-release-event", G_CALLBACK (on_button_released),
                            self);
  g_signal_connect_swapped (self->icon, "popup-menu", G_CALLBACK (on_popup_menu), self);
}

static void
drop_icon (BellTrayItem *self)
{
  gtk_status_icon_set_visible (self->icon, FALSE);
  g_clear_object (&self->icon);
}
G_GNUC_END_IGNORE_DEPRECATIONS

static gboolean
is_embeddable (const BellTrayItem *self)
{
  return self->hostless && self->tray != NULL && bell_tray_xembed_is_there (self->tray);
}

static void
update (gpointer user_data)
{
  BellTrayItem *self = user_data;
  gboolean      wanted = is_embeddable (self) &&
                    app_indicator_get_status (APP_INDICATOR (self)) != APP_INDICATOR_STATUS_PASSIVE;

  if (wanted && self->icon == NULL)
    create_icon (self);
  else if (!wanted && self->icon != NULL)
    drop_icon (self);
  if (self->icon != NULL)
    show_state (self);
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
bell_tray_item_class_init (BellTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bell_tray_item_dispose;
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
  if (icon_theme_path != NULL) {
    app_indicator_set_icon_theme_path (APP_INDICATOR (self), icon_theme_path);
    gtk_icon_theme_append_search_path (gtk_icon_theme_get_default (), icon_theme_path);
  }
  return self;
}

void
bell_tray_item_set_summary (BellTrayItem *self, const BellSummary *summary)
{
  AppIndicator *indicator = APP_INDICATOR (self);

  app_indicator_set_status (indicator, summary->hidden ? APP_INDICATOR_STATUS_PASSIVE
                                                       : APP_INDICATOR_STATUS_ACTIVE);
  app_indicator_set_icon_full (indicator, summary->icon_name, summary->title);
  app_indicator_set_label (indicator, summary->label, LABEL_GUIDE);
  app_indicator_set_title (indicator, summary->title);
  update (self);
}

gboolean
bell_tray_item_is_out_of_sight (BellTrayItem *self)
{
  return self->hostless && !is_embeddable (self);
}
