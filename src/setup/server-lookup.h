/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server-lookup.h: from a mail address to an IMAP server that really answers.
 * How:    a provider of the table needs no look-up. Else all ways of lookup-source.h are gone at
 *         once, every server that they name is connected to, with TLS and without signing in, and
 *         of those that answer the one wins that was named in the best way.
 * Limits: BellLookupPlaces: the whole look-up, and the wait for better once something has answered.
 * Trust:  RFC 6186 §6: where OTHER_DOMAIN is set, the user must see the host before a secret goes
 *         there; where VOUCHED is not set, whatever the domain, the user must say yes: a forged
 *         answer may name any host of the domain too, and one of a big domain's many can belong to
 *         anybody. The certificate is checked against that host.
 * Errors: G_IO_ERROR_INVALID_ARGUMENT (no mail address) and G_RESOLVER_ERROR_NOT_FOUND (nothing
 *         found) with translated sentences; else why the best candidate cannot be used, for
 *         io/failure.h: its certificate above all. */

#pragma once

#include "io/connection.h"
#include "setup/lookup-source.h"
#include "setup/provider-table.h"

G_BEGIN_DECLS

typedef struct {
  char        *host; /* (owned) */
  guint16      port;
  BellSecurity security;
  char        *user;         /* (owned) */
  char        *how;          /* (owned) a translated sentence: who named it */
  gboolean     other_domain; /* the host is not of the address's domain */
  gboolean     vouched;      /* not by DNS alone, or a provider of the table, or a usual name */
  gboolean     typed;        /* by the user, and not looked up at all */
  BellSignIn   sign_in;
  const char  *oauth;       /* (unowned) (nullable) identifier of the OAuth 2 provider */
  const char  *advice;      /* (unowned) (nullable) a translated sentence */
  char        *fingerprint; /* (owned) (nullable) of the certificate, if that was refused */
} BellServerFound;

void bell_server_found_free (BellServerFound *found);

/* Whether the user must say yes before a secret goes there: DNS alone names it. */
gboolean bell_server_found_is_doubtful (const BellServerFound *found);

/* SENTENCE, translated, says what is being done. */
typedef void (*BellLookupProgress) (const char *sentence, gpointer user_data);

/* PLACES (nullable): where to ask, if not at the usual ones. PIN (nullable): the one certificate to
 * trust. PROGRESS (nullable) may be called until CALLBACK is. */
void bell_server_lookup_async (const char             *address,
                               const BellLookupPlaces *places,
                               const char             *pin,
                               BellLookupProgress      progress,
                               gpointer                progress_data,
                               GCancellable           *cancellable,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data);

/* (transfer full) (nullable): NULL with ERROR. ON_ERROR (out) (optional) (transfer full) (nullable):
 * the candidate that ERROR is about. */
BellServerFound *bell_server_lookup_finish (GAsyncResult     *result,
                                            BellServerFound **on_error,
                                            GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellServerFound, bell_server_found_free)

G_END_DECLS
