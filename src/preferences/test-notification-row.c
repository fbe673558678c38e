/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-notification-row.c: the applet shows it, since it is the applet's notifications that count. */

#include "preferences/test-notification-row.h"

#include <glib/gi18n-lib.h>

/* It answers at once, unless it is not well. */
#define ANSWER_TIMEOUT_MS 5000

struct _BellTestNotificationRow {
  AdwActionRow parent_instance;

  BellAppletLink *applet;  /* (owned) */
  GCancellable   *sending; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BellTestNotificationRow, bell_test_notification_row, ADW_TYPE_ACTION_ROW)

static void
tell (BellTestNotificationRow *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "window.tell", "s", text);
}

static void
tell_failure (BellTestNotificationRow *self)
{
  tell (self, _ ("No notification was sent: Mailbell did not answer. Try again."));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellTestNotificationRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);

  if (answer != NULL) {
    tell (self, _ ("A test notification was sent."));
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* perhaps with SELF disposed of */
  g_message ("No test notification was sent: %s", error->message);
  tell_failure (self);
}

static void
on_clicked (BellTestNotificationRow *self)
{
  BellBusApplication *application = bell_applet_link_get_application (self->applet);

  if (application == NULL)
    tell_failure (self);
  else
    g_dbus_proxy_call (G_DBUS_PROXY (application), "TestNotification", NULL,
                       G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_TIMEOUT_MS, self->sending, on_sent,
                       g_object_ref (self));
}

static void
bell_test_notification_row_dispose (GObject *object)
{
  BellTestNotificationRow *self = BELL_TEST_NOTIFICATION_ROW (object);

  g_cancellable_cancel (self->sending);
  g_clear_object (&self->applet);
  G_OBJECT_CLASS (bell_test_notification_row_parent_class)->dispose (object);
}

static void
bell_test_notification_row_finalize (GObject *object)
{
  g_object_unref (BELL_TEST_NOTIFICATION_ROW (object)->sending);
  G_OBJECT_CLASS (bell_test_notification_row_parent_class)->finalize (object);
}

static void
bell_test_notification_row_class_init (BellTestNotificationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_test_notification_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_test_notification_row_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/test-notification-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
bell_test_notification_row_init (BellTestNotificationRow *self)
{
  self->sending = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_test_notification_row_set_applet (BellTestNotificationRow *self, BellAppletLink *applet)
{
  self->applet = g_object_ref (applet);
}
