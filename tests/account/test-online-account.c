/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bus says of an account, honest and hostile. */

#include "account/online-account.h"

#include <string.h>

#define PATH "/org/gnome/OnlineAccounts/Accounts/account_1"

#define GOOGLE                                                                                     \
  "{'org.gnome.OnlineAccounts.Account': {'Id': <'account_1'>, 'ProviderType': <'google'>, "        \
  "'ProviderName': <'Google'>, 'PresentationIdentity': <'ada@example.org'>, "                      \
  "'AttentionNeeded': <false>, 'MailDisabled': <false>}, "                                         \
  "'org.gnome.OnlineAccounts.OAuth2Based': {'ClientId': <'x'>}, "

static BellOnlineAccount *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) interfaces =
    g_variant_parse (G_VARIANT_TYPE ("a{sa{sv}}"), text, NULL, NULL, &error);

  g_assert_no_error (error);
  return bell_online_account_new (PATH, interfaces);
}

static BellOnlineAccount *
read_mail (const char *mail)
{
  g_autofree char *text = g_strdup_printf (GOOGLE "'org.gnome.OnlineAccounts.Mail': {%s}}", mail);

  return read_text (text);
}

static void
test_token (void)
{
  g_autoptr (BellOnlineAccount) account =
    read_mail ("'EmailAddress': <'ada@example.org'>, 'ImapSupported': <true>, "
               "'ImapHost': <'imap.example.org'>, 'ImapUserName': <'ada'>, "
               "'ImapUseSsl': <true>, 'ImapUseTls': <false>, 'ImapAcceptSslErrors': <true>");

  g_assert_nonnull (account);
  g_assert_cmpstr (account->id, ==, "account_1");
  g_assert_cmpstr (account->path, ==, PATH);
  g_assert_cmpstr (account->provider, ==, "Google");
  g_assert_cmpstr (account->address, ==, "ada@example.org");
  g_assert_cmpstr (account->host, ==, "imap.example.org");
  g_assert_cmpuint (account->port, ==, 993);
  g_assert_cmpint (account->security, ==, BELL_SECURITY_TLS);
  g_assert_cmpstr (account->user, ==, "ada");
  g_assert_cmpint (account->use, ==, BELL_ONLINE_ACCOUNT_USABLE);
  g_assert_true (account->has_token);
  g_assert_false (account->attention_needed);
}

static void
test_password (void)
{
  g_autoptr (BellOnlineAccount) account = read_text (
    "{'org.gnome.OnlineAccounts.Account': {'Id': <'account_2'>, 'ProviderType': <'imap_smtp'>, "
    "'PresentationIdentity': <'Ada'>, 'AttentionNeeded': <true>}, "
    "'org.gnome.OnlineAccounts.PasswordBased': @a{sv} {}, "
    "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ada@example.org'>, 'ImapSupported': "
    "<true>, 'ImapHost': <'[::1]:1143'>, 'ImapUseTls': <true>}}");

  g_assert_nonnull (account);
  g_assert_cmpstr (account->name, ==, "Ada");
  g_assert_cmpstr (account->provider, ==, "imap_smtp");
  g_assert_cmpstr (account->host, ==, "::1");
  g_assert_cmpuint (account->port, ==, 1143);
  g_assert_cmpint (account->security, ==, BELL_SECURITY_STARTTLS);
  g_assert_cmpstr (account->user, ==, "ada@example.org");
  g_assert_false (account->has_token);
  g_assert_true (account->attention_needed);
}

static void
assert_use (const char *text, BellOnlineAccountUse use)
{
  g_autoptr (BellOnlineAccount) account = read_text (text);

  g_assert_nonnull (account);
  g_assert_cmpint (account->use, ==, use);
  g_assert_cmpstr (account->address, ==, "ada@example.org");
}

static void
test_obstacles (void)
{
  /* The token is for Microsoft Graph, whatever the Mail interface says. */
  assert_use ("{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>, 'ProviderType': <'ms_graph'>, "
              "'PresentationIdentity': <'ada@example.org'>}}",
              BELL_ONLINE_ACCOUNT_NO_IMAP);
  assert_use (
    "{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>, 'ProviderType': <'ms_graph'>}, "
    "'org.gnome.OnlineAccounts.OAuth2Based': @a{sv} {}, "
    "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ada@example.org'>, "
    "'ImapSupported': <true>, 'ImapHost': <'outlook.example.org'>, 'ImapUseSsl': <true>}}",
    BELL_ONLINE_ACCOUNT_NO_IMAP);
  assert_use ("{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>, 'ProviderType': <'exchange'>}, "
              "'org.gnome.OnlineAccounts.PasswordBased': @a{sv} {}, "
              "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ada@example.org'>, "
              "'ImapSupported': <false>}}",
              BELL_ONLINE_ACCOUNT_NO_IMAP);
  /* Neither password nor token: a Kerberos ticket, say. */
  assert_use ("{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>}, "
              "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ada@example.org'>, "
              "'ImapSupported': <true>, 'ImapHost': <'imap.example.org'>}}",
              BELL_ONLINE_ACCOUNT_NO_IMAP);
  assert_use ("{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>, 'ProviderType': <'google'>, "
              "'PresentationIdentity': <'ada@example.org'>, 'MailDisabled': <true>}}",
              BELL_ONLINE_ACCOUNT_MAIL_OFF);
}

static void
assert_nothing (const char *text)
{
  g_assert_null (read_text (text));
}

static void
test_not_mail (void)
{
  assert_nothing ("@a{sa{sv}} {}");
  assert_nothing ("{'org.gnome.OnlineAccounts.Manager': @a{sv} {}}");
  assert_nothing ("{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>, 'ProviderType': "
                  "<'owncloud'>, 'PresentationIdentity': <'ada@cloud.example.org'>}}");
  assert_nothing ("{'org.gnome.OnlineAccounts.Account': {'Id': <7>, 'MailDisabled': <true>, "
                  "'PresentationIdentity': <'ada@example.org'>}}");
}

static void
assert_host (const char *host, const char *expected, guint16 port)
{
  g_autofree char *mail =
    g_strdup_printf ("'EmailAddress': <'ada@example.org'>, 'ImapSupported': <true>, "
                     "'ImapUseSsl': <true>, 'ImapHost': <%s>",
                     host);
  g_autoptr (BellOnlineAccount) account = read_mail (mail);

  g_assert_nonnull (account);
  if (expected == NULL) {
    g_assert_cmpint (account->use, ==, BELL_ONLINE_ACCOUNT_NO_IMAP);
    return;
  }
  g_assert_cmpint (account->use, ==, BELL_ONLINE_ACCOUNT_USABLE);
  g_assert_cmpstr (account->host, ==, expected);
  g_assert_cmpuint (account->port, ==, port);
}

static void
test_hostile_host (void)
{
  g_autofree char *long_label = g_strnfill (300, 'a');
  g_autofree char *long_host = g_strdup_printf ("'%s'", long_label);

  assert_host ("'imap.example.org:1993'", "imap.example.org", 1993);
  assert_host ("'192.0.2.1'", "192.0.2.1", 993);
  assert_host ("'b\u00fccher.example'", "xn--bcher-kva.example", 993);
  assert_host ("''", NULL, 0);
  assert_host ("'imap.example.org:0'", NULL, 0);
  assert_host ("'imap.example.org:99999'", NULL, 0);
  assert_host ("'imap.example.org\\r\\na LOGIN'", NULL, 0);
  assert_host ("'-oProxyCommand'", NULL, 0);
  assert_host ("'a/../b'", NULL, 0);
  assert_host ("'a b'", NULL, 0);
  assert_host ("uint32 7", NULL, 0);
  assert_host (long_host, NULL, 0);
}

static void
assert_address_refused (const char *address)
{
  g_autofree char *mail = g_strdup_printf (
    "'EmailAddress': <%s>, 'ImapSupported': <true>, 'ImapHost': <'imap.example.org'>", address);
  g_autofree char *text = g_strdup_printf (
    "{'org.gnome.OnlineAccounts.Account': {'Id': <'a'>}, "
    "'org.gnome.OnlineAccounts.PasswordBased': @a{sv} {}, 'org.gnome.OnlineAccounts.Mail': {%s}}",
    mail);

  assert_nothing (text);
}

static void
test_hostile_address (void)
{
  g_autofree char *long_name = g_strnfill (100000, 'a');
  g_autofree char *long_address = g_strdup_printf ("'%s@example.org'", long_name);

  assert_address_refused ("''");
  assert_address_refused ("'ada'");
  assert_address_refused ("'@example.org'");
  assert_address_refused ("'ada@'");
  assert_address_refused ("'ada@evil@example.org'");
  assert_address_refused ("'ada\\n@example.org'");
  assert_address_refused ("'a da@example.org'");
  assert_address_refused ("[1, 2]");
  assert_address_refused (long_address);
}

static void
test_hostile_user (void)
{
  g_autoptr (BellOnlineAccount) account =
    read_mail ("'EmailAddress': <'ada@example.org'>, 'ImapSupported': <true>, "
               "'ImapHost': <'imap.example.org'>, 'ImapUserName': <'ada\\r\\nx'>");

  /* What is no name at all is not sent; the address is what most servers take. */
  g_assert_nonnull (account);
  g_assert_cmpstr (account->user, ==, "ada@example.org");
  g_assert_cmpint (account->security, ==, BELL_SECURITY_NONE);
}

static void
test_equal (void)
{
  g_autoptr (BellOnlineAccount) a =
    read_mail ("'EmailAddress': <'ada@example.org'>, 'ImapSupported': <true>");
  g_autoptr (BellOnlineAccount) same =
    read_mail ("'EmailAddress': <'ada@example.org'>, 'ImapSupported': <true>");
  g_autoptr (BellOnlineAccount) other =
    read_mail ("'EmailAddress': <'ada@example.net'>, 'ImapSupported': <true>");

  g_assert_true (bell_online_account_equal (a, same));
  g_assert_false (bell_online_account_equal (a, other));
  same->attention_needed = TRUE;
  g_assert_false (bell_online_account_equal (a, same));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/online-account/token", test_token);
  g_test_add_func ("/online-account/password", test_password);
  g_test_add_func ("/online-account/obstacles", test_obstacles);
  g_test_add_func ("/online-account/not-mail", test_not_mail);
  g_test_add_func ("/online-account/hostile/host", test_hostile_host);
  g_test_add_func ("/online-account/hostile/address", test_hostile_address);
  g_test_add_func ("/online-account/hostile/user", test_hostile_user);
  g_test_add_func ("/online-account/equal", test_equal);
  return g_test_run ();
}
