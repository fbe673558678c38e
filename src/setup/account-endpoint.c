/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-endpoint.c: where an account connects to. */

#include "setup/account-endpoint.h"

BellEndpoint
bell_account_endpoint (BellAccount *account)
{
  return (BellEndpoint){
    .host = bell_account_get_host (account),
    .port = bell_account_get_port (account),
    .security = bell_account_get_security (account),
    .pin = bell_account_get_pin (account),
    .client_certificate = bell_account_get_client_certificate (account),
    .account_id = bell_account_get_id (account),
  };
}
