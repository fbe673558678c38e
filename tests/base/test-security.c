/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of protection and their names. */

#include "base/security.h"

static void
test_nicks (void)
{
  static const struct {
    BellSecurity security;
    const char  *nick;
    guint16      port;
  } rows[] = {
    { BELL_SECURITY_TLS, "tls", 993 },
    { BELL_SECURITY_STARTTLS, "starttls", 143 },
    { BELL_SECURITY_NONE, "none", 143 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    BellSecurity security = (BellSecurity) ((rows[i].security + 1) % G_N_ELEMENTS (rows));

    g_assert_cmpstr (bell_security_to_nick (rows[i].security), ==, rows[i].nick);
    g_assert_cmpuint (bell_security_get_default_port (rows[i].security), ==, rows[i].port);
    g_assert_true (bell_security_from_nick (rows[i].nick, &security));
    g_assert_cmpint (security, ==, rows[i].security);
  }
}

static void
test_unknown_nick (void)
{
  static const char *const nicks[] = { "", "TLS", "ssl", "tls ", "starttl" };
  BellSecurity             security = BELL_SECURITY_STARTTLS;

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    g_assert_false (bell_security_from_nick (nicks[i], &security));
  g_assert_false (bell_security_from_nick (NULL, &security));
  g_assert_cmpint (security, ==, BELL_SECURITY_STARTTLS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security/nicks", test_nicks);
  g_test_add_func ("/security/unknown-nick", test_unknown_nick);
  return g_test_run ();
}
