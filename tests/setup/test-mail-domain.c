/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Domains of addresses, good and bad. */

#include "setup/mail-domain.h"

#include <gio/gio.h>
#include <string.h>

static void
assert_domain (const char *address, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = bell_mail_domain_of (address, &error);

  g_assert_cmpstr (domain, ==, expected);
  if (expected == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  else
    g_assert_no_error (error);
}

static void
test_good (void)
{
  assert_domain ("jane@example.org", "example.org");
  assert_domain ("jane@Example.ORG", "example.org");
  assert_domain ("jane@example.org.", "example.org");
  assert_domain ("jane@bücher.example", "xn--bcher-kva.example");
  assert_domain ("jané@BÜCHER.example", "xn--bcher-kva.example");
  assert_domain ("\"a@b\"@example.org", "example.org");
}

static void
test_bad (void)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'a');
  g_autofree char *huge_domain = g_strconcat ("jane@", huge, ".example", NULL);
  g_autofree char *huge_local = g_strconcat (huge, "@example.org", NULL);
  g_autofree char *dots = g_strnfill (250, '.');
  g_autofree char *many_dots = g_strconcat ("jane@", dots, NULL);

  static const char *const addresses[] = {
    "",
    "@",
    "jane",
    "jane@",
    "@example.org",
    "jane@-x.example",
    "jane@x-.example",
    "jane@x..example",
    "jane@.",
    "jane@192.0.2.1",
    "jane@[192.0.2.1]",
    "jane@::1",
    "jane@x y.example",
    "jane@x/../y.example",
    "jane@x%2ey.example",
    "jane@x:443",
    "ja ne@example.org",
    "ja\nne@example.org",
    "jane@example.org\r\nHost: x",
    "jane@\xff\xfe.example",
    "jan\xff@example.org",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_test_message ("%u", i);
    assert_domain (addresses[i], NULL);
  }
  assert_domain (huge, NULL);
  assert_domain (huge_domain, NULL);
  assert_domain (huge_local, NULL);
  assert_domain (many_dots, NULL);
}

static void
test_same (void)
{
  g_assert_true (bell_mail_domain_is_same ("example.org", "example.org"));
  g_assert_true (bell_mail_domain_is_same ("example.org", "imap.example.org"));
  g_assert_true (bell_mail_domain_is_same ("dept.example.org", "imap.example.org"));
  g_assert_true (bell_mail_domain_is_same ("example.co.uk", "mail.example.co.uk"));
  g_assert_false (bell_mail_domain_is_same ("example.co.uk", "mail.other.co.uk"));
  g_assert_false (bell_mail_domain_is_same ("example.org", "badexample.org"));
  g_assert_false (bell_mail_domain_is_same ("example.org", "example.org.evil.example"));
  g_assert_false (bell_mail_domain_is_same ("proton.me", "127.0.0.1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail-domain/good", test_good);
  g_test_add_func ("/mail-domain/bad", test_bad);
  g_test_add_func ("/mail-domain/same", test_same);
  return g_test_run ();
}
