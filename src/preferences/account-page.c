/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-page.c: the page of an account. */

#include "preferences/account-page.h"

#include "preferences/account-colour.h"
#include "preferences/certificate-group.h"
#include "preferences/choice-binding.h"
#include "preferences/entry-binding.h"
#include "preferences/folder-group.h"
#include "preferences/group-title.h"
#include "preferences/hook-group.h"
#include "preferences/live-account.h"
#include "preferences/mail-client-group.h"
#include "preferences/push-test-row.h"
#include "preferences/refused-certificate-binding.h"
#include "preferences/renewal-group.h"
#include "preferences/report-group.h"
#include "preferences/server-group.h"

#include <glib/gi18n-lib.h>

struct _BellAccountPage {
  AdwPreferencesPage parent_instance;

  BellAccount     *account; /* (owned) */
  BellLiveAccount *live;    /* (owned) */

  BellRefusedCertificate *refused_certificate;

  AdwActionRow         *state_row;
  GtkImage             *state_icon;
  GtkButton            *check_button;
  BellPushTestRow      *push_test_row;
  BellReportGroup      *report_group;
  AdwActionRow         *address_row;
  AdwEntryRow          *name_row;
  BellHintRow          *name_hint;
  AdwComboRow          *colour_row;
  AdwAvatar            *colour_avatar;
  GtkWidget            *order_row;
  GtkWidget            *up_button;
  GtkWidget            *down_button;
  GtkSwitch            *enabled_switch;
  GtkSwitch            *notify_switch;
  AdwComboRow          *content_row;
  BellServerGroup      *server_group;
  BellCertificateGroup *certificate_group;
  BellFolderGroup      *folder_group;
  BellMailClientGroup  *mail_client_group;
  BellHookGroup        *hook_group;
  BellRenewalGroup     *renewal_group;
};

enum {
  TOLD,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BellAccountPage, bell_account_page, ADW_TYPE_PREFERENCES_PAGE)

static void
show_state (BellAccountPage *self)
{
  g_autofree char *detail = bell_live_account_describe_detail (self->live);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row),
                                 bell_live_account_get_state_text (self->live));
  adw_action_row_set_subtitle (self->state_row, detail);
  gtk_image_set_from_icon_name (self->state_icon, bell_live_account_get_icon_name (self->live));
}

static void
show_live (BellAccountPage *self)
{
  BellBusAccount *bus = bell_live_account_get_bus (self->live);
  g_auto (GStrv) watched = bell_live_account_get_folders (self->live);

  show_state (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button), bus != NULL);
  bell_folder_group_set_watched (self->folder_group, (const char *const *) watched);
  bell_folder_group_set_connected (self->folder_group, bell_live_account_is_connected (self->live));
  bell_renewal_group_set_interval (self->renewal_group, bell_live_account_get_renewal (self->live));
}

static void
on_check_clicked (BellAccountPage *self)
{
  BellBusAccount *bus = bell_live_account_get_bus (self->live);

  if (bus != NULL)
    bell_bus_account_call_check_now (bus, NULL, NULL, NULL);
}

static void
on_remove_clicked (BellAccountPage *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

/* One account alone has no place to choose. */
static void
on_order_changed (BellAccountPage *self)
{
  gtk_widget_set_visible (self->order_row, gtk_widget_get_sensitive (self->up_button) ||
                                             gtk_widget_get_sensitive (self->down_button));
}

static void
on_told (BellAccountPage *self, const char *text)
{
  g_signal_emit (self, signals[TOLD], 0, text);
}

/* What is told is that something to sign in with has been stored. */
static void
on_stored (BellAccountPage *self, const char *text)
{
  on_told (self, text);
  bell_folder_group_ask_again (self->folder_group);
}

static void
on_trusted (BellAccountPage *self)
{
  on_told (self, _ ("From now on this certificate is trusted."));
}

static void
bell_account_page_dispose (GObject *object)
{
  BellAccountPage *self = BELL_ACCOUNT_PAGE (object);

  g_clear_object (&self->live);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (bell_account_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, push_test_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, refused_certificate);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, report_group);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, name_hint);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, colour_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, colour_avatar);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, order_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, up_button);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, down_button);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, enabled_switch);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, notify_switch);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, content_row);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, server_group);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, certificate_group);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, folder_group);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, mail_client_group);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, hook_group);
  gtk_widget_class_bind_template_child (widget_class, BellAccountPage, renewal_group);
}

static void
bell_account_page_class_init (BellAccountPageClass *klass)
{
  GType           type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_account_page_dispose;
  g_type_ensure (BELL_TYPE_PUSH_TEST_ROW);
  g_type_ensure (BELL_TYPE_REFUSED_CERTIFICATE);
  g_type_ensure (BELL_TYPE_HINT_ROW);
  g_type_ensure (BELL_TYPE_REPORT_GROUP);
  g_type_ensure (BELL_TYPE_SERVER_GROUP);
  g_type_ensure (BELL_TYPE_CERTIFICATE_GROUP);
  g_type_ensure (BELL_TYPE_FOLDER_GROUP);
  g_type_ensure (BELL_TYPE_MAIL_CLIENT_GROUP);
  g_type_ensure (BELL_TYPE_HOOK_GROUP);
  g_type_ensure (BELL_TYPE_RENEWAL_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/account-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_order_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_trusted);
  signals[TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_STRING);
  signals[REMOVE] =
    g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bell_account_page_init (BellAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bell_group_title_wrap (GTK_WIDGET (self));
}

static void
bind_settings (BellAccountPage *self, GSettings *general)
{
  GSettings *settings = bell_account_get_settings (self->account);

  g_object_bind_property (self->account, "address", self->address_row, "subtitle",
                          G_BINDING_SYNC_CREATE);
  bell_entry_binding_new (self->name_row, self->name_hint, settings, "name", bell_field_check_line,
                          NULL);
  bell_choice_binding_new (self->colour_row, settings, "colour");
  bell_account_colour_bind (settings, self->colour_avatar);
  g_object_bind_property (self->account, "name", self->colour_avatar, "text",
                          G_BINDING_SYNC_CREATE);
  g_settings_bind (settings, "enabled", self->enabled_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify", self->notify_switch, "active", G_SETTINGS_BIND_DEFAULT);
  bell_choice_binding_new (self->content_row, settings, "notification-content");
  bell_mail_client_group_set_settings (self->mail_client_group, settings);
  bell_hook_group_set_account (self->hook_group, settings, self->live);
  bell_renewal_group_set_settings (self->renewal_group, settings, general);
}

GtkWidget *
bell_account_page_new (BellAccount *account, GSettings *general, BellAppletLink *applet)
{
  BellAccountPage *self = g_object_new (BELL_TYPE_ACCOUNT_PAGE, NULL);

  self->account = g_object_ref (account);
  self->live = bell_live_account_new (account, applet);
  bind_settings (self, general);
  bell_push_test_row_set_account (self->push_test_row, account);
  bell_refused_certificate_bind (self->refused_certificate, account, self->live);
  bell_report_group_set_account (self->report_group, account, self->live);
  bell_server_group_set_account (self->server_group, account);
  bell_certificate_group_set_account (self->certificate_group, account);
  bell_folder_group_set_account (self->folder_group, account);
  g_signal_connect_object (self->server_group, "told", G_CALLBACK (on_stored), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->certificate_group, "told", G_CALLBACK (on_stored), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->live, "changed", G_CALLBACK (show_live), self, G_CONNECT_SWAPPED);
  show_live (self);
  return GTK_WIDGET (self);
}

BellAccount *
bell_account_page_get_account (BellAccountPage *self)
{
  return self->account;
}
