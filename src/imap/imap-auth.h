/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-auth.h: which mechanism to sign in by. One table, strongest first, and the rules that keep an
 * attacker from having us take a weaker one (protocol row A1).
 * In:     what the server offers, what the account has, what is known of earlier sign-ins.
 * Errors: BELL_IMAP_ERROR_NO_MECHANISM, BELL_IMAP_ERROR_DOWNGRADE.
 * The caller makes sure that the connection is protected. */

#pragma once

#include "imap/imap-capabilities.h"
#include "imap/imap-exchange.h"

G_BEGIN_DECLS

typedef struct _BellImapMechanism BellImapMechanism;

/* The name that SASL knows it by. For LOGIN there are two rows: AUTHENTICATE LOGIN, and the command
 * of that name, which has no exchange. */
const char *bell_imap_mechanism_get_name (const BellImapMechanism *self);
gboolean    bell_imap_mechanism_is_command (const BellImapMechanism *self);
gboolean    bell_imap_mechanism_is_external (const BellImapMechanism *self);

/* (transfer none) (nullable): NULL with ERROR. */
const BellImapMechanism *bell_imap_auth_choose (const BellImapCapabilities *capabilities,
                                                const BellImapIdentity     *identity,
                                                GError                    **error);

/* What to try on the same connection after the server has refused MECHANISM without a reason: after one
 * that binds to the channel, that of the same hash without; after EXTERNAL, the strongest that a
 * password does. (nullable): NULL without ERROR if there is none, with BELL_IMAP_ERROR_DOWNGRADE if
 * the one without binding may not be used. */
const BellImapMechanism *bell_imap_auth_fall_back (const BellImapMechanism    *mechanism,
                                                   const BellImapCapabilities *capabilities,
                                                   const BellImapIdentity     *identity,
                                                   GError                    **error);

/* (nullable): NULL with ERROR. MECHANISM is not a command. */
BellImapExchange *bell_imap_auth_start (const BellImapMechanism    *mechanism,
                                        const BellImapCapabilities *capabilities,
                                        const BellImapIdentity     *identity,
                                        GError                    **error);

/* The names of all, strongest first, each once. (transfer container) of const char *, ended by NULL. */
const char **bell_imap_auth_list_names (void);

/* TRUE if NAME, in any case, is a mechanism of ours. */
gboolean bell_imap_auth_is_known (const char *name);

/* TRUE if A (nullable) stands before B in the table. A name that is not known stands last. */
gboolean bell_imap_auth_is_stronger (const char *a, const char *b);

/* TRUE if MECHANISM (nullable) is the name of one that needs neither password nor token. */
gboolean bell_imap_auth_is_without_secret (const char *mechanism);

G_END_DECLS
