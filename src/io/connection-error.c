/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a certificate says of itself comes from the network: it is made fit to be shown, and cut. */

#include "io/connection-error.h"

#include "io/certificate-words.h"
#include "io/tls-trust.h"
#include "mail/safe-text.h"

/* A name in a certificate may be as long as its author likes. */
#define NAME_GRAPHEMES 200

typedef struct {
  BellCertificateFacts *certificate; /* (owned) (nullable) */
} BellConnectionErrorPrivate;

static void
bell_connection_error_private_init (BellConnectionErrorPrivate *private)
{
  private->certificate = NULL;
}

static void
bell_connection_error_private_copy (const BellConnectionErrorPrivate *from,
                                    BellConnectionErrorPrivate       *to)
{
  to->certificate = bell_certificate_facts_ref (from->certificate);
}

static void
bell_connection_error_private_clear (BellConnectionErrorPrivate *private)
{
  g_clear_pointer (&private->certificate, bell_certificate_facts_unref);
}

/* clang-format off */
G_DEFINE_EXTENDED_ERROR (BellConnectionError, bell_connection_error)
/* clang-format on */

/* The first of CERTIFICATE's names. (transfer full) (nullable) */
static char *
get_first_name (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  const char *name;
  gsize       length;

  if (names == NULL || names->len == 0)
    return NULL;
  name = g_bytes_get_data (g_ptr_array_index (names, 0), &length);
  return name != NULL ? g_strndup (name, length) : NULL;
}

/* NAME (transfer full) (nullable). */
static char *
make_safe (char *name)
{
  g_autofree char *owned = name;

  return bell_safe_text (owned != NULL ? owned : "", -1, NAME_GRAPHEMES);
}

/* A certificate may have nobody as its subject, and its names beside it (RFC 5280 §4.1.2.6). */
static char *
get_subject (GTlsCertificate *certificate)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);

  if (subject == NULL || *subject == '\0')
    return make_safe (get_first_name (certificate));
  return make_safe (g_steal_pointer (&subject));
}

/* TIME (transfer full) (nullable). */
static gint64
to_unix (GDateTime *time)
{
  gint64 seconds = time != NULL ? g_date_time_to_unix (time) : 0;

  g_clear_pointer (&time, g_date_time_unref);
  return seconds;
}

static BellCertificateFacts *
look_at (GTlsCertificate *certificate, const char *reason)
{
  g_autofree char           *subject = get_subject (certificate);
  g_autofree char           *issuer = make_safe (g_tls_certificate_get_issuer_name (certificate));
  g_autofree char           *fingerprint = bell_tls_trust_fingerprint (certificate);
  const BellCertificateFacts facts = {
    .subject = subject,
    .issuer = issuer,
    .not_before = to_unix (g_tls_certificate_get_not_valid_before (certificate)),
    .not_after = to_unix (g_tls_certificate_get_not_valid_after (certificate)),
    .reason = (char *) reason,
    .fingerprint = fingerprint,
  };

  return bell_certificate_facts_new (&facts);
}

void
bell_connection_error_refuse (GError             **error,
                              GTlsCertificate     *certificate,
                              GTlsCertificateFlags flags,
                              gboolean             pinned)
{
  g_autofree char *reason = pinned ? bell_certificate_change_to_text (flags)
                                   : g_strdup (bell_certificate_flags_to_text (flags));
  GError          *refusal = g_error_new_literal (
             BELL_CONNECTION_ERROR,
    pinned ? BELL_CONNECTION_ERROR_PIN_MISMATCH : BELL_CONNECTION_ERROR_UNTRUSTED, reason);

  if (certificate != NULL)
    bell_connection_error_get_private (refusal)->certificate = look_at (certificate, reason);
  g_propagate_error (error, refusal);
}

BellCertificateFacts *
bell_connection_error_get_certificate (const GError *error)
{
  if (error->domain != BELL_CONNECTION_ERROR)
    return NULL;
  return bell_connection_error_get_private (error)->certificate;
}
