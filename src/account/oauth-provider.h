/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth-provider.h: where people sign in with OAuth 2: endpoints, scopes, client id. Those of
 * data/oauth-providers.ini are compiled in; the settings of an account come before them.
 * Errors: BELL_OAUTH_ERROR_NO_PROVIDER, BELL_OAUTH_ERROR_NO_CLIENT_ID.
 * Source: RFC 6749, RFC 8252, RFC 8414, RFC 8628. */

#pragma once

#include "account/account.h"
#include "account/oauth-error.h"

G_BEGIN_DECLS

typedef struct {
  char    *id;                     /* (owned) "google" */
  char    *name;                   /* (owned) for people */
  char    *issuer;                 /* (owned) (nullable) RFC 8414 §2 */
  char    *authorization_endpoint; /* (owned) (nullable) */
  char    *token_endpoint;         /* (owned) (nullable) */
  char    *device_endpoint;        /* (owned) (nullable) */
  char    *scopes;                 /* (owned) (nullable) separated by spaces */
  char    *server;                 /* (owned) (nullable) its IMAP server, on port 993 */
  char   **parameters;             /* (owned) "NAME=VALUE" of the authorisation request */
  char    *redirect_host;          /* (owned) "127.0.0.1" or "localhost" */
  char    *client_id;              /* (owned) (nullable) */
  char    *client_secret;          /* (owned) (nullable) not secret: RFC 8252 §8.5 */
  gboolean dynamic_registration;   /* RFC 7591, where the issuer's metadata says */
} BellOAuthProvider;

/* (transfer full) (nullable): NULL if there is no such provider. */
BellOAuthProvider *bell_oauth_provider_lookup (const char *id);

/* By the domain of ADDRESS, then by the IMAP server HOST (nullable). (transfer full) (nullable) */
BellOAuthProvider *bell_oauth_provider_find (const char *address, const char *host);

/* Whether the IMAP server HOST is one of SELF's; any is, where none is named. */
gboolean bell_oauth_provider_serves (const BellOAuthProvider *self, const char *host);

/* Of a domain whose mail goes to the host MAIL_EXCHANGER. (transfer full) (nullable) */
BellOAuthProvider *bell_oauth_provider_find_by_mail_exchanger (const char *mail_exchanger);

/* The identifiers, in the order of the file. (transfer full) */
char **bell_oauth_provider_list (void);

/* What ACCOUNT's settings say; need not be complete. (transfer full) */
BellOAuthProvider *bell_oauth_provider_new_for_account (BellAccount *account, GError **error);

/* Replaces what KEY, a name of a setting such as "oauth-client-id", stands for; an empty or NULL TEXT
 * changes nothing. A client id of one's own takes the built-in client secret away. */
void bell_oauth_provider_override (BellOAuthProvider *self, const char *key, const char *text);

/* Pairs of key and text that bell_oauth_provider_new_for_account() makes SELF of; an empty text where
 * the built-in one does. (transfer full) */
char **bell_oauth_provider_to_settings (const BellOAuthProvider *self);

/* Whether a token can be asked for: an HTTPS token endpoint, and a client id. */
gboolean bell_oauth_provider_check (const BellOAuthProvider *self, GError **error);

BellOAuthProvider *bell_oauth_provider_copy (const BellOAuthProvider *self); /* (transfer full) */
void               bell_oauth_provider_free (BellOAuthProvider *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellOAuthProvider, bell_oauth_provider_free)

G_END_DECLS
