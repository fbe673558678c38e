/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that do well, fail, hang, talk too much, do not listen, or are not there. */

#include "desktop/hook-run.h"

#include "base/sandbox.h"
#include "desktop/hook-environment.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  gboolean       over;
  BellHookResult result;
  char          *lines; /* (owned) */
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
on_ended (const BellHookResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->over);
  outcome->over = TRUE;
  outcome->result = *result;
  outcome->lines = g_strdup (result->last_lines);
}

static const char *const facts[] = { "MAILBELL_SUBJECT=$(touch /tmp/x); `id` \"'&|*",
                                     "MAILBELL_NEW=2", NULL };

static BellHookRun *
start_with (
  const char *const *command, const char *input, guint limit_s, Outcome *outcome, GError **error)
{
  BellHookJob job = { command, facts, input, limit_s };

  return bell_hook_run_new (&job, on_ended, outcome, error);
}

/* To its end. */
static void
run_with (const char *const *command, const char *input, guint limit_s, Outcome *outcome)
{
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (BellHookRun) run = start_with (command, input, limit_s, outcome, &error);

  g_assert_no_error (error);
  while (!outcome->over)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_says (const char *script, int status, const char *expected)
{
  g_auto (Outcome) outcome = { 0 };

  run_with ((const char *[]){ "sh", "-c", script, NULL }, "{}\n", 60, &outcome);
  g_assert_cmpstr (outcome.lines, ==, expected);
  g_assert_cmpint (outcome.result.manner, ==, BELL_HOOK_EXITED);
  g_assert_cmpint (outcome.result.number, ==, status);
}

static void
test_good (void)
{
  assert_says ("true", 0, "");
  assert_says ("echo out; echo err >&2", 0, "out\nerr");
  assert_says ("cat", 0, "{}");
  assert_says ("echo $MAILBELL_NEW", 0, "2");
}

static void
test_failing (void)
{
  g_auto (Outcome) outcome = { 0 };

  assert_says ("echo no; exit 3", 3, "no");
  run_with ((const char *[]){ "sh", "-c", "kill -9 $$", NULL }, "", 60, &outcome);
  g_assert_cmpint (outcome.result.manner, ==, BELL_HOOK_KILLED);
  g_assert_cmpint (outcome.result.number, ==, SIGKILL);
}

/* The words are the program's, whatever a shell would make of them; so are the facts. */
static void
test_no_shell (void)
{
  g_auto (Outcome) outcome = { 0 };

  run_with ((const char *[]){ "printf", "%s", "$(id);`id`|'\"&*", NULL }, "", 60, &outcome);
  g_assert_cmpstr (outcome.lines, ==, "$(id);`id`|'\"&*");
  assert_says ("printf %s \"$MAILBELL_SUBJECT\"", 0, "$(touch /tmp/x); `id` \"'&|*");
}

/* No descriptor but the three, the home as the working directory, a process group of its own. */
static void
test_surroundings (void)
{
  g_autofree char *home = g_strdup (g_get_home_dir ());
  g_auto (Outcome) outcome = { 0 };

  run_with ((const char *[]){ "ls", "/proc/self/fd", NULL }, "", 60, &outcome);
  g_assert_cmpstr (outcome.lines, ==, "0\n1\n2\n3"); /* 3 is the folder that it reads */
  assert_says ("pwd", 0, home);
  assert_says ("read -r _ _ _ _ group session _ < /proc/self/stat; "
               "test $group = $$ && test $session = $$",
               0, "");
}

/* None is blocked or ignored, though they are here: a shell has its background do without SIGQUIT. */
static void
test_signals (void)
{
  sigset_t blocked;

  sigemptyset (&blocked);
  sigaddset (&blocked, SIGUSR1);
  sigprocmask (SIG_BLOCK, &blocked, NULL);
  signal (SIGQUIT, SIG_IGN);
  assert_says ("awk '/^Sig(Blk|Ign):/ { print $2 }' /proc/self/status", 0,
               "0000000000000000\n0000000000000000");
  sigprocmask (SIG_UNBLOCK, &blocked, NULL);
  signal (SIGQUIT, SIG_DFL);
}

static void
test_not_there (void)
{
  static const struct {
    const char *program;
    int         code;
  } rows[] = {
    { "/nonexistent/program", G_IO_ERROR_NOT_FOUND },
    { "mailbell-no-such-program", G_IO_ERROR_NOT_FOUND },
    { "/etc/passwd", G_IO_ERROR_PERMISSION_DENIED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Outcome) outcome = { 0 };
    g_autoptr (GError) error = NULL;
    const char *command[] = { rows[i].program, NULL };

    g_assert_null (start_with (command, "", 60, &outcome, &error));
    g_assert_error (error, G_IO_ERROR, rows[i].code);
    g_assert_nonnull (strstr (error->message, rows[i].program));
    g_assert_true (g_str_has_suffix (error->message, "."));
  }
}

/* 1 MB of facts, of which nothing is read. */
static void
test_does_not_listen (void)
{
  g_autofree char *input = g_strnfill (1024 * 1024, 'x');
  g_auto (Outcome) deaf = { 0 };
  g_auto (Outcome) closed = { 0 };
  g_auto (Outcome) listens = { 0 };

  run_with ((const char *[]){ "true", NULL }, input, 60, &deaf);
  g_assert_cmpint (deaf.result.number, ==, 0);
  run_with ((const char *[]){ "sh", "-c", "exec <&-; sleep 0.1", NULL }, input, 60, &closed);
  g_assert_cmpint (closed.result.number, ==, 0);
  run_with ((const char *[]){ "wc", "-c", NULL }, input, 60, &listens);
  g_assert_cmpstr (listens.lines, ==, "1048576");
}

static void
test_talks_too_much (void)
{
  assert_says ("head -c 10485760 /dev/zero | tr '\\0' x; echo; echo the end", 0, "the end");
}

static gboolean
on_process_ended (G_GNUC_UNUSED int fd, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Wait until the process with this number has ended, or only waits to be counted. It is not ours to
 * wait for, but a descriptor tells of its end (pidfd_open(2)). */
static void
assert_gone (const char *number)
{
  gboolean ended = FALSE;
  guint    source;
  int      fd = pidfd_open ((pid_t) g_ascii_strtoll (number, NULL, 10), 0);

  if (fd < 0) {
    g_assert_cmpint (errno, ==, ESRCH);
    return;
  }
  source = g_unix_fd_add (fd, G_IO_IN, on_process_ended, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  close (fd);
}

/* Starts a SCRIPT that writes a number to the pipe at PATH, and waits for that without our main loop,
 * which keeps its limit. (transfer full) */
static BellHookRun *
start_and_wait (
  const char *script, const char *path, guint limit_s, Outcome *outcome, char **number)
{
  const char *const command[] = { "sh", "-c", script, NULL };
  g_autoptr (GError) error = NULL;
  BellHookRun *run;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  run = start_with (command, "", limit_s, outcome, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, number, NULL, NULL));
  return run;
}

/* One that hangs, with a child that does not even hear the request to end. */
static void
test_hanging (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *script =
    g_strdup_printf ("echo waiting; "
                     "sh -c 'trap \"\" TERM; echo $$ > %s; while :; do sleep 1; done' & "
                     "sleep 1000",
                     path);
  g_autofree char *number = NULL;
  g_auto (Outcome) outcome = { 0 };
  G_GNUC_UNUSED g_autoptr (BellHookRun) run = NULL;

  run = start_and_wait (script, path, 1, &outcome, &number);
  while (!outcome.over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (outcome.result.manner, ==, BELL_HOOK_TIMED_OUT);
  g_assert_cmpint (outcome.result.number, ==, 1);
  g_assert_cmpstr (outcome.lines, ==, "waiting");
  assert_gone (number);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What a command leaves behind runs on, and holds nothing up though it has the output. */
static void
test_leaves_something_behind (void)
{
  g_auto (Outcome) outcome = { 0 };
  pid_t left;

  run_with ((const char *[]){ "sh", "-c", "sleep 1000 & echo $!", NULL }, "", 60, &outcome);
  g_assert_cmpint (outcome.result.number, ==, 0);
  left = (pid_t) g_ascii_strtoll (outcome.lines, NULL, 10);
  g_assert_cmpint (left, >, 1);
  g_assert_cmpint (kill (left, SIGTERM), ==, 0);
}

static void
test_freed (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *script = g_strdup_printf ("echo $$ > %s; sleep 1000", path);
  g_autofree char *number = NULL;
  g_auto (Outcome) outcome = { 0 };

  bell_hook_run_free (start_and_wait (script, path, 60, &outcome, &number));
  assert_gone (number);
  g_assert_false (outcome.over);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_environment (void)
{
  static const char *const session[] = { "HOME=/home/ada",
                                         "MAILBELL_SUBJECT=old",
                                         "MAILBELLOWS=kept",
                                         "DESKTOP_STARTUP_ID=1",
                                         "DESKTOP_STARTUP_IDEA=kept",
                                         "XDG_ACTIVATION_TOKEN=t",
                                         "CREDENTIALS_DIRECTORY=/run/c",
                                         "LISTEN_FDS=1",
                                         "G_MESSAGES_DEBUG=all",
                                         "SSH_AUTH_SOCK=/run/agent",
                                         NULL };
  g_auto (GStrv) environment = bell_hook_environment_new (session, facts);
  g_autofree char *joined = g_strjoinv ("\n", environment);

  g_assert_cmpstr (joined, ==,
                   "HOME=/home/ada\nMAILBELLOWS=kept\nDESKTOP_STARTUP_IDEA=kept\n"
                   "SSH_AUTH_SOCK=/run/agent\n"
                   "MAILBELL_SUBJECT=$(touch /tmp/x); `id` \"'&|*\nMAILBELL_NEW=2");
}

/* A stand-in for flatpak-spawn that notes how it was called and runs the command itself. */
static const char *const stand_in =
  "#!/bin/sh\n"
  "test \"$1 $2 $3\" = '--host --watch-bus --env-fd=3' || exit 99\n"
  "shift 3\n"
  "exec 4<&0\n"
  "tr '\\0' '\\n' <&3 >\"$HOOK_TEST/environment\"\n"
  "echo \"$MAILBELL_NEW\" >\"$HOOK_TEST/leaked\"\n"
  "exec \"$@\" <&4\n";

static char *
write_file (const char *folder, const char *name, const char *content)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (
    g_file_set_contents_full (path, content, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  return path;
}

static void
assert_content (const char *folder, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_sandbox (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mailbell-XXXXXX", NULL);
  g_autofree char *program = write_file (folder, "flatpak-spawn", stand_in);
  g_autofree char *info = write_file (folder, "info", "[Application]\nname=x\n");
  g_autofree char *old_path = g_strdup (g_getenv ("PATH"));
  g_autofree char *path = g_strconcat (folder, ":", old_path, NULL);
  g_autofree char *rewritten = NULL;
  const char      *command[] = { "cat", NULL };
  g_auto (Outcome) refused = { 0 };
  g_auto (Outcome) good = { 0 };
  g_auto (Outcome) slow = { 0 };
  g_autoptr (GError) error = NULL;

  g_setenv ("PATH", path, TRUE);
  g_setenv ("HOOK_TEST", folder, TRUE);
  bell_sandbox_set_info (info);
  g_assert_null (start_with (command, "{}", 60, &refused, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_nonnull (strstr (error->message, "flatpak override --user "
                                            "--talk-name=org.freedesktop.Flatpak "
                                            "io.github.mailbell.Mailbell"));

  rewritten = write_file (folder, "info", "[Session Bus Policy]\norg.freedesktop.Flatpak=talk\n");
  run_with (command, "{\"new\":2}", 60, &good);
  g_assert_cmpint (good.result.manner, ==, BELL_HOOK_EXITED);
  g_assert_cmpint (good.result.number, ==, 0);
  g_assert_cmpstr (good.lines, ==, "{\"new\":2}");
  assert_content (folder, "environment",
                  "MAILBELL_SUBJECT=$(touch /tmp/x); `id` \"'&|*\nMAILBELL_NEW=2\n");
  assert_content (folder, "leaked", "\n");
  run_with ((const char *[]){ "sleep", "1000", NULL }, "", 1, &slow);
  g_assert_cmpint (slow.result.manner, ==, BELL_HOOK_TIMED_OUT);
  g_assert_cmpint (slow.result.number, ==, 1);

  bell_sandbox_set_info (NULL);
  g_setenv ("PATH", old_path, TRUE);
  assert_content (folder, "environment",
                  "MAILBELL_SUBJECT=$(touch /tmp/x); `id` \"'&|*\nMAILBELL_NEW=2\n");
  assert_content (folder, "leaked", "\n");
  g_assert_cmpint (g_unlink (program), ==, 0);
  g_assert_cmpint (g_unlink (info), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hook-run/good", test_good);
  g_test_add_func ("/hook-run/failing", test_failing);
  g_test_add_func ("/hook-run/no-shell", test_no_shell);
  g_test_add_func ("/hook-run/surroundings", test_surroundings);
  g_test_add_func ("/hook-run/signals", test_signals);
  g_test_add_func ("/hook-run/not-there", test_not_there);
  g_test_add_func ("/hook-run/does-not-listen", test_does_not_listen);
  g_test_add_func ("/hook-run/talks-too-much", test_talks_too_much);
  g_test_add_func ("/hook-run/hanging", test_hanging);
  g_test_add_func ("/hook-run/leaves-something-behind", test_leaves_something_behind);
  g_test_add_func ("/hook-run/freed", test_freed);
  g_test_add_func ("/hook-run/environment", test_environment);
  g_test_add_func ("/hook-run/sandbox", test_sandbox);
  return g_test_run ();
}
