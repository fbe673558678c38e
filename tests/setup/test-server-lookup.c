/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole look-ups on loopback; those in which DNS has a say are in test-lookup-by-dns.c. */

#include "setup/server-lookup.h"

#include "base/time-units.h"

#include "fake-resolver.h"
#include "whole-look-up.h"

#include <string.h>

static void
test_table (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("imap.gmail.com");
  found = whole_look_up_must_find (&world, "jane@gmail.com", "imap.gmail.com",
                                   "It is in Mailbell's own list of providers, as Gmail.");
  g_assert_cmpstr (found->user, ==, "jane@gmail.com");
  g_assert_cmpint (found->sign_in, ==, BELL_SIGN_IN_APP_PASSWORD);
  g_assert_cmpstr (found->oauth, ==, "google");
  g_assert_nonnull (found->advice);
  g_assert_false (found->other_domain);
  g_assert_true (found->vouched);
  /* Nobody was asked. */
  g_assert_cmpuint (fake_resolver_get_n_records (), ==, 0);
  g_assert_cmpuint (world.base.https.requests->len, ==, 0);
  g_assert_cmpstr (world.progress->str, ==, "Trying imap.gmail.com…\n");
  whole_look_up_stop (&world);
}

static void
test_table_without_answer (void)
{
  WholeLookUp world;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerFound) on_error = NULL;

  whole_look_up_start (&world);
  g_assert_null (whole_look_up_run (&world, "jane@gmail.com", NULL, &on_error, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_cmpstr (on_error->host, ==, "imap.gmail.com");
  whole_look_up_stop (&world);
}

/* The domain's own word comes before Thunderbird's list, MX, SRV and names, though all are there. */
static void
test_own_settings (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("own.example.org");
  fake_resolver_add_host ("imap.example.org");
  fake_resolver_add_host ("srv.example.org");
  fake_resolver_add_service ("_imaps._tcp.example.org", "srv.example.org", world.base.imap.port, 0,
                             0);
  fake_resolver_add_mx ("example.org", 10, "aspmx.l.google.com");
  whole_look_up_publish (&world, OWN_PAGE, "own.example.org",
                         "<username>%EMAILLOCALPART%</username>"
                         "<authentication>OAuth2</authentication>");
  whole_look_up_publish (&world, ISPDB_PAGE "example.org", "imap.example.org", "");
  found = whole_look_up_must_find (&world, "jane+1@example.org", "own.example.org",
                                   "It is in the settings that example.org publishes.");
  g_assert_cmpstr (found->user, ==, "jane+1");
  g_assert_cmpint (found->sign_in, ==, BELL_SIGN_IN_OAUTH);
  g_assert_null (found->oauth);
  g_assert_nonnull (found->advice);
  g_assert_false (found->other_domain);
  g_assert_true (found->vouched);
  g_assert_nonnull (strstr (world.progress->str, "Asking example.org…\n"));
  g_assert_nonnull (strstr (world.progress->str, "Trying own.example.org…\n"));
  whole_look_up_stop (&world);
}

static void
test_well_known (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("mail.example.net");
  whole_look_up_publish (&world, SITE_PAGE, "mail.example.net", "");
  found = whole_look_up_must_find (&world, "jane@example.org", "mail.example.net",
                                   "It is in the settings that example.org publishes.");
  g_assert_true (found->other_domain);
  g_assert_true (found->vouched);
  whole_look_up_stop (&world);
}

/* Hosts of the domain are told the address; Thunderbird's list is told the domain and no more. */
static void
test_privacy (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("listed.example.org");
  whole_look_up_publish (&world, ISPDB_PAGE "example.org", "listed.example.org", "");
  found = whole_look_up_must_find (&world, "jane@Example.ORG", "listed.example.org",
                                   "Thunderbird's list of providers has it for example.org.");
  g_assert_cmpstr (https_server_find_request (&world.base.https, "ispdb"), ==,
                   ISPDB_PAGE "example.org");
  g_assert_cmpstr (https_server_find_request (&world.base.https, "autoconfig"), ==,
                   OWN_PAGE "?emailaddress=jane%40Example.ORG");
  g_assert_cmpstr (https_server_find_request (&world.base.https, "example.org"), ==,
                   SITE_PAGE "?emailaddress=jane%40Example.ORG");
  g_assert_cmpuint (world.base.https.requests->len, ==, 3);
  whole_look_up_stop (&world);
}

static void
test_names (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("mail.example.org");
  found = whole_look_up_must_find (
    &world, "jane@example.org", "mail.example.org",
    "It is a usual name for the mail server of example.org, and it answers.");
  g_assert_false (found->other_domain);
  g_assert_true (found->vouched);
  whole_look_up_stop (&world);
}

/* What is published but does not answer does not win. */
static void
test_answering_wins (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  fake_resolver_add_host ("imap.example.org");
  whole_look_up_publish (&world, OWN_PAGE, "gone.example.org", "");
  whole_look_up_publish (&world, SITE_PAGE, "gone.example.net", "");
  found = whole_look_up_must_find (
    &world, "jane@example.org", "imap.example.org",
    "It is a usual name for the mail server of example.org, and it answers.");
  whole_look_up_stop (&world);
}

static void
test_untrusted (void)
{
  WholeLookUp      world;
  g_autofree char *fingerprint = loopback_fingerprint ("stranger.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerFound) on_error = NULL;
  g_autoptr (BellServerFound) pinned = NULL;

  whole_look_up_start_with (&world, whole_look_up_serve, "stranger.pem");
  fake_resolver_add_host ("imap.example.org");
  g_assert_null (whole_look_up_run (&world, "jane@example.org", NULL, &on_error, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED);
  g_assert_cmpstr (on_error->host, ==, "imap.example.org");
  g_assert_cmpstr (on_error->fingerprint, ==, fingerprint);
  g_clear_error (&error);
  pinned = whole_look_up_run (&world, "jane@example.org", fingerprint, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pinned->host, ==, "imap.example.org");
  whole_look_up_stop (&world);
}

static void
test_nothing (void)
{
  WholeLookUp world;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerFound) on_error = NULL;

  whole_look_up_start (&world);
  g_assert_null (whole_look_up_run (&world, "jane@nowhere.example", NULL, &on_error, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_null (on_error);
  g_clear_error (&error);
  g_assert_null (whole_look_up_run (&world, "jane@", NULL, &on_error, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  whole_look_up_stop (&world);
}

/* All servers are silent: the look-up ends all the same. */
static void
test_limit (void)
{
  WholeLookUp world;
  g_autoptr (GError) error = NULL;

  whole_look_up_start_with (&world, loopback_serve_silence, NULL);
  world.base.places.limit_us = 200 * BELL_MILLISECOND;
  fake_resolver_add_host ("imap.example.org");
  https_server_add (&world.base.https, OWN_PAGE, 0, "");
  g_assert_null (whole_look_up_run (&world, "jane@example.org", NULL, NULL, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  whole_look_up_stop (&world);
}

/* Once a server has answered, what would be better has not all the time of the look-up. */
static void
test_grace (void)
{
  WholeLookUp world;
  g_autoptr (BellServerFound) found = NULL;

  whole_look_up_start (&world);
  world.base.places.limit_us = 1000 * BELL_MINUTE;
  world.base.places.grace_us = 100 * BELL_MILLISECOND;
  fake_resolver_add_host ("imap.example.org");
  https_server_add (&world.base.https, OWN_PAGE, 0, "");
  found = whole_look_up_must_find (
    &world, "jane@example.org", "imap.example.org",
    "It is a usual name for the mail server of example.org, and it answers.");
  whole_look_up_stop (&world);
}

static void
test_cancelled (void)
{
  WholeLookUp world;
  g_autoptr (GError) error = NULL;

  whole_look_up_start (&world);
  world.cancels = TRUE;
  fake_resolver_add_host ("imap.example.org");
  g_assert_null (whole_look_up_run (&world, "jane@example.org", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  whole_look_up_stop (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-lookup/table", test_table);
  g_test_add_func ("/server-lookup/table-without-answer", test_table_without_answer);
  g_test_add_func ("/server-lookup/own-settings", test_own_settings);
  g_test_add_func ("/server-lookup/well-known", test_well_known);
  g_test_add_func ("/server-lookup/privacy", test_privacy);
  g_test_add_func ("/server-lookup/names", test_names);
  g_test_add_func ("/server-lookup/answering-wins", test_answering_wins);
  g_test_add_func ("/server-lookup/untrusted", test_untrusted);
  g_test_add_func ("/server-lookup/nothing", test_nothing);
  g_test_add_func ("/server-lookup/limit", test_limit);
  g_test_add_func ("/server-lookup/grace", test_grace);
  g_test_add_func ("/server-lookup/cancelled", test_cancelled);
  return g_test_run ();
}
