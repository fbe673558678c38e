/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-choice.h: the accounts of GNOME Online Accounts on the command line: which there are, and
 * the one that somebody means. */

#pragma once

#include "account/account-list.h"
#include "account/online-account.h"

G_BEGIN_DECLS

/* Prints those that ACCOUNTS has not got yet. Returns the exit status. */
int bell_online_choice_list (BellAccountList *accounts, gboolean json);

/* The one that can be added, by its identifier or its address. NULL: the failure has been told.
 * (transfer full) (nullable) */
BellOnlineAccount *bell_online_choice_find (const char *wanted);

/* The one with ADDRESS, without a word if there is none that can be added. (transfer full)
 * (nullable) */
BellOnlineAccount *bell_online_choice_look_for (const char *address);

G_END_DECLS
