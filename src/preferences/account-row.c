/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-row.c: an account at the side of the window. */

#include "preferences/account-row.h"

#include "preferences/account-colour.h"
#include "preferences/live-account.h"

#include <glib/gi18n-lib.h>

struct _BellAccountRow {
  AdwActionRow parent_instance;

  BellAccount     *account; /* (owned) */
  BellLiveAccount *live;    /* (owned) */

  AdwAvatar *avatar;
  GtkLabel  *unread;
};

G_DEFINE_FINAL_TYPE (BellAccountRow, bell_account_row, ADW_TYPE_ACTION_ROW)

static void
show_name (BellAccountRow *self)
{
  const char *name = bell_account_get_name (self->account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_avatar_set_text (self->avatar, name);
}

static void
show_unread (BellAccountRow *self)
{
  guint            unread = bell_live_account_get_unread (self->live);
  g_autofree char *number = g_strdup_printf ("%u", unread);
  g_autofree char *words = g_strdup_printf (ngettext ("%u unread", "%u unread", unread), unread);

  gtk_label_set_text (self->unread, number);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->unread), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->unread), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0);
}

static void
show_state (BellAccountRow *self)
{
  const char *state = bell_live_account_get_state_text (self->live);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), state);
  show_unread (self);
}

static void
bell_account_row_dispose (GObject *object)
{
  BellAccountRow *self = BELL_ACCOUNT_ROW (object);

  g_clear_object (&self->live);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_account_row_parent_class)->dispose (object);
}

static void
bell_account_row_class_init (BellAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_account_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BellAccountRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, BellAccountRow, unread);
}

static void
bell_account_row_init (BellAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bell_account_row_new (BellAccount *account, BellAppletLink *applet)
{
  BellAccountRow *self = g_object_new (BELL_TYPE_ACCOUNT_ROW, NULL);

  self->account = g_object_ref (account);
  self->live = bell_live_account_new (account, applet);
  g_signal_connect_object (account, "notify::name", G_CALLBACK (show_name), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->live, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  bell_account_colour_bind (bell_account_get_settings (account), self->avatar);
  show_name (self);
  show_state (self);
  return GTK_WIDGET (self);
}

BellAccount *
bell_account_row_get_account (BellAccountRow *self)
{
  return self->account;
}
