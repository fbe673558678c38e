/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-variant.h: a refused certificate as the property Certificate of an account on the bus,
 * for the applet that tells and for those who read. */

#pragma once

#include "base/certificate-facts.h"

G_BEGIN_DECLS

/* CERTIFICATE (nullable). Floating, a{sv}; empty for NULL. */
GVariant *bell_certificate_facts_to_variant (const BellCertificateFacts *certificate);

/* VARIANT (nullable). (transfer full) (nullable): NULL for an empty one. */
BellCertificateFacts *bell_certificate_facts_from_variant (GVariant *variant);

G_END_DECLS
