/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-watcher-private.h: what the files of the account watcher share.
 * account-watcher.c: what it does; account-watcher-status.c: what it tells of that. */

#pragma once

#include "watch/account-news.h"
#include "watch/account-watcher.h"
#include "watch/session-set.h"
#include "watch/sign-in.h"
#include "watch/watch-plan.h"

G_BEGIN_DECLS

typedef enum {
  STOPPED,
  LOADING,             /* what was seen, from disk */
  ASKING,              /* for what signs in */
  WATCHING,            /* the sessions do the rest */
  WAITING_FOR_SECRETS, /* the store is locked, missing or empty */
  WAITING_FOR_USER,    /* something has to be mended; another network may be enough */
  WAITING_FOR_NETWORK, /* the one there is stands in the way */
} Phase;

struct _BellAccountWatcher {
  GObject parent_instance;

  BellAccount        *account; /* (owned) */
  GSettings          *general; /* (owned) */
  BellRenewalTuner   *tuner;   /* (owned) */
  BellSeenStore      *seen;    /* (owned) */
  BellMeterStore     *meter;   /* (owned) */
  BellMessageActions *actions; /* (owned) */
  BellAccountNews    *news;    /* (owned) */
  gboolean            seen_loaded;
  BellSessionSet     *sessions;  /* (owned) (nullable) while WATCHING */
  gboolean            connected; /* as far as they have told */
  gboolean            newest_told;

  gboolean    captive; /* the network is */
  gboolean    metered; /* so is the network */
  gboolean    running; /* wished; see is_watched() */
  Phase       phase;
  BellSignIn *sign_in;         /* (owned) */
  gboolean    asked_too_early; /* the secrets have changed since they were asked for */
  gint64      retry_at_us;
  GError     *error; /* (owned) (nullable) why it is WAITING */

  BellAccountStatus *counted; /* (owned) (nullable) what the server had counted when it was left */
};

/* What is to be watched, and how, by the settings and on this network. */
BellWatchPlan bell_account_watcher_make_plan (BellAccountWatcher *self);

/* The last known counts outlive the sessions, which are about to go. */
void bell_account_watcher_keep_counts (BellAccountWatcher *self);
void bell_account_watcher_forget_counts (BellAccountWatcher *self);

G_END_DECLS
