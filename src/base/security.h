/* SPDX-License-Identifier: GPL-3.0-or-later */
/* security.h: how a connection is protected. The nicknames are those of the settings and of the
 * command line: "tls", "starttls", "none". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BELL_SECURITY_TLS,      /* implicit TLS, port 993 (RFC 8314 §3.2) */
  BELL_SECURITY_STARTTLS, /* port 143, upgraded before anything is believed (RFC 9051 §6.2.1) */
  BELL_SECURITY_NONE,     /* cleartext; to a loopback address only */
} BellSecurity;

const char *bell_security_to_nick (BellSecurity security);

/* FALSE, and SECURITY untouched, if NICK is none of the three. */
gboolean bell_security_from_nick (const char *nick, BellSecurity *security);

/* The registered port: 993 or 143. */
guint16 bell_security_get_default_port (BellSecurity security);

G_END_DECLS
