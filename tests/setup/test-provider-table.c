/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a provider, and what must be true of every row. */

#include "setup/provider-table.h"

#include "account/oauth-provider.h"
#include "setup/mail-domain.h"

#include <string.h>

static void
assert_domain (const char *domain, const char *host, const char *oauth)
{
  const BellProvider *provider = bell_provider_find_by_domain (domain);

  g_assert_nonnull (provider);
  g_assert_cmpstr (provider->host, ==, host);
  g_assert_cmpstr (provider->oauth, ==, oauth);
}

static void
test_domains (void)
{
  assert_domain ("gmail.com", "imap.gmail.com", "google");
  assert_domain ("googlemail.com", "imap.gmail.com", "google");
  assert_domain ("hotmail.co.uk", "outlook.office365.com", "microsoft");
  assert_domain ("live.com.sg", "outlook.office365.com", "microsoft");
  assert_domain ("yahoo.de", "imap.mail.yahoo.com", "yahoo");
  assert_domain ("verizon.net", "imap.aol.com", "aol");
  assert_domain ("yahoo.co.jp", "imap.mail.yahoo.co.jp", NULL);
  assert_domain ("gmx.de", "imap.gmx.net", NULL);
  assert_domain ("mail.ru", "imap.mail.ru", "mailru");
  g_assert_null (bell_provider_find_by_domain ("example.org"));
  g_assert_null (bell_provider_find_by_domain ("mygmail.com"));
  g_assert_null (bell_provider_find_by_domain ("gmail"));
  g_assert_null (bell_provider_find_by_domain ("gmail.com googlemail.com"));
  g_assert_null (bell_provider_find_by_domain (""));
}

static void
assert_mx (const char *mx, const char *host)
{
  const BellProvider *provider = bell_provider_find_by_mx (mx);

  g_assert_cmpstr (provider != NULL ? provider->host : NULL, ==, host);
}

static void
test_mx (void)
{
  assert_mx ("aspmx.l.google.com", "imap.gmail.com");
  assert_mx ("smtp.google.com", "imap.gmail.com");
  assert_mx ("example-org.mail.protection.outlook.com", "outlook.office365.com");
  assert_mx ("mx00.ionos.de", "imap.ionos.de");
  assert_mx ("mx00.ionos.co.uk", "imap.ionos.co.uk");
  assert_mx ("in1-smtp.messagingengine.com", "imap.fastmail.com");
  assert_mx ("mx-aol.mail.gm0.yahoodns.net", "imap.aol.com");
  assert_mx ("mta5.am0.yahoodns.net", "imap.mail.yahoo.com");
  assert_mx ("evilgoogle.com", NULL);
  assert_mx ("google.com.example.org", NULL);
  assert_mx ("com", NULL);
  assert_mx ("", NULL);
}

static void
test_user (void)
{
  g_autofree char *apple =
    bell_provider_get_user (bell_provider_find_by_domain ("icloud.com"), "jane@icloud.com");
  g_autofree char *google =
    bell_provider_get_user (bell_provider_find_by_domain ("gmail.com"), "jane@gmail.com");

  g_assert_cmpstr (apple, ==, "jane");
  g_assert_cmpstr (google, ==, "jane@gmail.com");
}

/* WORDS (nullable) are names, and in SEEN each once only. */
static void
assert_names (const char *words, GHashTable *seen)
{
  g_auto (GStrv) names = g_strsplit (words != NULL ? words : "", " ", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *normal = bell_mail_domain_normalise_host (names[i]);

    g_assert_cmpstr (normal, ==, names[i]);
    if (!g_hash_table_add (seen, g_strdup (names[i])))
      g_error ("%s is in two rows", names[i]);
  }
}

/* Whoever signs in at the row's server is sent to that server's sign-in. */
static void
assert_sign_in (const BellProvider *row)
{
  g_autoptr (BellOAuthProvider) provider = bell_oauth_provider_lookup (row->oauth);

  g_assert_nonnull (provider);
  g_assert_true (bell_oauth_provider_serves (provider, row->host));
}

static void
test_rows (void)
{
  g_autoptr (GHashTable) domains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) endings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < bell_provider_n_rows; i++) {
    const BellProvider *row = &bell_provider_rows[i];

    g_test_message ("%s", row->name);
    assert_names (row->domains, domains);
    assert_names (row->mx, endings);
    g_assert_true (row->domains != NULL || row->mx != NULL);
    g_assert_cmpint (row->security, !=, BELL_SECURITY_NONE);
    g_assert_true (row->sign_in != BELL_SIGN_IN_OAUTH || row->oauth != NULL);
    g_assert_true (row->sign_in == BELL_SIGN_IN_PASSWORD || bell_provider_get_advice (row) != NULL);
    g_assert_nonnull (bell_provider_find_by_host (row->host));
    if (row->oauth != NULL)
      assert_sign_in (row);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-table/domains", test_domains);
  g_test_add_func ("/provider-table/mx", test_mx);
  g_test_add_func ("/provider-table/user", test_user);
  g_test_add_func ("/provider-table/rows", test_rows);
  return g_test_run ();
}
