/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-facts.c: what a person needs to know of a certificate that was refused. */

#include "base/certificate-facts.h"

BellCertificateFacts *
bell_certificate_facts_new (const BellCertificateFacts *facts)
{
  BellCertificateFacts *self = g_new0 (BellCertificateFacts, 1);

  g_atomic_ref_count_init (&self->references);
  self->subject = g_strdup (facts->subject);
  self->issuer = g_strdup (facts->issuer);
  self->not_before = facts->not_before;
  self->not_after = facts->not_after;
  self->reason = g_strdup (facts->reason);
  self->fingerprint = g_strdup (facts->fingerprint);
  return self;
}

BellCertificateFacts *
bell_certificate_facts_ref (BellCertificateFacts *self)
{
  if (self != NULL)
    g_atomic_ref_count_inc (&self->references);
  return self;
}

void
bell_certificate_facts_unref (BellCertificateFacts *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->reason);
  g_free (self->fingerprint);
  g_free (self);
}

char *
bell_certificate_facts_spell_fingerprint (const BellCertificateFacts *self)
{
  return bell_fingerprint_spell (self->fingerprint);
}

char *
bell_fingerprint_spell (const char *digits)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *c = digits; *c != '\0'; c++) {
    if (text->len % 3 == 2)
      g_string_append_c (text, ':');
    g_string_append_c (text, g_ascii_toupper (*c));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
