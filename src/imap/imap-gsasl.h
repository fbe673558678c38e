/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-gsasl.h: the mechanisms that libgsasl speaks for us: PLAIN, EXTERNAL, GSSAPI, where we speak
 * first, and CRAM-MD5, LOGIN, where the server does. All are pure computation but GSSAPI, whose
 * library reads the user's Kerberos tickets and may ask the ticket server, so that a step can take
 * as long as that answers.
 * Source: RFC 4616, RFC 4422 appendix A, RFC 4752, RFC 2195, draft-murchison-sasl-login. */

#pragma once

#include "imap/imap-exchange.h"

G_BEGIN_DECLS

extern const BellImapExchangeForm bell_imap_gsasl_client_first;
extern const BellImapExchangeForm bell_imap_gsasl_server_first;
extern const BellImapExchangeForm bell_imap_gsasl_ticket;

/* TRUE if the library was built with MECHANISM. */
gboolean bell_imap_gsasl_supports (const char *mechanism);

/* TRUE if PASSWORD can be prepared (RFC 4013) as SCRAM and CRAM-MD5 want it. */
gboolean bell_imap_gsasl_can_prepare (const BellSecretText *password);

G_END_DECLS
