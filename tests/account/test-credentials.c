/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Without a Secret Service, and with libsecret's file. Each case runs in a process of its own, since
 * libsecret looks for its store only once. A real keyring is in the desktop tests. */

#include "account/credentials.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static void
on_ready (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* Waits until RESULT is there. */
static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static BellSecretText *
look_up (BellAccount *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_credentials_lookup_async (account, cancellable, on_ready, &result);
  wait_for (&result);
  return bell_credentials_lookup_finish (result, error);
}

static gboolean
store (const char *id, const char *host, guint16 port, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BellSecretText) secret = bell_secret_text_new (password, -1);

  bell_credentials_store_async (id, "jane@example.org", host, port, "jane", secret, NULL, on_ready,
                                &result);
  wait_for (&result);
  return bell_credentials_store_finish (result, error);
}

static gboolean
clear (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_credentials_clear_async (id, NULL, on_ready, &result);
  wait_for (&result);
  return bell_credentials_clear_finish (result, error);
}

static BellAccount *
new_account (const char *id)
{
  BellAccount *account = bell_account_new (id);
  GSettings   *settings = bell_account_get_settings (account);

  g_settings_set_string (settings, "host", "imap.example.org");
  g_settings_set_string (settings, "user", "jane");
  return account;
}

/* The bus ends with this process; to stop it would wait for libsecret to let go of it.
 * (transfer none) */
static const char *
start_bus (void)
{
  static GTestDBus *bus;

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  return g_test_dbus_get_bus_address (bus);
}

static void
no_bus (void)
{
  g_autoptr (BellAccount) account = new_account ("nobus");
  g_autoptr (GError) error = NULL;

  g_assert_null (look_up (account, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE);
  g_clear_error (&error);
  g_assert_false (store ("nobus", "imap.example.org", 993, "secret", &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE);
  g_clear_error (&error);
  g_assert_false (clear ("nobus", &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_NO_SERVICE);
}

static void
test_no_bus (void)
{
  if (g_test_subprocess ()) {
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    no_bus ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* A bus on which nobody owns the name, and nobody can be started. */
static void
test_no_service (void)
{
  if (g_test_subprocess ()) {
    start_bus ();
    no_bus ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_cancelled (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (BellAccount) account = new_account ("cancelled");
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;

    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    g_cancellable_cancel (cancellable);
    g_assert_null (look_up (account, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    /* The answer of libsecret comes after ours. */
    while (g_main_context_iteration (NULL, FALSE))
      ;
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
assert_password (BellAccount *account, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) secret = look_up (account, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (secret), ==, password);
}

/* Port 143 of the host is the same server, any other is somebody else's. */
static void
stay_with_its_port (BellAccount *account)
{
  GSettings *settings = bell_account_get_settings (account);
  g_autoptr (GError) error = NULL;

  g_settings_set (settings, "port", "q", 143);
  assert_password (account, "pässword \"1\"");
  g_settings_set (settings, "port", "q", 1993);
  g_assert_null (look_up (account, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER);
  g_clear_error (&error);
  g_assert_true (store ("file", "imap.example.org", 1993, "three", &error));
  assert_password (account, "three");
  g_settings_set (settings, "port", "q", 1994);
  g_assert_null (look_up (account, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER);
  g_settings_reset (settings, "port");
  assert_password (account, "pässword \"1\"");
}

static void
file_store (void)
{
  g_autoptr (BellAccount) account = new_account ("file");
  g_autoptr (BellAccount) other = new_account ("other");
  g_autoptr (GError) error = NULL;
  GSettings *settings = bell_account_get_settings (account);

  g_assert_null (look_up (account, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING);
  g_clear_error (&error);

  g_assert_true (store ("file", "imap.example.org", 993, "pässword \"1\"", &error));
  g_assert_no_error (error);
  assert_password (account, "pässword \"1\"");

  /* It goes to no other server until it is stored for that one too; letters do not matter. */
  g_settings_set_string (settings, "host", "IMAP.example.org");
  assert_password (account, "pässword \"1\"");
  g_settings_set_string (settings, "host", "imap2.example.org");
  g_assert_null (look_up (account, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_OTHER_SERVER);
  g_clear_error (&error);
  g_assert_true (store ("file", "imap2.example.org", 993, "two", &error));
  assert_password (account, "two");
  g_settings_set_string (settings, "host", "imap.example.org");
  assert_password (account, "pässword \"1\"");
  stay_with_its_port (account);

  g_assert_null (look_up (other, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING);
  g_clear_error (&error);

  g_assert_true (clear ("file", &error));
  g_assert_no_error (error);
  g_assert_true (clear ("file", &error));
  g_assert_no_error (error);
  g_assert_null (look_up (account, NULL, &error));
  g_assert_error (error, BELL_CREDENTIALS_ERROR, BELL_CREDENTIALS_ERROR_MISSING);
}

static void
test_file (void)
{
  if (g_test_subprocess ()) {
    g_autofree char *directory = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
    g_autofree char *path = g_build_filename (directory, "default.keyring", NULL);
    g_autofree char *backup = g_strconcat (path, "~", NULL);

    g_setenv ("SECRET_BACKEND", "file", TRUE);
    g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
    g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
    file_store ();
    g_remove (path);
    g_remove (backup);
    g_remove (directory);
    return;
  }
  /* libsecret 0.20 loses the entity tag of its file each time it writes it. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("ASAN_OPTIONS");
  g_test_trap_assert_passed ();
}

static void
on_sign (gpointer user_data)
{
  ++*(guint *) user_data;
}

static gboolean
unlock (gpointer service)
{
  g_dbus_connection_emit_signal (
    service, NULL, "/org/freedesktop/secrets/collection/login", "org.freedesktop.DBus.Properties",
    "PropertiesChanged",
    g_variant_new_parsed ("('org.freedesktop.Secret.Collection', {'Locked': <false>}, @as [])"),
    NULL);
  return G_SOURCE_CONTINUE;
}

static void
test_watch_sees_the_service_appear (void)
{
  if (g_test_subprocess ()) {
    const char *address = start_bus ();
    g_autoptr (GDBusConnection) service = NULL;
    BellCredentialsWatch *watch;
    guint                 n_signs = 0;
    guint                 name;
    guint                 timer;

    service =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, NULL);
    watch = bell_credentials_watch (on_sign, &n_signs);
    name = g_bus_own_name_on_connection (service, "org.freedesktop.secrets",
                                         G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
    while (n_signs < 1)
      g_main_context_iteration (NULL, TRUE);

    /* Again and again: the first may come before the bus knows that we listen. */
    timer = g_timeout_add (10, unlock, service);
    while (n_signs < 2)
      g_main_context_iteration (NULL, TRUE);
    g_source_remove (timer);

    bell_credentials_unwatch (watch);
    g_bus_unown_name (name);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credentials/no-bus", test_no_bus);
  g_test_add_func ("/credentials/no-service", test_no_service);
  g_test_add_func ("/credentials/cancelled", test_cancelled);
  g_test_add_func ("/credentials/file", test_file);
  g_test_add_func ("/credentials/watch", test_watch_sees_the_service_appear);
  return g_test_run ();
}
