/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.h: the commands of all accounts.
 * A failure is told once, in a notification that stands until the command does well or there is
 * another; how it is now stands in the accounts' statuses. */

#pragma once

#include "account/account-list.h"
#include "app/own-notices.h"
#include "policy/account-status.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

typedef struct _BellHooks BellHooks;

/* ACCOUNTS and NOTICES stay the caller's, and outlive it. CHANGED: the statuses are to be described
 * anew. */
BellHooks *bell_hooks_new (BellAccountList *accounts,
                           BellOwnNotices  *notices,
                           void (*changed) (gpointer user_data),
                           gpointer user_data);

/* Asks the runs that are on to end. */
void bell_hooks_free (BellHooks *self);

void bell_hooks_news (BellHooks *self, const BellNews *news);

/* Runs the command of an account now; an error holds a sentence. */
gboolean bell_hooks_run_now (BellHooks *self, const char *account_id, GError **error);

/* Completes STATUSES (of BellAccountStatus, of all accounts, not yet handed out), and takes note of
 * what they and PAUSED say. */
void bell_hooks_describe (BellHooks *self, GPtrArray *statuses, gboolean paused);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellHooks, bell_hooks_free)

G_END_DECLS
