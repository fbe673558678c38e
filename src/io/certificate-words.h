/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-words.h: why a certificate was refused, in one sentence of our own. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of several reasons the one that tells most. Translated. (transfer none) */
const char *bell_certificate_flags_to_text (GTlsCertificateFlags flags);

/* Of a certificate that is not the pinned one, and what else FLAGS say of it. (transfer full) */
char *bell_certificate_change_to_text (GTlsCertificateFlags flags);

G_END_DECLS
