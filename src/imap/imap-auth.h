/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-auth.h: chooses the sign-in method and writes its command. One table, strongest first.
 * Source: RFC 9051 §6.2.2 and §6.2.3, RFC 4616 (PLAIN), RFC 4959 (SASL-IR). */

#pragma once

#include "base/secret-text.h"
#include "imap/imap-capabilities.h"
#include "imap/imap-writer.h"

G_BEGIN_DECLS

typedef struct _BellImapMechanism BellImapMechanism;

/* WANTED (nullable): this one or none. (transfer none) (nullable): the server offers nothing that
 * we know. The caller makes sure that the connection is protected. */
const BellImapMechanism *bell_imap_auth_choose (const BellImapCapabilities *capabilities,
                                                const char                 *wanted);

/* The chunks of the command that WRITER, fresh from the queue, begins. (transfer full) */
GPtrArray *bell_imap_auth_write (const BellImapMechanism    *mechanism,
                                 BellImapWriter             *writer,
                                 const BellImapCapabilities *capabilities,
                                 const char                 *user,
                                 BellSecretText             *password);

G_END_DECLS
