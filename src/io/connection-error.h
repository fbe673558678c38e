/* SPDX-License-Identifier: GPL-3.0-or-later */
/* connection-error.h: our own refusals of a connection. One that is about the server's certificate
 * has the facts of it with it, wherever the error goes. */

#pragma once

#include <gio/gio.h>

#include "base/certificate-facts.h"

G_BEGIN_DECLS

#define BELL_CONNECTION_ERROR (bell_connection_error_quark ())

typedef enum {
  BELL_CONNECTION_ERROR_CLEARTEXT,    /* security "none" and the address is not loopback */
  BELL_CONNECTION_ERROR_UNTRUSTED,    /* the certificate is not trusted and none is pinned; the
                                       * message is a translated sentence that says why */
  BELL_CONNECTION_ERROR_PIN_MISMATCH, /* a certificate is pinned, the server shows another; the
                                       * message says what else is to be said of it */
  BELL_CONNECTION_ERROR_OLD_TLS,      /* less than TLS 1.2 */
  BELL_CONNECTION_ERROR_CAPTIVE, /* UNTRUSTED or PIN_MISMATCH, on a network that is known to put
                                  * itself in the way; never from a connection itself, and without
                                  * the certificate, which is not the server's */
} BellConnectionErrorCode;

GQuark bell_connection_error_quark (void);

/* CERTIFICATE (nullable) was refused, because of FLAGS or because it is not the one that is
 * PINNED. */
void bell_connection_error_refuse (GError             **error,
                                   GTlsCertificate     *certificate,
                                   GTlsCertificateFlags flags,
                                   gboolean             pinned);

/* Of any error: the certificate that it is about. (transfer none) (nullable) */
BellCertificateFacts *bell_connection_error_get_certificate (const GError *error);

G_END_DECLS
