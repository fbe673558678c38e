/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-mail-link.c: how a mail client is told which message to show. */

#include "policy/mail-link.h"

#define ID "a+b/c%d@mail.example.org"

static void
test_mid (void)
{
  g_autofree char *link = bell_mail_link_mid (ID);

  g_assert_cmpstr (link, ==, "mid:a+b%2Fc%25d@mail.example.org");
}

static void
test_web (void)
{
  static const struct {
    const char *template;
    const char *message_id;
    const char *link;
  } cases[] = {
    { "https://m.example.org/?q={message-id}&x=1", "a&b@c",
      "https://m.example.org/?q=a%26b%40c&x=1" },
    { "https://m.example.org/?q={message-id}", NULL, "https://m.example.org/" },
    { "https://m.example.org?q={message-id}", "", "https://m.example.org/" },
    { "https://m.example.org/inbox", "a@b", "https://m.example.org/inbox" },
    { "https://mail.google.com/mail/u/0/", "a@b",
      "https://mail.google.com/mail/u/0/#search/rfc822msgid%3Aa%40b" },
    { "https://mail.google.com/mail/u/1/#inbox", "a@b", "https://mail.google.com/mail/u/1/#inbox" },
    { "https://mail.google.com/mail/", NULL, "https://mail.google.com/mail/" },
    { "https://mail.google.com.evil.example/", "a@b", "https://mail.google.com.evil.example/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *link = bell_mail_link_web (cases[i].template, cases[i].message_id);
    g_assert_cmpstr (link, ==, cases[i].link);
  }
}

static void
assert_command (const char *message_id, const char *expected)
{
  static const char *const command[] = { "client", "--id={message-id}", "{message-id}", "-v",
                                         NULL };
  g_auto (GStrv) words = bell_mail_link_command (command, message_id);
  g_autofree char *joined = g_strjoinv ("|", words);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_command (void)
{
  assert_command ("a b;c@d", "client|--id=a b;c@d|a b;c@d|-v");
  assert_command (NULL, "client|-v");
  assert_command ("", "client|-v");
  assert_command ("--evil@d", "client|--id=--evil@d|-v");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail-link/mid", test_mid);
  g_test_add_func ("/mail-link/web", test_web);
  g_test_add_func ("/mail-link/command", test_command);
  return g_test_run ();
}
