/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pins, fingerprints, and the purposes of certificates, cut and changed at every byte. */

#include "io/tls-trust.h"

#include "io/certificate-purpose.h"

#define FINGERPRINT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static GTlsCertificate *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", name, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static GByteArray *
load_der (const char *name)
{
  g_autoptr (GTlsCertificate) certificate = load (name);
  GByteArray *der;

  g_object_get (certificate, "certificate", &der, NULL);
  return der;
}

static void
assert_pin (const char *text, const char *expected)
{
  g_autofree char *pin = bell_tls_trust_normalise_pin (text);

  g_assert_cmpstr (pin, ==, expected);
}

static void
test_pins (void)
{
  assert_pin (FINGERPRINT, FINGERPRINT);
  assert_pin (" 00112233445566778899AABBCCDDEEFF\n00112233445566778899aabbccddeeff", FINGERPRINT);
  assert_pin ("00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:"
              "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
              FINGERPRINT);
  assert_pin ("", NULL);
  assert_pin ("0011", NULL);
  assert_pin (FINGERPRINT "00", NULL);
  assert_pin ("g0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", NULL);
}

static void
test_fingerprint (void)
{
  g_autoptr (GTlsCertificate) certificate = load ("good.pem");
  g_autoptr (GByteArray) der = load_der ("good.pem");
  g_autofree char *fingerprint = bell_tls_trust_fingerprint (certificate);
  g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);

  g_assert_cmpstr (fingerprint, ==, expected);
  assert_pin (fingerprint, fingerprint);
}

static void
test_purposes (void)
{
  g_autoptr (GByteArray) server = load_der ("good.pem");
  g_autoptr (GByteArray) client = load_der ("client-only.pem");
  g_autoptr (GByteArray) unlimited = load_der ("ca.pem");

  g_assert_true (bell_certificate_allows_server (server->data, server->len));
  g_assert_false (bell_certificate_allows_server (client->data, client->len));
  g_assert_true (bell_certificate_allows_server (unlimited->data, unlimited->len));
}

/* On the heap and of exact size, so that a sanitizer sees the first byte read too far. */
static gboolean
allows_copy (const guint8 *der, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (der, length);

  return bell_certificate_allows_server (copy, length);
}

static void
test_damaged (void)
{
  g_autoptr (GByteArray) der = load_der ("good.pem");

  for (guint length = 0; length < der->len; length++)
    g_assert_false (allows_copy (der->data, length));
  for (guint i = 0; i < der->len; i++)
    for (guint bit = 0; bit < 8; bit++) {
      der->data[i] ^= (guint8) (1u << bit);
      allows_copy (der->data, der->len);
      der->data[i] ^= (guint8) (1u << bit);
    }
}

static void
test_verdicts (void)
{
  static const struct {
    const char          *name;
    GTlsCertificateFlags flag;
  } cases[] = {
    { "good.pem", 0 },
    { "other-name.pem", G_TLS_CERTIFICATE_BAD_IDENTITY },
    { "expired.pem", G_TLS_CERTIFICATE_EXPIRED },
    { "client-only.pem", G_TLS_CERTIFICATE_GENERIC_ERROR },
  };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", "ca.pem", NULL);
  g_autoptr (GTlsDatabase) anchors = g_tls_file_database_new (path, NULL);
  g_autoptr (GSocketConnectable) identity = g_network_address_new ("127.0.0.1", 993);
  GTlsDatabase *database = bell_tls_trust_get_database ();

  bell_tls_trust_set_anchors (anchors);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTlsCertificate) certificate = load (cases[i].name);
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (g_tls_database_verify_chain (
                       database, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                       NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error),
                     ==, cases[i].flag);
    g_assert_no_error (error);
  }

  /* The system knows nothing of our authority. */
  bell_tls_trust_set_anchors (NULL);
  {
    g_autoptr (GTlsCertificate) certificate = load ("good.pem");

    g_assert_cmpint (g_tls_database_verify_chain (
                       database, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                       NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL),
                     ==, G_TLS_CERTIFICATE_UNKNOWN_CA);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-trust/pins", test_pins);
  g_test_add_func ("/tls-trust/fingerprint", test_fingerprint);
  g_test_add_func ("/tls-trust/purposes", test_purposes);
  g_test_add_func ("/tls-trust/damaged", test_damaged);
  g_test_add_func ("/tls-trust/verdicts", test_verdicts);
  return g_test_run ();
}
