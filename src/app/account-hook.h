/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-hook.h: the command of one account: gathers the news for it, runs it when the plan says so
 * (policy/hook-plan.h), and knows how it went.
 * The settings "command" and "command-timeout-seconds" are read when it runs. */

#pragma once

#include "account/account.h"
#include "policy/notice-policy.h"

G_BEGIN_DECLS

typedef struct _BellAccountHook BellAccountHook;

/* CHANGED: running or failure did. */
BellAccountHook *bell_account_hook_new (BellAccount *account,
                                        void (*changed) (BellAccountHook *hook, gpointer user_data),
                                        gpointer user_data);

/* Asks a run that is on to end. */
void bell_account_hook_free (BellAccountHook *self);

void bell_account_hook_news (BellAccountHook *self, const BellNews *news);

/* Runs the command now, or once more behind the run that is on; an error holds a sentence. */
gboolean bell_account_hook_run_now (BellAccountHook *self, GError **error);

/* What it is told when it runs. */
void bell_account_hook_set_unread (BellAccountHook *self, guint unread);

/* Held: nothing starts by itself. */
void bell_account_hook_set_held (BellAccountHook *self, gboolean held);

BellAccount *bell_account_hook_get_account (BellAccountHook *self);
gboolean     bell_account_hook_get_running (BellAccountHook *self);

/* What went wrong last, until it goes well: a sentence, and what the command said last, one line or
 * more. (nullable) */
const char *bell_account_hook_get_failure (BellAccountHook *self);
const char *bell_account_hook_get_last_lines (BellAccountHook *self);

G_END_DECLS
