/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth-sign-in.h: an OAuth 2 sign-in from the command line: its options, what is shown meanwhile,
 * where its result goes. What fails has been told. */

#pragma once

#include <gio/gio.h>

#include "account/oauth-provider.h"

G_BEGIN_DECLS

/* All (owned) (nullable), as they were typed. */
typedef struct {
  char *provider;
  char *client_id;
  char *client_secret;
  char *issuer;
  char *authorization_endpoint;
  char *token_endpoint;
  char *device_endpoint;
  char *scopes;
} BellOAuthOptions;

/* ENTRIES (nullable), ended as usual, and those of OPTIONS. (transfer full) of GOptionEntry */
GArray *bell_oauth_options_add_to (const GOptionEntry *entries, BellOAuthOptions *options);
void    bell_oauth_options_clear (BellOAuthOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BellOAuthOptions, bell_oauth_options_clear)

/* TRUE if any of them was given. */
gboolean bell_oauth_options_is_set (const BellOAuthOptions *self);

/* The provider that OPTIONS name, else OTHERWISE (nullable), with what else OPTIONS say of it.
 * (transfer full) (nullable): NULL if there is none, or what was said of it cannot be. */
BellOAuthProvider *bell_oauth_options_choose (const BellOAuthOptions  *self,
                                              const BellOAuthProvider *otherwise);

/* Lets the user sign in, and stores the refresh token for the account ID and its mail server
 * (server-name.h). ON_DEVICE: with a code on another device instead of in the browser here. The
 * provider with all that was learnt of it. (transfer full) (nullable) */
BellOAuthProvider *bell_oauth_sign_in (const char              *id,
                                       const char              *address,
                                       const char              *mail_server,
                                       const BellOAuthProvider *provider,
                                       gboolean                 on_device);

G_END_DECLS
