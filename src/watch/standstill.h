/* SPDX-License-Identifier: GPL-3.0-or-later */
/* standstill.h: what is in the way of an account, put into its status. */

#pragma once

#include "account/account.h"
#include "policy/account-status.h"

G_BEGIN_DECLS

/* ERROR stopped it, or a part of it: the words for it, and the certificate if that is the reason. */
void bell_standstill_by_error (BellAccountStatus *status,
                               BellAccount       *account,
                               const GError      *error);

/* The network is metered, and the settings say not to watch on such a one. */
void bell_standstill_by_pause (BellAccountStatus *status);

G_END_DECLS
