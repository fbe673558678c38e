/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups in which DNS has a say: SRV and MX records, and how much is believed of them. */

#include "setup/server-lookup.h"

#include "fake-resolver.h"
#include "whole-look-up.h"

#include <string.h>

static void
test_services (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("second.example.net");
  fake_resolver_add_host ("mail.example.org");
  fake_resolver_add_service ("_imaps._tcp.example.org", "second.example.net.", world.base.imap.port,
                             20, 0);
  fake_resolver_add_service ("_imaps._tcp.example.org", "dead.example.net.", world.base.imap.port,
                             10, 0);
  found = whole_look_up_must_find (&world, "jane@example.org", "second.example.net",
                                   "The DNS of example.org names it.");
  g_assert_true (found->other_domain);
  g_assert_false (found->vouched);
  g_assert_true (bell_server_found_is_doubtful (found));
  whole_look_up_stop (&world);
}

/* RFC 6186 §6: of a domain's own hosts, too, DNS alone vouches for the usual names only. */
static void
test_services_of_the_domain (void)
{
  static const struct {
    const char *host;
    gboolean    doubtful;
  } cases[] = { { "studentbox.example.org", TRUE }, { "imap.example.org", FALSE },
                { "mail.example.org", FALSE },      { "example.org", FALSE },
                { "imap-2.example.org", TRUE },     { "ximap.example.org", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WholeLookUp world;
    g_autoptr (BellServerFound) found = NULL;

    whole_look_up_start (&world);
    fake_resolver_add_host (cases[i].host);
    fake_resolver_add_service ("_imaps._tcp.example.org", cases[i].host, world.base.imap.port, 0,
                               0);
    found = whole_look_up_must_find (&world, "jane@example.org", cases[i].host,
                                     "The DNS of example.org names it.");
    g_assert_false (found->other_domain);
    g_assert_cmpint (bell_server_found_is_doubtful (found), ==, cases[i].doubtful);
    whole_look_up_stop (&world);
  }
}

static void
test_usual_names (void)
{
  g_assert_true (bell_lookup_is_usual_name ("imap.example.org", "example.org"));
  g_assert_true (bell_lookup_is_usual_name ("mail.dept.example.org", "dept.example.org"));
  g_assert_true (bell_lookup_is_usual_name ("example.org", "example.org"));
  g_assert_false (bell_lookup_is_usual_name ("imap.example.org", "dept.example.org"));
  g_assert_false (bell_lookup_is_usual_name ("imap.box.example.org", "example.org"));
  g_assert_false (bell_lookup_is_usual_name ("imap.example.org.evil.example", "example.org"));
  g_assert_false (bell_lookup_is_usual_name ("imap", "example.org"));
}

/* Anyone on the way could have forged the answer of DNS, but not that of Thunderbird's list. */
static void
test_list_before_services (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("forged.example.net");
  fake_resolver_add_host ("listed.example.net");
  fake_resolver_add_service ("_imaps._tcp.example.org", "forged.example.net", world.base.imap.port,
                             0, 0);
  whole_look_up_publish (&world, ISPDB_PAGE "example.org", "listed.example.net", "");
  found = whole_look_up_must_find (&world, "jane@example.org", "listed.example.net",
                                   "Thunderbird's list of providers has it for example.org.");
  g_assert_true (found->other_domain);
  g_assert_false (bell_server_found_is_doubtful (found));
  whole_look_up_stop (&world);
}

static void
test_mx_before_services (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("forged.example.net");
  fake_resolver_add_host ("imap.gmail.com");
  fake_resolver_add_service ("_imaps._tcp.example.org", "forged.example.net", world.base.imap.port,
                             0, 0);
  fake_resolver_add_mx ("example.org", 10, "aspmx.l.google.com");
  found = whole_look_up_must_find (
    &world, "jane@example.org", "imap.gmail.com",
    "Mail for example.org is received by aspmx.l.google.com, which belongs to "
    "Gmail.");
  g_assert_false (bell_server_found_is_doubtful (found));
  whole_look_up_stop (&world);
}

static void
test_service_in_table (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("imap.gmail.com");
  fake_resolver_add_service ("_imaps._tcp.example.org", "imap.gmail.com", world.base.imap.port, 0,
                             0);
  found = whole_look_up_must_find (&world, "jane@example.org", "imap.gmail.com",
                                   "The DNS of example.org names it.");
  g_assert_true (found->other_domain);
  g_assert_true (found->vouched);
  g_assert_cmpint (found->sign_in, ==, BELL_SIGN_IN_APP_PASSWORD);
  whole_look_up_stop (&world);
}

static void
test_mx_in_table (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("imap.gmail.com");
  fake_resolver_add_host ("mail.example.org");
  fake_resolver_add_mx ("example.org", 20, "mx.example.org");
  fake_resolver_add_mx ("example.org", 10, "ASPMX.L.GOOGLE.com.");
  found = whole_look_up_must_find (
    &world, "jane@example.org", "imap.gmail.com",
    "Mail for example.org is received by aspmx.l.google.com, which belongs to "
    "Gmail.");
  g_assert_cmpstr (found->oauth, ==, "google");
  g_assert_true (found->other_domain);
  g_assert_true (found->vouched);
  whole_look_up_stop (&world);
}

/* A host of Yahoo's that the table does not have, but the list of where people sign in. */
static void
test_mx_of_a_sign_in (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("imap.mail.yahoo.com");
  fake_resolver_add_mx ("example.org", 10, "mx1.biz.yahoodns.net");
  found = whole_look_up_must_find (
    &world, "jane@example.org", "imap.mail.yahoo.com",
    "Mail for example.org is received by mx1.biz.yahoodns.net, which belongs to "
    "Yahoo.");
  g_assert_cmpstr (found->oauth, ==, "yahoo");
  g_assert_true (found->vouched);
  whole_look_up_stop (&world);
}

static void
test_mx_in_list (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("imap.example.net");
  fake_resolver_add_mx ("example.org", 10, "mx1.in.example.net");
  whole_look_up_publish (&world, ISPDB_PAGE "example.net", "imap.example.net", "");
  found =
    whole_look_up_must_find (&world, "jane@example.org", "imap.example.net",
                             "Mail for example.org is received by mx1.in.example.net, for which "
                             "Thunderbird's list of providers has it.");
  g_assert_cmpstr (found->user, ==, "jane@example.org");
  g_assert_true (found->other_domain);
  g_assert_false (found->vouched);
  whole_look_up_stop (&world);
}

static const char *const mx_hosts[] = { "a.example.net", "b.example.net", "c.example.net" };

static const char *
get_mx_page (BellLookupWay way)
{
  if (way == BELL_WAY_MX_HOST)
    return "autoconfig.example.net/mail/config-v1.1.xml";
  return way == BELL_WAY_MX_SITE ? "example.net/.well-known/autoconfig/mail/config-v1.1.xml"
                                 : ISPDB_PAGE "example.net";
}

static const char *
get_mx_how (BellLookupWay way)
{
  if (way == BELL_WAY_MX_ISPDB)
    return "Mail for example.org is received by mx1.in.example.net, for which Thunderbird's list "
           "of "
           "providers has it.";
  return "Mail for example.org is received by mx1.in.example.net, and it is in the settings that "
         "example.net publishes.";
}

/* The sites of who receives the mail are asked as those of the domain are, and in their order; but
 * they are not told for whom. The forger of the MX record would have them as well. */
static void
test_mx_sites (void)
{
  for (BellLookupWay best = BELL_WAY_MX_HOST; best <= BELL_WAY_MX_ISPDB; best++) {
    WholeLookUp world;
    g_autoptr (BellServerFound) found = NULL;

    whole_look_up_start (&world);
    fake_resolver_add_host ("autoconfig.example.net");
    fake_resolver_add_host ("example.net");
    fake_resolver_add_host ("forged.example.net");
    fake_resolver_add_mx ("example.org", 10, "mx1.in.example.net");
    fake_resolver_add_service ("_imaps._tcp.example.org", "forged.example.net",
                               world.base.imap.port, 0, 0);
    for (BellLookupWay way = best; way <= BELL_WAY_MX_ISPDB; way++) {
      fake_resolver_add_host (mx_hosts[way - BELL_WAY_MX_HOST]);
      whole_look_up_publish (&world, get_mx_page (way), mx_hosts[way - BELL_WAY_MX_HOST], "");
    }
    found = whole_look_up_must_find (&world, "jane@example.org", mx_hosts[best - BELL_WAY_MX_HOST],
                                     get_mx_how (best));
    g_assert_cmpstr (found->user, ==, "jane@example.org");
    g_assert_true (bell_server_found_is_doubtful (found));
    /* Those that are better were waited for. */
    for (BellLookupWay way = BELL_WAY_MX_HOST; way <= best; way++)
      g_assert_cmpstr (https_server_find_request (&world.base.https, get_mx_page (way)), ==,
                       get_mx_page (way));
    whole_look_up_stop (&world);
  }
}

/* Its base may be that of the domain, which has told its own by then. */
static void
test_mx_of_the_domain (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("box.example.org");
  fake_resolver_add_mx ("dept.example.org", 10, "mx.example.org");
  whole_look_up_publish (&world, OWN_PAGE, "box.example.org", "");
  found = whole_look_up_must_find (
    &world, "jane@dept.example.org", "box.example.org",
    "Mail for dept.example.org is received by mx.example.org, and it is in the "
    "settings that example.org publishes.");
  g_assert_false (found->other_domain);
  g_assert_true (bell_server_found_is_doubtful (found));
  g_assert_null (strstr (https_server_find_request (&world.base.https, OWN_PAGE), "jane"));
  whole_look_up_stop (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lookup-by-dns/services", test_services);
  g_test_add_func ("/lookup-by-dns/services-of-the-domain", test_services_of_the_domain);
  g_test_add_func ("/lookup-by-dns/usual-names", test_usual_names);
  g_test_add_func ("/lookup-by-dns/list-before-services", test_list_before_services);
  g_test_add_func ("/lookup-by-dns/mx-before-services", test_mx_before_services);
  g_test_add_func ("/lookup-by-dns/service-in-table", test_service_in_table);
  g_test_add_func ("/lookup-by-dns/mx-in-table", test_mx_in_table);
  g_test_add_func ("/lookup-by-dns/mx-of-a-sign-in", test_mx_of_a_sign_in);
  g_test_add_func ("/lookup-by-dns/mx-in-list", test_mx_in_list);
  g_test_add_func ("/lookup-by-dns/mx-sites", test_mx_sites);
  g_test_add_func ("/lookup-by-dns/mx-of-the-domain", test_mx_of_the_domain);
  return g_test_run ();
}
