/* SPDX-License-Identifier: GPL-3.0-or-later */
/* connection-calls.h: the calls of a connection, waited for. */

#pragma once

#include "loopback-server.h"

#include "io/connection.h"

G_BEGIN_DECLS

/* To the address 127.0.0.1. PIN (nullable). (transfer full) */
BellConnection *connection_to (const LoopbackServer *server,
                               BellSecurity          security,
                               const char           *pin);

gboolean connection_open (BellConnection *connection, GError **error);
gboolean connection_start_tls (BellConnection *connection, GError **error);
GBytes  *connection_receive (BellConnection *connection, GError **error); /* (transfer full) */

void connection_send_text (BellConnection *connection, const char *text);

/* Fails unless EXPECTED comes, in whatever pieces. */
void connection_expect_text (BellConnection *connection, const char *expected);

/* Fails unless the server is an echo. */
void connection_assert_echo (BellConnection *connection);

/* For calls that are not waited for at once: USER_DATA is a GAsyncResult **, set when it is there. */
void connection_on_ready (GObject *object, GAsyncResult *result, gpointer user_data);
void connection_wait_for (GAsyncResult **result);

G_END_DECLS
