/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application.c: the resident program.
 * The way of a piece of news: watch-list → notice-policy → notifier; the way of a status:
 * watch-list → summary → tray, menu and bus, and to the notifier where it needs the user. Wishes come back as actions, from the menu and from
 * notifications, and as signals of the bus service. */

#include "app/application.h"

#include "account/account-list.h"
#include "app/attention-notices.h"
#include "app/message-commands.h"
#include "app/notice-settings.h"
#include "app/pause.h"
#include "app/shown-notices.h"
#include "desktop/bus-service.h"
#include "desktop/mail-opener.h"
#include "desktop/notifier.h"
#include "desktop/preferences-opener.h"
#include "desktop/tray-clipboard.h"
#include "desktop/tray-indicator.h"
#include "desktop/tray-menu.h"
#include "policy/summary.h"
#include "watch/watch-list.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

struct _BellApplication {
  GApplication parent_instance;

  BellBusService       *bus;       /* (owned) */
  BellAccountList      *accounts;  /* (owned) */
  BellWatchList        *watch;     /* (owned) (nullable): NULL before startup and after shutdown */
  BellNotifier         *notifier;  /* (owned) */
  BellShownNotices     *shown;     /* (owned) */
  BellAttentionNotices *attention; /* (owned) */
  BellTrayMenu         *menu;      /* (owned) */
  BellNewestMessages   *newest;    /* (owned) */
  BellMessageCommands  *commands;  /* (owned) */
  BellPause            *pause;     /* (owned) (nullable) with WATCH */
  BellTrayIndicator    *tray;      /* (owned) (nullable): NULL without a display */
  char                 *token; /* (owned) (nullable) activation token of the call being served */
  guint                 signal_sources[3];
  gboolean              stopping;
};

G_DEFINE_FINAL_TYPE (BellApplication, bell_application, G_TYPE_APPLICATION)

static void
withdraw (BellApplication *self, GPtrArray *notice_ids)
{
  for (guint i = 0; i < notice_ids->len; i++)
    bell_notifier_withdraw (self->notifier, g_ptr_array_index (notice_ids, i));
}

/* What is read needs no notification, even where the server did not say which message it was. */
static void
withdraw_where_nothing_is_unread (BellApplication *self, GPtrArray *statuses)
{
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);
    g_autoptr (GPtrArray) ids = NULL;

    if (!status->unread_known)
      continue;
    bell_newest_messages_counted (self->newest, status->id, status->unread);
    ids = bell_shown_notices_take_read (self->shown, status->id, status->unread);
    withdraw (self, ids);
  }
}

static void
show_newest (BellApplication *self)
{
  GSettings *settings = bell_account_list_get_settings (self->accounts);

  bell_tray_menu_set_messages (
    self->menu, bell_newest_messages_get (self->newest),
    (BellNoticeContent) g_settings_get_enum (settings, "notification-content"));
}

static void
show_statuses (BellApplication *self)
{
  g_autoptr (GPtrArray) statuses = bell_watch_list_get_statuses (self->watch);
  gboolean paused = bell_watch_list_get_paused (self->watch);
  g_autoptr (BellSummary) summary = bell_summary_new (statuses, paused);

  bell_tray_menu_set_paused_until (self->menu, bell_pause_get_until (self->pause));
  bell_tray_menu_set_statuses (self->menu, statuses, paused);
  if (self->tray != NULL)
    bell_tray_indicator_set_summary (self->tray, summary);
  bell_bus_service_set_statuses (self->bus, statuses, paused);
  bell_attention_notices_update (self->attention, statuses);
  withdraw_where_nothing_is_unread (self, statuses);
  show_newest (self);
}

static void
on_news (G_GNUC_UNUSED BellWatchList *watch,
         BellAccount                 *account,
         BellNews                    *news,
         BellApplication             *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_auto (BellNoticeSettings) wishes = { 0 };
  g_autoptr (GPtrArray) notices = NULL;

  for (guint i = 0; i < news->messages->len; i++)
    bell_bus_service_emit_new_mail (self->bus, news->account_id, news->folder,
                                    g_ptr_array_index (news->messages, i));

  bell_newest_messages_add (self->newest, news);
  show_newest (self);
  if (!bell_account_get_notify (account))
    return;
  bell_notice_settings_init (&wishes, bell_account_list_get_settings (self->accounts), now,
                             self->tray != NULL && bell_tray_clipboard_is_there ());
  notices = bell_notice_policy_decide (news, &wishes.style);
  for (guint i = 0; i < notices->len; i++)
    bell_notifier_show (self->notifier, g_ptr_array_index (notices, i));
  bell_shown_notices_add (self->shown, news, notices);
}

static void
on_gone (G_GNUC_UNUSED BellWatchList *watch,
         const char                  *account_id,
         const char                  *folder,
         guint                        uid_validity,
         BellImapUidSet              *uids,
         BellApplication             *self)
{
  g_autoptr (GPtrArray) ids =
    bell_shown_notices_take (self->shown, account_id, folder, uid_validity, uids);

  withdraw (self, ids);
  if (bell_newest_messages_remove (self->newest, account_id, folder, uid_validity, uids))
    show_newest (self);
}

static void
show_error (BellApplication *self, const char *id, const char *title, const char *text)
{
  BellNotice notice = { .id = (char *) id, .title = (char *) title, .body = (char *) text };

  g_message ("%s: %s", title, text);
  bell_notifier_show (self->notifier, &notice);
}

/* That of the click which is being served. (transfer full) (nullable) */
static char *
take_token (BellApplication *self)
{
  g_autofree char *token = g_steal_pointer (&self->token);

  if (token == NULL && self->notifier != NULL)
    token = bell_notifier_take_activation_token (self->notifier);
  if (token == NULL && self->tray != NULL)
    token = bell_tray_indicator_take_activation_token (self->tray);
  return g_steal_pointer (&token);
}

static void
on_mail_opened (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bell_mail_opener_open_finish (result, &error) && self->notifier != NULL)
    show_error (self, "open-mail-failed", _ ("The mail program was not opened"), error->message);
}

/* The account of ID, or the only one there is. (transfer full) (nullable) */
static BellAccount *
find_account (BellApplication *self, const char *id)
{
  GListModel  *accounts = G_LIST_MODEL (self->accounts);
  BellAccount *account = bell_account_list_find_by_id (self->accounts, id);

  if (account != NULL)
    return g_object_ref (account);
  return g_list_model_get_n_items (accounts) == 1 ? g_list_model_get_item (accounts, 0) : NULL;
}

/* ACCOUNT_ID "": the client of the only account, or the default one. MESSAGE_ID (nullable). */
static void
open_mail (BellApplication *self, const char *account_id, const char *message_id)
{
  g_autofree char *token = take_token (self);
  g_autofree char *client = NULL;
  g_auto (GStrv) command = NULL;
  g_autoptr (BellAccount) account = find_account (self, account_id);
  BellMailWish wish = { .message_id = message_id };

  if (account != NULL) {
    client = g_settings_get_string (bell_account_get_settings (account), "mail-client");
    command = g_settings_get_strv (bell_account_get_settings (account), "mail-client-command");
    wish.client = client;
    wish.command = (const char *const *) command;
  }
  bell_mail_opener_open_async (&wish, token, NULL, on_mail_opened, g_object_ref (self));
}

static void
on_open_mail_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *account_id, gpointer self)
{
  open_mail (self, g_variant_get_string (account_id, NULL), NULL);
}

static void
on_open_message_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *target, gpointer self)
{
  const char *account_id, *message_id;

  g_variant_get (target, "(&s&suu&s)", &account_id, NULL, NULL, NULL, &message_id);
  open_mail (self, account_id, message_id);
}

static void
on_preferences_activated (G_GNUC_UNUSED GSimpleAction *action,
                          G_GNUC_UNUSED GVariant      *parameter,
                          gpointer                     user_data)
{
  BellApplication *self = user_data;
  g_autofree char *token = take_token (self);
  g_autoptr (GError) error = NULL;

  if (!bell_preferences_opener_open (NULL, token, &error))
    show_error (self, "preferences-failed", _ ("The preferences were not opened"), error->message);
}

static void
on_bus_show_preferences (G_GNUC_UNUSED BellApplication *self,
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
check_now (BellApplication *self, const char *account_id)
{
  if (self->watch != NULL)
    bell_watch_list_check_now (self->watch, account_id);
}

static void
on_check_now_activated (G_GNUC_UNUSED GSimpleAction *action,
                        G_GNUC_UNUSED GVariant      *parameter,
                        gpointer                     user_data)
{
  check_now (user_data, NULL);
}

static void
on_pause_changed (gpointer user_data)
{
  BellApplication *self = user_data;

  bell_watch_list_set_paused (self->watch, bell_pause_get_until (self->pause) != 0);
  show_statuses (self);
}

static void
set_paused_until (BellApplication *self, gint64 until)
{
  if (self->pause != NULL)
    bell_pause_set_until (self->pause, until);
}

static void
on_resume_activated (G_GNUC_UNUSED GSimpleAction *action,
                     G_GNUC_UNUSED GVariant      *parameter,
                     gpointer                     user_data)
{
  set_paused_until (user_data, 0);
}

static void
on_pause_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *seconds, gpointer user_data)
{
  bell_pause_set_for (BELL_APPLICATION (user_data)->pause, g_variant_get_uint32 (seconds));
}

static void
on_pause_until_tomorrow_activated (G_GNUC_UNUSED GSimpleAction *action,
                                   G_GNUC_UNUSED GVariant      *parameter,
                                   gpointer                     user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  set_paused_until (user_data, bell_pause_next_morning (now));
}

static void
on_watch_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;

  bell_watch_list_stop_finish (BELL_WATCH_LIST (source), result, NULL);
  g_application_quit (application);
}

/* A second wish to quit does not wait for servers to say good-bye. */
static void
quit (BellApplication *self)
{
  if (self->stopping || self->watch == NULL) {
    g_application_quit (G_APPLICATION (self));
    return;
  }
  self->stopping = TRUE;
  bell_watch_list_stop_async (self->watch, on_watch_stopped, g_object_ref (self));
}

static void
on_quit_activated (G_GNUC_UNUSED GSimpleAction *action,
                   G_GNUC_UNUSED GVariant      *parameter,
                   gpointer                     user_data)
{
  quit (user_data);
}

static gboolean
on_unix_signal (gpointer user_data)
{
  quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_bus_pause (BellApplication *self, guint seconds)
{
  if (self->pause != NULL)
    bell_pause_set_for (self->pause, seconds);
}

static void
on_bus_resume (BellApplication *self)
{
  set_paused_until (self, 0);
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
on_bus_act (BellApplication         *self,
            const char              *account_id,
            const BellMessageAction *action,
            GDBusMethodInvocation   *invocation)
{
  if (self->watch != NULL)
    bell_watch_list_act_async (self->watch, account_id, action, on_acted, invocation);
  else
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                                   _ ("Mailbell is about to end."));
}

static void
on_bus_refresh (BellApplication *self)
{
  if (self->watch != NULL)
    show_statuses (self);
}

static char *
on_bus_history (BellApplication *self, const char *account_id)
{
  return self->watch != NULL ? bell_watch_list_get_history (self->watch, account_id) : NULL;
}

static void
add_actions (BellApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "open-mail", .activate = on_open_mail_activated, .parameter_type = "s" },
    { .name = "open-message",
      .activate = on_open_message_activated,
      .parameter_type = BELL_MESSAGE_TARGET_TYPE },
    { .name = "pause", .activate = on_pause_activated, .parameter_type = "u" },
    { .name = "pause-until-tomorrow", .activate = on_pause_until_tomorrow_activated },
    { .name = "check-now", .activate = on_check_now_activated },
    { .name = "resume", .activate = on_resume_activated },
    { .name = "preferences", .activate = on_preferences_activated },
    { .name = "quit", .activate = on_quit_activated },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
watch_unix_signals (BellApplication *self)
{
  static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

  G_STATIC_ASSERT (G_N_ELEMENTS (numbers) == G_N_ELEMENTS (self->signal_sources));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_sources[i] = g_unix_signal_add (numbers[i], on_unix_signal, self);
}

static void
start_watching (BellApplication *self)
{
  self->accounts = bell_account_list_new ();
  self->watch = bell_watch_list_new (self->accounts);
  self->pause =
    bell_pause_new (bell_account_list_get_settings (self->accounts), on_pause_changed, self);
  bell_watch_list_set_paused (self->watch, bell_pause_get_until (self->pause) != 0);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (show_statuses), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "news", G_CALLBACK (on_news), self, 0);
  g_signal_connect_object (self->watch, "gone", G_CALLBACK (on_gone), self, 0);
}

static void
bell_application_startup (GApplication *application)
{
  BellApplication *self = BELL_APPLICATION (application);
  GDBusConnection *session = g_application_get_dbus_connection (application);

  G_APPLICATION_CLASS (bell_application_parent_class)->startup (application);

  add_actions (self);
  watch_unix_signals (self);
  self->shown = bell_shown_notices_new ();
  self->notifier = bell_notifier_new (application);
  self->attention = bell_attention_notices_new (self->notifier);
  self->menu = bell_tray_menu_new ();
  self->newest = bell_newest_messages_new ();
  start_watching (self);
  self->commands = bell_message_commands_new (G_ACTION_MAP (application), self->watch,
                                              self->notifier, self->newest);
  if (session != NULL)
    self->tray = bell_tray_indicator_new (session, bell_tray_menu_get_model (self->menu),
                                          G_ACTION_GROUP (self));
  if (self->tray == NULL)
    g_message ("No display: running without an icon");

  show_statuses (self);
  bell_watch_list_start (self->watch);
  g_application_hold (application);
}

/* Somebody has started us once more, or for the first time: then nothing is connected yet that could
 * be checked. Without an account there is one thing to do; a session that starts us, with
 * --quiet, does not come here. */
static void
bell_application_activate (GApplication *application)
{
  BellApplication *self = BELL_APPLICATION (application);

  if (self->tray != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) == 0)
    g_action_group_activate_action (G_ACTION_GROUP (self), "preferences", NULL);
  check_now (self, NULL);
}

static void
bell_application_shutdown (GApplication *application)
{
  BellApplication *self = BELL_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  if (self->commands != NULL)
    bell_message_commands_stop (self->commands);
  g_clear_object (&self->commands);
  g_clear_object (&self->tray);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->attention, bell_attention_notices_free);
  g_clear_object (&self->notifier);
  g_clear_pointer (&self->pause, bell_pause_free);
  g_clear_object (&self->watch);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->newest, bell_newest_messages_free);
  g_clear_pointer (&self->shown, bell_shown_notices_free);
  G_APPLICATION_CLASS (bell_application_parent_class)->shutdown (application);
}

static gboolean
bell_application_dbus_register (GApplication    *application,
                                GDBusConnection *connection,
                                const char      *object_path,
                                GError         **error)
{
  GApplicationClass *parent = G_APPLICATION_CLASS (bell_application_parent_class);

  return parent->dbus_register (application, connection, object_path, error) &&
         bell_bus_service_export (BELL_APPLICATION (application)->bus, connection, error);
}

static void
bell_application_dbus_unregister (GApplication    *application,
                                  GDBusConnection *connection,
                                  const char      *object_path)
{
  bell_bus_service_unexport (BELL_APPLICATION (application)->bus);
  G_APPLICATION_CLASS (bell_application_parent_class)
    ->dbus_unregister (application, connection, object_path);
}

/* A click on a notification of GNOME Shell arrives as a call with its activation token. */
static void
bell_application_before_emit (GApplication *application, GVariant *platform_data)
{
  BellApplication *self = BELL_APPLICATION (application);

  g_clear_pointer (&self->token, g_free);
  if (!g_variant_lookup (platform_data, "activation-token", "s", &self->token))
    g_variant_lookup (platform_data, "desktop-startup-id", "s", &self->token);
}

static void
bell_application_after_emit (GApplication *application, G_GNUC_UNUSED GVariant *platform_data)
{
  g_clear_pointer (&BELL_APPLICATION (application)->token, g_free);
}

static void
bell_application_dispose (GObject *object)
{
  BellApplication *self = BELL_APPLICATION (object);

  g_clear_object (&self->bus);
  g_clear_pointer (&self->token, g_free);
  G_OBJECT_CLASS (bell_application_parent_class)->dispose (object);
}

static void
bell_application_class_init (BellApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bell_application_dispose;
  application_class->startup = bell_application_startup;
  application_class->activate = bell_application_activate;
  application_class->shutdown = bell_application_shutdown;
  application_class->dbus_register = bell_application_dbus_register;
  application_class->dbus_unregister = bell_application_dbus_unregister;
  application_class->before_emit = bell_application_before_emit;
  application_class->after_emit = bell_application_after_emit;
}

static void
bell_application_init (BellApplication *self)
{
  self->bus = bell_bus_service_new ();
  g_signal_connect_object (self->bus, "check-now", G_CALLBACK (check_now), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "pause", G_CALLBACK (on_bus_pause), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "resume", G_CALLBACK (on_bus_resume), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "quit", G_CALLBACK (quit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "show-preferences", G_CALLBACK (on_bus_show_preferences),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "act", G_CALLBACK (on_bus_act), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "refresh", G_CALLBACK (on_bus_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bus, "history", G_CALLBACK (on_bus_history), self,
                           G_CONNECT_SWAPPED);
}

BellApplication *
bell_application_new (GApplicationFlags flags)
{
  return g_object_new (BELL_TYPE_APPLICATION, "application-id", BELL_APPLICATION_ID, "flags", flags,
                       NULL);
}
