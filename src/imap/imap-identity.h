/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap-identity.h: who signs in, what proves it, and what is known of earlier sign-ins.
 * Owns: everything it points to; secrets are referenced, not copied. */

#pragma once

#include "base/secret-text.h"

G_BEGIN_DECLS

typedef struct {
  char           *user;      /* (owned) */
  char           *address;   /* (owned) (nullable) to be left out of the log */
  BellSecretText *password;  /* (owned) (nullable) */
  BellSecretText *token;     /* (owned) (nullable) OAuth 2: with it nothing else is used */
  gboolean        external;  /* a client certificate was given to TLS */
  char           *mechanism; /* (owned) (nullable) the user's choice, which overrides all rules */
  char           *strongest; /* (owned) (nullable) that this account has ever signed in with here */
  gboolean        plus_broken;     /* the server's channel binding is known not to work */
  gboolean        external_broken; /* it offers EXTERNAL, and is known to refuse the certificate */
  char           *host;            /* (owned) (nullable) for GSSAPI and OAUTHBEARER */
  guint16         port;            /* 0: unknown */
  char           *nonce; /* (owned) (nullable) of SCRAM: NULL for a random one, tests fix it */
  char           *binding_type; /* (owned) (nullable) "tls-exporter": NULL while there is none */
  GBytes         *binding;      /* (owned) (nullable) */
} BellImapIdentity;

void bell_imap_identity_copy (BellImapIdentity *self, const BellImapIdentity *other);
void bell_imap_identity_clear (BellImapIdentity *self);

/* TYPE as registered with IANA (RFC 5056 §7); DATA (nullable): there is no binding. */
void bell_imap_identity_set_binding (BellImapIdentity *self, const char *type, GBytes *data);

G_END_DECLS
