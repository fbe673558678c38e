/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused-certificate-binding.h: shows the certificate for which the applet has refused to connect, and
 * hides it when there is none. Trusting it is to store its fingerprint with the account. */

#pragma once

#include "preferences/live-account.h"
#include "preferences/refused-certificate.h"

G_BEGIN_DECLS

/* The binding lives and dies with GROUP. */
void bell_refused_certificate_bind (BellRefusedCertificate *group,
                                    BellAccount            *account,
                                    BellLiveAccount        *live);

G_END_DECLS
