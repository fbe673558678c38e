/* SPDX-License-Identifier: GPL-3.0-or-later */
/* standstill.c: what is in the way of an account, put into its status. */

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
  status->remedy_command = g_strdup (bell_failure_get_command (error));
  status->certificate = bell_certificate_facts_ref (bell_connection_error_get_certificate (error));
}

/* It is the network that is waited for: another one, on which it goes on by itself. */
void
bell_standstill_by_pause (BellAccountStatus *status)
{
  status->state = BELL_ACCOUNT_WAITING_FOR_NETWORK;
  status->error = g_strdup (
    _ ("Paused, because this network is metered and the settings say so. Mailbell goes on "
       "by itself on another one."));
  status->remedy_command =
    g_strdup (_ ("“mailbell set metered thrifty” makes it watch on this one, too."));
}
