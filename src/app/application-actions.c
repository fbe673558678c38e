/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application-actions.c: what the user wishes, in the menu, at the icon and on notifications. Those that
 * concern a message are in message-commands. */

#include "account/keyring-prompt.h"
#include "app/application-private.h"
#include "base/sandbox.h"
#include "desktop/mail-opener.h"
#include "desktop/preferences-opener.h"
#include "policy/mail-choice.h"

#include <glib/gi18n-lib.h>

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

/* ACCOUNT_ID (nullable): whose page. */
static void
open_preferences (BellApplication *self, const char *account_id)
{
  g_autofree char *token = take_token (self);
  g_autoptr (GError) error = NULL;

  if (!bell_preferences_opener_open (account_id, token, &error))
    show_error (self, "preferences-failed", _ ("The preferences were not opened"), error->message);
}

static void
on_mail_opened (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BellApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bell_mail_opener_open_finish (result, &error) && self->notifier != NULL)
    show_error (self, "open-mail-failed", _ ("The mail program was not opened"), error->message);
}

/* ACCOUNT (nullable): whose mail program; NULL: the default one. MESSAGE_ID (nullable). */
static void
open_client (BellApplication *self, const BellMailAccount *account, const char *message_id)
{
  g_autofree char *token = take_token (self);
  BellMailWish     wish = { .message_id = message_id };

  if (account != NULL) {
    wish.client = account->client;
    wish.command = (const char *const *) account->command;
  }
  bell_mail_opener_open_async (&wish, token, NULL, on_mail_opened, g_object_ref (self));
}

static guint
count_unread (GPtrArray *statuses, const char *account_id)
{
  for (guint i = 0; i < statuses->len; i++) {
    const BellAccountStatus *status = g_ptr_array_index (statuses, i);

    if (g_str_equal (status->id, account_id))
      return status->unread_known ? status->unread : 0;
  }
  return 0;
}

static BellMailAccount *
describe_account (BellAccount *account, GPtrArray *statuses)
{
  GSettings  *settings = bell_account_get_settings (account);
  const char *id = bell_account_get_id (account);

  return bell_mail_account_new (id, g_settings_get_string (settings, "mail-client"),
                                g_settings_get_strv (settings, "mail-client-command"),
                                count_unread (statuses, id));
}

/* Of BellMailAccount: that of ID, or for "" all that are switched on. (transfer full) */
static GPtrArray *
list_accounts (BellApplication *self, const char *id)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);
  GPtrArray  *list = bell_mail_accounts_new ();
  g_autoptr (GPtrArray) statuses = bell_watch_list_get_statuses (self->watch);
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++) {
    g_autoptr (BellAccount) account = g_list_model_get_item (accounts, i);

    if (*id != '\0' ? g_str_equal (bell_account_get_id (account), id)
                    : bell_account_get_enabled (account) || n == 1)
      g_ptr_array_add (list, describe_account (account, statuses));
  }
  return list;
}

/* What can be done about it is done in the preferences, at ACCOUNT_ID (nullable). */
static void
explain_sandbox (BellApplication *self, const char *account_id)
{
  open_preferences (self, account_id);
  if (self->notifier != NULL)
    show_error (self, "open-mail-failed", _ ("The mail program was not opened"),
                _ ("From inside a Flatpak, Mailbell can only open a message or a web address, not "
                   "the mail program. Choose a web address in the preferences, or open the program "
                   "from the desktop's menu."));
}

/* ACCOUNT_ID "": no one's in particular. */
static void
open_mail (BellApplication *self, const char *account_id)
{
  g_autoptr (GPtrArray) accounts = list_accounts (self, account_id);
  BellMailChoice choice;

  bell_mail_choice_make (&choice, accounts, bell_newest_messages_get (self->newest),
                         bell_is_in_sandbox ());
  if (choice.impossible)
    explain_sandbox (self, choice.account != NULL ? choice.account->id : NULL);
  else
    open_client (self, choice.account, choice.message_id);
}

/* One without a Message-ID cannot be told apart by a mail program. */
static void
open_message (BellApplication *self, const char *account_id, const char *message_id)
{
  g_autoptr (GPtrArray) accounts = list_accounts (self, account_id);

  if (*message_id == '\0' || *account_id == '\0')
    open_mail (self, account_id);
  else
    open_client (self, accounts->len > 0 ? g_ptr_array_index (accounts, 0) : NULL, message_id);
}

static void
on_open_mail_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *account_id, gpointer self)
{
  open_mail (self, g_variant_get_string (account_id, NULL));
}

static void
on_open_message_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *target, gpointer self)
{
  const char *account_id, *message_id;

  g_variant_get (target, "(&s&suu&s)", &account_id, NULL, NULL, NULL, &message_id);
  open_message (self, account_id, message_id);
}

static void
on_preferences_activated (G_GNUC_UNUSED GSimpleAction *action,
                          G_GNUC_UNUSED GVariant      *parameter,
                          gpointer                     user_data)
{
  open_preferences (user_data, NULL);
}

static void
on_account_preferences_activated (G_GNUC_UNUSED GSimpleAction *action,
                                  GVariant                    *account_id,
                                  gpointer                     user_data)
{
  open_preferences (user_data, g_variant_get_string (account_id, NULL));
}

static void
on_unlock_keyring_activated (G_GNUC_UNUSED GSimpleAction *action,
                             GVariant                    *account_id,
                             gpointer                     user_data)
{
  GDBusConnection *session = g_application_get_dbus_connection (user_data);

  if (session != NULL)
    bell_keyring_prompt_show (session, g_variant_get_string (account_id, NULL));
}

static void
on_check_now_activated (G_GNUC_UNUSED GSimpleAction *action,
                        G_GNUC_UNUSED GVariant      *parameter,
                        gpointer                     user_data)
{
  bell_application_check_now (user_data, NULL);
}

static void
on_resume_activated (G_GNUC_UNUSED GSimpleAction *action,
                     G_GNUC_UNUSED GVariant      *parameter,
                     gpointer                     user_data)
{
  bell_application_pause_until (user_data, 0);
}

static void
on_pause_activated (G_GNUC_UNUSED GSimpleAction *action, GVariant *seconds, gpointer user_data)
{
  bell_application_pause_for (user_data, g_variant_get_uint32 (seconds));
}

static void
on_pause_until_tomorrow_activated (G_GNUC_UNUSED GSimpleAction *action,
                                   G_GNUC_UNUSED GVariant      *parameter,
                                   gpointer                     user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  bell_application_pause_until (user_data, bell_pause_next_morning (now));
}

static void
on_quit_activated (G_GNUC_UNUSED GSimpleAction *action,
                   G_GNUC_UNUSED GVariant      *parameter,
                   gpointer                     user_data)
{
  bell_application_quit (user_data);
}

void
bell_application_add_actions (BellApplication *self)
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
    { .name = "unlock-keyring", .activate = on_unlock_keyring_activated, .parameter_type = "s" },
    { .name = "account-preferences",
      .activate = on_account_preferences_activated,
      .parameter_type = "s" },
    { .name = "quit", .activate = on_quit_activated },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
