/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes onto the bus comes off it again. */

#include "base/certificate-variant.h"

static void
test_round_trip (void)
{
  const BellCertificateFacts facts = {
    .subject = (char *) "CN=imap.example.org",
    .issuer = (char *) "",
    .not_before = 1577836800,
    .not_after = 4733510400,
    .reason = (char *) "Grund.",
    .fingerprint = (char *) "00ff",
  };
  g_autoptr (GVariant) variant = g_variant_ref_sink (bell_certificate_facts_to_variant (&facts));
  g_autoptr (BellCertificateFacts) read = bell_certificate_facts_from_variant (variant);

  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "a{sv}");
  g_assert_cmpstr (read->subject, ==, facts.subject);
  g_assert_cmpstr (read->issuer, ==, "");
  g_assert_cmpint (read->not_before, ==, facts.not_before);
  g_assert_cmpint (read->not_after, ==, facts.not_after);
  g_assert_cmpstr (read->reason, ==, facts.reason);
  g_assert_cmpstr (read->fingerprint, ==, "00ff");
}

static void
test_nothing (void)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (bell_certificate_facts_to_variant (NULL));

  g_assert_cmpuint (g_variant_n_children (variant), ==, 0);
  g_assert_null (bell_certificate_facts_from_variant (variant));
  g_assert_null (bell_certificate_facts_from_variant (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-variant/round-trip", test_round_trip);
  g_test_add_func ("/certificate-variant/nothing", test_nothing);
  return g_test_run ();
}
