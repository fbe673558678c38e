/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-server.h: the server of an account that is set up, as far as it was typed, and where one can
 * sign in there in the browser. */

#pragma once

#include "account/oauth-provider.h"
#include "setup/server-lookup.h"
#include "setup/set-up-input.h"

G_BEGIN_DECLS

/* Of an INPUT that is right and has a host. (transfer full) */
BellServerFound *bell_set_up_server_new_typed (const BellSetUpInput *input);

/* What was typed comes before what was found. */
void bell_set_up_server_apply (BellServerFound *server, const BellSetUpInput *input);

/* Whether a token of PROVIDER may go there. It opens a mailbox at PROVIDER's own servers, whoever has
 * it; so it goes to these, to those of a provider that names none, and where the user typed. */
gboolean bell_set_up_server_takes_token (const BellServerFound   *server,
                                         const BellOAuthProvider *provider);

/* Where ADDRESS signs in in the browser, as far as this build can. (transfer full) (nullable): NULL
 * with BELL_OAUTH_ERROR_NO_PROVIDER or _NO_CLIENT_ID; NAME (out) (optional) (transfer full) is whom
 * to name then. */
BellOAuthProvider *bell_set_up_server_find_browser (const BellServerFound *server,
                                                    const char            *address,
                                                    char                 **name,
                                                    GError               **error);

/* What is known of the provider of ADDRESS, which may be half typed, before anything is asked.
 * ADVICE (out) (transfer none) (nullable): a translated sentence. BROWSER (out) (transfer full)
 * (nullable): the name of the provider at which one can sign in in the browser. */
void bell_set_up_server_foresee (const char *address, const char **advice, char **browser);

G_END_DECLS
