/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign-in-memory.h: what an account's earlier sign-ins teach the next: not to take a weaker way than the
 * strongest that has worked at this host, and not to try a channel binding, or a client certificate,
 * that the server asks for and does not take. Kept in seen-store.h. */

#pragma once

#include "imap/imap-client.h"
#include "watch/seen-store.h"

G_BEGIN_DECLS

/* Fills in what CONFIG wants to know of it. MEMORY must outlive CONFIG. NOW_S: Unix seconds. */
void bell_sign_in_memory_recall (BellSignInMemory     *memory,
                                 BellSeenStore        *seen,
                                 const char           *host,
                                 gint64                now_s,
                                 BellImapClientConfig *config);

/* CHOSEN: the user has named the mechanism. READY: the event of that type. */
void bell_sign_in_memory_keep (
  BellSeenStore *seen, const char *host, gboolean chosen, gint64 now_s, const BellImapEvent *ready);

G_END_DECLS
