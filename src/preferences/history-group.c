/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history-group.c: “Clear history”. The applet does it: it alone writes those files. */

#include "preferences/history-group.h"

#include <glib/gi18n-lib.h>

#define CLEAR "clear"

struct _BellHistoryGroup {
  AdwPreferencesGroup parent_instance;

  BellAppletLink *applet;   /* (owned) */
  GCancellable   *clearing; /* (owned) */

  GtkButton *clear_button;
};

G_DEFINE_FINAL_TYPE (BellHistoryGroup, bell_history_group, ADW_TYPE_PREFERENCES_GROUP)

static void
tell (BellHistoryGroup *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "window.tell", "s", text);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellHistoryGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (bell_bus_application_call_clear_history_finish (BELL_BUS_APPLICATION (source), result,
                                                      &error)) {
    tell (self, _ ("The history was cleared."));
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* perhaps with SELF disposed of */
  g_message ("The history was not cleared: %s", error->message);
  tell (self, _ ("The history was not cleared: Mailbell did not answer. Try again."));
}

static void
on_response (BellHistoryGroup *self, const char *response)
{
  BellBusApplication *application = bell_applet_link_get_application (self->applet);

  if (!g_str_equal (response, CLEAR))
    return;
  if (application == NULL)
    tell (self, _ ("The history was not cleared: Mailbell did not answer. Try again."));
  else
    bell_bus_application_call_clear_history (application, "", self->clearing, on_cleared,
                                             g_object_ref (self));
}

static void
on_clear_clicked (BellHistoryGroup *self)
{
  GtkRoot   *window = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (window), _ ("Clear the History?"),
    _ ("The bells, connections and bytes that were counted are forgotten, of all accounts and for "
       "good. Your mail stays as it is."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), CLEAR,
                                    _ ("C_lear"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), CLEAR,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_applet_changed (BellHistoryGroup *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button),
                            bell_applet_link_get_application (self->applet) != NULL);
}

static void
bell_history_group_dispose (GObject *object)
{
  BellHistoryGroup *self = BELL_HISTORY_GROUP (object);

  g_cancellable_cancel (self->clearing);
  g_clear_object (&self->applet);
  G_OBJECT_CLASS (bell_history_group_parent_class)->dispose (object);
}

static void
bell_history_group_finalize (GObject *object)
{
  g_object_unref (BELL_HISTORY_GROUP (object)->clearing);
  G_OBJECT_CLASS (bell_history_group_parent_class)->finalize (object);
}

static void
bell_history_group_class_init (BellHistoryGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_history_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = bell_history_group_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/mailbell/Mailbell/Preferences/history-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BellHistoryGroup, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked);
}

static void
bell_history_group_init (BellHistoryGroup *self)
{
  self->clearing = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bell_history_group_set_applet (BellHistoryGroup *self, BellAppletLink *applet)
{
  self->applet = g_object_ref (applet);
  g_signal_connect_object (applet, "changed", G_CALLBACK (on_applet_changed), self,
                           G_CONNECT_SWAPPED);
  on_applet_changed (self);
}
