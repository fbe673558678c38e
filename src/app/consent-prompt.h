/* SPDX-License-Identifier: GPL-3.0-or-later */
/* consent-prompt.h: asks on the terminal whether a token may go to a server that is not known to be
 * its provider's. */

#pragma once

#include "account/oauth-provider.h"

G_BEGIN_DECLS

/* Without a terminal nobody can agree, and the sentence names the option that does. FALSE: the user
 * has not agreed, and that has been told. */
gboolean bell_consent_ask_for_token (const BellOAuthProvider *provider, const char *host);

G_END_DECLS
