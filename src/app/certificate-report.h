/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-report.h: a refused certificate as text and as JSON. */

#pragma once

#include "base/certificate-facts.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The member "certificate": subject, issuer, not_before, not_after, reason, sha256. */
void bell_certificate_report_add (JsonBuilder *builder, const BellCertificateFacts *certificate);

/* Lines with their ends. (transfer full) */
char *bell_certificate_report_to_text (const BellCertificateFacts *certificate);

G_END_DECLS
