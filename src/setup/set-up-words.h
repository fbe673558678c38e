/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set-up-words.h: how setting an account up went, in sentences for the person who sits before it. What
 * io/failure.h says of signing in is for an account that exists. */

#pragma once

#include "setup/connection-check.h"
#include "setup/server-lookup.h"
#include "setup/set-up-input.h"

G_BEGIN_DECLS

/* Why SERVER could not be used for ADDRESS. FIELD (out): where to mend it. MANUAL: the server was
 * typed, not found. (transfer full) */
char *bell_set_up_describe_refusal (const GError          *error,
                                    const BellServerFound *server,
                                    gboolean               manual,
                                    BellSetUpField        *field);

/* Why no server was found for ADDRESS. ONLINE: as far as this computer knows. (transfer full) */
char *bell_set_up_describe_nothing_found (const GError   *error,
                                          const char     *address,
                                          gboolean        online,
                                          BellSetUpField *field);

/* Why the sign-in in the browser, at the provider NAME, came to nothing. (transfer full) */
char *bell_set_up_describe_browser_failure (const GError *error, const char *name);

/* Why Online Accounts do not sign in. (transfer full) */
char *bell_set_up_describe_online_failure (const GError *error);

/* Why the account was not stored, ERROR being one of credentials.h or of the settings.
 * (transfer full) */
char *bell_set_up_describe_not_stored (const GError *error);

/* What the person can expect of the account: "Push works: …". POLLING_MINUTES: the setting.
 * (transfer full) */
char *bell_set_up_describe_push (const BellConnectionReport *report, guint polling_minutes);

G_END_DECLS
