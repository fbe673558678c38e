/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-variant.c: a refused certificate as a property of its account on the bus. */

#include "base/certificate-variant.h"

GVariant *
bell_certificate_facts_to_variant (const BellCertificateFacts *certificate)
{
  GVariantDict facts;

  g_variant_dict_init (&facts, NULL);
  if (certificate != NULL) {
    g_variant_dict_insert (&facts, "subject", "s", certificate->subject);
    g_variant_dict_insert (&facts, "issuer", "s", certificate->issuer);
    g_variant_dict_insert (&facts, "not-before", "x", certificate->not_before);
    g_variant_dict_insert (&facts, "not-after", "x", certificate->not_after);
    g_variant_dict_insert (&facts, "reason", "s", certificate->reason);
    g_variant_dict_insert (&facts, "sha256", "s", certificate->fingerprint);
  }
  return g_variant_dict_end (&facts);
}

BellCertificateFacts *
bell_certificate_facts_from_variant (GVariant *variant)
{
  BellCertificateFacts facts = { .subject = (char *) "",
                                 .issuer = (char *) "",
                                 .reason = (char *) "" };

  if (variant == NULL || !g_variant_lookup (variant, "sha256", "&s", &facts.fingerprint))
    return NULL;
  g_variant_lookup (variant, "subject", "&s", &facts.subject);
  g_variant_lookup (variant, "issuer", "&s", &facts.issuer);
  g_variant_lookup (variant, "not-before", "x", &facts.not_before);
  g_variant_lookup (variant, "not-after", "x", &facts.not_after);
  g_variant_lookup (variant, "reason", "&s", &facts.reason);
  return bell_certificate_facts_new (&facts);
}
