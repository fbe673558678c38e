/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts outlive what they were made of, and the fingerprint is spelt as openssl spells it. */

#include "base/certificate-facts.h"

static void
test_copies (void)
{
  char                       fingerprint[] = "0a1b2c";
  const BellCertificateFacts facts = {
    .subject = (char *) "CN=a",
    .issuer = (char *) "CN=b",
    .not_before = 1,
    .not_after = 2,
    .reason = (char *) "Because.",
    .fingerprint = fingerprint,
  };
  g_autoptr (BellCertificateFacts) copy = bell_certificate_facts_new (&facts);
  g_autoptr (BellCertificateFacts) same = bell_certificate_facts_ref (copy);
  g_autofree char *spelt = bell_certificate_facts_spell_fingerprint (copy);

  fingerprint[0] = 'x';
  g_assert_true (same == copy);
  g_assert_cmpstr (copy->subject, ==, "CN=a");
  g_assert_cmpstr (copy->issuer, ==, "CN=b");
  g_assert_cmpint (copy->not_before, ==, 1);
  g_assert_cmpint (copy->not_after, ==, 2);
  g_assert_cmpstr (copy->reason, ==, "Because.");
  g_assert_cmpstr (copy->fingerprint, ==, "0a1b2c");
  g_assert_cmpstr (spelt, ==, "0A:1B:2C");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-facts/copies", test_copies);
  return g_test_run ();
}
