/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls-trust.h: which certificates are believed.
 * One GTlsDatabase for the whole process asks the system's trust store: a private copy of it in
 * every connection costs 3.7 MiB each with glib-networking's GnuTLS backend.
 * Leaves: whether a certificate was revoked. GIO does not give out the OCSP answer that a server staples
 *         (RFC 6066 §8), and glib-networking lets GnuTLS look at it only where the database is one
 *         of its own, with that copy. Asking the authority ourselves would tell it, in clear, which
 *         mail server is used, and could not insist on an answer, which whoever shows a revoked
 *         certificate from in between keeps away. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The shared database, to be set on every client connection. (transfer none) */
GTlsDatabase *bell_tls_trust_get_database (void);

/* SHA-256 of the certificate's DER form: 64 lower-case hex digits. (transfer full) */
char *bell_tls_trust_fingerprint (GTlsCertificate *certificate);

/* TEXT with or without colons or spaces, in either case, to 64 lower-case hex digits.
 * (transfer full) (nullable): NULL if it is no SHA-256 fingerprint. */
char *bell_tls_trust_normalise_pin (const char *text);

/* Believes ANCHORS (nullable) instead of the system's trust store: for tests. */
void bell_tls_trust_set_anchors (GTlsDatabase *anchors);

G_END_DECLS
