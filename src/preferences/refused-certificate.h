/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused-certificate.h: a certificate that was refused, and a button to trust it all the same.
 * Signals: "trusted": somebody does. */

#pragma once

#include <adwaita.h>

#include "base/certificate-facts.h"

G_BEGIN_DECLS

#define BELL_TYPE_REFUSED_CERTIFICATE (bell_refused_certificate_get_type ())
G_DECLARE_FINAL_TYPE (
  BellRefusedCertificate, bell_refused_certificate, BELL, REFUSED_CERTIFICATE, AdwPreferencesGroup)

void bell_refused_certificate_set_facts (BellRefusedCertificate     *self,
                                         const BellCertificateFacts *facts);

/* What to think of before trusting the certificate of HOST. (transfer full) */
char *bell_refused_certificate_warn (const BellCertificateFacts *facts, const char *host);

G_END_DECLS
