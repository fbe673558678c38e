/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-local-address.c: whether an address is still one of this computer's. */

#include "io/local-address.h"

static gboolean
exists (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return bell_local_address_exists (address);
}

static void
test_loopback (void)
{
  g_assert_true (exists ("127.0.0.1"));
}

/* Addresses of documentation (RFC 5737, RFC 3849) are nobody's. */
static void
test_foreign (void)
{
  g_assert_false (exists ("192.0.2.1"));
  g_assert_false (exists ("2001:db8::1"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-address/loopback", test_loopback);
  g_test_add_func ("/local-address/foreign", test_foreign);
  return g_test_run ();
}
