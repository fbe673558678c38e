/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loopback-server.h: a server on this computer for the tests of connections, and what it may do
 * with its clients. Its certificates are those of tests/io/certificates. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Talks to one client, in a thread of its own; the connection is closed when it returns. */
typedef void (*LoopbackServe) (GSocketConnection *tcp, const char *certificate);

typedef struct {
  GSocketService *service; /* (owned) */
  guint16         port;
  LoopbackServe   serve;
  const char     *certificate; /* (unowned) (nullable) */
  gint            n_clients;   /* (atomic) */
} LoopbackServer;

/* CERTIFICATE (nullable): the name of a file. */
void loopback_server_start (LoopbackServer *server, LoopbackServe serve, const char *certificate);
void loopback_server_start_on (LoopbackServer *server,
                               GInetAddress   *address,
                               LoopbackServe   serve,
                               const char     *certificate);

/* Once all clients have been served. */
void loopback_server_stop (LoopbackServer *server);

/* A PORT (out) of the loopback that refuses connections and is nobody else's, for as long as the socket
 * is there. (transfer full) */
GSocket *loopback_hold_port (guint16 *port);

/* Send back what comes. */
void loopback_serve_echo (GSocketConnection *tcp, const char *certificate);
void loopback_serve_tls_echo (GSocketConnection *tcp, const char *certificate);

/* Greets, takes one line, says yes, and is an echo over TLS. */
void loopback_serve_start_tls (GSocketConnection *tcp, const char *certificate);

/* Greets in clear and takes one line. */
void loopback_serve_plain_greeting (GSocketConnection *tcp, const char *certificate);

/* Takes the client's hello and goes away. */
void loopback_serve_half_handshake (GSocketConnection *tcp, const char *certificate);

/* Takes everything and says nothing. */
void loopback_serve_silence (GSocketConnection *tcp, const char *certificate);

void loopback_serve_greeting_then_end (GSocketConnection *tcp, const char *certificate);

/* Of a file in tests/io/certificates. (transfer full) */
char *loopback_certificate_path (const char *name);
char *loopback_fingerprint (const char *name);

G_END_DECLS
