/* SPDX-License-Identifier: GPL-3.0-or-later */
/* standstill.c: why an account is not being watched, put into its status. */

#include "watch/standstill.h"

#include "io/connection-error.h"
#include "io/failure.h"

#include <glib/gi18n-lib.h>

void
bell_standstill_by_error (BellAccountStatus *status, BellAccount *account, const GError *error)
{
  status->error =
    bell_failure_describe (error, bell_account_get_host (account), bell_account_get_port (account));
  status->remedy = bell_failure_get_remedy (error);
  status->certificate = bell_certificate_facts_ref (bell_connection_error_get_certificate (error));
}

/* It is the network that is waited for: another one, on which it goes on by itself. */
void
bell_standstill_by_pause (BellAccountStatus *status)
{
  status->state = BELL_ACCOUNT_WAITING_FOR_NETWORK;
  status->error =
    g_strdup (_ ("Paused, because this network is metered. Mailbell goes on by itself on another "
                 "one; to watch on this one, too, use “mailbell set metered thrifty”."));
}
