/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole look-ups on loopback: a web server, mail servers with TLS, and a resolver from a list. */

#include "setup/server-lookup.h"

#include "base/time-units.h"

#include "fake-resolver.h"
#include "lookup-world.h"

#include <string.h>

#define OWN_PAGE "autoconfig.example.org/mail/config-v1.1.xml"
#define SITE_PAGE "example.org/.well-known/autoconfig/mail/config-v1.1.xml"
#define ISPDB_PAGE "ispdb.example.net/v1.1/"

typedef struct {
  LookupWorld   base;
  GString      *progress; /* (owned) */
  gboolean      cancels;  /* at the first progress */
  GCancellable *cancellable;
} World;

/* Nothing but these two is ever said before a password is there. */
static gboolean
answer (G_GNUC_UNUSED GIOStream *tls, const char *const *line)
{
  g_assert_true (g_str_equal (line[1], "CAPABILITY") || g_str_equal (line[1], "LOGOUT"));
  return FALSE;
}

static void
serve_imap (GSocketConnection *tcp, const char *certificate)
{
  lookup_world_serve (tcp, certificate, "IMAP4rev1 IDLE SASL-IR AUTH=PLAIN", answer);
}

static void
world_start_with (World *world, LoopbackServe serve, const char *certificate)
{
  memset (world, 0, sizeof *world);
  lookup_world_start (&world->base, serve, certificate, 20 * BELL_SECOND);
  world->progress = g_string_new (NULL);
  world->cancellable = g_cancellable_new ();
  fake_resolver_add_host ("autoconfig.example.org");
  fake_resolver_add_host ("ispdb.example.net");
}

static void
world_start (World *world)
{
  world_start_with (world, serve_imap, "names.pem");
}

static void
world_stop (World *world)
{
  lookup_world_stop (&world->base);
  g_string_free (world->progress, TRUE);
  g_object_unref (world->cancellable);
}

/* PAGE names HOST, at the port of the mail server. */
static void
world_publish (World *world, const char *page, const char *host, const char *more)
{
  g_autofree char *text =
    g_strdup_printf ("<clientConfig><emailProvider><incomingServer type=\"imap\"><hostname>%s"
                     "</hostname><port>%u</port><socketType>SSL</socketType>%s</incomingServer>"
                     "</emailProvider></clientConfig>",
                     host, world->base.imap.port, more);

  https_server_add (&world->base.https, page, 200, text);
}

static void
on_progress (const char *sentence, gpointer user_data)
{
  World *world = user_data;

  g_string_append_printf (world->progress, "%s\n", sentence);
  if (world->cancels)
    g_cancellable_cancel (world->cancellable);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static BellServerFound *
look_up (
  World *world, const char *address, const char *pin, BellServerFound **on_error, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gpointer         outstanding = NULL;
  BellServerFound *found;

  bell_server_lookup_async (address, &world->base.places, pin, on_progress, world,
                            world->cancellable, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = bell_server_lookup_finish (result, on_error, error);

  /* Whatever was still outstanding has been cancelled, and lets go of the look-up. */
  outstanding = result;
  g_object_add_weak_pointer (G_OBJECT (result), &outstanding);
  g_clear_object (&result);
  while (outstanding != NULL)
    g_main_context_iteration (NULL, TRUE);
  return found;
}

static BellServerFound *
must_find (World *world, const char *address, const char *host, const char *how)
{
  g_autoptr (GError) error = NULL;
  BellServerFound *found = look_up (world, address, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found->host, ==, host);
  g_assert_cmpuint (found->port, ==, world->base.imap.port);
  g_assert_cmpint (found->security, ==, BELL_SECURITY_TLS);
  g_assert_cmpstr (found->how, ==, how);
  g_assert_null (found->fingerprint);
  return found;
}

static void
test_table (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("imap.gmail.com");
  found = must_find (&world, "jane@gmail.com", "imap.gmail.com",
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
  world_stop (&world);
}

static void
test_table_without_answer (void)
{
  World world;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerFound) on_error = NULL;

  world_start (&world);
  g_assert_null (look_up (&world, "jane@gmail.com", NULL, &on_error, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_cmpstr (on_error->host, ==, "imap.gmail.com");
  world_stop (&world);
}

/* The domain's own word comes before Thunderbird's list, MX, SRV and names, though all are there. */
static void
test_own_settings (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("own.example.org");
  fake_resolver_add_host ("imap.example.org");
  fake_resolver_add_host ("srv.example.org");
  fake_resolver_add_service ("_imaps._tcp.example.org", "srv.example.org", world.base.imap.port, 0,
                             0);
  fake_resolver_add_mx ("example.org", 10, "aspmx.l.google.com");
  world_publish (&world, OWN_PAGE, "own.example.org",
                 "<username>%EMAILLOCALPART%</username>"
                 "<authentication>OAuth2</authentication>");
  world_publish (&world, ISPDB_PAGE "example.org", "imap.example.org", "");
  found = must_find (&world, "jane+1@example.org", "own.example.org",
                     "It is in the settings that example.org publishes.");
  g_assert_cmpstr (found->user, ==, "jane+1");
  g_assert_cmpint (found->sign_in, ==, BELL_SIGN_IN_OAUTH);
  g_assert_null (found->oauth);
  g_assert_nonnull (found->advice);
  g_assert_false (found->other_domain);
  g_assert_true (found->vouched);
  g_assert_nonnull (strstr (world.progress->str, "Asking example.org…\n"));
  g_assert_nonnull (strstr (world.progress->str, "Trying own.example.org…\n"));
  world_stop (&world);
}

static void
test_well_known (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("mail.example.net");
  world_publish (&world, SITE_PAGE, "mail.example.net", "");
  found = must_find (&world, "jane@example.org", "mail.example.net",
                     "It is in the settings that example.org publishes.");
  g_assert_true (found->other_domain);
  g_assert_true (found->vouched);
  world_stop (&world);
}

/* Hosts of the domain are told the address; Thunderbird's list is told the domain and no more. */
static void
test_privacy (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("listed.example.org");
  world_publish (&world, ISPDB_PAGE "example.org", "listed.example.org", "");
  found = must_find (&world, "jane@Example.ORG", "listed.example.org",
                     "Thunderbird's list of providers has it for example.org.");
  g_assert_cmpstr (https_server_find_request (&world.base.https, "ispdb"), ==,
                   ISPDB_PAGE "example.org");
  g_assert_cmpstr (https_server_find_request (&world.base.https, "autoconfig"), ==,
                   OWN_PAGE "?emailaddress=jane%40Example.ORG");
  g_assert_cmpstr (https_server_find_request (&world.base.https, "example.org"), ==,
                   SITE_PAGE "?emailaddress=jane%40Example.ORG");
  g_assert_cmpuint (world.base.https.requests->len, ==, 3);
  world_stop (&world);
}

static void
test_services (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("second.example.net");
  fake_resolver_add_host ("mail.example.org");
  fake_resolver_add_service ("_imaps._tcp.example.org", "second.example.net.", world.base.imap.port,
                             20, 0);
  fake_resolver_add_service ("_imaps._tcp.example.org", "dead.example.net.", world.base.imap.port,
                             10, 0);
  found = must_find (&world, "jane@example.org", "second.example.net",
                     "The DNS of example.org names it.");
  g_assert_true (found->other_domain);
  g_assert_false (found->vouched);
  g_assert_true (bell_server_found_is_doubtful (found));
  world_stop (&world);
}

/* Anyone on the way could have forged the answer of DNS, but not that of Thunderbird's list. */
static void
test_list_before_services (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("forged.example.net");
  fake_resolver_add_host ("listed.example.net");
  fake_resolver_add_service ("_imaps._tcp.example.org", "forged.example.net", world.base.imap.port,
                             0, 0);
  world_publish (&world, ISPDB_PAGE "example.org", "listed.example.net", "");
  found = must_find (&world, "jane@example.org", "listed.example.net",
                     "Thunderbird's list of providers has it for example.org.");
  g_assert_true (found->other_domain);
  g_assert_false (bell_server_found_is_doubtful (found));
  world_stop (&world);
}

static void
test_mx_before_services (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("forged.example.net");
  fake_resolver_add_host ("imap.gmail.com");
  fake_resolver_add_service ("_imaps._tcp.example.org", "forged.example.net", world.base.imap.port,
                             0, 0);
  fake_resolver_add_mx ("example.org", 10, "aspmx.l.google.com");
  found = must_find (&world, "jane@example.org", "imap.gmail.com",
                     "Mail for example.org is received by aspmx.l.google.com, which belongs to "
                     "Gmail.");
  g_assert_false (bell_server_found_is_doubtful (found));
  world_stop (&world);
}

static void
test_service_in_table (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("imap.gmail.com");
  fake_resolver_add_service ("_imaps._tcp.example.org", "imap.gmail.com", world.base.imap.port, 0,
                             0);
  found =
    must_find (&world, "jane@example.org", "imap.gmail.com", "The DNS of example.org names it.");
  g_assert_true (found->other_domain);
  g_assert_true (found->vouched);
  g_assert_cmpint (found->sign_in, ==, BELL_SIGN_IN_APP_PASSWORD);
  world_stop (&world);
}

static void
test_mx_in_table (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("imap.gmail.com");
  fake_resolver_add_host ("mail.example.org");
  fake_resolver_add_mx ("example.org", 20, "mx.example.org");
  fake_resolver_add_mx ("example.org", 10, "ASPMX.L.GOOGLE.com.");
  found = must_find (&world, "jane@example.org", "imap.gmail.com",
                     "Mail for example.org is received by aspmx.l.google.com, which belongs to "
                     "Gmail.");
  g_assert_cmpstr (found->oauth, ==, "google");
  g_assert_true (found->other_domain);
  g_assert_true (found->vouched);
  world_stop (&world);
}

/* A host of Yahoo's that the table does not have, but the list of where people sign in. */
static void
test_mx_of_a_sign_in (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("imap.mail.yahoo.com");
  fake_resolver_add_mx ("example.org", 10, "mx1.biz.yahoodns.net");
  found = must_find (&world, "jane@example.org", "imap.mail.yahoo.com",
                     "Mail for example.org is received by mx1.biz.yahoodns.net, which belongs to "
                     "Yahoo.");
  g_assert_cmpstr (found->oauth, ==, "yahoo");
  g_assert_true (found->vouched);
  world_stop (&world);
}

static void
test_mx_in_list (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("imap.example.net");
  fake_resolver_add_mx ("example.org", 10, "mx1.in.example.net");
  world_publish (&world, ISPDB_PAGE "example.net", "imap.example.net", "");
  found = must_find (&world, "jane@example.org", "imap.example.net",
                     "Mail for example.org is received by mx1.in.example.net, for which "
                     "Thunderbird's list of providers has it.");
  g_assert_cmpstr (found->user, ==, "jane@example.org");
  g_assert_true (found->other_domain);
  g_assert_false (found->vouched);
  world_stop (&world);
}

static void
test_names (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("mail.example.org");
  found = must_find (&world, "jane@example.org", "mail.example.org",
                     "It is a usual name for the mail server of example.org, and it answers.");
  g_assert_false (found->other_domain);
  g_assert_true (found->vouched);
  world_stop (&world);
}

/* What is published but does not answer does not win. */
static void
test_answering_wins (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  fake_resolver_add_host ("imap.example.org");
  world_publish (&world, OWN_PAGE, "gone.example.org", "");
  world_publish (&world, SITE_PAGE, "gone.example.net", "");
  found = must_find (&world, "jane@example.org", "imap.example.org",
                     "It is a usual name for the mail server of example.org, and it answers.");
  world_stop (&world);
}

static void
test_untrusted (void)
{
  World            world;
  g_autofree char *fingerprint = loopback_fingerprint ("stranger.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerFound) on_error = NULL;
  g_autoptr (BellServerFound) pinned = NULL;

  world_start_with (&world, serve_imap, "stranger.pem");
  fake_resolver_add_host ("imap.example.org");
  g_assert_null (look_up (&world, "jane@example.org", NULL, &on_error, &error));
  g_assert_error (error, BELL_CONNECTION_ERROR, BELL_CONNECTION_ERROR_UNTRUSTED);
  g_assert_cmpstr (on_error->host, ==, "imap.example.org");
  g_assert_cmpstr (on_error->fingerprint, ==, fingerprint);
  g_clear_error (&error);
  pinned = look_up (&world, "jane@example.org", fingerprint, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pinned->host, ==, "imap.example.org");
  world_stop (&world);
}

static void
test_nothing (void)
{
  World world;
  g_autoptr (GError) error = NULL;
  g_autoptr (BellServerFound) on_error = NULL;

  world_start (&world);
  g_assert_null (look_up (&world, "jane@nowhere.example", NULL, &on_error, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_null (on_error);
  g_clear_error (&error);
  g_assert_null (look_up (&world, "jane@", NULL, &on_error, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  world_stop (&world);
}

/* All servers are silent: the look-up ends all the same. */
static void
test_limit (void)
{
  World world;
  g_autoptr (GError) error = NULL;

  world_start_with (&world, loopback_serve_silence, NULL);
  world.base.places.limit_us = 200 * BELL_MILLISECOND;
  fake_resolver_add_host ("imap.example.org");
  https_server_add (&world.base.https, OWN_PAGE, 0, "");
  g_assert_null (look_up (&world, "jane@example.org", NULL, NULL, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  world_stop (&world);
}

/* Once a server has answered, what would be better has not all the time of the look-up. */
static void
test_grace (void)
{
  World world;
  g_autoptr (BellServerFound) found = NULL;

  world_start (&world);
  world.base.places.limit_us = 1000 * BELL_MINUTE;
  world.base.places.grace_us = 100 * BELL_MILLISECOND;
  fake_resolver_add_host ("imap.example.org");
  https_server_add (&world.base.https, OWN_PAGE, 0, "");
  found = must_find (&world, "jane@example.org", "imap.example.org",
                     "It is a usual name for the mail server of example.org, and it answers.");
  world_stop (&world);
}

static void
test_cancelled (void)
{
  World world;
  g_autoptr (GError) error = NULL;

  world_start (&world);
  world.cancels = TRUE;
  fake_resolver_add_host ("imap.example.org");
  g_assert_null (look_up (&world, "jane@example.org", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  world_stop (&world);
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
  g_test_add_func ("/server-lookup/services", test_services);
  g_test_add_func ("/server-lookup/list-before-services", test_list_before_services);
  g_test_add_func ("/server-lookup/mx-before-services", test_mx_before_services);
  g_test_add_func ("/server-lookup/service-in-table", test_service_in_table);
  g_test_add_func ("/server-lookup/mx-in-table", test_mx_in_table);
  g_test_add_func ("/server-lookup/mx-of-a-sign-in", test_mx_of_a_sign_in);
  g_test_add_func ("/server-lookup/mx-in-list", test_mx_in_list);
  g_test_add_func ("/server-lookup/names", test_names);
  g_test_add_func ("/server-lookup/answering-wins", test_answering_wins);
  g_test_add_func ("/server-lookup/untrusted", test_untrusted);
  g_test_add_func ("/server-lookup/nothing", test_nothing);
  g_test_add_func ("/server-lookup/limit", test_limit);
  g_test_add_func ("/server-lookup/grace", test_grace);
  g_test_add_func ("/server-lookup/cancelled", test_cancelled);
  return g_test_run ();
}
