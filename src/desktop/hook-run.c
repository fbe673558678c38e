/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hook-run.c: one run of the command of an account.
 * It leads a session of its own, so that its process group can be ended as a whole and no question for
 * a password reaches a terminal. Not GSubprocess: that takes the number of a process away as soon as
 * it has ended, while its group may go on. Here the number is kept until the group has been dealt
 * with: nobody waits for the process between the first signal and the last. */

#include "desktop/hook-run.h"

#include "base/sandbox.h"
#include "desktop/hook-environment.h"
#include "desktop/mail-opener.h"
#include "policy/output-tail.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_S 2

/* The host keeps the time of what runs there; should it not, we do, later. */
#define SANDBOX_RESERVE_S 15

/* One that never stops talking keeps us busy for a chunk every so often: 6 MB a second. */
#define CHUNK_BYTES (64 * 1024)
#define CHUNK_REST_US (10 * 1000)

/* How much is read when it has ended: what a pipe holds, and some. */
#define LAST_CHUNKS 16

#define ENVIRONMENT_FD 3

struct _BellHookRun {
  GPid            process;       /* 0: it has been waited for */
  guint           ended_source;  /* 0: not waited for, or over */
  guint           limit_source;  /* of the limit, then of the grace */
  GSource        *output_source; /* (owned) */
  gpointer        output_tag;
  int             output;
  guint           limit_s;
  gboolean        sandboxed;
  gboolean        timed_out;
  BellOutputTail *tail; /* (owned) */
  BellHookEnded   ended;
  gpointer        user_data;
};

/* What a process is started with; all but the program's output is closed behind it. */
typedef struct {
  int input;
  int environment; /* -1: it has it already */
  int writer;      /* of the pipe for its output */
} Ends;

/* How many bytes there were; 0: no more will come; -1: none yet. */
static gssize
read_chunk (BellHookRun *self)
{
  char   chunk[CHUNK_BYTES];
  gssize n;

  do
    n = read (self->output, chunk, sizeof chunk);
  while (n < 0 && errno == EINTR);
  if (n > 0)
    bell_output_tail_add (self->tail, chunk, (gsize) n);
  return n < 0 && errno != EAGAIN ? 0 : n;
}

static gboolean
on_output (gpointer user_data)
{
  BellHookRun *self = user_data;
  gssize       n = read_chunk (self);
  gboolean     rest = n == CHUNK_BYTES;

  if (n == 0)
    return G_SOURCE_REMOVE;
  g_source_modify_unix_fd (self->output_source, self->output_tag, rest ? 0 : G_IO_IN);
  g_source_set_ready_time (self->output_source,
                           rest ? g_get_monotonic_time () + CHUNK_REST_US : -1);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_output (G_GNUC_UNUSED GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

/* Ready when there is something to read, or when it has rested. */
static void
follow_output (BellHookRun *self)
{
  static GSourceFuncs functions = { .dispatch = dispatch_output };

  self->output_source = g_source_new (&functions, sizeof (GSource));
  self->output_tag = g_source_add_unix_fd (self->output_source, self->output, G_IO_IN);
  g_source_set_static_name (self->output_source, "mailbell hook output");
  g_source_set_priority (self->output_source, G_PRIORITY_LOW);
  g_source_set_callback (self->output_source, on_output, self, NULL);
  g_source_attach (self->output_source, NULL);
}

static BellHookResult
make_result (BellHookRun *self, int status)
{
  if (self->timed_out || (self->sandboxed && WIFEXITED (status) &&
                          WEXITSTATUS (status) == BELL_HOOK_SANDBOX_TIMED_OUT))
    return (BellHookResult){ .manner = BELL_HOOK_TIMED_OUT, .number = (int) self->limit_s };
  if (WIFSIGNALED (status))
    return (BellHookResult){ .manner = BELL_HOOK_KILLED, .number = WTERMSIG (status) };
  return (BellHookResult){ .manner = BELL_HOOK_EXITED, .number = WEXITSTATUS (status) };
}

static void
on_ended (G_GNUC_UNUSED GPid process, int status, gpointer user_data)
{
  BellHookRun     *self = user_data;
  BellHookResult   result = make_result (self, status);
  g_autofree char *lines = NULL;

  self->process = 0;
  self->ended_source = 0;
  g_clear_handle_id (&self->limit_source, g_source_remove);
  for (guint i = 0; i < LAST_CHUNKS && read_chunk (self) > 0; i++)
    ;
  result.last_lines = lines = bell_output_tail_get_lines (self->tail);
  self->ended (&result, self->user_data);
}

static void
await_end (BellHookRun *self)
{
  self->ended_source = g_child_watch_add (self->process, on_ended, self);
}

static gboolean
on_grace_over (gpointer user_data)
{
  BellHookRun *self = user_data;

  self->limit_source = 0;
  kill (-self->process, SIGKILL);
  await_end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_limit (gpointer user_data)
{
  BellHookRun *self = user_data;

  self->timed_out = TRUE;
  g_clear_handle_id (&self->ended_source, g_source_remove);
  kill (-self->process, SIGTERM);
  self->limit_source = g_timeout_add_seconds (GRACE_S, on_grace_over, self);
  return G_SOURCE_REMOVE;
}

/* Who started Mailbell may have had it ignore or block signals; GLib undoes that for some of them. */
static void
heed_signals (void)
{
  sigset_t none;

  for (int number = 1; number < NSIG; number++)
    signal (number, SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* In the child, between fork() and exec(). */
static void
become_independent (G_GNUC_UNUSED gpointer user_data)
{
  heed_signals ();
  setsid ();
  umask (bell_mail_opener_get_program_umask ());
}

/* A file without a name that holds BYTES, to be read from its start; -1: errno says why. */
static int
make_memory (const char *name, const char *bytes, gsize length)
{
  int fd = memfd_create (name, MFD_CLOEXEC);

  while (fd >= 0 && length > 0) {
    gssize n = write (fd, bytes, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      close (fd);
      return -1;
    }
    bytes += n;
    length -= (gsize) n;
  }
  if (fd >= 0)
    lseek (fd, 0, SEEK_SET);
  return fd;
}

static void
close_fd (int fd)
{
  if (fd >= 0)
    close (fd);
}

static void
ends_close (Ends *ends)
{
  close_fd (ends->input);
  close_fd (ends->environment);
  close_fd (ends->writer);
}

static int
make_environment_memory (const char *const *facts)
{
  g_autoptr (GString) block = g_string_new (NULL);

  for (; *facts != NULL; facts++)
    g_string_append_len (block, *facts, (gssize) strlen (*facts) + 1);
  return make_memory ("mailbell-environment", block->str, block->len);
}

/* READER: the end of the pipe that stays here. */
static gboolean
ends_open (Ends *ends, const BellHookJob *job, gboolean sandboxed, int *reader, GError **error)
{
  int pipe_fds[2] = { -1, -1 };

  *ends = (Ends){ -1, -1, -1 };
  if (g_unix_open_pipe (pipe_fds, FD_CLOEXEC, error)) {
    *reader = pipe_fds[0];
    ends->writer = pipe_fds[1];
    ends->input = make_memory ("mailbell-facts", job->input, strlen (job->input));
    if (sandboxed)
      ends->environment = make_environment_memory (job->facts);
    if (ends->input >= 0 && (!sandboxed || ends->environment >= 0) &&
        g_unix_set_fd_nonblocking (*reader, TRUE, NULL))
      return TRUE;
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
    close (*reader);
    ends_close (ends);
  }
  return FALSE;
}

static gboolean
spawn (const BellHookJob *job, gboolean sandboxed, const Ends *ends, GPid *process, GError **error)
{
  static const char *const nothing[] = { NULL };
  g_auto (GStrv) session = g_get_environ ();
  g_auto (GStrv) environment =
    bell_hook_environment_new ((const char *const *) session, sandboxed ? nothing : job->facts);
  g_auto (GStrv) wrapped =
    sandboxed ? bell_hook_sandbox_wrap (job->command, job->limit_s, ENVIRONMENT_FD) : NULL;
  const char *const *words = wrapped != NULL ? (const char *const *) wrapped : job->command;
  const int          target = ENVIRONMENT_FD;

  return g_spawn_async_with_pipes_and_fds (
    g_get_home_dir (), words, (const char *const *) environment,
    G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, become_independent, NULL, ends->input,
    ends->writer, ends->writer, &ends->environment, &target, sandboxed ? 1 : 0, process, NULL, NULL,
    NULL, error);
}

/* In words that say what to do. */
static void
set_sentence (GError **error, const GError *cause, const char *program)
{
  if (g_error_matches (cause, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("There is no program “%s”. Give its full path, or the name of one that is "
                    "installed."),
                 program);
  else if (g_error_matches (cause, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("“%s” may not be run. Make it executable (“chmod +x”)."), program);
  else
    /* Translators: a program, then why, as the system says it. */
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("“%s” could not be started: %s"), program,
                 cause->message);
}

BellHookRun *
bell_hook_run_new (const BellHookJob *job, BellHookEnded ended, gpointer user_data, GError **error)
{
  gboolean sandboxed = bell_is_in_sandbox ();
  g_autoptr (GError) cause = NULL;
  BellHookRun *self;
  Ends         ends;
  GPid         process;
  int          reader;
  gboolean     spawned;

  if (sandboxed && !bell_hook_sandbox_check (bell_sandbox_get_info (), error))
    return NULL;
  if (!ends_open (&ends, job, sandboxed, &reader, error))
    return NULL;
  spawned = spawn (job, sandboxed, &ends, &process, &cause);
  ends_close (&ends);
  if (!spawned) {
    close (reader);
    set_sentence (error, cause, job->command[0]);
    return NULL;
  }
  self = g_new0 (BellHookRun, 1);
  self->process = process;
  self->output = reader;
  self->limit_s = job->limit_s;
  self->sandboxed = sandboxed;
  self->tail = bell_output_tail_new ();
  self->ended = ended;
  self->user_data = user_data;
  self->limit_source =
    g_timeout_add_seconds (job->limit_s + (sandboxed ? SANDBOX_RESERVE_S : 0), on_limit, self);
  follow_output (self);
  await_end (self);
  return self;
}

static void
on_left_ended (G_GNUC_UNUSED GPid process, G_GNUC_UNUSED int status, G_GNUC_UNUSED gpointer unused)
{
}

void
bell_hook_run_free (BellHookRun *self)
{
  g_clear_handle_id (&self->ended_source, g_source_remove);
  g_clear_handle_id (&self->limit_source, g_source_remove);
  g_source_destroy (self->output_source);
  g_source_unref (self->output_source);
  if (self->process != 0) {
    kill (-self->process, self->timed_out ? SIGKILL : SIGTERM);
    g_child_watch_add (self->process, on_left_ended, NULL); /* no zombie stays */
  }
  close (self->output);
  bell_output_tail_free (self->tail);
  g_free (self);
}
