/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial-remains.h: what a trial of push has had to leave in a mailbox of the account, because its
 * connection was lost or its program ended, goes as soon as there is a connection again. */

#pragma once

#include "account/account.h"
#include "account/sign-in-secret.h"
#include "watch/seen-store.h"

G_BEGIN_DECLS

/* The account has just connected with SECRET. Nothing is waited for. */
void bell_trial_remains_remove (BellAccount      *account,
                                BellSeenStore    *seen,
                                BellSignInSecret *secret);

G_END_DECLS
