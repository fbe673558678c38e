/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account-input.h: what people type about an account, checked and read. Pure functions; those that
 * return FALSE leave their results untouched. */

#pragma once

#include <glib.h>

#include "base/security.h"

G_BEGIN_DECLS

/* LOCAL@DOMAIN: one "@", no spaces or control characters. */
gboolean bell_input_is_address (const char *text);

/* A host name or an IP address. */
gboolean bell_input_is_host (const char *text);

/* Not empty, UTF-8, no control characters. */
gboolean bell_input_is_line (const char *text);

/* An address of this computer itself, or "localhost", which RFC 6761 §6.3 keeps for it. */
gboolean bell_input_is_loopback (const char *host);

/* "1" to "65535". */
gboolean bell_input_parse_port (const char *text, guint16 *port);

/* HOST, HOST:PORT, [IPV6] or [IPV6]:PORT. PORT is 0 where none was given. (transfer full) */
gboolean bell_input_parse_server (const char *text, char **host, guint16 *port);

/* "90" or "90s" (seconds), "30m", "2h", "1d"; at least a second, at most a year. */
gboolean bell_input_parse_duration (const char *text, guint *seconds);

/* A path, made absolute, or a pkcs11: URI without a PIN. (transfer full) (nullable) */
char *bell_input_normalise_client_certificate (const char *text);

/* "on", "off" and their like. */
gboolean bell_input_parse_switch (const char *text, gboolean *value);

/* What a server on PORT expects when nobody said otherwise. 0: no port was given either. */
BellSecurity bell_input_guess_security (guint16 port);

G_END_DECLS
