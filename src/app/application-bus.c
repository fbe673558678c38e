/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application-bus.c: what other programs wish, the preferences among them. */

#include "app/application-private.h"
#include "app/sample-notice.h"
#include "desktop/preferences-opener.h"
#include "watch/mark-all-read.h"

#include <glib/gi18n-lib.h>

static void
on_show_preferences (G_GNUC_UNUSED BellApplication *self,
                     const char                    *account_id,
                     const char                    *activation_token,
                     GDBusMethodInvocation         *invocation)
{
  g_autoptr (GError) error = NULL;

  if (bell_preferences_opener_open (account_id, activation_token, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_gerror (invocation, error);
}

static void
on_resume (BellApplication *self)
{
  bell_application_pause_until (self, 0);
}

static void
on_acted (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellMessagePlace) place = bell_message_actions_act_finish (result, &error);

  if (place != NULL)
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_gerror (invocation, error);
}

static void
on_all_marked (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (BellMarkedMessages) marked = bell_mark_all_finish (result);

  if (marked->error == NULL)
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_gerror (invocation, marked->error);
}

static void
on_act (BellApplication         *self,
        const char              *account_id,
        const BellMessageAction *action,
        GDBusMethodInvocation   *invocation)
{
  if (self->watch != NULL && action->type == BELL_IMAP_ACTION_MARK_ALL_READ)
    bell_mark_all_read_async (self->watch, account_id, on_all_marked, invocation);
  else if (self->watch != NULL)
    bell_watch_list_act_async (self->watch, account_id, action, on_acted, invocation);
  else
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                                   _ ("Mailbell is about to end."));
}

static void
on_run_command (BellApplication *self, const char *account_id, GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;

  if (self->hooks == NULL)
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                                   _ ("Mailbell is about to end."));
  else if (bell_hooks_run_now (self->hooks, account_id, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_gerror (invocation, error);
}

static void
on_refresh (BellApplication *self)
{
  if (self->watch != NULL)
    bell_application_show_statuses (self);
}

static void
on_test_notification (BellApplication *self)
{
  g_autoptr (BellNotice) notice = NULL;

  if (self->watch == NULL)
    return;
  notice = bell_sample_notice_new (bell_account_list_get_settings (self->accounts));
  bell_notifier_show (self->notifier, notice);
}

static char *
on_history (BellApplication *self, const char *account_id)
{
  return self->watch != NULL ? bell_watch_list_get_history (self->watch, account_id) : NULL;
}

static void
on_clear_history (BellApplication *self, const char *account_id, GDBusMethodInvocation *invocation)
{
  const char *id = *account_id != '\0' ? account_id : NULL;

  if (self->watch != NULL && bell_watch_list_clear_history (self->watch, id))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_error_literal (
      invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, _ ("There is no such account."));
}

void
bell_application_connect_bus (BellApplication *self)
{
  g_signal_connect_object (self->bus, "check-now", G_CALLBACK (bell_application_check_now), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "pause", G_CALLBACK (bell_application_pause_for), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "resume", G_CALLBACK (on_resume), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "quit", G_CALLBACK (bell_application_quit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "show-preferences", G_CALLBACK (on_show_preferences), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "act", G_CALLBACK (on_act), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "run-command", G_CALLBACK (on_run_command), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "refresh", G_CALLBACK (on_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "test-notification", G_CALLBACK (on_test_notification), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "history", G_CALLBACK (on_history), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "clear-history", G_CALLBACK (on_clear_history), self,
                           G_CONNECT_SWAPPED);
}
