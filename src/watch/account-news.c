/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-news.c: what the connections of an account tell of its messages. */

#include "watch/account-news.h"

#include "io/clock.h"
#include "watch/arrivals.h"

struct _BellAccountNews {
  BellAccount                *account; /* (unowned) */
  GSettings                  *general; /* (unowned) */
  BellSeenStore              *seen;    /* (unowned) */
  BellMeterStore             *meter;   /* (unowned) */
  BellMessageActions         *actions; /* (unowned) */
  BellRecentMessages         *recent;  /* (owned) */
  const BellAccountNewsCalls *calls;   /* (unowned) static */
  gpointer                    user_data;
};

BellAccountNews *
bell_account_news_new (BellAccount                *account,
                       GSettings                  *general,
                       BellSeenStore              *seen,
                       BellMeterStore             *meter,
                       BellMessageActions         *actions,
                       const BellAccountNewsCalls *calls,
                       gpointer                    user_data)
{
  BellAccountNews *self = g_new0 (BellAccountNews, 1);

  self->account = account;
  self->general = general;
  self->seen = seen;
  self->meter = meter;
  self->actions = actions;
  self->recent = bell_recent_messages_new ();
  self->calls = calls;
  self->user_data = user_data;
  return self;
}

void
bell_account_news_free (BellAccountNews *self)
{
  bell_recent_messages_free (self->recent);
  g_free (self);
}

static void
tell (BellAccountNews *self, BellNews *news, const BellImapEvent *event, GPtrArray *messages)
{
  g_autofree char *folder = bell_arrivals_name_folder (event->mailbox);

  news->account_id = bell_account_get_id (self->account);
  news->account_name = bell_account_get_name (self->account);
  news->folder = folder;
  news->messages = messages;
  news->after_absence = event->after_absence;
  news->digest_above = g_settings_get_uint (self->general, "digest-above");
  self->calls->news (news, self->user_data);
  if (!news->moved)
    bell_meter_store_rang (self->meter, news, event->arrived_us);
}

static void
tell_news (BellAccountNews *self, const BellImapEvent *event)
{
  g_auto (BellArrivals) arrivals = { 0 };
  BellNews moved = { .moved = TRUE };
  BellNews news = { .n_more = event->n_more };

  bell_arrivals_init (&arrivals, event, self->recent, bell_clock_now ());
  if (arrivals.moved->len > 0)
    tell (self, &moved, event, arrivals.moved);
  if (arrivals.news->len > 0 || news.n_more > 0)
    tell (self, &news, event, arrivals.news);
}

/* They were told of in an earlier run, or were there before anybody looked: nothing rings, and one that
 * comes to another folder as news is news. */
static void
tell_newest (BellAccountNews *self, const BellImapEvent *event)
{
  g_autofree char *folder = bell_arrivals_name_folder (event->mailbox);
  g_autoptr (GPtrArray) messages = bell_arrivals_summarise (event);
  BellNews newest = { .account_id = bell_account_get_id (self->account),
                      .account_name = bell_account_get_name (self->account),
                      .folder = folder,
                      .messages = messages };

  self->calls->newest (&newest, self->user_data);
}

void
bell_account_news_tell_gone (const BellImapEvent *event, gpointer user_data)
{
  BellAccountNews *self = user_data;
  g_autofree char *folder = bell_arrivals_name_folder (event->mailbox);

  self->calls->gone (folder, event->uid_validity, event->uids, self->user_data);
}

/* Told first, remembered then: if we die in between, the message is told again, under the same
 * notification id, rather than never. */
void
bell_account_news_take (BellAccountNews *self, BellImapEvent *event)
{
  const BellImapRemembered remembered = { event->mailbox, event->uid_validity, event->uid_seen,
                                          event->modseq,  event->told,         event->earlier };

  if (event->type == BELL_IMAP_EVENT_UNLISTED)
    bell_seen_store_miss (self->seen, event->mailbox, g_get_real_time () / G_USEC_PER_SEC);
  else if (event->type == BELL_IMAP_EVENT_GONE) {
    bell_recent_messages_gone (self->recent, event->mailbox, event->uid_validity, event->uids,
                               bell_clock_now ());
    bell_account_news_tell_gone (event, self);
  } else if (event->type == BELL_IMAP_EVENT_NEWEST)
    tell_newest (self, event);
  else if (event->type == BELL_IMAP_EVENT_NEWS) {
    bell_message_actions_filter (self->actions, event);
    tell_news (self, event);
  }
  if (event->uid_validity != 0)
    bell_seen_store_set (self->seen, &remembered);
}
