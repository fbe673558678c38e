/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-session.c: a session for an account. */

#include "watch/account-session.h"

BellSession *
bell_account_session_new (BellAccount                *account,
                          const BellSignInSecret     *secret,
                          BellSeenStore              *seen,
                          GTlsClientConnection       *earlier,
                          const BellImapClientConfig *how)
{
  g_autoptr (GArray) remembered = bell_seen_store_get_all (seen);
  BellEndpoint         endpoint = { .host = bell_account_get_host (account),
                                    .port = bell_account_get_port (account),
                                    .security = bell_account_get_security (account),
                                    .pin = bell_account_get_pin (account),
                                    .earlier = earlier,
                                    .client_certificate = bell_account_get_client_certificate (account),
                                    .account_id = bell_account_get_id (account) };
  BellImapClientConfig config = *how;
  BellSignInMemory     memory;

  config.security = endpoint.security;
  config.user = bell_account_get_user (account);
  config.address = bell_account_get_address (account);
  config.password = secret->password;
  config.token = secret->token;
  config.host = endpoint.host;
  config.port = endpoint.port;
  config.external = endpoint.client_certificate != NULL;
  config.mechanism = bell_account_get_mechanism (account);
  bell_seen_store_get_sign_in (seen, endpoint.host, &memory);
  bell_sign_in_memory_apply (&memory, g_get_real_time () / G_USEC_PER_SEC, &config);
  config.remembered = (const BellImapRemembered *) (gconstpointer) remembered->data;
  config.n_remembered = remembered->len;
  config.random = g_random_int ();
  return bell_session_new (&endpoint, &config, bell_account_get_id (account));
}

void
bell_account_session_remember (BellAccount         *account,
                               BellSeenStore       *seen,
                               const BellImapEvent *ready)
{
  const char      *host = bell_account_get_host (account);
  BellSignInMemory memory;

  bell_seen_store_get_sign_in (seen, host, &memory);
  bell_sign_in_memory_learn (&memory, bell_account_get_mechanism (account) != NULL,
                             g_get_real_time () / G_USEC_PER_SEC, ready);
  bell_seen_store_set_sign_in (seen, host, &memory);
}
