/* SPDX-License-Identifier: GPL-3.0-or-later */
/* client-certificate.h: what shows the server who we are: a certificate and its private key.
 * In:     the path of a PEM file (key unencrypted) or a PKCS #12 file, or a pkcs11: URI (RFC 7512).
 * Opens:  a PKCS #12 file or a token by its password or PIN in the Secret Service
 *         (account/credentials.h), looked up only when one is needed. A PIN is tried once, also
 *         when it is asked for again (refused-pins.h): three wrong ones lock a token.
 * Time:   files and tokens are read in a thread.
 * Limits: BELL_CLIENT_CERTIFICATE_BYTES for a file, which must be a regular one.
 * Errors: BELL_CLIENT_CERTIFICATE_ERROR, BELL_CREDENTIALS_ERROR where the password could not be
 *         looked up; worded by io/failure.h.
 * Owns:   what was read of a file is wiped. */

#pragma once

#include <gio/gio.h>

#include "base/secret-text.h"

G_BEGIN_DECLS

#define BELL_CLIENT_CERTIFICATE_BYTES (1024 * 1024)

#define BELL_CLIENT_CERTIFICATE_ERROR (bell_client_certificate_error_quark ())

typedef enum {
  BELL_CLIENT_CERTIFICATE_ERROR_MISSING,    /* there is no such file or object on a token */
  BELL_CLIENT_CERTIFICATE_ERROR_UNREADABLE, /* it may not be read, or is neither PEM nor PKCS #12 */
  BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD,   /* the password or PIN is wrong, or there is none */
  BELL_CLIENT_CERTIFICATE_ERROR_NO_KEY,     /* there is no private key with it */
  BELL_CLIENT_CERTIFICATE_ERROR_ENCRYPTED,  /* a PEM file whose key is encrypted */
  BELL_CLIENT_CERTIFICATE_ERROR_PIN_IN_URI, /* a secret where settings and logs would show it */
} BellClientCertificateErrorCode;

GQuark bell_client_certificate_error_quark (void);

/* TRUE for a pkcs11: URI; else SOURCE is the path of a file. */
gboolean bell_client_certificate_is_uri (const char *source);

/* FALSE for a URI that holds a PIN, or names a file that does. */
gboolean bell_client_certificate_is_safe (const char *source);

typedef struct _BellClientCertificate BellClientCertificate;

void bell_client_certificate_free (BellClientCertificate *self);

/* ACCOUNT_ID (nullable): the account whose password opens it. */
void                   bell_client_certificate_load_async (const char         *source,
                                                           const char         *account_id,
                                                           GCancellable       *cancellable,
                                                           GAsyncReadyCallback callback,
                                                           gpointer            user_data);
BellClientCertificate *bell_client_certificate_load_finish (GAsyncResult *result,
                                                            GError **error); /* (transfer full) */

/* What opens those that belong to no account, from now on: for a command that has asked for it.
 * PASSWORD (nullable) */
void bell_client_certificate_set_password (BellSecretText *password);

/* Before the handshake of TLS. */
void bell_client_certificate_give (BellClientCertificate *self, GTlsConnection *tls);

/* After the handshake, which went well if DONE. FALSE with BELL_CLIENT_CERTIFICATE_ERROR_PASSWORD: it
 * failed for want of the right PIN. */
gboolean bell_client_certificate_check (BellClientCertificate *self, gboolean done, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellClientCertificate, bell_client_certificate_free)

G_END_DECLS
