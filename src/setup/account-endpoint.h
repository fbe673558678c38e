/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-endpoint.h: where an account connects to, for who does so on the user's wish. */

#pragma once

#include "account/account.h"
#include "io/connection.h"

G_BEGIN_DECLS

/* Its strings are the account's: good until a setting changes. */
BellEndpoint bell_account_endpoint (BellAccount *account);

G_END_DECLS
