/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-purpose.h: whether a certificate may stand for a server. GLib 2.74 does not look: it
 * takes a certificate that was issued for clients only.
 * In:     DER, hostile; read in place, nothing is allocated.
 * Source: RFC 5280 §4.1, §4.2.1.12 (extended key usage); X.690 §8.1, §10.1 (DER lengths). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE if the certificate names no purposes, or that of a TLS server, or any. FALSE also if it
 * cannot be read. */
gboolean bell_certificate_allows_server (const guint8 *der, gsize length);

G_END_DECLS
