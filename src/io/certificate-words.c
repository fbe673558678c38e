/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wrong name may be an attack, an expired date is an oversight: the graver reason comes first. */

#include "io/certificate-words.h"

#include <glib/gi18n-lib.h>

static const struct {
  GTlsCertificateFlags flag;
  const char          *text;
} reasons[] = {
  { G_TLS_CERTIFICATE_REVOKED, N_ ("The certificate of the server was revoked.") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY,
    N_ ("The certificate of the server was issued for another name.") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    N_ ("The certificate of the server is not signed by an authority that this computer trusts.") },
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("The certificate of the server has expired.") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("The certificate of the server is not valid yet.") },
  { G_TLS_CERTIFICATE_INSECURE, N_ ("The certificate of the server uses an insecure method.") },
};

const char *
bell_certificate_flags_to_text (GTlsCertificateFlags flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (flags & reasons[i].flag)
      return _ (reasons[i].text);
  return _ ("The certificate of the server is not valid for a server.");
}

char *
bell_certificate_change_to_text (GTlsCertificateFlags flags)
{
  if (flags == G_TLS_CERTIFICATE_NO_FLAGS)
    return g_strdup (_ ("The certificate of the server is not the pinned one. Without the pin this "
                        "computer would trust it."));
  /* Translators: another sentence follows, such as "The certificate of the server has expired." */
  return g_strdup_printf (_ ("The certificate of the server is not the pinned one. %s"),
                          bell_certificate_flags_to_text (flags));
}
