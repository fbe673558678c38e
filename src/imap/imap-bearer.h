/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-bearer.h: signing in with an OAuth 2 access token. A refusal comes as a challenge of JSON, which
 * is acknowledged without a look at it: what to do follows from the NO behind it, and a URL in it
 * is nobody's to open (protocol row A3).
 * Source: RFC 7628 (OAUTHBEARER), developers.google.com/gmail/imap/xoauth2-protocol (XOAUTH2). */

#pragma once

#include "imap/imap-exchange.h"

G_BEGIN_DECLS

extern const BellImapExchangeForm bell_imap_oauthbearer;
extern const BellImapExchangeForm bell_imap_xoauth2;

G_END_DECLS
