/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate-report.c: a refused certificate as text and as JSON. */

#include "app/certificate-report.h"

#include "app/json-members.h"

#include <glib/gi18n-lib.h>

void
bell_certificate_report_add (JsonBuilder *builder, const BellCertificateFacts *certificate)
{
  json_builder_set_member_name (builder, "certificate");
  json_builder_begin_object (builder);
  bell_json_add_text (builder, "subject", certificate->subject);
  bell_json_add_text (builder, "issuer", certificate->issuer);
  bell_json_add_time (builder, "not_before", certificate->not_before);
  bell_json_add_time (builder, "not_after", certificate->not_after);
  bell_json_add_text (builder, "reason", certificate->reason);
  bell_json_add_text (builder, "sha256", certificate->fingerprint);
  json_builder_end_object (builder);
}

/* 0: not known. (transfer full) */
static char *
format_day (gint64 unix_seconds)
{
  g_autoptr (GDateTime) time = NULL;

  if (unix_seconds != 0)
    time = g_date_time_new_from_unix_utc (unix_seconds);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("?");
}

char *
bell_certificate_report_to_text (const BellCertificateFacts *certificate)
{
  g_autofree char *fingerprint = bell_certificate_facts_spell_fingerprint (certificate);
  g_autofree char *first = format_day (certificate->not_before);
  g_autofree char *last = format_day (certificate->not_after);

  /* Translators: of a certificate: to whom and by whom it was issued, the first and last day on
   * which it is valid, its fingerprint. */
  return g_strdup_printf (_ ("The server shows this certificate:\n"
                             "  issued to: %s\n"
                             "  issued by: %s\n"
                             "  valid: %s to %s\n"
                             "  SHA-256: %s\n"),
                          certificate->subject, certificate->issuer, first, last, fingerprint);
}
