/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that do well, fail, hang, and talk too much. */

#include "account/token-command.h"

#include <glib/gstdio.h>

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

/* One that waits, and one whose child holds the output: none of them is left. */
static void
test_hanging (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pid", NULL);
  g_autofree char *script = g_strdup_printf ("sleep 1000 & echo $! > %s; echo TOKEN", path);
  g_autofree char *number = NULL;
  pid_t            child;

  bell_token_command_set_limit (300);
  assert_fails ((const char *[]){ "sleep", "1000", NULL }, BELL_OAUTH_ERROR_COMMAND);
  assert_fails ((const char *[]){ "sh", "-c", script, NULL }, BELL_OAUTH_ERROR_COMMAND);
  bell_token_command_set_limit (60000);

  g_assert_true (g_file_get_contents (path, &number, NULL, NULL));
  child = (pid_t) g_ascii_strtoll (number, NULL, 10);
  g_assert_cmpint (child, >, 1);
  for (guint i = 0; i < 1000; i++) { /* whoever inherits it reaps it */
    g_autofree char *status_path = g_strdup_printf ("/proc/%d/stat", child);
    g_autofree char *status = NULL;

    if (!g_file_get_contents (status_path, &status, NULL, NULL) ||
        g_strstr_len (status, -1, ") Z ") != NULL)
      break;
    g_assert_cmpuint (i, <, 999);
    g_usleep (5000);
  }
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
