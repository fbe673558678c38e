/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting accounts up on loopback: a resolver from a list, a mail server that wants a password,
 * libsecret's file, and a network monitor of our own. */

#include "setup/account-set-up.h"

#include "account/credentials.h"
#include "base/time-units.h"

#include "../io/fake-network-monitor.h"
#include "fake-resolver.h"
#include "lookup-world.h"

#include <glib/gstdio.h>
#include <string.h>

#define ADDRESS "jane@example.org"

typedef struct {
  LookupWorld       base;
  BellAccountList  *accounts;
  BellAccountSetUp *set_up;
  GString          *told; /* (owned) every text, a line each */
  BellSetUpInput    input;
} World;

/* What the server's threads say and see. */
static const char *offer = "IMAP4rev1 IDLE NOTIFY";
static gint        n_secrets; /* (atomic) how many passwords came */

/* LINE: "TAG AUTHENTICATE PLAIN BASE64". */
static void
answer_sign_in (GIOStream *tls, const char *const *words)
{
  g_autofree char *right =
    g_base64_encode ((const guchar *) "\0" ADDRESS "\0secret", sizeof "\0" ADDRESS "\0secret" - 1);
  g_autofree char *answer = NULL;

  g_atomic_int_inc (&n_secrets);
  if (words[3] != NULL && g_str_equal (words[3], right))
    answer = g_strdup_printf ("%s OK [CAPABILITY %s] welcome\r\n", words[0], offer);
  else
    answer = g_strdup_printf ("%s NO [AUTHENTICATIONFAILED] no\r\n", words[0]);
  lookup_world_write (tls, answer);
}

static gboolean
answer_line (GIOStream *tls, const char *const *line)
{
  gboolean signs_in = g_strcmp0 (line[1], "AUTHENTICATE") == 0;

  if (signs_in)
    answer_sign_in (tls, line);
  return signs_in;
}

static void
serve_imap (GSocketConnection *tcp, const char *certificate)
{
  lookup_world_serve (tcp, certificate, "IMAP4rev1 SASL-IR AUTH=PLAIN", answer_line);
}

static void
on_changed (World *world)
{
  const char *text = bell_account_set_up_get_text (world->set_up);

  if (text != NULL)
    g_string_append_printf (world->told, "%s\n", text);
}

static void
world_start_with (World *world, LoopbackServe serve, const char *certificate)
{
  memset (world, 0, sizeof *world);
  offer = "IMAP4rev1 IDLE NOTIFY";
  g_atomic_int_set (&n_secrets, 0);
  lookup_world_start (&world->base, serve, certificate, BELL_HOUR);
  bell_account_set_up_set_places (&world->base.places);
  world->accounts = bell_account_list_new ();
  world->set_up = bell_account_set_up_new (world->accounts);
  world->told = g_string_new (NULL);
  world->input.fields[BELL_SET_UP_FIELD_ADDRESS] = ADDRESS;
  world->input.fields[BELL_SET_UP_FIELD_PASSWORD] = "secret";
  g_signal_connect_swapped (world->set_up, "changed", G_CALLBACK (on_changed), world);
}

static void
world_start (World *world)
{
  world_start_with (world, serve_imap, "names.pem");
  fake_resolver_add_host ("imap.example.org");
}

static void
remove_accounts (BellAccountList *accounts)
{
  g_autoptr (BellAccount) account = NULL;

  while ((account = g_list_model_get_item (G_LIST_MODEL (accounts), 0)) != NULL) {
    bell_account_list_remove (accounts, account, NULL);
    g_clear_object (&account);
  }
}

static void
world_stop (World *world)
{
  gpointer outstanding = world->set_up;

  /* Whatever is still outstanding has been cancelled, and lets go of it. */
  g_signal_handlers_disconnect_by_data (world->set_up, world);
  bell_account_set_up_cancel (world->set_up);
  g_object_add_weak_pointer (G_OBJECT (world->set_up), &outstanding);
  g_object_unref (world->set_up);
  while (outstanding != NULL)
    g_main_context_iteration (NULL, TRUE);
  remove_accounts (world->accounts);
  g_object_unref (world->accounts);
  lookup_world_stop (&world->base);
  g_string_free (world->told, TRUE);
}

static void
wait_for (World *world, BellSetUpState state)
{
  while (bell_account_set_up_get_state (world->set_up) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
start (World *world, BellSetUpState state)
{
  bell_account_set_up_start (world->set_up, &world->input);
  wait_for (world, state);
}

static void
assert_asks (World *world, BellSetUpField field, const char *words)
{
  const char *text = bell_account_set_up_get_text (world->set_up);

  g_assert_cmpint (bell_account_set_up_get_state (world->set_up), ==, BELL_SET_UP_ASKING);
  g_assert_cmpint (bell_account_set_up_get_field (world->set_up), ==, field);
  g_assert_nonnull (text);
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in “%s”", words, text);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world->accounts)), ==, 0);
}

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
assert_stored (BellAccount *account, const char *password)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BellSecretText) secret = NULL;
  g_autoptr (GError) error = NULL;

  bell_credentials_lookup_async (account, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  secret = bell_credentials_lookup_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (secret), ==, password);
}

static void
test_from_an_address (void)
{
  World        world;
  BellAccount *account;

  world_start (&world);
  world.input.fields[BELL_SET_UP_FIELD_NAME] = " Work ";
  start (&world, BELL_SET_UP_DONE);
  g_assert_nonnull (strstr (world.told->str, "Asking example.org…\n"));
  g_assert_nonnull (strstr (world.told->str, "Signing in at imap.example.org…\n"));
  g_assert_true (
    g_str_has_suffix (world.told->str, "Push works: new mail in all folders arrives at once.\n"));
  account = bell_account_set_up_get_account (world.set_up);
  g_assert_true (bell_account_list_find_by_address (world.accounts, ADDRESS) == account);
  g_assert_cmpstr (bell_account_get_name (account), ==, "Work");
  g_assert_cmpstr (bell_account_get_host (account), ==, "imap.example.org");
  g_assert_cmpuint (bell_account_get_port (account), ==, world.base.imap.port);
  g_assert_null (bell_account_get_pin (account));
  g_assert_true (bell_account_set_up_get_report (world.set_up)->signed_in);
  assert_stored (account, "secret");
  world_stop (&world);
}

static void
test_wrong_password (void)
{
  World world;
  guint n_requests;

  world_start (&world);
  world.input.fields[BELL_SET_UP_FIELD_PASSWORD] = "wrong";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_PASSWORD, "did not accept");
  /* The server is known by now. */
  n_requests = world.base.https.requests->len;
  world.input.fields[BELL_SET_UP_FIELD_PASSWORD] = "secret";
  start (&world, BELL_SET_UP_DONE);
  g_assert_cmpuint (world.base.https.requests->len, ==, n_requests);
  g_assert_cmpint (g_atomic_int_get (&n_secrets), ==, 2);
  world_stop (&world);
}

static void
test_no_password (void)
{
  World world;

  world_start (&world);
  world.input.fields[BELL_SET_UP_FIELD_PASSWORD] = "";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_PASSWORD,
               "Enter the password of jane@example.org at imap.example.org.");
  world_stop (&world);
}

/* RFC 6186 §6: nothing is sent to a host of another domain before it was agreed to, once. */
static void
test_other_domain (void)
{
  World world;

  world_start_with (&world, serve_imap, "names.pem");
  fake_resolver_add_host ("mail.example.net");
  fake_resolver_add_service ("_imaps._tcp.example.org", "mail.example.net", world.base.imap.port, 0,
                             0);
  world.input.fields[BELL_SET_UP_FIELD_PASSWORD] = "wrong";
  start (&world, BELL_SET_UP_CONFIRMING);
  g_assert_cmpstr (bell_account_set_up_get_server (world.set_up)->host, ==, "mail.example.net");
  g_assert_false (bell_account_set_up_get_server (world.set_up)->vouched);
  g_assert_cmpint (g_atomic_int_get (&n_secrets), ==, 0);
  bell_account_set_up_cancel (world.set_up);
  g_assert_null (bell_account_set_up_get_text (world.set_up));

  start (&world, BELL_SET_UP_CONFIRMING);
  bell_account_set_up_go_on (world.set_up);
  wait_for (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_PASSWORD, "did not accept");
  world.input.fields[BELL_SET_UP_FIELD_PASSWORD] = "secret";
  start (&world, BELL_SET_UP_DONE);
  world_stop (&world);
}

/* The same for one of the same domain which DNS alone names: a big domain's hosts are many people's. */
static void
test_host_of_the_domain (void)
{
  World world;

  world_start_with (&world, serve_imap, "names.pem");
  fake_resolver_add_host ("studentbox.example.org");
  fake_resolver_add_service ("_imaps._tcp.example.org", "studentbox.example.org",
                             world.base.imap.port, 0, 0);
  start (&world, BELL_SET_UP_CONFIRMING);
  g_assert_cmpstr (bell_account_set_up_get_server (world.set_up)->host, ==,
                   "studentbox.example.org");
  g_assert_false (bell_account_set_up_get_server (world.set_up)->other_domain);
  g_assert_cmpint (g_atomic_int_get (&n_secrets), ==, 0);
  g_assert_null (strstr (world.told->str, "Signing in"));
  bell_account_set_up_go_on (world.set_up);
  wait_for (&world, BELL_SET_UP_DONE);
  g_assert_cmpint (g_atomic_int_get (&n_secrets), ==, 1);
  world_stop (&world);
}

/* There is nothing to ask where it names what is tried without it. */
static void
test_usual_name_by_dns (void)
{
  World world;

  world_start (&world);
  fake_resolver_add_service ("_imaps._tcp.example.org", "imap.example.org", world.base.imap.port, 0,
                             0);
  start (&world, BELL_SET_UP_DONE);
  g_assert_null (strstr (world.told->str, "usual name"));
  world_stop (&world);
}

static void
test_untrusted (void)
{
  World                       world;
  g_autofree char            *fingerprint = loopback_fingerprint ("stranger.pem");
  const BellCertificateFacts *certificate;
  BellAccount                *account;

  world_start_with (&world, serve_imap, "stranger.pem");
  fake_resolver_add_host ("imap.example.org");
  start (&world, BELL_SET_UP_TRUSTING);
  certificate = bell_account_set_up_get_certificate (world.set_up);
  g_assert_cmpstr (certificate->fingerprint, ==, fingerprint);
  g_assert_nonnull (strstr (certificate->subject, "Mailbell test stranger"));
  g_assert_nonnull (strstr (certificate->reason, "certificate"));
  g_assert_cmpint (g_atomic_int_get (&n_secrets), ==, 0);
  bell_account_set_up_go_on (world.set_up);
  wait_for (&world, BELL_SET_UP_DONE);
  account = bell_account_set_up_get_account (world.set_up);
  g_assert_cmpstr (bell_account_get_pin (account), ==, fingerprint);
  g_assert_null (bell_account_set_up_get_certificate (world.set_up));
  world_stop (&world);
}

static void
test_typed_server (void)
{
  World            world;
  g_autofree char *port = NULL;
  BellAccount     *account;

  world_start (&world);
  port = g_strdup_printf ("%u", world.base.imap.port);
  world.input.fields[BELL_SET_UP_FIELD_HOST] = "imap.example.org";
  world.input.fields[BELL_SET_UP_FIELD_PORT] = port;
  world.input.fields[BELL_SET_UP_FIELD_USER] = ADDRESS;
  world.input.mechanism = "PLAIN";
  start (&world, BELL_SET_UP_DONE);
  g_assert_cmpuint (world.base.https.requests->len, ==, 0);
  account = bell_account_set_up_get_account (world.set_up);
  g_assert_cmpstr (bell_account_get_mechanism (account), ==, "PLAIN");
  world_stop (&world);
}

static void
test_mistakes (void)
{
  World world;

  world_start (&world);
  world.input.fields[BELL_SET_UP_FIELD_ADDRESS] = "jane";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_ADDRESS, "not a mail address");
  world.input.fields[BELL_SET_UP_FIELD_ADDRESS] = ADDRESS;
  world.input.fields[BELL_SET_UP_FIELD_PORT] = "25";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_PORT, "Port 25 is for sending mail.");
  world.input.fields[BELL_SET_UP_FIELD_PORT] = "1";
  world.input.fields[BELL_SET_UP_FIELD_HOST] = "127.0.0.1";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_PORT, "127.0.0.1 refused the connection on port 1.");
  world.input.fields[BELL_SET_UP_FIELD_HOST] = "imap.nowhere.example";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_HOST, "There is no server named imap.nowhere.example.");
  g_assert_cmpint (g_atomic_int_get (&n_secrets), ==, 0);
  world_stop (&world);
}

static void
test_nothing_found (void)
{
  World world;

  world_start_with (&world, serve_imap, "names.pem");
  world.input.fields[BELL_SET_UP_FIELD_ADDRESS] = "jane@nowhere.example";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_HOST, "No mail server was found for jane@nowhere.example");
  world_stop (&world);
}

/* Who tells of the network is found without waiting for it. */
static void
test_no_network (void)
{
  World world;

  world_start (&world);
  while (!fake_network_monitor_is_followed ())
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fake_network_monitor_was_waited_for ());
  fake_network_monitor_set_available (FALSE);
  world.input.fields[BELL_SET_UP_FIELD_ADDRESS] = "jane@nowhere.example";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_NONE, "This computer is not online");
  fake_network_monitor_set_available (TRUE);
  world_stop (&world);
}

static void
test_there_already (void)
{
  World world;
  g_autoptr (BellAccountSetUp) again = NULL;

  world_start (&world);
  start (&world, BELL_SET_UP_DONE);
  again = bell_account_set_up_new (world.accounts);
  bell_account_set_up_start (again, &world.input);
  g_assert_cmpint (bell_account_set_up_get_field (again), ==, BELL_SET_UP_FIELD_ADDRESS);
  g_assert_cmpstr (bell_account_set_up_get_text (again), ==,
                   "There is an account for jane@example.org already.");
  world_stop (&world);
}

static void
test_no_push (void)
{
  World world;

  world_start (&world);
  offer = "IMAP4rev1";
  start (&world, BELL_SET_UP_DONE);
  g_assert_cmpstr (bell_account_set_up_get_text (world.set_up), ==,
                   "This server does not push. Mailbell looks for new mail every 5 minutes.");
  world_stop (&world);
}

/* Nothing of a cancelled attempt comes back later, and the next one is not disturbed by it. */
static void
test_cancel (void)
{
  World            world;
  g_autofree char *port = NULL;

  world_start_with (&world, loopback_serve_silence, NULL);
  fake_resolver_add_host ("imap.example.org");
  start (&world, BELL_SET_UP_LOOKING);
  bell_account_set_up_cancel (world.set_up);
  g_assert_cmpint (bell_account_set_up_get_state (world.set_up), ==, BELL_SET_UP_ASKING);

  port = g_strdup_printf ("%u", world.base.imap.port);
  world.input.fields[BELL_SET_UP_FIELD_HOST] = "127.0.0.1";
  world.input.fields[BELL_SET_UP_FIELD_PORT] = port;
  start (&world, BELL_SET_UP_CHECKING);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (bell_account_set_up_get_state (world.set_up), ==, BELL_SET_UP_CHECKING);
  bell_account_set_up_cancel (world.set_up);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (bell_account_set_up_get_state (world.set_up), ==, BELL_SET_UP_ASKING);
  g_assert_null (bell_account_set_up_get_text (world.set_up));
  world_stop (&world);
}

/* The keyring is not disturbed; what it took is taken out again. */
static void
test_cancel_while_storing (void)
{
  World    world;
  gpointer outstanding;

  world_start (&world);
  start (&world, BELL_SET_UP_STORING);
  bell_account_set_up_cancel (world.set_up);
  /* It holds itself until the keyring has answered. */
  outstanding = world.set_up;
  g_object_add_weak_pointer (G_OBJECT (world.set_up), &outstanding);
  g_signal_handlers_disconnect_by_data (world.set_up, &world);
  g_object_unref (world.set_up);
  while (outstanding != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (world.accounts)), ==, 0);
  world.set_up = bell_account_set_up_new (world.accounts);
  world_stop (&world);
}

/* When it is in the list, but not known to be stored. */
static void
test_cancel_once_added (void)
{
  World world;

  world_start (&world);
  start (&world, BELL_SET_UP_STORING);
  while (g_list_model_get_n_items (G_LIST_MODEL (world.accounts)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (bell_account_set_up_get_state (world.set_up), ==, BELL_SET_UP_STORING);
  bell_account_set_up_cancel (world.set_up);
  while (g_list_model_get_n_items (G_LIST_MODEL (world.accounts)) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bell_account_set_up_get_account (world.set_up));
  world_stop (&world);
}

/* Outlook takes no password, and this build has no client id there. */
static void
test_browser_without_client_id (void)
{
  World world;

  world_start_with (&world, serve_imap, "names.pem");
  fake_resolver_add_host ("outlook.office365.com");
  world.input.fields[BELL_SET_UP_FIELD_ADDRESS] = "jane@outlook.com";
  world.input.fields[BELL_SET_UP_FIELD_HOST] = "outlook.office365.com";
  start (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_NONE, "without a client id for Microsoft");
  g_assert_null (bell_account_set_up_get_browser_provider (world.set_up));
  world_stop (&world);
}

static void
test_online_account_without_service (void)
{
  World                   world;
  const BellOnlineAccount online = {
    .id = (char *) "account_1",
    .address = (char *) ADDRESS,
    .host = (char *) "imap.example.org",
    .port = 993,
    .user = (char *) ADDRESS,
  };

  world_start (&world);
  bell_account_set_up_adopt (world.set_up, &online);
  wait_for (&world, BELL_SET_UP_ASKING);
  assert_asks (&world, BELL_SET_UP_FIELD_NONE, "Online Accounts did not sign in.");
  world_stop (&world);
}

static void
test_no_keyring (void)
{
  if (g_test_subprocess ()) {
    World world;

    g_unsetenv ("SECRET_BACKEND");
    g_unsetenv ("SECRET_FILE_TEST_PATH");
    world_start (&world);
    start (&world, BELL_SET_UP_ASKING);
    assert_asks (&world, BELL_SET_UP_FIELD_NONE, "There is no keyring");
    world_stop (&world);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "default.keyring", NULL);
  g_autofree char *backup = g_strconcat (path, "~", NULL);
  int              status;

  fake_network_monitor_install ();
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-set-up/from-an-address", test_from_an_address);
  g_test_add_func ("/account-set-up/wrong-password", test_wrong_password);
  g_test_add_func ("/account-set-up/no-password", test_no_password);
  g_test_add_func ("/account-set-up/other-domain", test_other_domain);
  g_test_add_func ("/account-set-up/host-of-the-domain", test_host_of_the_domain);
  g_test_add_func ("/account-set-up/usual-name-by-dns", test_usual_name_by_dns);
  g_test_add_func ("/account-set-up/untrusted", test_untrusted);
  g_test_add_func ("/account-set-up/typed-server", test_typed_server);
  g_test_add_func ("/account-set-up/mistakes", test_mistakes);
  g_test_add_func ("/account-set-up/nothing-found", test_nothing_found);
  g_test_add_func ("/account-set-up/no-network", test_no_network);
  g_test_add_func ("/account-set-up/there-already", test_there_already);
  g_test_add_func ("/account-set-up/no-push", test_no_push);
  g_test_add_func ("/account-set-up/cancel", test_cancel);
  g_test_add_func ("/account-set-up/cancel-while-storing", test_cancel_while_storing);
  g_test_add_func ("/account-set-up/cancel-once-added", test_cancel_once_added);
  g_test_add_func ("/account-set-up/browser-without-client-id", test_browser_without_client_id);
  g_test_add_func ("/account-set-up/online-account-without-service",
                   test_online_account_without_service);
  g_test_add_func ("/account-set-up/no-keyring", test_no_keyring);
  status = g_test_run ();
  g_remove (path);
  g_remove (backup);
  g_remove (directory);
  return status;
}
