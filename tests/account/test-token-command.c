/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that do well, fail, hang, and talk too much. */

#include "account/token-command.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
on_ready (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer slot)
{
  g_set_object ((GAsyncResult **) slot, result);
}

static BellSecretText *
run (const char *const *command, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bell_token_command_run_async (command, NULL, on_ready, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return bell_token_command_run_finish (result, error);
}

static void
assert_token (const char *const *command, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BellSecretText) token = run (command, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bell_secret_text_peek (token), ==, expected);
}

static void
assert_fails (const char *const *command, BellOAuthErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (run (command, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, (int) code);
  g_assert_null (g_strstr_len (error->message, -1, "TOKEN"));
}

static void
test_good (void)
{
  assert_token ((const char *[]){ "printf", "%s", "TOKEN", NULL }, "TOKEN");
  assert_token ((const char *[]){ "printf", "TOKEN\\r\\nmore\\n", NULL }, "TOKEN");
  assert_token ((const char *[]){ "sh", "-c", "echo TOKEN; echo noise >&2", NULL }, "TOKEN");
  /* Nothing is there to be read. */
  assert_token ((const char *[]){ "sh", "-c", "cat; echo TOKEN", NULL }, "TOKEN");
}

/* The words are the program's, whatever a shell would make of them. */
static void
test_no_shell (void)
{
  assert_token ((const char *[]){ "printf", "%s", "$(id);`id`|'\"&*", NULL }, "$(id);`id`|'\"&*");
}

static void
test_failing (void)
{
  assert_fails ((const char *[]){ "sh", "-c", "echo TOKEN; exit 1", NULL },
                BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "sh", "-c", "echo TOKEN; kill -9 $$", NULL },
                BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "true", NULL }, BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "printf", "\\nTOKEN\\n", NULL }, BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "printf", "TOK\\001EN\\n", NULL }, BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "printf", "T\\303\\244\\n", NULL }, BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "/nonexistent/program", NULL }, BELL_OAUTH_ERROR_NO_COMMAND);
  assert_fails ((const char *[]){ NULL }, BELL_OAUTH_ERROR_NO_COMMAND);
}

static void
test_too_much (void)
{
  assert_fails ((const char *[]){ "head", "-c", "1048576", "/dev/zero", NULL },
                BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "sh", "-c", "echo TOKEN; yes", NULL }, BELL_OAUTH_ERROR_COMMAND);
}

/* A child that holds the output, and a pipe without a name for anything but its end. The limit is kept
 * by our main loop, which does not run before the child is there. */
static void
assert_child_is_ended (const char *path)
{
  g_autofree char  *script = g_strdup_printf ("sleep 1000 3> %s & echo TOKEN", path);
  const char *const command[] = { "sh", "-c", script, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char byte;
  int  fd;

  bell_token_command_run_async (command, NULL, on_ready, &result);
  fd = g_open (path, O_RDONLY | O_CLOEXEC); /* waits for the child to open it */
  g_assert_cmpint (fd, >=, 0);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bell_token_command_run_finish (result, &error));
  g_assert_error (error, BELL_OAUTH_ERROR, BELL_OAUTH_ERROR_COMMAND);
  g_assert_cmpint (read (fd, &byte, 1), ==, 0); /* waits for it to end */
  g_assert_true (g_close (fd, NULL));
}

/* One that waits, and one whose child does: none of them is left. */
static void
test_hanging (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  bell_token_command_set_limit (1);
  assert_fails ((const char *[]){ "sleep", "1000", NULL }, BELL_OAUTH_ERROR_COMMAND);
  assert_child_is_ended (path);
  bell_token_command_set_limit (60000);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bell_token_command_run_async ((const char *[]){ "sleep", "1000", NULL }, cancellable, on_ready,
                                &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bell_token_command_run_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-command/good", test_good);
  g_test_add_func ("/token-command/no-shell", test_no_shell);
  g_test_add_func ("/token-command/failing", test_failing);
  g_test_add_func ("/token-command/too-much", test_too_much);
  g_test_add_func ("/token-command/hanging", test_hanging);
  g_test_add_func ("/token-command/cancelled", test_cancelled);
  return g_test_run ();
}
