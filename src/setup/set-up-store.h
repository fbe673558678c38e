/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-store.h: an account and its secret are stored, both or neither. The secret comes first: an applet
 * that runs connects as soon as it sees the settings.
 * Cancelled, it does not disturb the keyring, which may be asking somebody (see credentials.h): it
 * takes the secret out again once it is in, and ends with G_IO_ERROR_CANCELLED.
 * Errors: BELL_CREDENTIALS_ERROR, those of account-list.h. */

#pragma once

#include "account/account-list.h"
#include "setup/sign-in-flow.h"

G_BEGIN_DECLS

/* SETTINGS is copied; its identifier is invented here. FLOW (nullable): of a sign-in in the browser,
 * which comes before what SETTINGS say of the credential. PASSWORD (nullable): stored if that
 * is BELL_CREDENTIAL_PASSWORD. */
void bell_set_up_store_async (BellAccountList            *accounts,
                              const BellAccountSettings  *settings,
                              BellSecretText             *password,
                              const BellSignInFlowResult *flow,
                              GCancellable               *cancellable,
                              GAsyncReadyCallback         callback,
                              gpointer                    user_data);

/* (transfer full) (nullable): NULL with ERROR. */
BellAccount *bell_set_up_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
