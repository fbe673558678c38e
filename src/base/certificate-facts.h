/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-facts.h: what a person needs to know of a certificate that was refused, to decide
 * whether to trust it all the same.
 * Owns: everything it points to; reference-counted, never changed once it has been handed out. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char  *subject;     /* (owned) fit to be shown: "CN=imap.example.org", or "" */
  char  *issuer;      /* (owned) likewise */
  gint64 not_before;  /* Unix seconds; 0: not known */
  gint64 not_after;   /* likewise */
  char  *reason;      /* (owned) translated sentences: why it was refused */
  char  *fingerprint; /* (owned) SHA-256 of its DER form, 64 lower-case hex digits */

  /*< private >*/
  gatomicrefcount references;
} BellCertificateFacts;

/* Copies all of FACTS but the private part. (transfer full) */
BellCertificateFacts *bell_certificate_facts_new (const BellCertificateFacts *facts);

/* SELF (nullable): NULL stays NULL. */
BellCertificateFacts *bell_certificate_facts_ref (BellCertificateFacts *self);
void                  bell_certificate_facts_unref (BellCertificateFacts *self);

/* The fingerprint as other programs print it: "3A:0F:…". (transfer full) */
char *bell_certificate_facts_spell_fingerprint (const BellCertificateFacts *self);

/* The same of hex digits alone. (transfer full) */
char *bell_fingerprint_spell (const char *digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BellCertificateFacts, bell_certificate_facts_unref)

G_END_DECLS
