/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listing, asking and watching, against a mock of the service on a private bus. */

#include "account/online-accounts.h"

#include "base/time-units.h"
#include "online-mock.h"

#include <glib/gstdio.h>
#include <string.h>

#define ACCOUNT(id, attention)                                                                     \
  "'org.gnome.OnlineAccounts.Account': {'Id': <'" id "'>, 'ProviderType': <'any'>, "               \
  "'ProviderName': <'Any'>, 'PresentationIdentity': <'ada@example.org'>, "                         \
  "'AttentionNeeded': <" attention ">}"
#define MAIL                                                                                       \
  "'org.gnome.OnlineAccounts.Mail': {'EmailAddress': <'ada@example.org'>, 'ImapSupported': "       \
  "<true>, 'ImapHost': <'imap.example.org'>, 'ImapUseSsl': <true>}"
#define PASSWORD "'org.gnome.OnlineAccounts.PasswordBased': @a{sv} {}"
#define TOKEN "'org.gnome.OnlineAccounts.OAuth2Based': @a{sv} {}"
#define OBJECT(account, secret)                                                                    \
  "{objectpath '" ONLINE_MOCK_PATH "': {" account ", " MAIL ", " secret "}}"

static const char with_password[] = OBJECT (ACCOUNT ("account_1", "false"), PASSWORD);
static const char with_token[] = OBJECT (ACCOUNT ("account_1", "false"), TOKEN);
static const char with_attention[] = OBJECT (ACCOUNT ("account_1", "true"), TOKEN);
static const char with_nothing[] = "@a{oa{sa{sv}}} {}";

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GPtrArray *
load (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_online_accounts_load_async (NULL, on_ready, &result);
  wait_for (&result);
  return bell_online_accounts_load_finish (result, error);
}

static BellSecretText *
ask (const char *id, gboolean force, gboolean *is_token, gint64 *expires_at_us, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_online_accounts_ask_async (id, "imap.example.org", 993, force, NULL, on_ready, &result);
  wait_for (&result);
  return bell_online_accounts_ask_finish (result, is_token, expires_at_us, error);
}

static void
assert_refused (const char *id, gboolean force, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean is_token;
  gint64   expires_at_us;

  g_assert_null (ask (id, force, &is_token, &expires_at_us, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, BELL_ONLINE_ACCOUNTS_ERROR, code);
}

static void
test_list (void)
{
  OnlineMock mock;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  const BellOnlineAccount *account;

  online_mock_start (&mock, with_password);
  accounts = load (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  account = g_ptr_array_index (accounts, 0);
  g_assert_cmpstr (account->id, ==, "account_1");
  g_assert_cmpstr (account->host, ==, "imap.example.org");
  online_mock_stop (&mock);
}

static void
test_list_is_bounded (void)
{
  OnlineMock mock;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GString) text = g_string_new ("{");

  for (int i = 0; i < 200; i++)
    g_string_append_printf (text,
                            "%sobjectpath '/a%d': {" ACCOUNT ("account_%d", "false") ", " MAIL "}",
                            i > 0 ? ", " : "", i, i);
  g_string_append (text, "}");
  online_mock_start (&mock, text->str);
  accounts = load (NULL);
  g_assert_cmpuint (accounts->len, ==, BELL_ONLINE_ACCOUNTS_LIMIT);
  online_mock_stop (&mock);
}

static void
test_password (void)
{
  OnlineMock mock;
  g_autoptr (BellSecretText) secret = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *calls = NULL;
  gboolean         is_token;
  gint64           expires_at_us;

  online_mock_start (&mock, with_password);
  secret = ask ("account_1", FALSE, &is_token, &expires_at_us, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (secret), ==, "secret");
  g_assert_false (is_token);
  g_assert_cmpint (expires_at_us, ==, BELL_NEVER);
  calls = online_mock_get_calls (&mock);
  g_assert_cmpstr (calls, ==, "GetManagedObjects,EnsureCredentials,GetPassword");
  online_mock_stop (&mock);
}

static void
test_token (void)
{
  OnlineMock mock;
  g_autoptr (BellSecretText) secret = NULL;
  g_autoptr (BellSecretText) unlimited = NULL;
  g_autofree char *calls = NULL;
  gboolean         is_token;
  gint64           expires_at_us;
  gint64           before_us = g_get_monotonic_time ();

  online_mock_start (&mock, with_token);
  mock.secret = "ya29.a0-b_c~d+e/f=";
  mock.expires_in = 3599;
  secret = ask ("account_1", TRUE, &is_token, &expires_at_us, NULL);
  g_assert_cmpstr (bell_secret_text_peek (secret), ==, "ya29.a0-b_c~d+e/f=");
  g_assert_true (is_token);
  g_assert_cmpint (expires_at_us, >=, before_us + 3599 * BELL_SECOND);
  g_assert_cmpint (expires_at_us, <=, g_get_monotonic_time () + 3599 * BELL_SECOND);
  calls = online_mock_get_calls (&mock);
  g_assert_cmpstr (calls, ==, "GetManagedObjects,EnsureCredentials,GetAccessToken");

  /* How long it lives may be unknown. */
  mock.expires_in = 0;
  unlimited = ask ("account_1", FALSE, &is_token, &expires_at_us, NULL);
  g_assert_nonnull (unlimited);
  g_assert_cmpint (expires_at_us, ==, BELL_NEVER);
  online_mock_stop (&mock);
}

/* Nor is anything asked for a server that Online Accounts does not have it for. */
static void
test_other_server (void)
{
  static const struct {
    const char *host;
    guint16     port;
  } others[] = { { "imap.example.com", 993 }, { "imap.example.org", 1993 }, { "", 993 } };
  OnlineMock       mock;
  g_autofree char *calls = NULL;

  online_mock_start (&mock, with_token);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    gboolean is_token;
    gint64   expires_at_us;

    bell_online_accounts_ask_async ("account_1", others[i].host, others[i].port, FALSE, NULL,
                                    on_ready, &result);
    wait_for (&result);
    g_assert_null (bell_online_accounts_ask_finish (result, &is_token, &expires_at_us, &error));
    g_assert_error (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_OTHER_SERVER);
  }
  calls = online_mock_get_calls (&mock);
  g_assert_cmpstr (calls, ==, "GetManagedObjects,GetManagedObjects,GetManagedObjects");
  online_mock_stop (&mock);
}

/* The password that is known to be wrong is not tried once more. */
static void
test_attention (void)
{
  OnlineMock       mock;
  g_autofree char *calls = NULL;

  online_mock_start (&mock, with_attention);
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION);
  assert_refused ("account_1", TRUE, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION);
  calls = online_mock_get_calls (&mock);
  g_assert_cmpstr (calls, ==, "GetManagedObjects,GetManagedObjects");
  online_mock_stop (&mock);
}

static void
test_attention_found_out (void)
{
  OnlineMock mock;

  online_mock_start (&mock, with_token);
  mock.ensure_error = "org.gnome.OnlineAccounts.Error.NotAuthorized";
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION);
  assert_refused ("account_1", TRUE, BELL_ONLINE_ACCOUNTS_ERROR_ATTENTION);
  online_mock_stop (&mock);
}

static void
test_provider_unreachable (void)
{
  OnlineMock mock;
  g_autoptr (BellSecretText) secret = NULL;
  gboolean is_token;
  gint64   expires_at_us;

  online_mock_start (&mock, with_token);
  mock.ensure_error = "org.gnome.OnlineAccounts.Error.Failed";
  secret = ask ("account_1", FALSE, &is_token, &expires_at_us, NULL);
  g_assert_cmpstr (bell_secret_text_peek (secret), ==, "secret");
  assert_refused ("account_1", TRUE, BELL_ONLINE_ACCOUNTS_ERROR_FAILED);
  online_mock_stop (&mock);
}

static void
test_removed (void)
{
  OnlineMock mock;

  online_mock_start (&mock, with_password);
  assert_refused ("account_7", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_REMOVED);
  mock.forgets_in = "EnsureCredentials";
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_REMOVED);
  mock.forgets_in = "GetPassword";
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_REMOVED);
  online_mock_stop (&mock);
}

static void
test_unusable (void)
{
  OnlineMock mock;

  online_mock_start (
    &mock, "{objectpath '/a': {'org.gnome.OnlineAccounts.Account': {'Id': <'a'>, 'ProviderType': "
           "<'ms_graph'>, 'PresentationIdentity': <'ada@example.org'>}}, "
           "objectpath '/b': {'org.gnome.OnlineAccounts.Account': {'Id': <'b'>, 'ProviderType': "
           "<'google'>, 'PresentationIdentity': <'ada@example.org'>, 'MailDisabled': <true>}}}");
  assert_refused ("a", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_NO_IMAP);
  assert_refused ("b", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_MAIL_OFF);
  online_mock_stop (&mock);
}

static void
test_absent (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (&error));
  g_assert_error (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE);
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE);
}

static void
test_no_bus (void)
{
  if (g_test_subprocess ()) {
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    test_absent ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_dies (void)
{
  static const char *const methods[] = { "GetManagedObjects", "GetPassword" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    OnlineMock mock;

    online_mock_start (&mock, with_password);
    mock.dies_in = methods[i];
    assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_FAILED);
    online_mock_stop (&mock);
  }
}

/* It went away while it was making sure, and nobody can start it again. */
static void
test_dies_for_good (void)
{
  OnlineMock mock;

  online_mock_start (&mock, with_password);
  mock.dies_in = "EnsureCredentials";
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE);
  online_mock_stop (&mock);
}

static void
test_cancelled (void)
{
  OnlineMock mock;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_token;
  gint64   expires_at_us;

  online_mock_start (&mock, with_password);
  mock.hangs_in = "EnsureCredentials";
  bell_online_accounts_ask_async ("account_1", "imap.example.org", 993, FALSE, cancellable,
                                  on_ready, &result);
  while (mock.calls->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  g_assert_null (bell_online_accounts_ask_finish (result, &is_token, &expires_at_us, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  online_mock_stop (&mock);
}

static void
test_hostile_secrets (void)
{
  static const char *const tokens[] = { "", "a b", "a\r\nb LOGOUT", "a\001b", "t\u00f6ken" };
  g_autofree char         *endless = g_strnfill (1024 * 1024, 'a');
  OnlineMock               mock;

  online_mock_start (&mock, with_token);
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++) {
    mock.secret = tokens[i];
    assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_FAILED);
  }
  mock.secret = endless;
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_FAILED);
  online_mock_set_objects (&mock, with_password, FALSE);
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_FAILED);
  mock.secret = "";
  assert_refused ("account_1", FALSE, BELL_ONLINE_ACCOUNTS_ERROR_FAILED);
  online_mock_stop (&mock);
}

static void
on_changed (G_GNUC_UNUSED BellOnlineAccounts *accounts, guint *n_changes)
{
  ++*n_changes;
}

static void
wait_for_change (guint *n_changes, guint wanted)
{
  while (*n_changes < wanted)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (*n_changes, ==, wanted);
}

/* Until MOCK has been asked for its accounts so often, and the answer has come. */
static void
wait_for_readings (OnlineMock *mock, guint wanted)
{
  g_autoptr (GPtrArray) accounts = NULL;

  while (mock->calls->len < wanted)
    g_main_context_iteration (NULL, TRUE);
  accounts = load (NULL);
  g_assert_nonnull (accounts);
}

static gboolean
needs_attention (BellOnlineAccounts *accounts)
{
  GPtrArray               *list = bell_online_accounts_get_list (accounts);
  const BellOnlineAccount *account;

  g_assert_cmpuint (list->len, ==, 1);
  account = g_ptr_array_index (list, 0);
  return account->attention_needed;
}

static void
test_watch (void)
{
  OnlineMock mock;
  guint      n_changes = 0;
  g_autoptr (BellOnlineAccounts) accounts = bell_online_accounts_new ();

  g_signal_connect (accounts, "changed", G_CALLBACK (on_changed), &n_changes);
  g_assert_cmpuint (bell_online_accounts_get_list (accounts)->len, ==, 0);
  online_mock_start (&mock, with_attention);
  wait_for_change (&n_changes, 1);
  g_assert_true (needs_attention (accounts));
  online_mock_set_objects (&mock, with_token, TRUE);
  wait_for_change (&n_changes, 2);
  g_assert_false (needs_attention (accounts));

  /* A signal that changes nothing is not passed on. */
  online_mock_set_objects (&mock, with_token, TRUE);
  wait_for_readings (&mock, 3);
  g_assert_cmpuint (n_changes, ==, 2);
  online_mock_set_objects (&mock, with_nothing, TRUE);
  wait_for_change (&n_changes, 3);
  g_assert_cmpuint (bell_online_accounts_get_list (accounts)->len, ==, 0);
  online_mock_stop (&mock);
}

/* Neither that it goes, nor that it is back as it was. */
static void
test_watch_survives_restart (void)
{
  OnlineMock mock;
  guint      n_changes = 0;
  g_autoptr (BellOnlineAccounts) accounts = NULL;

  online_mock_start (&mock, with_token);
  accounts = bell_online_accounts_new ();
  g_signal_connect (accounts, "changed", G_CALLBACK (on_changed), &n_changes);
  wait_for_change (&n_changes, 1);
  online_mock_stop (&mock);
  online_mock_start (&mock, with_token);
  wait_for_readings (&mock, 1);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_false (needs_attention (accounts));
  online_mock_set_objects (&mock, with_attention, TRUE);
  wait_for_change (&n_changes, 2);
  online_mock_stop (&mock);
}

/* A service that only leaves a file behind when it is started. (transfer full): that file's path */
static char *
start_bus_with_service (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "org.gnome.OnlineAccounts.service", NULL);
  char            *mark = g_build_filename (folder, "started", NULL);
  g_autofree char *text = g_strdup_printf (
    "[D-BUS Service]\nName=org.gnome.OnlineAccounts\nExec=/bin/sh -c \"touch %s; exit 1\"\n", mark);
  g_autoptr (GError) error = NULL;
  GTestDBus *bus;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (bus, folder);
  g_test_dbus_up (bus);
  return mark;
}

/* It has an answer once all that was sent before has been dealt with. */
static void
ask_the_bus (GDBusConnection *bus)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId", NULL,
    NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);

  g_assert_no_error (error);
}

static void
remove_service (const char *mark)
{
  g_autofree char *folder = g_path_get_dirname (mark);
  g_autofree char *path = g_build_filename (folder, "org.gnome.OnlineAccounts.service", NULL);

  g_assert_cmpint (g_remove (mark), ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Watching starts nothing; what somebody asked for does. */
static void
test_start_of_the_service (void)
{
  if (g_test_subprocess ()) {
    g_autofree char *mark = start_bus_with_service ();
    g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
    G_GNUC_UNUSED g_autoptr (BellOnlineAccounts) accounts = bell_online_accounts_new ();
    g_autoptr (GError) error = NULL;

    while (g_main_context_iteration (NULL, FALSE))
      ;
    ask_the_bus (bus);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    ask_the_bus (bus);
    g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
    g_assert_null (load (&error));
    g_assert_error (error, BELL_ONLINE_ACCOUNTS_ERROR, BELL_ONLINE_ACCOUNTS_ERROR_NO_SERVICE);
    g_assert_true (g_file_test (mark, G_FILE_TEST_EXISTS));
    remove_service (mark);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!g_test_subprocess ()) {
    bus = g_test_dbus_new (G_TEST_DBUS_NONE);
    g_test_dbus_up (bus);
  }
  g_test_add_func ("/online-accounts/list", test_list);
  g_test_add_func ("/online-accounts/list-bounded", test_list_is_bounded);
  g_test_add_func ("/online-accounts/password", test_password);
  g_test_add_func ("/online-accounts/token", test_token);
  g_test_add_func ("/online-accounts/other-server", test_other_server);
  g_test_add_func ("/online-accounts/attention", test_attention);
  g_test_add_func ("/online-accounts/attention-found-out", test_attention_found_out);
  g_test_add_func ("/online-accounts/provider-unreachable", test_provider_unreachable);
  g_test_add_func ("/online-accounts/removed", test_removed);
  g_test_add_func ("/online-accounts/unusable", test_unusable);
  g_test_add_func ("/online-accounts/absent", test_absent);
  g_test_add_func ("/online-accounts/absent-no-bus", test_no_bus);
  g_test_add_func ("/online-accounts/dies", test_dies);
  g_test_add_func ("/online-accounts/dies-for-good", test_dies_for_good);
  g_test_add_func ("/online-accounts/cancelled", test_cancelled);
  g_test_add_func ("/online-accounts/hostile-secrets", test_hostile_secrets);
  g_test_add_func ("/online-accounts/watch", test_watch);
  g_test_add_func ("/online-accounts/watch-restart", test_watch_survives_restart);
  g_test_add_func ("/online-accounts/start", test_start_of_the_service);
  return g_test_run ();
}
