/* SPDX-License-Identifier: GPL-3.0-or-later */
/* online-accounts-private.h: one look at the accounts on a given connection, for those who list,
 * ask and watch. */

#pragma once

#include "account/online-accounts.h"

G_BEGIN_DECLS

/* CONNECTION (nullable): the session bus. */
void       bell_online_accounts_read_async (GDBusConnection    *connection,
                                            GDBusCallFlags      flags,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
GPtrArray *bell_online_accounts_read_finish (GAsyncResult     *result,
                                             GDBusConnection **connection, /* (out) (optional) */
                                             GError          **error);              /* (transfer full) */

/* The error of a call on the bus as one of ours; a cancelled one stays. (transfer full) */
GError *bell_online_accounts_translate_error (const GError *error);

G_END_DECLS
