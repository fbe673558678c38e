/* SPDX-License-Identifier: GPL-3.0-or-later */
/* connection.h: one TCP connection, with TLS at once or later. Boring: bytes go in and out.
 * TLS:    1.2 or later, the system's trust and the host's name, or exactly one pinned certificate
 *         (tls-trust.h). Cleartext is refused unless the address that was connected to is loopback.
 * Errors: GIO's and TLS's pass unchanged; BELL_CONNECTION_ERROR for our own refusals. io/failure.h
 *         words them.
 * Counts: bytes as the TCP socket carries them where TLS lets us see them, see get_bytes. */

#pragma once

#include <gio/gio.h>

#include "base/security.h"
#include "io/connection-error.h"
#include "io/tls-trust.h"

G_BEGIN_DECLS

#define BELL_TYPE_CONNECTION (bell_connection_get_type ())
G_DECLARE_FINAL_TYPE (BellConnection, bell_connection, BELL, CONNECTION, GObject)

typedef struct {
  const char           *host; /* name or address literal */
  guint16               port;
  BellSecurity          security;
  const char           *pin;                /* (nullable) 64 hex digits */
  const char           *client_certificate; /* (nullable) path or URI, see client-certificate.h */
  const char           *account_id;         /* (nullable) the account whose password opens that */
  GTlsClientConnection *earlier; /* (nullable) to the same server: its TLS session is resumed, which
                                  * spares a flight or the certificates, if the server agrees */
} BellEndpoint;

BellConnection *bell_connection_new (const BellEndpoint *endpoint);

/* TCP, and TLS if the security is BELL_SECURITY_TLS. Within 30 s. */
void     bell_connection_open_async (BellConnection     *self,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean bell_connection_open_finish (BellConnection *self, GAsyncResult *result, GError **error);

/* The handshake behind a STARTTLS answer. No receive may be outstanding. If it fails the connection
 * is of no more use: nothing is sent, and receives end with G_IO_ERROR_CLOSED. */
void     bell_connection_start_tls_async (BellConnection     *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean bell_connection_start_tls_finish (BellConnection *self,
                                           GAsyncResult   *result,
                                           GError        **error);

/* Some bytes; an empty GBytes is the end of the stream. One at a time. */
void    bell_connection_receive_async (BellConnection     *self,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
GBytes *bell_connection_receive_finish (BellConnection *self,
                                        GAsyncResult   *result,
                                        GError        **error); /* (transfer full) */

/* Queued behind what is still being written; what is given in one call leaves in one write. The
 * bytes are wiped once written. An error makes the outstanding or next receive fail with it. */
void bell_connection_send (BellConnection *self, GByteArray *bytes); /* (transfer full) */

/* Closes at once, without waiting for the peer; outstanding calls end with G_IO_ERROR_CLOSED or
 * G_IO_ERROR_CANCELLED. May be called in any state and twice. */
void bell_connection_close (BellConnection *self);

/* (transfer full) (nullable): the server's certificate, also after it was refused. */
GTlsCertificate *bell_connection_get_peer_certificate (BellConnection *self);

/* "TLS 1.3"; NULL while the connection is not encrypted. (transfer none) (nullable) */
const char *bell_connection_get_tls_version (BellConnection *self);

/* The address that it was made from is no longer this computer's: no byte will ever come. */
gboolean bell_connection_has_lost_its_address (BellConnection *self);

/* See channel-binding.h. (transfer full) (nullable) */
GBytes *bell_connection_get_channel_binding (BellConnection *self, const char **type);

/* NULL while the connection is not encrypted; may be the "earlier" of the next one once it is closed.
 * (transfer none) (nullable) */
GTlsClientConnection *bell_connection_get_tls (BellConnection *self);

void bell_connection_get_bytes (BellConnection *self, guint64 *in, guint64 *out);

G_END_DECLS
