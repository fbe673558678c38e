/* SPDX-License-Identifier: GPL-3.0-or-later */
/* general-page.c: the settings for all accounts. */

#include "preferences/general-page.h"

#include "preferences/autostart-row.h"
#include "preferences/choice-binding.h"
#include "preferences/entry-binding.h"
#include "preferences/exceptions-row.h"
#include "preferences/group-title.h"
#include "preferences/history-group.h"
#include "preferences/notification-group.h"
#include "preferences/quiet-group.h"
#include "preferences/renewal-group.h"
#include "preferences/tray-group.h"

static const BellFieldRange polling_range = { 1, 60 };

struct _BellGeneralPage {
  AdwPreferencesPage parent_instance;

  BellAutostartRow      *autostart_row;
  BellHintRow           *autostart_hint;
  BellNotificationGroup *notification_group;
  BellTrayGroup         *tray_group;
  BellQuietGroup        *quiet_group;
  AdwComboRow           *quiet_row;
  BellExceptionsRow     *exceptions_row;
  BellRenewalGroup      *renewal_group;
  AdwEntryRow           *polling_row;
  BellHintRow           *polling_hint;
  AdwComboRow           *metered_row;
  AdwComboRow           *compress_row;
  BellHistoryGroup      *history_group;
};

G_DEFINE_FINAL_TYPE (BellGeneralPage, bell_general_page, ADW_TYPE_PREFERENCES_PAGE)

static void
bell_general_page_class_init (BellGeneralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BELL_TYPE_AUTOSTART_ROW);
  g_type_ensure (BELL_TYPE_EXCEPTIONS_ROW);
  g_type_ensure (BELL_TYPE_HINT_ROW);
  g_type_ensure (BELL_TYPE_HISTORY_GROUP);
  g_type_ensure (BELL_TYPE_NOTIFICATION_GROUP);
  g_type_ensure (BELL_TYPE_QUIET_GROUP);
  g_type_ensure (BELL_TYPE_TRAY_GROUP);
  g_type_ensure (BELL_TYPE_RENEWAL_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, autostart_hint);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, notification_group);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, tray_group);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, quiet_group);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, quiet_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, exceptions_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, renewal_group);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, polling_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, polling_hint);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, metered_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, compress_row);
  gtk_widget_class_bind_template_child (widget_class, BellGeneralPage, history_group);
}

static void
bell_general_page_init (BellGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bell_group_title_wrap (GTK_WIDGET (self));
}

void
bell_general_page_set_settings (BellGeneralPage *self, GSettings *settings)
{
  bell_autostart_row_set_hint (self->autostart_row, self->autostart_hint);
  bell_notification_group_set_settings (self->notification_group, settings);
  bell_tray_group_set_settings (self->tray_group, settings);
  bell_quiet_group_set_settings (self->quiet_group, settings);
  bell_choice_binding_new (self->quiet_row, settings, "quiet-notifications");
  bell_exceptions_row_set_settings (self->exceptions_row, settings);
  bell_entry_binding_new (self->polling_row, self->polling_hint, settings, "polling-minutes",
                          bell_field_check_range, (gpointer) &polling_range);
  bell_renewal_group_set_settings (self->renewal_group, settings, settings);
  bell_choice_binding_new (self->metered_row, settings, "metered");
  bell_choice_binding_new (self->compress_row, settings, "compress");
}

void
bell_general_page_set_applet (BellGeneralPage *self, BellAppletLink *applet)
{
  bell_notification_group_set_applet (self->notification_group, applet);
  bell_history_group_set_applet (self->history_group, applet);
}
