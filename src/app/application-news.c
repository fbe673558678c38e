/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application-news.c: what the watch tells, on its way to the user.
 * News: watch-list → shown-notices, by notice-policy → notifier. Status: watch-list → summary → tray,
 * menu and bus, and to the notifier where it needs the user. */

#include "account/notice-content.h"
#include "app/application-private.h"
#include "app/notice-settings.h"
#include "desktop/tray-clipboard.h"
#include "io/clock.h"

/* NOW outlives WISHES. */
static void
read_wishes (BellApplication    *self,
             BellAccount        *account,
             GDateTime          *now,
             BellNoticeSettings *wishes)
{
  bell_notice_settings_init (wishes, bell_account_list_get_settings (self->accounts), account, now,
                             self->tray != NULL && bell_tray_clipboard_is_there ());
}

static void
withdraw (BellApplication *self, GPtrArray *notice_ids)
{
  for (guint i = 0; i < notice_ids->len; i++)
    bell_notifier_withdraw (self->notifier, g_ptr_array_index (notice_ids, i));
}

/* Digests of messages some of which have been read. */
static void
show_what_is_left (BellApplication *self)
{
  g_autoptr (GPtrArray) digests = bell_shown_notices_take_shrunk (self->shown);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  for (guint i = 0; i < digests->len; i++) {
    const BellNoticeDigest *digest = g_ptr_array_index (digests, i);
    BellAccount *account = bell_account_list_find_by_id (self->accounts, digest->account_id);
    g_auto (BellNoticeSettings) wishes = { 0 };
    g_autoptr (BellNotice) notice = NULL;

    if (account == NULL)
      continue;
    read_wishes (self, account, now, &wishes);
    notice = bell_notice_policy_tell_rest (digest, bell_account_get_name (account), &wishes.style);
    bell_notifier_show (self->notifier, notice);
  }
  bell_digest_store_update (self->digests, self->shown);
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

/* Nothing can be done any more with mail of an account that has been removed. */
static void
withdraw_what_is_of_no_account (BellApplication *self, GPtrArray *statuses)
{
  g_autoptr (GPtrArray) ids = bell_shown_notices_take_others (self->shown, statuses);

  withdraw (self, ids);
  bell_newest_messages_keep (self->newest, statuses);
}

static void
show_newest (BellApplication *self)
{
  GSettings *settings = bell_account_list_get_settings (self->accounts);
  GPtrArray *messages = bell_newest_messages_get (self->newest);

  for (guint i = 0; i < messages->len; i++) {
    BellNewestMessage *message = g_ptr_array_index (messages, i);
    BellAccount       *account = bell_account_list_find_by_id (self->accounts, message->account_id);

    message->content =
      account != NULL ? bell_notice_content_get (settings, account) : BELL_CONTENT_PRIVATE;
  }
  bell_tray_menu_set_messages (self->menu, messages);
}

void
bell_application_show_statuses (BellApplication *self)
{
  g_autoptr (GPtrArray) statuses = bell_watch_list_get_statuses (self->watch);
  gboolean paused = bell_watch_list_get_paused (self->watch);

  bell_hooks_describe (self->hooks, statuses, paused);
  bell_application_show_in_tray (self, statuses, paused);
  bell_bus_service_set_statuses (self->bus, statuses, paused);
  bell_attention_notices_update (self->attention, statuses);
  withdraw_where_nothing_is_unread (self, statuses);
  withdraw_what_is_of_no_account (self, statuses);
  show_what_is_left (self);
  show_newest (self);
}

static void
tell_others (BellApplication *self, const BellNews *news)
{
  for (guint i = 0; i < news->messages->len; i++)
    bell_bus_service_emit_new_mail (self->bus, news->account_id, news->folder,
                                    g_ptr_array_index (news->messages, i));
  bell_hooks_news (self->hooks, news);
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
  g_autoptr (GPtrArray) replaced = NULL;

  if (!news->moved)
    tell_others (self, news);
  bell_newest_messages_add (self->newest, news);
  show_newest (self);
  if (!bell_account_get_notify (account))
    return;
  read_wishes (self, account, now, &wishes);
  notices =
    bell_shown_notices_tell (self->shown, news, &wishes.style, bell_clock_now (), &replaced);
  withdraw (self, replaced);
  for (guint i = 0; i < notices->len; i++)
    bell_notifier_show (self->notifier, g_ptr_array_index (notices, i));
  bell_digest_store_update (self->digests, self->shown);
}

/* No news: nothing rings, and nobody else is told. */
static void
on_newest (G_GNUC_UNUSED BellWatchList *watch, BellNews *newest, BellApplication *self)
{
  if (bell_newest_messages_add_earlier (self->newest, newest))
    show_newest (self);
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
  show_what_is_left (self);
  if (bell_newest_messages_remove (self->newest, account_id, folder, uid_validity, uids))
    show_newest (self);
}

/* One that was closed does not come again when some of its messages are read. */
static void
on_notice_closed (G_GNUC_UNUSED BellNotifier *notifier,
                  const char                 *notice_id,
                  BellApplication            *self)
{
  bell_shown_notices_close (self->shown, notice_id);
  bell_digest_store_update (self->digests, self->shown);
}

void
bell_application_follow_watch (BellApplication *self)
{
  g_signal_connect_object (self->notifier, "closed", G_CALLBACK (on_notice_closed), self, 0);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (bell_application_show_statuses),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "news", G_CALLBACK (on_news), self, 0);
  g_signal_connect_object (self->watch, "newest", G_CALLBACK (on_newest), self, 0);
  g_signal_connect_object (self->watch, "gone", G_CALLBACK (on_gone), self, 0);
}
