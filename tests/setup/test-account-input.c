/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-account-input.c: what people type. */

#include "setup/account-input.h"

static void
assert_all (gboolean (*accept) (const char *), const char *const *texts, gboolean expected)
{
  for (; *texts != NULL; texts++)
    if (accept (*texts) != expected)
      g_error ("“%s” was %s", *texts, expected ? "refused" : "accepted");
}

static void
test_addresses (void)
{
  static const char *const good[] = { "ada@example.org",  "a.b+c@x",     "ada@bücher.example",
                                      "o'hara@localhost", "a@127.0.0.1", NULL };
  static const char *const bad[] = { "",
                                     "ada",
                                     "@example.org",
                                     "ada@",
                                     "a@b@c",
                                     "a b@c",
                                     "a@b c",
                                     "a\n@b",
                                     "a@b\n",
                                     "a@-b",
                                     "a@b..c",
                                     "a@b/c",
                                     "\xff@b",
                                     "a\x01@b",
                                     "a@b:993",
                                     "a\342\200\256@b",
                                     "a@\342\200\256b",
                                     NULL };
  g_autofree char         *endless = g_strnfill (400, 'a');
  g_autofree char         *endless_address = g_strconcat (endless, "@b", NULL);

  assert_all (bell_input_is_address, good, TRUE);
  assert_all (bell_input_is_address, bad, FALSE);
  g_assert_false (bell_input_is_address (endless_address));
}

static void
test_hosts (void)
{
  static const char *const good[] = {
    "localhost", "imap.example.org", "imap.example.org.", "127.0.0.1", "::1", "a_b", NULL
  };
  static const char *const bad[] = {
    "", "-x", ".x", "a b", "a/b", "a:b", "a\tb", "a@b", "x\342\200\256y", "\304\255:", NULL
  };

  assert_all (bell_input_is_host, good, TRUE);
  assert_all (bell_input_is_host, bad, FALSE);
}

static void
test_loopback (void)
{
  static const char *const good[] = { "localhost", "LocalHost", "127.0.0.1",
                                      "127.1.2.3", "::1",       NULL };
  static const char *const bad[] = {
    "localhost.example.org", "127.0.0.1.example.org", "10.0.0.1", "::2", "imap", "0.0.0.0", NULL
  };

  assert_all (bell_input_is_loopback, good, TRUE);
  assert_all (bell_input_is_loopback, bad, FALSE);
}

static void
test_lines (void)
{
  static const char *const good[] = { "Work", "Büro & Co", " ", NULL };
  static const char *const bad[] = { "", "a\nb", "a\x1b[0m", "\xff", NULL };

  assert_all (bell_input_is_line, good, TRUE);
  assert_all (bell_input_is_line, bad, FALSE);
}

static void
test_ports (void)
{
  static const char *const bad[] = { "",   "0",  "65536", "-1",          "+1",
                                     " 1", "1 ", "0x10",  "99999999999", NULL };
  guint16                  port = 7;

  g_assert_true (bell_input_parse_port ("1", &port));
  g_assert_cmpuint (port, ==, 1);
  g_assert_true (bell_input_parse_port ("65535", &port));
  g_assert_cmpuint (port, ==, 65535);
  for (const char *const *text = bad; *text != NULL; text++)
    g_assert_false (bell_input_parse_port (*text, &port));
  g_assert_cmpuint (port, ==, 65535);
}

static void
test_servers (void)
{
  static const struct {
    const char *text;
    const char *host; /* NULL: refused */
    guint16     port;
  } rows[] = {
    { "imap.example.org", "imap.example.org", 0 },
    { "imap.example.org:143", "imap.example.org", 143 },
    { "127.0.0.1:10993", "127.0.0.1", 10993 },
    { "::1", "::1", 0 },
    { "[::1]", "::1", 0 },
    { "[::1]:993", "::1", 993 },
    { "imap:", NULL, 0 },
    { "imap:0", NULL, 0 },
    { "imap:99999", NULL, 0 },
    { "[::1", NULL, 0 },
    { "[::1]993", NULL, 0 },
    { "", NULL, 0 },
    { ":993", NULL, 0 },
    { "imaps://x", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *host = NULL;
    guint16          port = 0;

    g_assert_cmpint (bell_input_parse_server (rows[i].text, &host, &port), ==,
                     rows[i].host != NULL);
    g_assert_cmpstr (host, ==, rows[i].host);
    g_assert_cmpuint (port, ==, rows[i].port);
  }
}

static void
test_durations (void)
{
  static const struct {
    const char *text;
    guint       seconds; /* 0: refused */
  } rows[] = {
    { "90", 90 },
    { "90s", 90 },
    { "30m", 1800 },
    { "2h", 7200 },
    { "1d", 86400 },
    { "", 0 },
    { "m", 0 },
    { "0", 0 },
    { "0h", 0 },
    { "-5", 0 },
    { "1.5h", 0 },
    { "5 m", 0 },
    { "5min", 0 },
    { "1w", 0 },
    { "366d", 366 * 86400 },
    { "367d", 0 },
    { "9999999999999999999h", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint seconds = 0;

    g_assert_cmpint (bell_input_parse_duration (rows[i].text, &seconds), ==, rows[i].seconds != 0);
    g_assert_cmpuint (seconds, ==, rows[i].seconds);
  }
}

static void
test_switches (void)
{
  gboolean value = FALSE;

  g_assert_true (bell_input_parse_switch ("on", &value));
  g_assert_true (value);
  g_assert_true (bell_input_parse_switch ("false", &value));
  g_assert_false (value);
  g_assert_false (bell_input_parse_switch ("maybe", &value));
  g_assert_false (bell_input_parse_switch ("", &value));
}

static void
test_security_follows_the_port (void)
{
  g_assert_cmpint (bell_input_guess_security (0), ==, BELL_SECURITY_TLS);
  g_assert_cmpint (bell_input_guess_security (993), ==, BELL_SECURITY_TLS);
  g_assert_cmpint (bell_input_guess_security (10993), ==, BELL_SECURITY_TLS);
  g_assert_cmpint (bell_input_guess_security (143), ==, BELL_SECURITY_STARTTLS);
}

static void
test_client_certificate (void)
{
  g_autofree char *path = bell_input_normalise_client_certificate ("/a/../client.pem");
  g_autofree char *relative = bell_input_normalise_client_certificate ("client.pem");
  g_autofree char *uri = bell_input_normalise_client_certificate ("pkcs11:token=a;object=b");

  g_assert_cmpstr (path, ==, "/client.pem");
  g_assert_true (g_path_is_absolute (relative));
  g_assert_true (g_str_has_suffix (relative, "/client.pem"));
  g_assert_cmpstr (uri, ==, "pkcs11:token=a;object=b");
  g_assert_null (bell_input_normalise_client_certificate (""));
  g_assert_null (bell_input_normalise_client_certificate ("a\nb"));
  g_assert_null (bell_input_normalise_client_certificate ("pkcs11:token=a?pin-value=1234"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-input/address", test_addresses);
  g_test_add_func ("/account-input/host", test_hosts);
  g_test_add_func ("/account-input/loopback", test_loopback);
  g_test_add_func ("/account-input/line", test_lines);
  g_test_add_func ("/account-input/port", test_ports);
  g_test_add_func ("/account-input/server", test_servers);
  g_test_add_func ("/account-input/duration", test_durations);
  g_test_add_func ("/account-input/switch", test_switches);
  g_test_add_func ("/account-input/client-certificate", test_client_certificate);
  g_test_add_func ("/account-input/security", test_security_follows_the_port);
  return g_test_run ();
}
