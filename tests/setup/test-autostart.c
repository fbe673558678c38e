/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-autostart.c: the autostart file, and whose word counts. */

#include "setup/autostart.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "autostart/" BELL_APPLICATION_ID ".desktop"

static char *
own_path (void)
{
  return g_build_filename (g_get_user_config_dir (), FILE_NAME, NULL);
}

static void
write_file (const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static gboolean
try_to_set (gboolean on, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_autostart_set_async (NULL, on, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_autostart_set_finish (result, error);
}

static gboolean
look (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean on;

  bell_autostart_get_async (NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  on = bell_autostart_get_finish (result, &error);
  g_assert_no_error (error);
  return on;
}

static void
set (gboolean on)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (try_to_set (on, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bell_autostart_get (), ==, on);
  g_assert_cmpint (look (), ==, on);
}

static void
test_on_and_off (void)
{
  g_autofree char *path = own_path ();
  g_autofree char *exec = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_false (bell_autostart_get ());
  set (TRUE);
  set (TRUE);
  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  exec = g_key_file_get_string (file, "Desktop Entry", "Exec", NULL);
  g_assert_cmpstr (exec, ==, BELL_BINDIR "/mailbell --quiet");
  set (FALSE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  set (FALSE);
}

static void
test_other_hands_are_seen (void)
{
  g_autofree char *path = own_path ();

  write_file (path, "[Desktop Entry]\nType=Application\nExec=mailbell\n");
  g_assert_true (bell_autostart_get ());
  write_file (path, "[Desktop Entry]\nType=Application\nExec=mailbell\nHidden=true\n");
  g_assert_false (bell_autostart_get ());
  write_file (path, "[Desktop Entry]\nExec=mailbell\nX-GNOME-Autostart-enabled=false\n");
  g_assert_false (bell_autostart_get ());
  set (TRUE);
  write_file (path, "nonsense");
  g_assert_false (bell_autostart_get ());
}

static void
test_file_of_the_system_can_be_overruled (void)
{
  g_autofree char *path = own_path ();
  g_autofree char *of_system = g_build_filename (g_get_system_config_dirs ()[0], FILE_NAME, NULL);

  write_file (of_system, "[Desktop Entry]\nType=Application\nExec=mailbell\n");
  g_assert_true (bell_autostart_get ());
  set (FALSE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  set (TRUE);
}

static void
test_unit_of_systemd_is_seen_and_left_alone (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "systemd", "user",
                                              "graphical-session.target.wants", NULL);
  g_autofree char *link = g_build_filename (folder, "mailbell.service", NULL);
  g_autofree char *path = own_path ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("/nonexistent/mailbell.service", link), ==, 0);
  g_assert_true (bell_autostart_get ());
  set (TRUE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (try_to_set (FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "systemd starts Mailbell"));
  g_assert_null (strstr (error->message, "systemctl"));
}

static void
test_home_that_cannot_be_written_is_told (void)
{
  g_autofree char *path = own_path ();
  g_autoptr (GError) error = NULL;

  /* Where a folder is needed there is a file. */
  write_file (g_get_user_config_dir (), "");
  g_assert_false (try_to_set (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_false (bell_autostart_get ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/autostart/on-and-off", test_on_and_off);
  g_test_add_func ("/autostart/other-hands", test_other_hands_are_seen);
  g_test_add_func ("/autostart/system", test_file_of_the_system_can_be_overruled);
  g_test_add_func ("/autostart/systemd", test_unit_of_systemd_is_seen_and_left_alone);
  g_test_add_func ("/autostart/read-only", test_home_that_cannot_be_written_is_told);
  return g_test_run ();
}
