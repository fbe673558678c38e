/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch-plan.c: what is watched of an account, and how often it is spoken to. */

#include "watch/watch-plan.h"

#include "account/notice-content.h"
#include "base/time-units.h"
#include "imap/imap-mailbox-name.h"
#include "policy/metered-policy.h"
#include "policy/newest-messages.h"

/* A name that is no UTF-8 cannot come from the settings. */
static char *
wire_name (const char *folder)
{
  if (bell_imap_mailbox_name_is_inbox (folder))
    return g_strdup ("INBOX");
  return bell_imap_mailbox_name_encode (folder);
}

char **
bell_watch_plan_get_mailboxes (BellAccount *account)
{
  const char *const *folders = bell_account_get_folders (account);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (folders[0] == NULL)
    g_strv_builder_add (builder, "INBOX");
  for (guint i = 0; folders[i] != NULL; i++) {
    g_autofree char *mailbox = wire_name (folders[i]);

    g_strv_builder_add (builder, mailbox);
  }
  return g_strv_builder_end (builder);
}

static gint64
get_renewal (BellAccount *account, GSettings *general)
{
  int minutes = g_settings_get_int (bell_account_get_settings (account), "renewal-minutes");

  if (minutes < 0)
    return g_settings_get_uint (general, "renewal-minutes") * BELL_MINUTE;
  return minutes * BELL_MINUTE;
}

/* Where nothing of a message may be seen there is no list of them. */
static guint
get_n_listed (BellAccount *account, GSettings *general)
{
  return bell_notice_content_get (general, account) == BELL_CONTENT_PRIVATE ? 0
                                                                            : BELL_NEWEST_LISTED;
}

void
bell_watch_plan_init (BellWatchPlan *self,
                      BellAccount   *account,
                      GSettings     *general,
                      gboolean       metered)
{
  BellMeteredPlan plan =
    bell_metered_plan ((BellMetered) g_settings_get_enum (general, "metered"),
                       (BellCompress) g_settings_get_enum (general, "compress"), metered,
                       g_settings_get_uint (general, "polling-minutes") * BELL_MINUTE);

  *self = (BellWatchPlan){ .automatic = bell_account_get_folders (account)[0] == NULL,
                           .previews = plan.previews,
                           .compress = plan.compress,
                           .newest = plan.newest ? get_n_listed (account, general) : 0,
                           .renewal_us = get_renewal (account, general),
                           .longest_renewal = plan.longest_renewal,
                           .polling_us = plan.polling_us,
                           .paused = plan.paused };
}

void
bell_watch_plan_configure (const BellWatchPlan *self, BellImapClientConfig *config)
{
  config->automatic = self->automatic;
  config->previews = self->previews;
  config->compress = self->compress;
  config->newest = self->newest;
  config->newest_told = self->newest_told;
  config->polling_us = self->polling_us;
}
