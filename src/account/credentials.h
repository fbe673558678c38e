/* SPDX-License-Identifier: GPL-3.0-or-later */
/* credentials.h: an account's secrets in the Secret Service, by libsecret's simple API (in a
 * Flatpak that is the Secret portal's file; mixing it with SecretService calls would show two
 * different stores). All asynchronous.
 * Never unlocks by itself: a prompt at login that nobody asked for is a prompt storm, and
 * gnome-keyring 42 aborts when a client cancels while its prompt is open.
 * Attributes: account (identifier), server, user, protocol, mail-server. A password has the protocol
 *             "imap"; account and server decide, for it goes to no other server (server-name.h),
 *             whatever the settings say now; the user chooses between several. A refresh token has
 *             the protocol "oauth2", its token endpoint as server and the client id as user; these
 *             decide, and so does mail-server, to which alone its access tokens go.
 *             What opens a client certificate has the protocol "client-certificate".
 * Time:       a look-up or removal ends after 25 s, a store operation, where a person may have to
 *             answer the prompt, after 5 min; KWallet has been seen never to answer. */

#pragma once

#include "account/account.h"
#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_CREDENTIALS_ERROR (bell_credentials_error_quark ())

typedef enum {
  BELL_CREDENTIALS_ERROR_MISSING,      /* the store works and holds no password for this account */
  BELL_CREDENTIALS_ERROR_LOCKED,       /* it holds one, and is locked */
  BELL_CREDENTIALS_ERROR_NO_SERVICE,   /* there is no Secret Service on this session bus */
  BELL_CREDENTIALS_ERROR_REFUSED,      /* it answered with an error, or not in time */
  BELL_CREDENTIALS_ERROR_OTHER_SERVER, /* it holds one, for another server than the account's */
} BellCredentialsErrorCode;

GQuark bell_credentials_error_quark (void);

/* An account whose mechanism needs no secret gets an empty one. */
void bell_credentials_lookup_async (BellAccount        *account,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
/* What opens the client certificate of the account: the password of a file, the PIN of a token. */
void            bell_credentials_lookup_certificate_async (const char         *account_id,
                                                           GCancellable       *cancellable,
                                                           GAsyncReadyCallback callback,
                                                           gpointer            user_data);
BellSecretText *bell_credentials_lookup_finish (GAsyncResult *result,
                                                GError      **error); /* (transfer full) */

/* MAIL_SERVER: of server-name.h. Finished by bell_credentials_lookup_finish(). */
void bell_credentials_lookup_refresh_token_async (const char         *account_id,
                                                  const char         *mail_server,
                                                  const char         *token_endpoint,
                                                  const char         *client_id,
                                                  GCancellable       *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer            user_data);

/* Unlocking is allowed here: the user has just asked for it. */
void     bell_credentials_store_async (const char         *account_id,
                                       const char         *address,
                                       const char         *host,
                                       guint16             port,
                                       const char         *user,
                                       BellSecretText     *password,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
void     bell_credentials_store_certificate_async (const char         *account_id,
                                                   const char         *address,
                                                   BellSecretText     *password,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
gboolean bell_credentials_store_finish (GAsyncResult *result, GError **error);

/* MAIL_SERVER: as above. Finished by bell_credentials_store_finish(). */
void bell_credentials_store_refresh_token_async (const char         *account_id,
                                                 const char         *address,
                                                 const char         *mail_server,
                                                 const char         *token_endpoint,
                                                 const char         *client_id,
                                                 BellSecretText     *refresh_token,
                                                 GCancellable       *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);

/* Why a secret was not stored, in words. What the applet would say is that it goes on by itself; who
 * stores a secret does not. (transfer full) */
char *bell_credentials_describe_not_stored (const GError *error);

/* Everything of the account. */
void bell_credentials_clear_async (const char         *account_id,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
/* TRUE if there was nothing to clear; FALSE with BELL_CREDENTIALS_ERROR_LOCKED if the password is
 * still there because the store is locked. */
gboolean bell_credentials_clear_finish (GAsyncResult *result, GError **error);

/* Calls CALLBACK, once per main loop turn, whenever a look-up that failed may now succeed: the
 * service appeared, a collection was unlocked, a password was stored. Stop with
 * bell_credentials_unwatch(). */
typedef struct _BellCredentialsWatch BellCredentialsWatch;
BellCredentialsWatch                *bell_credentials_watch (void (*callback) (gpointer user_data),
                                                             gpointer user_data);
void                                 bell_credentials_unwatch (BellCredentialsWatch *watch);

G_END_DECLS
