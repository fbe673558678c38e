/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail-domain.h: the domain of a mail address, and how names of hosts relate to it. Names come out in
 * lower-case ASCII (IDNA).
 * Limits: RFC 1035 §2.3.4 for names, RFC 5321 §4.5.3.1 for addresses.
 * Source: the Public Suffix List, as libsoup has it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL with G_IO_ERROR_INVALID_ARGUMENT and a translated sentence if
 * ADDRESS is no mail address with a domain that DNS could hold. */
char *bell_mail_domain_of (const char *address, GError **error);

/* A name of a host that somebody else told us: dots allowed at its end, no address literal.
 * (transfer full) (nullable): NULL if it is none. */
char *bell_mail_domain_normalise_host (const char *name);

/* The part that can be registered: "example.co.uk" of "mx.mail.example.co.uk". (transfer full) */
char *bell_mail_domain_get_base (const char *host);

/* Whether HOST lies in the same registered domain as DOMAIN. */
gboolean bell_mail_domain_is_same (const char *domain, const char *host);

G_END_DECLS
