/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application-private.h: what the files of the application share.
 * application.c: its life; application-news.c: what the watch tells; application-actions.c: what the
 * user wishes; application-bus.c: what programs wish; application-tray.c: what shows the state. */

#pragma once

#include "account/account-list.h"
#include "app/application.h"
#include "app/attention-notices.h"
#include "app/digest-store.h"
#include "app/hooks.h"
#include "app/mark-all-commands.h"
#include "app/message-commands.h"
#include "app/own-notices.h"
#include "app/pause.h"
#include "desktop/background-status.h"
#include "desktop/bus-service.h"
#include "desktop/launcher-badge.h"
#include "desktop/notifier.h"
#include "desktop/tray-indicator.h"
#include "desktop/tray-menu.h"
#include "policy/shown-notices.h"
#include "watch/watch-list.h"

G_BEGIN_DECLS

struct _BellApplication {
  GApplication parent_instance;

  BellBusService       *bus;        /* (owned) */
  BellAccountList      *accounts;   /* (owned) */
  BellWatchList        *watch;      /* (owned) (nullable): NULL before startup and after shutdown */
  BellNotifier         *notifier;   /* (owned) */
  BellShownNotices     *shown;      /* (owned) (nullable): NULL after shutdown */
  BellDigestStore      *digests;    /* (owned) of SHOWN */
  BellOwnNotices       *own;        /* (owned) */
  BellAttentionNotices *attention;  /* (owned) */
  BellTrayMenu         *menu;       /* (owned) */
  BellNewestMessages   *newest;     /* (owned) */
  BellMarkAllCommands  *mark_all;   /* (owned) */
  BellMessageCommands  *commands;   /* (owned) */
  BellHooks            *hooks;      /* (owned) (nullable) with WATCH */
  BellPause            *pause;      /* (owned) (nullable) with WATCH */
  BellTrayIndicator    *tray;       /* (owned) (nullable): NULL without a display */
  BellLauncherBadge    *badge;      /* (owned) (nullable): NULL in a sandbox */
  BellBackgroundStatus *background; /* (owned) (nullable): NULL outside a sandbox */
  char                 *token; /* (owned) (nullable) activation token of the call being served */
  guint                 signal_sources[3];
  gboolean              stopping;
};

/* News: connects what the watch tells to what shows it. */
void bell_application_follow_watch (BellApplication *self);
void bell_application_show_statuses (BellApplication *self);

/* The tray, once there are accounts and actions. STATUSES: of BellAccountStatus. */
void bell_application_start_tray (BellApplication *self);
void bell_application_show_in_tray (BellApplication *self, GPtrArray *statuses, gboolean paused);
void bell_application_stop_tray (BellApplication *self);

void bell_application_add_actions (BellApplication *self);
void bell_application_connect_bus (BellApplication *self);

/* ACCOUNT_ID (nullable): all. */
void bell_application_check_now (BellApplication *self, const char *account_id);

/* UNTIL as in pause.h. Nothing, before startup and after shutdown. */
void bell_application_pause_until (BellApplication *self, gint64 until);
void bell_application_pause_for (BellApplication *self, guint seconds);

/* A second wish to quit does not wait for servers to say good-bye. */
void bell_application_quit (BellApplication *self);

G_END_DECLS
