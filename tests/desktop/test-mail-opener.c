/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-mail-opener.c: which program starts, and that it is told to compose nothing. */

#include "desktop/mail-opener.h"

#include <glib/gstdio.h>

#define HANDLER "[Default Applications]\nx-scheme-handler/mailto=%s\n"

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A program that writes WORD, its arguments and its activation token to the file "log". */
static void
install_program_for (const char *id, const char *word, const char *types)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *log = g_build_filename (g_get_user_data_dir (), "log", NULL);
  g_autofree char *text = g_strdup_printf (
    "[Desktop Entry]\nType=Application\nName=%s\nMimeType=%s\n"
    "Exec=sh -c 'umask >\"$0.umask\"; echo \"%s[$*]$XDG_ACTIVATION_TOKEN\" >\"$0.new\"; "
    "mv \"$0.new\" \"$0\"' %s %%u\n",
    id, types, word, log);

  write_file (applications, id, text);
}

static void
install_program (const char *id, const char *word)
{
  install_program_for (id, word, "x-scheme-handler/mailto;");
}

static void
choose_handlers (const char *id, const char *more)
{
  g_autofree char *text = g_strdup_printf (HANDLER "%s", id, more);

  write_file (g_get_user_config_dir (), "mimeapps.list", text);
}

static void
choose_handler (const char *id)
{
  choose_handlers (id, "");
}

static void
on_opened (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static gboolean
open_wish (const BellMailWish *wish, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_mail_opener_open_async (wish, token, NULL, on_opened, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_mail_opener_open_finish (result, error);
}

static gboolean
open_mail (const char *token, GError **error)
{
  BellMailWish wish = { 0 };

  return open_wish (&wish, token, error);
}

/* What the program wrote; it runs on its own, so the file is watched for. (transfer full) */
static char *
await_log (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  char            *text = NULL;

  while (!g_file_get_contents (path, &text, NULL, NULL))
    g_usleep (1000);
  return text;
}

static void
test_no_handler_is_an_error_with_advice (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (open_mail (NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, !=, "");
}

static void
test_default_program_starts_without_a_uri (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  g_autofree char *mask = NULL;

  install_program ("client.desktop", "client");
  choose_handler ("client.desktop");
  bell_mail_opener_set_program_umask (027);
  open_mail ("token-1", &error);
  g_assert_no_error (error);
  log = await_log ("log");
  mask = await_log ("log.umask");
  g_assert_cmpstr (log, ==, "client[]token-1\n");
  g_assert_cmpstr (mask, ==, "0027\n");
}

static void
test_a_composer_is_replaced_by_its_program (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  install_program ("balsa-mailto-handler.desktop", "composer");
  install_program ("org.desktop.Balsa.desktop", "balsa");
  choose_handler ("balsa-mailto-handler.desktop");
  open_mail (NULL, &error);
  g_assert_no_error (error);
  log = await_log ("log");
  g_assert_cmpstr (log, ==, "balsa[]\n");
}

static void
assert_opens (const BellMailWish *wish, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  open_wish (wish, NULL, &error);
  g_assert_no_error (error);
  log = await_log ("log");
  g_assert_cmpstr (log, ==, expected);
}

#define BOTH "x-scheme-handler/mailto;x-scheme-handler/mid;"

static void
test_the_default_client_shows_the_message (void)
{
  BellMailWish wish = { .message_id = "a/b@example.org" };

  install_program_for ("client.desktop", "client", BOTH);
  choose_handler ("client.desktop");
  assert_opens (&wish, "client[mid:a%2Fb@example.org]\n");
}

/* It knows nothing of our messages. */
static void
test_another_client_is_not_asked_for_it (void)
{
  BellMailWish wish = { .message_id = "a@example.org" };

  install_program ("client.desktop", "client");
  install_program_for ("other.desktop", "other", BOTH);
  choose_handlers ("client.desktop", "x-scheme-handler/mid=other.desktop\n");
  assert_opens (&wish, "client[]\n");
}

static void
test_a_handler_of_mid_alone_is_asked (void)
{
  BellMailWish wish = { .message_id = "a@example.org" };

  install_program ("client.desktop", "client");
  install_program_for ("mid.desktop", "mid", "x-scheme-handler/mid;");
  choose_handlers ("client.desktop", "x-scheme-handler/mid=mid.desktop\n");
  assert_opens (&wish, "mid[mid:a@example.org]\n");
}

static void
test_an_account_has_its_own_client (void)
{
  BellMailWish wish = { .client = "own.desktop", .message_id = "a@example.org" };
  BellMailWish missing = { .client = "missing.desktop" };
  g_autoptr (GError) error = NULL;

  install_program ("client.desktop", "client");
  install_program ("own.desktop", "own");
  choose_handler ("client.desktop");
  assert_opens (&wish, "own[]\n");
  g_assert_false (open_wish (&missing, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_a_web_client_searches_for_it (void)
{
  BellMailWish wish = { .client = "https://mail.google.com/mail/u/0/",
                        .message_id = "a@example.org" };

  install_program_for ("browser.desktop", "browser", "x-scheme-handler/https;");
  choose_handlers ("browser.desktop", "x-scheme-handler/https=browser.desktop\n");
  assert_opens (
    &wish, "browser[https://mail.google.com/mail/u/0/#search/rfc822msgid%3Aa%40example.org]\n");
}

static void
test_a_command_is_run_without_a_shell (void)
{
  g_autofree char  *log = g_build_filename (g_get_user_data_dir (), "log", NULL);
  const char *const command[] = { "mv", "--", "{message-id}", log, NULL };
  g_autofree char  *source = g_build_filename (g_get_user_data_dir (), "$(id);a@example.org", NULL);
  BellMailWish      wish = { .command = command, .message_id = source };

  write_file (g_get_user_data_dir (), "$(id);a@example.org", "moved\n");
  assert_opens (&wish, "moved\n");
}

int
main (int argc, char **argv)
{
  /* The programs of this machine are none of ours; GLib would also hand them to D-Bus. */
  g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_unsetenv ("XDG_ACTIVATION_TOKEN");
  g_unsetenv ("XDG_CURRENT_DESKTOP");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mail-opener/no-handler", test_no_handler_is_an_error_with_advice);
  g_test_add_func ("/mail-opener/default", test_default_program_starts_without_a_uri);
  g_test_add_func ("/mail-opener/composer", test_a_composer_is_replaced_by_its_program);
  g_test_add_func ("/mail-opener/message", test_the_default_client_shows_the_message);
  g_test_add_func ("/mail-opener/other", test_another_client_is_not_asked_for_it);
  g_test_add_func ("/mail-opener/mid", test_a_handler_of_mid_alone_is_asked);
  g_test_add_func ("/mail-opener/own", test_an_account_has_its_own_client);
  g_test_add_func ("/mail-opener/web", test_a_web_client_searches_for_it);
  g_test_add_func ("/mail-opener/command", test_a_command_is_run_without_a_shell);
  return g_test_run ();
}
