/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-session.h: a session for an account: where it connects, as whom, and what it remembers. */

#pragma once

#include "account/account.h"
#include "account/sign-in-secret.h"
#include "io/session.h"
#include "watch/seen-store.h"

G_BEGIN_DECLS

/* EARLIER (nullable): see BellEndpoint. HOW: what is watched and how often; what the account, SECRET and SEEN say is filled in.
 * (transfer full) */
BellSession *bell_account_session_new (BellAccount                *account,
                                       const BellSignInSecret     *secret,
                                       BellSeenStore              *seen,
                                       GTlsClientConnection       *earlier,
                                       const BellImapClientConfig *how);

/* How it has signed in; READY: the event of that type. */
void bell_account_session_remember (BellAccount         *account,
                                    BellSeenStore       *seen,
                                    const BellImapEvent *ready);

G_END_DECLS
